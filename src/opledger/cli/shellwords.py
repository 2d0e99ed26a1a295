"""A command line as it is being typed, taken apart as a shell does."""

from __future__ import annotations

import os

from opledger.core.late import dataclass, pattern

_SPECIAL = pattern(r"[^\w@%+=:,./-]")


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands before the cursor: whole words, the one being typed, and its open quote."""

    words: tuple[str, ...]
    word: str
    quote: str = ""


def taken_apart(line: str) -> Typed:
    """The words of a line up to the cursor, without their quotes and backslashes."""
    words: list[str] = []
    word, quote, begun = "", "", False
    signs = iter(line)
    for sign in signs:
        if quote == "'":
            quote, word = ("", word) if sign == "'" else (quote, word + sign)
        elif quote:
            if sign == "\\":
                after = next(signs, "")
                word += after if after in '"\\$`' else sign + after
            else:
                quote, word = ("", word) if sign == '"' else (quote, word + sign)
        elif sign in "'\"":
            quote, begun = sign, True
        elif sign == "\\":
            word, begun = word + next(signs, ""), True
        elif sign in " \t\n":
            if begun:
                words.append(word)
            word, begun = "", False
        else:
            word, begun = word + sign, True
    return Typed(tuple(words), word, quote)


def quoted(text: str, quote: str) -> str | None:
    """A text to be put into a line within an open quote, or with backslashes where none is open.

    ``None`` where it can't stand within that quote.
    """
    if quote:
        return None if quote in text or (quote == '"' and set(text) & set("\\$`!")) else text
    return _SPECIAL.sub(r"\\\g<0>", text)


def home_expanded(path: str) -> str:
    """A path as a shell would have it: with ``~`` and variables put in."""
    return os.path.expandvars(os.path.expanduser(path))  # noqa: PTH111 - as typed
