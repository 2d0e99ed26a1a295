"""Rules about the nodes of a file, whatever they mean."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from opledger.files.diagnostics import Finding, printable
from opledger.files.nodes import MapNode, Node, Scalar
from opledger.files.rules.rule import rule

if TYPE_CHECKING:
    from opledger.files.source import Source


@rule("merge-key")
def merge_key(node: Node, source: Source) -> Iterator[Finding]:
    """A mapping has the merge key ``<<``.

    It copies keys from elsewhere in YAML 1.1 and is an ordinary key in YAML 1.2. Write the keys
    themselves.
    """
    for key, _ in _pairs(node):
        if isinstance(key, Scalar) and key.text == "<<" and not key.style:
            yield Finding(source.position(key.start), "merge key '<<'", "write the keys themselves")


@rule("duplicate-key")
def duplicate_key(node: Node, source: Source) -> Iterator[Finding]:
    """A key stands twice in one mapping.

    Programs take the first, the last or neither, so one of the two is lost. Keep one.
    """
    first: dict[str, int] = {}
    for key, _ in _pairs(node):
        if not isinstance(key, Scalar):
            continue
        if key.text in first:
            line = source.position(first[key.text]).line
            text = f"'{key.text}' stands here a second time (first in line {line})"
            yield Finding(source.position(key.start), text, "keep one of them")
        else:
            first[key.text] = key.start


@rule("complex-key")
def complex_key(node: Node, source: Source) -> Iterator[Finding]:
    """A key is a list or a mapping.

    Keys of a ledger are words. A ``{{name}}`` left from a template is read as one of these.
    """
    for key, _ in _pairs(node):
        if not isinstance(key, Scalar):
            yield Finding(source.position(key.start), f"a {key.kind} as a key", "write a word")


@rule("hidden-character")
def hidden_character(node: Node, source: Source) -> Iterator[Finding]:
    r"""A quoted text has an escape for a character that can't be seen (``"\\e"``, ``"\\0"``).

    Printed in a terminal or a page it could do harm. Delete it.
    """
    if isinstance(node, Scalar) and node.style == '"':
        hidden = sorted({c for c in node.text if _is_hidden(c)})
        if hidden:
            shown = " ".join(printable(character) for character in hidden[:5])
            text = f"the text holds characters that can't be seen: {shown}"
            yield Finding(source.position(node.start), text, "delete them")


def _is_hidden(character: str) -> bool:
    return character not in "\n\t" and printable(character) != character


def is_hidden(text: str) -> bool:
    """Whether a text holds a character that can't be seen, however it is quoted."""
    return not text.replace("\n", "").isprintable() and any(map(_is_hidden, text))


def _pairs(node: Node) -> tuple[tuple[Node, Node], ...]:
    return node.pairs if isinstance(node, MapNode) else ()


TREE_RULES = (merge_key, duplicate_key, complex_key, hidden_character)
