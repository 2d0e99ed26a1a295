"""Offers beside the market and beside each other: small ones, compared by hand."""

from __future__ import annotations

from dataclasses import replace
from statistics import median

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.stories import Search, an_event, an_opportunity, day, ledgers, stood, told

from opledger.core.config import Config, Goal
from opledger.core.figures.goals import weighing
from opledger.core.figures.offers import (
    Bound,
    Gap,
    Levels,
    Lowball,
    OfferRow,
    Offers,
    offers,
)
from opledger.core.figures.pay import Total, pay
from opledger.core.model import Equity, Level, Market, Offer
from opledger.core.standing import Standing
from opledger.core.vocabulary import OfferPart

CONFIG = Config(currency="USD")
NO_SHARES = Equity(value=0)
MARKET = Market(total=200)


def whole(base: float, sign_on: float = 0, currency: str | None = None) -> Offer:
    """An offer of which everything is known."""
    return Offer(base=base, bonus=0, sign_on=sign_on, equity=NO_SHARES, currency=currency)


def offered(
    *made: Offer,
    name: str = "kestrel",
    market: Market | None = None,
    segment: str | None = None,
) -> Standing:
    """An opportunity with these offers, one each day from day 1 on, after a call."""
    events = (an_event(n, "offer", offer=each) for n, each in enumerate(made, 1))
    return stood(
        an_opportunity(an_event(0, "call"), *events, name=name, market=market, segment=segment)
    )


def row(*standings: Standing, config: Config = CONFIG) -> OfferRow:
    """The row of the first of these."""
    (found,) = (each for each in offers(standings, config).rows if each.standing is standings[0])
    return found


def test_an_offer_alone() -> None:
    standing = offered(whole(180, sign_on=20))
    now = pay(whole(180, sign_on=20), "USD")
    assert offers((standing,), CONFIG) == Offers(
        rows=(
            OfferRow(
                standing=standing,
                offered=day(1),
                offer=whole(180, sign_on=20),
                pay=now,
                first=now,
                raised=None,
                benchmark=None,
                market=None,
                lowball=None,
                beside=None,
            ),
        ),
        weighing=weighing((standing,), CONFIG),
        lowballs=(),
        levels=(),
    )
