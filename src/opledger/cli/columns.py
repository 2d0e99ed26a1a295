"""Text in columns: how wide it is, where it breaks, and cells side by side.

What comes out is what Rich makes of the same, to the byte; where it would need more of Rich than
stands here, there is ``None``.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from opledger.core.late import pattern

_WORD = pattern(r" *[^ ]+ *")
_PLAIN = "\u0300"  # what is printable and below takes one column, and so do signs of our own
_OURS = str.maketrans("→…−", ">.-")


@lru_cache(4096)  # every cell is asked several times: for its column, its words and its line
def cells(text: str) -> int:
    """How many columns of the terminal a printable text takes."""
    if _is_plain(text):
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def _is_plain(text: str) -> bool:
    return text.isascii() or max(text.translate(_OURS)) < _PLAIN


def filled(text: str, width: int, *, right: bool = False) -> str:
    """A cell with blanks up to a width."""
    if right:
        text = text.rstrip()
    blanks = " " * (width - cells(text))
    return blanks + text if right else text + blanks


def broken(text: str, room: int) -> list[str] | None:
    """The lines that a text takes in this many columns; it breaks behind words.

    ``None`` where a word is wider than that, or a sign stands on another or can't be printed.
    """
    if not text.isprintable() or not (_is_plain(text) or all(map(cells, text))):
        return None
    if cells(text) <= room:
        return [text]
    lines, begun, used = [], "", 0
    for word in _WORD.findall(text):
        needed = cells(word.rstrip())
        if needed > room:
            return None
        if used + needed > room:
            lines.append(begun)
            begun, used = "", 0
        begun, used = begun + word, used + cells(word)
    return [_cut(line, room) for line in (*lines, begun)] if begun else None


def _cut(line: str, room: int) -> str:
    """A line without those of its last blanks for which there is no room."""
    excess = cells(line) - room
    return line[:-excess] if excess > 0 else line


def widest(cell: str) -> int:
    """The width of a cell's widest line."""
    return max(map(cells, cell.split("\n")))


def widest_word(cell: str) -> int:
    """The width of a cell's widest word."""
    return max(map(cells, cell.split()), default=0)


def narrowed(widths: Sequence[int], wraps: Sequence[bool], room: int) -> list[int] | None:
    """Widths that come to no more than the room: the widest that may are made narrower, evenly.

    ``None`` where that is not enough.
    """
    widths = list(widths)
    while (excess := sum(widths) - room) > 0:
        able = sorted({width for width, may in zip(widths, wraps, strict=True) if may} | {0})
        if not any(wraps) or able[-1] == 0:
            return None
        widest, next_widest = able[-1], able[-2]
        most = min(excess, widest - next_widest)
        shared = sum(may and width == widest for width, may in zip(widths, wraps, strict=True))
        for at, width in enumerate(widths):
            if wraps[at] and width == widest:
                less = min(most, round(excess / shared))
                widths[at] -= less
                excess, shared = excess - less, shared - 1
    return widths


def beside(
    row: Sequence[Sequence[str]], widths: Sequence[int], between: str, rights: Sequence[bool]
) -> list[str]:
    """The lines of a row, whose cells are lines, each cell in its column."""
    high = max(map(len, row))
    return [
        between.join(
            filled(cell[at] if at < len(cell) else "", width, right=right)
            for cell, width, right in zip(row, widths, rights, strict=True)
        )
        for at in range(high)
    ]
