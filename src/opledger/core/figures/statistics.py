"""All figures of a ledger on a day, computed once: terminal, JSON and site show these values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opledger.core.figures.endings import Endings, endings
from opledger.core.figures.forecast import Forecast, forecast
from opledger.core.figures.funnel import Flow, FunnelRow, Totals, flows, funnel, telling, totals
from opledger.core.figures.groups import Group, group_by
from opledger.core.figures.judgement import InterestTable, Judgement, interest_table, judgement
from opledger.core.figures.luck import Luck, luck, offer_rate
from opledger.core.figures.offers import Offers, offers
from opledger.core.figures.rates import Rate
from opledger.core.figures.response import Response, Silence, response, silence
from opledger.core.figures.timing import Times, times
from opledger.core.late import dataclass
from opledger.core.standing import Standing, standings

if TYPE_CHECKING:
    from datetime import date

    from opledger.core.config import Config
    from opledger.core.model import Ledger

USUAL_DIMENSION = "source"


@dataclass(frozen=True, slots=True)
class Statistics:
    """The figures as of a day.

    ``funnel`` begins with the first stage that tells something (:func:`.funnel.telling`), and the
    ``flows`` are its. ``offer_rate`` is the share of conversations that came to an offer,
    ``offer_rate_resolved`` that of those no longer open without one. ``groups`` are by
    ``dimension``. ``reversed`` are the opportunities that were reopened.
    """

    config: Config
    as_of: date
    standings: tuple[Standing, ...]
    totals: Totals
    funnel: tuple[FunnelRow, ...]
    flows: tuple[Flow, ...]
    offer_rate: Rate
    offer_rate_resolved: Rate
    endings: Endings
    response: Response
    silence: Silence
    times: Times
    interest: InterestTable
    judgement: Judgement
    luck: Luck
    forecast: Forecast
    offers: Offers
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
    whole = funnel(stood, config)
    rows = telling(whole, config)
    return Statistics(
        config=config,
        as_of=as_of,
        standings=stood,
        totals=totals(stood, config),
        funnel=rows,
        flows=flows(rows),
        offer_rate=offer_rate(stood, config, resolved=False),
        offer_rate_resolved=offer_rate(stood, config, resolved=True),
        endings=endings(stood, config),
        response=response(stood, config),
        silence=silence(stood, config),
        times=times(stood, config),
        interest=interest_table(stood, config, [row.stage for row in rows]),
        judgement=judgement(stood, config),
        luck=luck(stood, config, as_of),
        forecast=forecast(stood, whole, config),
        offers=offers(stood, config),
        dimension=dimension,
        groups=group_by(stood, config, dimension),
        reversed=tuple(each for each in stood if each.reopenings),
    )
