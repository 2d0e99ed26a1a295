"""How wide a text will be, estimated without a browser, and how to break it into lines.

The widths are upper bounds for common system fonts, so that what fits here fits on the page.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

_NARROW = frozenset("ijltfrI.,:;|!'()[]{} -/\\\"")
_BROAD = frozenset("mwMWQ@%&")
ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Label:
    """A text of one or more lines at a place; ``x``, ``y`` are the first line's baseline.

    ``count`` stands in bold before the first line. ``title`` is the whole text, where the lines
    had to be cut. ``anchor`` is ``start``, ``middle`` or ``end``.
    """

    x: float
    y: float
    lines: tuple[str, ...]
    count: str = ""
    title: str = ""
    anchor: str = "start"
    kind: str = ""


def width(text: str, size: float) -> float:
    """The width of a text at a font size, in the size's unit."""
    return size * sum(_em(character) for character in text)


def _em(character: str) -> float:
    if unicodedata.combining(character):
        return 0
    if unicodedata.east_asian_width(character) in {"W", "F"}:
        return 1.05
    if character in _NARROW:
        return 0.4
    if character in _BROAD or unicodedata.category(character) == "So":
        return 1.0
    return 0.72 if character.isupper() else 0.61


def wrap(text: str, size: float, room: float, lines: int = 2) -> tuple[str, ...]:
    """The text in at most so many lines, none wider than ``room``; cut with an ellipsis."""
    words = _pieces(text, size, room)
    made: list[str] = []
    line = ""
    for number, (glue, word) in enumerate(words):
        longer = f"{line}{glue}{word}" if line else word
        if width(longer, size) <= room:
            line = longer
            continue
        if len(made) == lines - 1:
            rest = line + "".join(g + w for g, w in words[number:])
            return (*made, _cut(rest.lstrip(), size, room))
        made.append(line)
        line = word
    return (*made, line)


def _pieces(text: str, size: float, room: float) -> list[tuple[str, str]]:
    """Words with the blank before each; a word wider than the room is broken into pieces."""
    pieces: list[tuple[str, str]] = []
    for word in text.split():
        glue = " " if pieces else ""
        piece = ""
        for character in word:
            if piece and width(piece + character, size) > room:
                pieces.append((glue, piece))
                glue, piece = "", ""
            piece += character
        pieces.append((glue, piece))
    return pieces or [("", "")]


def _cut(text: str, size: float, room: float) -> str:
    while text and width(text + ELLIPSIS, size) > room:
        text = text[:-1]
    return text.rstrip() + ELLIPSIS


def rounded(number: float) -> str:
    """A coordinate with at most one decimal, and never ``-0``."""
    text = f"{number:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text
