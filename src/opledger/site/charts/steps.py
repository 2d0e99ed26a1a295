"""Levels over time: interest as a solid line, confidence as a dashed one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from opledger.site.charts.lettering import Label, rounded, width, wrap

_WIDTH = 343.0
_TEXT = 12.0
_TOP = 24.0
_LEVEL = 34.0
_NAMES = ("interest", "confidence")


@dataclass(frozen=True, slots=True)
class Point:
    """A level stated on a day; ``level`` counts from 0, the lowest."""

    day: date
    level: int


@dataclass(frozen=True, slots=True)
class Line:
    """One series: its path, its dots as ``(x, y)``, and its name at its end."""

    name: str
    path: str
    dots: tuple[tuple[str, str], ...]
    label: Label


@dataclass(frozen=True, slots=True)
class Steps:
    """The picture: its size, the grid of levels, the lines, and the days at the axis."""

    width: str
    height: str
    left: str
    right: str
    levels: tuple[Label, ...]
    grid: tuple[str, ...]
    lines: tuple[Line, ...]
    days: tuple[Label, ...]


def steps(
    *,
    levels: Sequence[str],
    interest: Sequence[Point],
    confidence: Sequence[Point],
    first: date,
    last: date,
) -> Steps:
    """The layout of two series over the days from ``first`` to ``last``.

    A series may be empty. Points on one day count in their order; the last of them stays.
    """
    names = [wrap(level, _TEXT, 84, 1)[0] for level in levels]
    left = max(width(name, _TEXT) for name in names) + 8
    right = _WIDTH - width("confidence", _TEXT) - 8
    heights = [_TOP + (len(levels) - 1 - place) * _LEVEL for place in range(len(levels))]
    span = max((last - first).days, 1)

    def across(day: date) -> float:
        return left + 5 + (right - left - 10) * min(max((day - first).days, 0), span) / span

    series = [points for points in (interest, confidence) if points]
    apart = len({points[-1].level for points in series}) == len(series)
    lines = []
    for place, (name, points) in enumerate(zip(_NAMES, (interest, confidence), strict=True)):
        if not points:
            continue
        shift = -2.0 if place == 0 else 2.0
        corners = [(across(p.day), heights[p.level] + shift) for p in points]
        path = f"M{rounded(corners[0][0])} {rounded(corners[0][1])}"
        for x, y in corners[1:]:
            path += f"H{rounded(x)}V{rounded(y)}"
        path += f"H{rounded(right)}"
        lift = 4.0 if apart else (-3.0 if place == 0 else 11.0)
        label = Label(right + 6, corners[-1][1] + lift, (name,))
        dots = tuple((rounded(x), rounded(y)) for x, y in corners)
        lines.append(Line(name, path, dots, label))
    bottom = heights[0] + 30
    days = [Label(left, bottom, (first.isoformat(),))]
    if last != first:
        days.append(Label(right, bottom, (last.isoformat(),), anchor="end"))
    return Steps(
        width=rounded(_WIDTH),
        height=rounded(bottom + 8),
        left=rounded(left),
        right=rounded(right),
        levels=tuple(
            Label(left - 8, height + 4, (name,), title=level, anchor="end")
            for name, height, level in zip(names, heights, levels, strict=True)
        ),
        grid=tuple(rounded(height) for height in heights),
        lines=tuple(lines),
        days=tuple(days),
    )
