"""What an editor holds of a file: its text, its places in the editor's units, and its changes.

Editors count lines from 0 and characters in units of an encoding: UTF-16 unless agreed otherwise,
where an emoji is two. Lines end where the protocol says they do, at CR, LF or both, and nowhere
else.
"""

from __future__ import annotations

from bisect import bisect_right

from opledger.core.late import dataclass
from opledger.files.source import BOM, Source

UTF8, UTF16, UTF32 = "utf-8", "utf-16", "utf-32"


@dataclass(frozen=True, slots=True, order=True)
class Point:
    """A place as editors tell it: ``line`` from 0, ``unit`` from the line's start, from 0."""

    line: int
    unit: int


def point_at(source: Source, index: int, encoding: str = UTF16) -> Point:
    """The place of a character of a source, by its index in ``text``."""
    place = source.position(index)
    start = source.starts[place.line - 1]
    mark = _width(BOM, encoding) if source.bom and place.line == 1 else 0
    return Point(place.line - 1, mark + _width(source.text[start:index], encoding))


def index_at(source: Source, point: Point, encoding: str = UTF16) -> int:
    """The index in ``text`` of a place; one beyond a line's or the text's end is that end.

    A place within a character, as in half of an emoji, is in front of it.
    """
    if point.line >= len(source.starts):
        return len(source.text)
    start = source.starts[point.line]
    mark = _width(BOM, encoding) if source.bom and point.line == 0 else 0
    left = max(0, point.unit - mark)
    return start + _characters(source.line(point.line + 1), left, encoding)


def changed(text: str, begin: Point, end: Point, new: str, encoding: str = UTF16) -> str:
    """The text of a buffer once a stretch of it is replaced.

    A byte-order mark is a character of a buffer like any other. Where an editor sends half of a
    character of two units, it is whole again once the other half is there.
    """
    raw = as_typed(text)
    if encoding == UTF16:
        wide = text.encode("utf-16-le", "surrogatepass")
        head = wide[: _bytes_before(raw, begin)]
        tail = wide[max(_bytes_before(raw, end), len(head)) :]
        whole = head + new.encode("utf-16-le", "surrogatepass") + tail
        return whole.decode("utf-16-le", "surrogatepass")
    first = index_at(raw, begin, encoding)
    last = max(index_at(raw, end, encoding), first)
    return text[:first] + new + text[last:]


def _bytes_before(source: Source, point: Point) -> int:
    """How many bytes of UTF-16 stand before a place, which may lie within a character."""
    if point.line >= len(source.starts):
        return 2 * _width(source.text, UTF16)
    line = source.line(point.line + 1)
    before = source.text[: source.starts[point.line]]
    return 2 * (_width(before, UTF16) + min(point.unit, _width(line, UTF16)))


def as_typed(text: str) -> Source:
    """A buffer's text as a source in which a byte-order mark is a character like any other."""
    if not text.startswith(BOM):
        return Source.of("", text)
    inner = Source.of("", text)
    return Source("", text, bom=False, starts=(0, *(start + 1 for start in inner.starts[1:])))


def _width(text: str, encoding: str) -> int:
    """How many units of an encoding a text is; half of a character is one, too."""
    if text.isascii() or encoding == UTF32:
        return len(text)
    return len(text.encode(_CODECS[encoding], "surrogatepass")) // _BYTES[encoding]


def _characters(line: str, units: int, encoding: str) -> int:
    """How many whole characters of a line there are in its first units."""
    if line.isascii():
        return min(units, len(line))
    widths = range(len(line) + 1)
    return bisect_right(widths, units, key=lambda many: _width(line[:many], encoding)) - 1


_CODECS = {UTF8: "utf-8", UTF16: "utf-16-le"}
_BYTES = {UTF8: 1, UTF16: 2}
