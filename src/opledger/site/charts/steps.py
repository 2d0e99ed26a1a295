"""Interest and confidence over time: two lines of steps over the levels of a scale."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from itertools import pairwise

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
_WIDTH, _TOP, _NEAR = 343.0, 18.0, 8.0
_LONGEST_LEVEL = 92.0
_FEW_LEVELS = 4
# Half the distance between two lines on the same level, so that both are seen.
_APART = 3.0


@dataclass(frozen=True, slots=True)
class Point:
    """A level stated on a day; ``level`` counts from 0, the lowest."""

    day: date
    level: int


@dataclass(frozen=True, slots=True)
class Series:
    """A line of steps with a dot for every statement, and its name at the line's end."""

    name: str
    path: str
    dots: tuple[tuple[float, float], ...]
    label: Label


@dataclass(frozen=True, slots=True)
class Level:
    """A level of the scale: its line's y, and its name at the left of it."""

    name: str
    y: float
    label: Label


@dataclass(frozen=True, slots=True)
class Day:
    """A day on the axis: its x, and its text, which is centred on ``text_x``."""

    x: float
    text: str
    text_x: float


@dataclass(frozen=True, slots=True)
class Steps:
    """The drawing, in units. The scale's lines run from ``left`` to ``right``."""

    width: float
    height: float
    left: float
    right: float
    levels: tuple[Level, ...]
    series: tuple[Series, ...]
    days: tuple[Day, ...]
    axis: float
    baseline: float


def steps(
    *,
    levels: Sequence[str],
    interest: Sequence[Point],
    confidence: Sequence[Point],
    first: date,
    last: date,
) -> Steps:
    """The two series from the first day to the last, 343 units wide.

    ``levels`` are the names from low to high. A series without points is left out. A point
    outside of the two days, such as a second thought after the end, stretches the axis.

    Raises:
        ValueError: there are no levels or no points, or a point's level is not on the scale.
    """
    points = (*interest, *confidence)
    if not levels or not points:
        raise ValueError("a chart of steps needs levels and at least one point")
    for point in points:
        if not 0 <= point.level < len(levels):
            raise ValueError(f"level {point.level} is not one of {len(levels)}")
    plot = _Plot(
        levels,
        min([first, *(point.day for point in points)]),
        max([last, *(point.day for point in points)]),
        [
            (name, sorted(given, key=lambda point: point.day), side)
            for name, given, side in (("interest", interest, -1), ("confidence", confidence, 1))
            if given
        ],
    )
    return plot.drawing()


class _Plot:
    """The places of days and levels."""

    def __init__(
        self,
        levels: Sequence[str],
        first: date,
        last: date,
        series: Sequence[tuple[str, Sequence[Point], int]],
    ) -> None:
        self.names, self.first, self.last, self.series = levels, first, last, series
        widest = max(text_width(name, TYPE.size) for name in levels)
        self.left = min(widest, _LONGEST_LEVEL) + _NEAR + 2
        self.right = _WIDTH - _NEAR - max(text_width(name, TYPE.size) for name, _, _ in series)
        self.spacing = 36.0 if len(levels) <= _FEW_LEVELS else 26.0
        self.low = _TOP + (len(levels) - 1) * self.spacing

    def x(self, day: date) -> float:
        days = (self.last - self.first).days
        share = (day - self.first).days / days if days else 0.5
        return self.left + _NEAR + share * (self.right - self.left - 3 * _NEAR)

    def y(self, level: int) -> float:
        return self.low - level * self.spacing

    def drawing(self) -> Steps:
        axis = self.low + 18
        tops = self._label_tops()
        return Steps(
            width=int(_WIDTH),
            height=math.ceil(axis + 6 + TYPE.leading),
            left=tenth(self.left),
            right=tenth(self.right - 2),
            levels=_levels(tuple(self.names), self.left, self.low, self.spacing),
            series=tuple(
                self._line(name, points, side, top)
                for (name, points, side), top in zip(self.series, tops, strict=True)
            ),
            days=tuple(self._day(day) for day in sorted({self.first, self.last})),
            axis=tenth(axis),
            baseline=tenth(axis + 4 + baseline(TYPE)),
        )

    def _line(self, name: str, points: Sequence[Point], side: int, top: float) -> Series:
        single = self.first == self.last
        shift = side * _APART
        aside = shift * (2 if single else 1)
        dots = tuple(
            (tenth(self.x(point.day) + aside), tenth(self.y(point.level) + shift))
            for point in points
        )
        path = f"M{dots[0][0]} {dots[0][1]}"
        for (_, before), (x, y) in pairwise(dots):
            path += f"H{x}" + (f"V{y}" if y != before else "")
        path += f"H{tenth(self.x(self.last) + shift)}"
        x = self.x(self.last) + 2 * _NEAR if single else self.right
        placed = label(name, "", x=x, top=top, room=_WIDTH - x, kind=TYPE)
        return Series(name, "" if single else path, dots, placed)

    def _label_tops(self) -> list[float]:
        """Beside the ends of the lines, but a line of text apart."""
        middles = [self.y(points[-1].level) + side * _APART for _, points, side in self.series]
        if len(middles) > 1 and abs(middles[0] - middles[1]) < TYPE.leading:
            centre, half = sum(middles) / 2, TYPE.leading / 2
            middles = [centre - half, centre + half]
        return [middle - TYPE.leading / 2 for middle in middles]

    def _day(self, day: date) -> Day:
        x, text = self.x(day), day.isoformat()
        half = text_width(text, TYPE.size) / 2
        return Day(tenth(x), text, tenth(min(max(x, half), _WIDTH - half)))


@lru_cache(maxsize=64)  # a ledger has one scale, on the page of every opportunity
def _levels(names: tuple[str, ...], left: float, low: float, spacing: float) -> tuple[Level, ...]:
    """The names of the levels, left of their lines."""
    room = left - _NEAR
    found = []
    for place, name in enumerate(names):
        y = low - place * spacing
        text = "".join(wrap(name, TYPE.size, room, most=1))
        top, width = y - TYPE.leading / 2, min(text_width(text, TYPE.size), room)
        said = isolated(text) if reads_right_to_left(name) else text
        line = Line(tenth(room), tenth(top + baseline(TYPE)), "", said)
        box = Box(room - width, top, width, TYPE.leading).rounded()
        found.append(Level(name, tenth(y), Label((line,), box)))
    return tuple(found)
