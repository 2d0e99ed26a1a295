"""Shares by group, each a dot with its interval on a line from 0 to 100 %."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from opledger.core.late import dataclass
from opledger.site.charts.box import tenth
from opledger.site.charts.label import Label, Type, baseline, label, text_width

TYPE = Type(size=13.5, count_size=13.5, leading=17)
_WIDTH, _LEFT, _RIGHT = 343.0, 6.0, 337.0
_TRACK, _GAP = 20.0, 8.0
_SLACK = 1e-9


@dataclass(frozen=True, slots=True)
class Row:
    """A group: ``k`` of ``n``, the share and its interval from 0 to 1; ``few`` if too few."""

    label: str
    k: int
    n: int
    low: float
    high: float
    share: float
    few: bool


@dataclass(frozen=True, slots=True)
class Track:
    """A drawn group. ``y`` is that of its line and ``baseline`` that of its text at the right.

    ``low``, ``high`` and ``share`` are x in units; a group with too few has none of the four.
    """

    title: str
    label: Label
    text: str
    baseline: float
    y: float | None = None
    low: float | None = None
    high: float | None = None
    share: float | None = None


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on the axis, its text and its x; ``anchor`` is ``left``, ``middle`` or ``right``."""

    x: float
    text: str
    text_x: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Intervals:
    """The drawing, in units; ``baseline`` is that of the ticks' text."""

    width: float
    height: float
    tracks: tuple[Track, ...]
    ticks: tuple[Tick, ...]
    baseline: float


def intervals(rows: Sequence[Row]) -> Intervals:
    """The groups from top to bottom in the given order, 343 units wide.

    Raises:
        ValueError: there are no rows, or a row's numbers contradict each other.
    """
    if not rows:
        raise ValueError("a chart of intervals needs at least one row")
    tracks: list[Track] = []
    y = 0.0
    for row in rows:
        _check(row)
        track, y = _track(row, y)
        tracks.append(track)
    ticks: tuple[Tick, ...] = ()
    below = y - _GAP
    if any(not row.few for row in rows):
        ticks = tuple(map(_tick, range(0, 101, 25)))
        below += TYPE.leading + (_GAP if rows[-1].few else 0)
    return Intervals(
        width=int(_WIDTH),
        height=math.ceil(below + 2),
        tracks=tuple(tracks),
        ticks=ticks,
        baseline=tenth(below - TYPE.leading + baseline(TYPE)),
    )


def _track(row: Row, top: float) -> tuple[Track, float]:
    counts = f"{row.k} of {row.n}" + (", too few to say" if row.few else "")
    room = _WIDTH - text_width(counts, TYPE.size) - 12
    placed = label(row.label, "", x=0, top=top, room=room, kind=TYPE)
    title, line = f"{row.label}: {counts}", tenth(top + baseline(TYPE))
    if row.few:
        return Track(title, placed, counts, line), placed.box.bottom + _GAP
    track = Track(
        title=title,
        label=placed,
        text=counts,
        baseline=line,
        y=tenth(placed.box.bottom + _TRACK / 2),
        low=tenth(_x(row.low)),
        high=tenth(_x(row.high)),
        share=tenth(_x(row.share)),
    )
    return track, placed.box.bottom + _TRACK + _GAP


def _tick(percent: int) -> Tick:
    x, text = tenth(_x(percent / 100)), f"{percent} %"
    if percent == 0:
        return Tick(x, text, 1, "left")
    if percent == 100:  # noqa: PLR2004 - the end of the axis
        return Tick(x, text, int(_WIDTH - 1), "right")
    return Tick(x, text, x, "middle")


def _x(share: float) -> float:
    return _LEFT + (_RIGHT - _LEFT) * min(max(share, 0.0), 1.0)


def _check(row: Row) -> None:
    if not 0 <= row.k <= row.n or not row.n:
        raise ValueError(f"{row.label}: {row.k} of {row.n} is no share")
    ends = (-_SLACK, row.low, row.share, row.high, 1 + _SLACK)
    if not row.few and any(a > b + _SLACK for a, b in pairwise(ends)):
        raise ValueError(
            f"{row.label}: {row.share} is not in its interval, {row.low} to {row.high}"
        )
