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
from opledger.core.scope import WHOLE, Scope

_WRITERS: dict[str, Callable[[Sheet, Statistics, Scope], None]] = {
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


def report(figures: Statistics, name: str, scope: Scope = WHOLE) -> tuple[Block, ...]:
    """The blocks of one of :data:`opledger.core.definitions.REPORTS`, as far as may be told."""
    sheet = Sheet()
    _WRITERS[name](sheet, figures, scope)
    return tuple(sheet.blocks)


def may_be_told(name: str, scope: Scope) -> bool:
    """Whether there is anything of a report that may be told."""
    match name:
        case "time" | "forecast":
            return scope.days
        case "response":
            return scope.days and scope.turns
    return True
