"""A lane for each story: a bar from its first event to its end, a dot for every stage."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from opledger.core.late import dataclass

if TYPE_CHECKING:
    from opledger.site.charts.days import Days

STAGE, OTHER = "stage", ""


@dataclass(frozen=True, slots=True)
class Point:
    """Something that happened: a stage, :data:`OTHER`, or an end, by its kind."""

    day: date
    kind: str


@dataclass(frozen=True, slots=True)
class Lane:
    """The drawing, in percent of its width: bars from x to x, dots, and the signs of ends."""

    bars: tuple[tuple[float, float], ...]
    dots: tuple[float, ...]
    ends: tuple[tuple[float, str], ...]


def lane(points: Sequence[Point], days: Days) -> Lane:
    """The lane of a story, given in order; one without an end runs to the right edge.

    Between an end and what came after it there is no bar.

    Raises:
        ValueError: nothing happened.
    """
    if not points:
        raise ValueError("a lane needs at least one point")
    places = days.places([point.day for point in points])
    placed = list(zip(places, (point.kind for point in points), strict=True))
    pieces = [(x, following) for (x, kind), (following, _) in pairwise(placed) if _goes_on(kind)]
    if _goes_on(placed[-1][1]):
        pieces.append((placed[-1][0], 100))
    bars: list[tuple[float, float]] = []
    for left, right in pieces:
        if bars and bars[-1][1] == left:
            bars[-1] = (bars[-1][0], right)
        else:
            bars.append((left, right))
    return Lane(
        bars=tuple(bars),
        dots=tuple(x for x, kind in placed if kind == STAGE),
        ends=tuple((x, kind) for x, kind in placed if not _goes_on(kind)),
    )


def _goes_on(kind: str) -> bool:
    return kind in {STAGE, OTHER}
