"""Every report of the figures, by its name."""

from __future__ import annotations

from collections.abc import Callable

from opledger.core.figures.statistics import Statistics
from opledger.core.reports.ends import write_ends
from opledger.core.reports.forecast import write_forecast
from opledger.core.reports.funnel import write_funnel
from opledger.core.reports.groups import write_groups
from opledger.core.reports.judgement import write_judgement
from opledger.core.reports.luck import write_luck
from opledger.core.reports.offers import write_offers
from opledger.core.reports.response import write_response
from opledger.core.reports.sheet import Block, Sheet
from opledger.core.reports.time import write_time

_WRITERS: dict[str, Callable[[Sheet, Statistics], None]] = {
    "funnel": write_funnel,
    "groups": write_groups,
    "ends": write_ends,
    "response": write_response,
    "time": write_time,
    "judgement": write_judgement,
    "luck": write_luck,
    "forecast": write_forecast,
    "offers": write_offers,
}


def report(figures: Statistics, name: str) -> tuple[Block, ...]:
    """The blocks of one of :data:`opledger.core.definitions.REPORTS`."""
    sheet = Sheet()
    _WRITERS[name](sheet, figures)
    return tuple(sheet.blocks)
