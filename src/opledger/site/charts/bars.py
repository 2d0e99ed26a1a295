"""Amounts side by side: a bar a row, made of parts, with what is still unknown at its end."""

from __future__ import annotations

import math
from collections.abc import Sequence

from opledger.core.late import dataclass
from opledger.site.charts.box import Box, tenth
from opledger.site.charts.label import (
    Label,
    Line,
    Type,
    baseline,
    isolated,
    label,
    reads_right_to_left,
    text_width,
    wrap,
)

TYPE = Type(size=13.5, count_size=13.5, leading=17)
_WIDTH, _BAR, _BETWEEN, _GAP = 343.0, 14.0, 5.0, 14.0
_UNKNOWN, _THINNEST, _SLIT = 16.0, 1.5, 1.0


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a bar; ``kind`` is its colour, and a ``loose`` one is drawn as not yet sure."""

    kind: str
    amount: float
    title: str
    loose: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """A row: its label, what it comes to in words, and its parts, none of them below nought.

    ``unknown`` names what would come on top, of unknown size; empty if nothing would. ``mark`` is
    an amount to hold the bar against. The ``note`` stands below, in up to three lines.
    """

    label: str
    text: str
    parts: tuple[Part, ...]
    unknown: str = ""
    mark: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A drawn part."""

    kind: str
    title: str
    loose: bool
    box: Box


@dataclass(frozen=True, slots=True)
class Row:
    """A drawn row. ``text`` is printed up to the right edge, at ``baseline``.

    ``y`` is the middle of its bar, ``mark`` an x or ``None``, and the ``note`` lines of text.
    """

    title: str
    label: Label
    text: str
    baseline: float
    pieces: tuple[Piece, ...]
    y: float
    mark: float | None
    note: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Bars:
    """The drawing, in units; a bar is ``thick``."""

    width: float
    height: float
    thick: float
    rows: tuple[Row, ...]


def bars(rows: Sequence[Bar]) -> Bars:
    """The rows from top to bottom in the given order, 343 units wide, all on one scale.

    Raises:
        ValueError: there are no rows, or an amount is negative.
    """
    if not rows:
        raise ValueError("a chart of bars needs at least one row")
    for row in rows:
        if any(part.amount < 0 for part in row.parts):
            raise ValueError(f"{row.label}: a part is below nought")
    most = max(max(sum(part.amount for part in row.parts), row.mark or 0.0) for row in rows)
    slits = max(len(row.parts) for row in rows) * _SLIT
    each = (_WIDTH - 2 - _UNKNOWN - slits) / most if most else 0.0
    drawn: list[Row] = []
    y = 0.0
    for row in rows:
        placed, y = _row(row, y, each)
        drawn.append(placed)
        y += _GAP
    return Bars(int(_WIDTH), math.ceil(y - _GAP + 2), int(_BAR), tuple(drawn))


def _row(row: Bar, top: float, each: float) -> tuple[Row, float]:
    room = _WIDTH - text_width(row.text, TYPE.size) - 12
    placed = label(row.label, "", x=0, top=top, room=room, kind=TYPE)
    bar = placed.box.bottom + 3
    below = bar + _BAR + _BETWEEN
    lines = wrap(row.note, TYPE.size, _WIDTH - 2, most=3) if row.note else ()
    rtl = reads_right_to_left(row.note)
    note = tuple(
        Line(0, tenth(below + n * TYPE.leading + baseline(TYPE)), "", isolated(t) if rtl else t)
        for n, t in enumerate(lines)
    )
    drawn = Row(
        title=": ".join(part for part in (row.label, row.text) if part),
        label=placed,
        text=row.text,
        baseline=tenth(top + baseline(TYPE)),
        pieces=tuple(_pieces(row, bar, each)),
        y=tenth(bar + _BAR / 2),
        mark=None if row.mark is None else tenth(1 + row.mark * each),
        note=note,
    )
    return drawn, below + len(lines) * TYPE.leading if lines else bar + _BAR


def _pieces(row: Bar, top: float, each: float) -> list[Piece]:
    x = 1.0
    pieces = []
    for part in row.parts:
        if not part.amount:
            continue
        width = max(part.amount * each, _THINNEST)
        box = Box(x, top, width, _BAR).rounded()
        pieces.append(Piece(part.kind, part.title, part.loose, box))
        x += width + _SLIT
    if row.unknown:
        box = Box(x, top, _UNKNOWN - 2, _BAR).rounded()
        pieces.append(Piece("unknown", row.unknown, loose=True, box=box))
    return pieces
