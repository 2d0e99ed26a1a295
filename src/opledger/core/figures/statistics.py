"""All figures of a ledger on a day, computed once: terminal, JSON and site show these values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opledger.core.figures.funnel import FunnelRow, Totals, funnel, telling, totals
from opledger.core.figures.groups import Group, group_by
from opledger.core.figures.judgement import InterestTable, interest_table
from opledger.core.standing import Standing, standings

if TYPE_CHECKING:
    from datetime import date

    from opledger.core.config import Config
    from opledger.core.model import Ledger

USUAL_DIMENSION = "source"


@dataclass(frozen=True, slots=True)
class Statistics:
    """The figures as of a day.

    ``funnel`` begins with the first stage that tells something (:func:`.funnel.telling`).
    ``groups`` are by ``dimension``. ``reversed`` are the opportunities that were reopened.
    """

    config: Config
    as_of: date
    standings: tuple[Standing, ...]
    totals: Totals
    funnel: tuple[FunnelRow, ...]
    interest: InterestTable
    dimension: str
    groups: tuple[Group, ...]
    reversed: tuple[Standing, ...]


def statistics(ledger: Ledger, as_of: date, dimension: str = USUAL_DIMENSION) -> Statistics:
    """Every figure of the ledger as of a day, with groups by one dimension.

    Raises:
        ValueError: no such dimension.
    """
    config = ledger.config
    stood = standings(ledger.opportunities, config, as_of)
    rows = telling(funnel(stood, config), config)
    return Statistics(
        config=config,
        as_of=as_of,
        standings=stood,
        totals=totals(stood, config),
        funnel=rows,
        interest=interest_table(stood, config, [row.stage for row in rows]),
        dimension=dimension,
        groups=group_by(stood, config, dimension),
        reversed=tuple(each for each in stood if each.reopenings),
    )
