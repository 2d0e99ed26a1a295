"""What an editor holds of a file: its text, its places in the editor's units, and its changes.

Editors count lines from 0 and characters in units of an encoding: UTF-16 unless agreed otherwise,
where an emoji is two. Lines end where the protocol says they do, at CR, LF or both, and nowhere
else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opledger.files.source import BOM, Source

if TYPE_CHECKING:
    from collections.abc import Callable

UTF8, UTF16, UTF32 = "utf-8", "utf-16", "utf-32"
_BEYOND_ONE, _BEYOND_BASIC = 0x800, 0x10000


@dataclass(frozen=True, slots=True, order=True)
class Point:
    """A place as editors tell it: ``line`` from 0, ``unit`` from the line's start, from 0."""

    line: int
    unit: int


def point_at(source: Source, index: int, encoding: str = UTF16) -> Point:
    """The place of a character of a source, by its index in ``text``."""
    place = source.position(index)
    start = source.starts[place.line - 1]
    width = _WIDTHS[encoding]
    before = source.text[start:index]
    mark = width(BOM) if source.bom and place.line == 1 else 0
    return Point(place.line - 1, mark + sum(map(width, before)))


def index_at(source: Source, point: Point, encoding: str = UTF16) -> int:
    """The index in ``text`` of a place; one beyond a line's or the text's end is that end.

    A place within a character, as in half of an emoji, is in front of it.
    """
    if point.line >= len(source.starts):
        return len(source.text)
    start = source.starts[point.line]
    width = _WIDTHS[encoding]
    left = point.unit - (width(BOM) if source.bom and point.line == 0 else 0)
    line = source.line(point.line + 1)
    for offset, character in enumerate(line):
        left -= width(character)
        if left < 0:
            return start + offset
    return start + len(line)


def changed(text: str, begin: Point, end: Point, new: str, encoding: str = UTF16) -> str:
    """The text of a buffer once a stretch of it is replaced.

    A byte-order mark is a character of a buffer like any other.
    """
    raw = as_typed(text)
    first = index_at(raw, begin, encoding)
    last = max(index_at(raw, end, encoding), first)
    return text[:first] + new + text[last:]


def as_typed(text: str) -> Source:
    """A buffer's text as a source in which a byte-order mark is a character like any other."""
    if not text.startswith(BOM):
        return Source.of("", text)
    inner = Source.of("", text)
    return Source("", text, bom=False, starts=(0, *(start + 1 for start in inner.starts[1:])))


def _utf8(character: str) -> int:
    number = ord(character)
    if number < _BEYOND_ONE:
        return 1 + (number >= 0x80)  # noqa: PLR2004 - the last of ASCII
    return 3 + (number >= _BEYOND_BASIC)


def _utf16(character: str) -> int:
    return 1 + (ord(character) >= _BEYOND_BASIC)


def _utf32(_character: str) -> int:
    return 1


_WIDTHS: dict[str, Callable[[str], int]] = {UTF8: _utf8, UTF16: _utf16, UTF32: _utf32}
