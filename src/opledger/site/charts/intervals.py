"""Shares side by side: a dot for the share, a line for its interval, the counts beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from opledger.site.charts.lettering import rounded, width, wrap

_WIDTH = 343.0
_MARGIN = 14.0
_TEXT = 13.0
_LINE = 16.0
_TRACK = 16.0
_GAP = 10.0
_TICKS = (0, 25, 50, 75, 100)


@dataclass(frozen=True, slots=True)
class Row:
    """A group: ``k`` of ``n``, with its share and interval from 0 to 1."""

    label: str
    k: int
    n: int
    low: float
    high: float
    share: float
    few: bool


@dataclass(frozen=True, slots=True)
class Track:
    """A row in place: label lines at ``x`` 0, the count at the right, line and dot below."""

    lines: tuple[tuple[str, str], ...]
    title: str
    count: str
    y: str
    low: str
    high: str
    dot: str
    few: bool


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the axis, with its text."""

    x: str
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Intervals:
    """The picture: its size, its rows and its axis."""

    width: str
    height: str
    tracks: tuple[Track, ...]
    ticks: tuple[Tick, ...]
    axis: str


def intervals(rows: Sequence[Row]) -> Intervals:
    """The layout of the rows, in their order, over an axis from 0 to 100 %.

    Raises:
        ValueError: there are no rows.
    """
    if not rows:
        raise ValueError("a comparison needs at least one row")
    tracks = []
    y = _LINE
    for row in rows:
        count = f"{row.k} of {row.n}" + (", too few to say" if row.few else "")
        lines = wrap(row.label, _TEXT, _WIDTH - width(count, _TEXT) - 16)
        placed = tuple((line, rounded(y + number * _LINE)) for number, line in enumerate(lines))
        middle = y + (len(lines) - 1) * _LINE + _TRACK
        tracks.append(
            Track(
                lines=placed,
                title=row.label,
                count=count,
                y=rounded(middle),
                low=_across(row.low),
                high=_across(row.high),
                dot=_across(row.share),
                few=row.few,
            )
        )
        y = middle + _GAP + _LINE
    axis = y - _LINE + 4
    ticks = tuple(Tick(_across(tick / 100), f"{tick} %", "middle") for tick in _TICKS)
    return Intervals(rounded(_WIDTH), rounded(axis + 20), tuple(tracks), ticks, rounded(axis))


def _across(share: float) -> str:
    return rounded(_MARGIN + share * (_WIDTH - 2 * _MARGIN - 8))
