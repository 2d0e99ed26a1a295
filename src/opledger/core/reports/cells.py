"""Cells that several reports have."""

from __future__ import annotations

from opledger.core.figures.rates import Rate
from opledger.core.narrative.words import interval_text, percent


def percent_cell(rate: Rate) -> str:
    """A share as a percentage, or that there are too few to say."""
    return "too few" if rate.few or rate.share is None else percent(rate.share)


def rate_cells(rate: Rate) -> tuple[str, str, str]:
    """``22 of 39``, ``56 %`` and ``41 to 71 %``; of nothing, a dot."""
    if not rate.n:
        return "·", "", ""
    return f"{rate.k} of {rate.n}", percent_cell(rate), interval_text(rate)


def count_cell(count: int) -> str:
    """A count; a dot where there is none."""
    return str(count or "·")
