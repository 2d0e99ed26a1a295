"""From the first level to the last: bands between two columns of one scale, as wide as counts."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from opledger.core.late import dataclass
from opledger.site.charts.box import Box, tenth
from opledger.site.charts.flow import thicknesses
from opledger.site.charts.label import (
    Line,
    Type,
    baseline,
    isolated,
    reads_right_to_left,
    text_width,
    wrap,
)

TYPE = Type(size=13.5, count_size=13.5, leading=17)
_WIDTH, _EXTENT, _BAR, _GAP, _NEAR = 343.0, 150.0, 7.0, 12.0, 7.0
_LONGEST, _SLOT = 96.0, 20.0


@dataclass(frozen=True, slots=True)
class Band:
    """So many that began at one level and ended at another; ``way`` is up, down or same."""

    way: str
    title: str
    path: str


@dataclass(frozen=True, slots=True)
class Level:
    """A level at one side: its bar, if any are there, and its name with their count.

    ``name`` is printed up to its x at the left side, from it on at the right one.
    """

    bar: Box | None
    name: Line


@dataclass(frozen=True, slots=True)
class Paths:
    """The drawing, in units; ``heads`` stand above the two columns, ``first`` and ``last``."""

    width: float
    height: float
    first: tuple[Level, ...]
    last: tuple[Level, ...]
    bands: tuple[Band, ...]
    heads: tuple[Line, Line]


def paths(levels: Sequence[str], counts: Mapping[tuple[int, int], int]) -> Paths:
    """The counts of pairs of first and last level, 343 units wide; the highest level on top.

    ``levels`` are the names from low to high, and a pair counts them from 0.

    Raises:
        ValueError: nothing is counted, or a pair is not of these levels.
    """
    pairs = {pair: count for pair, count in counts.items() if count}
    if not pairs:
        raise ValueError("a chart of paths needs at least one")
    if not all(0 <= level < len(levels) for pair in pairs for level in pair):
        raise ValueError(f"a level is not one of {len(levels)}")
    return _Plot(levels, pairs).drawing()


class _Plot:
    """The places of levels and of the bands between them."""

    def __init__(self, levels: Sequence[str], pairs: Mapping[tuple[int, int], int]) -> None:
        self.names, self.pairs = levels, pairs
        order = sorted(pairs, key=lambda pair: (-pair[0], -pair[1]))
        found = thicknesses([pairs[pair] for pair in order], _EXTENT)
        self.thick = dict(zip(order, found, strict=True))
        counted = [self._said(side, level) for side in (0, 1) for level in range(len(levels))]
        widest = max(
            text_width(count, TYPE.size, bold=True) + text_width(f" {name}", TYPE.size)
            for count, name in counted
        )
        self.room = min(widest, _LONGEST) + 1
        self.left, self.right = self.room + _NEAR + _BAR, _WIDTH - self.room - _NEAR - _BAR
        self.tops: list[float] = [0.0] * len(levels)
        self.heights: list[float] = [0.0] * len(levels)
        y = TYPE.leading + 6
        for level in reversed(range(len(levels))):
            self.tops[level] = y
            self.heights[level] = max(self.total(0, level), self.total(1, level), _SLOT)
            y += self.heights[level] + _GAP
        self.bottom = y - _GAP

    def total(self, side: int, level: int) -> float:
        return sum(thick for pair, thick in self.thick.items() if pair[side] == level)

    def start(self, side: int, level: int) -> float:
        """The upper edge of a level's bar: in the middle of its slot."""
        return self.tops[level] + (self.heights[level] - self.total(side, level)) / 2

    def drawing(self) -> Paths:
        places = range(len(self.names) - 1, -1, -1)
        head = baseline(TYPE)
        return Paths(
            width=int(_WIDTH),
            height=math.ceil(self.bottom + 2),
            first=tuple(self._level(0, level) for level in places),
            last=tuple(self._level(1, level) for level in places),
            bands=tuple(self._bands()),
            heads=(
                Line(tenth(self.room), tenth(head), "", "first"),
                Line(tenth(_WIDTH - self.room), tenth(head), "", "last"),
            ),
        )

    def _said(self, side: int, level: int) -> tuple[str, str]:
        count = sum(n for pair, n in self.pairs.items() if pair[side] == level)
        return str(count), self.names[level]

    def _level(self, side: int, level: int) -> Level:
        count, name = self._said(side, level)
        indent = text_width(count, TYPE.size, bold=True) + text_width(" ", TYPE.size)
        text = "".join(wrap(name, TYPE.size, self.room - indent, most=1))
        y = self.tops[level] + self.heights[level] / 2 - TYPE.leading / 2 + baseline(TYPE)
        x = _WIDTH - self.room if side else self.room
        said = isolated(text) if reads_right_to_left(name) else text
        height = self.total(side, level)
        edge = self.right if side else self.left - _BAR
        bar = Box(edge, self.start(side, level), _BAR, height).rounded() if height else None
        return Level(bar, Line(tenth(x), tenth(y), count, said))

    def _bands(self) -> list[Band]:
        """Those of a level lie in the order of where they lead, so that few of them cross."""
        used = {(side, level): self.start(side, level) for side in (0, 1) for level in self.span()}
        ends: dict[tuple[int, int], float] = {}
        for pair in sorted(self.thick, key=lambda pair: (-pair[1], -pair[0])):
            ends[pair] = used[1, pair[1]]
            used[1, pair[1]] += self.thick[pair]
        bands = []
        for pair, thick in self.thick.items():
            begin = used[0, pair[0]]
            used[0, pair[0]] += thick
            way = "up" if pair[1] > pair[0] else "down" if pair[1] < pair[0] else "same"
            first, last = (self.names[level] for level in pair)
            title = f"{first}, unchanged" if way == "same" else f"{first} → {last}"
            bands.append(
                Band(way, f"{self.pairs[pair]} {title}", self._path(begin, ends[pair], thick))
            )
        return bands

    def span(self) -> range:
        return range(len(self.names))

    def _path(self, y0: float, y1: float, thick: float) -> str:
        a, b, m = tenth(self.left), tenth(self.right), tenth((self.left + self.right) / 2)
        top0, top1, low0, low1 = tenth(y0), tenth(y1), tenth(y0 + thick), tenth(y1 + thick)
        if top0 == top1:
            return f"M{a} {top0}H{b}V{low1}H{a}Z"
        return (
            f"M{a} {top0}C{m} {top0} {m} {top1} {b} {top1}V{low1}C{m} {low1} {m} {low0} {a} {low0}Z"
        )
