"""Shares side by side, as a chart of their intervals."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from opledger.site.charts.intervals import Intervals, Row, intervals

if TYPE_CHECKING:
    from opledger.core.figures.rates import Rate


def rated(named: Iterable[tuple[str, Rate | None]]) -> Intervals | None:
    """The chart of the rates that are of anything, in their order; ``None`` where none is."""
    rows = []
    for label, rate in named:
        if rate and rate.n:
            low, high = rate.interval or (0.0, 1.0)
            share = rate.share or 0.0
            rows.append(Row(label, rate.k, rate.n, low=low, high=high, share=share, few=rate.few))
    return intervals(rows) if rows else None
