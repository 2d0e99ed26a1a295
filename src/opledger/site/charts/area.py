"""How many on each day: an area of steps, with the most marked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from opledger.core.late import dataclass
from opledger.site.charts.box import tenth

if TYPE_CHECKING:
    from opledger.site.charts.days import Days

_HALF = 50


@dataclass(frozen=True, slots=True)
class Area:
    """The drawing: its ``path`` in days to the right and counts downwards, ``width`` and ``peak``.

    ``x`` is the place of the peak, in percent of the width; its label stands left or right of it.
    """

    path: str
    width: int
    peak: int
    x: float
    anchor: str


def area(first: date, counts: Sequence[int], days: Days) -> Area:
    """The counts of the days from ``first`` on; the last one holds to the last day.

    Raises:
        ValueError: all counts are 0, or there are more than days.
    """
    peak = max(counts, default=0)
    begin = (first - days.first).days
    if peak < 1 or begin < 0 or begin + len(counts) > days.count:
        raise ValueError(f"{len(counts)} counts of at most {peak} from {first}")
    path, before = f"M{begin} {peak}", 0
    for place, count in enumerate(counts, begin):
        if count != before:
            path += (f"H{place}" if place > begin else "") + f"V{peak - count}"
            before = count
    path += f"H{days.count}" + (f"V{peak}" if before else "") + "Z"
    x = 100 * (begin + counts.index(peak) + 0.5) / days.count
    return Area(path, days.count, peak, tenth(x), "left" if x < _HALF else "right")
