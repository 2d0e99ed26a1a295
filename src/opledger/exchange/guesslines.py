"""The lines of a drafted mapping: what stands there, and why behind it or above it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from opledger.exchange.notation import OTHERWISE
from opledger.exchange.patterns import MAX_PATTERN, is_pattern
from opledger.files.diagnostics import printable
from opledger.files.emit import in_brackets

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 76  # columns
_WIDTH = 44
_LINE = 74


def entry(head: str, value: str | dict[str, str], why: str) -> Iterator[str]:
    """A status and what it stands for, on one line or, where that is too long, on several."""
    if isinstance(value, str):
        yield beside(f"{head} {value}", why)
        return
    inline = ", ".join(f"{key}: {inner}" for key, inner in value.items())
    if len(head) + len(inline) <= _LINE:
        yield beside(f"{head} {{{inline}}}", why)
        return
    yield beside(head, why)
    yield from (f"    {key}: {inner}" for key, inner in value.items())


def beside(text: str, why: str) -> str:
    """A line with its reason behind it, or above it where the line is long."""
    comment = printable(" ".join(why.split()))
    if not comment:
        return text
    if len(text) + len(comment) <= LONGEST:
        return f"{text.ljust(_WIDTH)} # {comment}"
    indent = text[: len(text) - len(text.lstrip(" "))]
    return f"{indent}# {comment}\n{text}"


def quoted(text: str) -> str:
    """A text as it stands in a list in brackets: in quotes where YAML needs them."""
    return in_brackets(text)


def theirs(text: str) -> str:
    """A text of theirs as a key that stands for it alone: no pattern, and not all the others."""
    if text == OTHERWISE:
        return f"'{text}'"
    if not is_pattern(text):
        return quoted(text)
    exact = re.escape(text).replace("\\ ", r"\s+")
    cut = exact[: MAX_PATTERN - 2].rstrip("\\")
    return quoted(f"/^{cut}{'$' if cut == exact else ''}/")
