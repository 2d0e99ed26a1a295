"""Offers beside the market and beside each other: small ones, compared by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.stories import Search, an_event, an_opportunity, day, ledgers, stood, told

from opledger.core.config import Config
from opledger.core.figures.gap import Bound, Gap
from opledger.core.figures.goals import weighing
from opledger.core.figures.offers import (
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


def exactly(amount: float, share: float) -> Gap:
    """A gap of which everything is known."""
    return Gap(amount, share, Bound.EXACT)


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


def test_a_gap_to_the_market_is_that_of_a_year_and_to_others_that_of_the_first() -> None:
    mine = offered(whole(180, sign_on=50), market=MARKET)
    other = offered(whole(200), name="other")
    found = row(mine, other)
    assert found.market == found.lowball == Gap(-20, -0.1, Bound.EXACT)
    assert found.beside == Gap(30, 0.15, Bound.EXACT)
    assert row(other, mine).beside == Gap(-30, -30 / 230, Bound.EXACT)
    assert row(other, mine).market is None


def test_what_is_unknown_makes_a_gap_at_least_or_at_most_that() -> None:
    part = Offer(base=180, bonus=0, sign_on=0)
    lacking, sure = offered(part, market=MARKET), offered(whole(200), name="sure")
    assert row(lacking, sure).market == Gap(-20, -0.1, Bound.LEAST)
    assert row(lacking, sure).beside == Gap(-20, -0.1, Bound.LEAST)
    assert row(sure, lacking).beside == Gap(20, 20 / 180, Bound.MOST)
    both = offered(part, name="both")
    assert row(lacking, both).beside == Gap(0, 0, Bound.KNOWN)


def test_without_a_base_nothing_is_compared() -> None:
    stock = Offer(equity=Equity(value=400, years=4), pending=(OfferPart.CASH,))
    found = row(offered(stock, market=MARKET), offered(whole(200), name="other"))
    assert (found.market, found.lowball, found.beside) == (None, None, None)
    assert found.pay is not None
    assert found.pay.year == Total(100, (OfferPart.BASE, OfferPart.BONUS))


def test_currencies_are_never_converted() -> None:
    euros = offered(whole(300, currency="EUR"), market=MARKET)
    dollars = offered(whole(200), name="dollars", market=Market(total=100, currency="EUR"))
    for found in (row(euros, dollars), row(dollars, euros)):
        assert (found.market, found.lowball, found.beside) == (None, None, None)
    names = [r.standing.opportunity.id for r in offers((dollars, euros), CONFIG).rows]
    assert names == ["kestrel", "dollars"]  # EUR before USD, whatever the amounts
    again = row(offered(whole(1, currency="EUR"), whole(2)))
    assert again.raised is None


def test_the_benchmark_has_the_ledgers_currency_where_it_names_none() -> None:
    standing = offered(whole(180, currency="EUR"), market=MARKET)
    assert row(standing).market is None
    assert row(standing, config=Config(currency="EUR")).market == Gap(-20, -0.1, Bound.EXACT)


def test_a_raise_is_from_the_first_offer_to_the_latest() -> None:
    found = row(offered(whole(100), whole(90), whole(120, sign_on=10), market=MARKET))
    assert found.raised == Gap(30, 0.3, Bound.EXACT)
    assert found.lowball == Gap(-100, -0.5, Bound.EXACT)
    assert found.market == Gap(-80, -0.4, Bound.EXACT)
    unknown = Offer(base=100, bonus=0, equity=NO_SHARES)
    assert row(offered(unknown, whole(110, sign_on=20))).raised == Gap(30, 0.3, Bound.MOST)
    assert row(offered(whole(100), unknown)).raised == Gap(0, 0, Bound.LEAST)


def test_an_offer_of_which_nothing_is_said_is_one_all_the_same() -> None:
    silent = stood(told("call offer", "silent"))
    noted = stood(
        an_opportunity(an_event(0, "call"), an_event(3, "offer", offer=whole(9)), name="noted")
    )
    none = stood(told("call rejected", "none"))
    found = offers((silent, noted, none), CONFIG).rows
    assert [(r.standing.opportunity.id, r.offered, r.pay is None) for r in found] == [
        ("noted", day(3), False),
        ("silent", day(1), True),
    ]


def test_an_offer_that_lies_ahead_does_not_count() -> None:
    ahead = an_opportunity(an_event(0, "call"), an_event(9, "offer", offer=whole(9)))
    assert offers((stood(ahead, on=day(8)),), CONFIG).rows == ()
    revised = an_opportunity(an_event(0, "offer", offer=whole(5)), an_event(9, offer=whole(9)))
    now = row(stood(revised, on=day(8)))
    assert (now.offer, now.raised) == (whole(5), None)


def test_lowballs_are_told_by_segment_and_currency() -> None:
    every = (
        offered(whole(150), name="a", market=MARKET, segment="startup"),
        offered(whole(180), whole(250), name="b", market=MARKET, segment="startup"),
        offered(whole(190), name="c", market=MARKET, segment="startup"),
        offered(whole(220), name="d", market=MARKET),
        offered(whole(1, currency="EUR"), name="e", market=MARKET, segment="startup"),
    )
    config = Config(currency="USD", few=3)
    assert offers(every, config).lowballs == (
        Lowball("startup", 3, exactly(-20, -0.1), exactly(-50, -0.25), "USD", few=False),
        Lowball(None, 1, exactly(20, 0.1), exactly(20, 0.1), "USD", few=True),
    )


@given(st.lists(st.integers(1, 500), min_size=1, max_size=12))
def test_the_median_lowball_is_numpys(amounts: list[int]) -> None:
    every = tuple(
        offered(whole(base), name=f"c{n}", market=MARKET) for n, base in enumerate(amounts)
    )
    (found,) = offers(every, CONFIG).lowballs
    gaps = np.array(amounts) - 200
    assert (found.n, found.median.amount) == (len(amounts), np.median(gaps))
    assert found.median.share == pytest.approx(np.median(gaps / 200))
    assert found.lowest == exactly(gaps.min(), gaps.min() / 200)


def test_levels_are_counted_where_both_are_stated() -> None:
    def at(sought: str | None, had: str | None, segment: str | None) -> Standing:
        level = Level(sought=sought, offered=had)
        return stood(an_opportunity(an_event(0, "lead"), level=level, segment=segment))

    every = (
        *(at("staff", "senior", "big"), at("staff", "senior", "big"), at("staff", "staff", "big")),
        *(at("staff", None, "big"), at(None, "staff", "big"), at("lead", "lead", None)),
    )
    assert offers(every, CONFIG).levels == (
        Levels("big", "staff", "senior", 2),
        Levels("big", "staff", "staff", 1),
        Levels(None, "lead", "lead", 1),
    )


@given(ledgers())
def test_the_order_of_the_files_changes_no_offer(search: Search) -> None:
    with_offers = [
        replace(
            each,
            events=tuple(replace(e, offer=whole(100 + n)) for n, e in enumerate(each.events)),
        )
        for each in search.opportunities
    ]
    one = replace(search, opportunities=tuple(with_offers)).figures().offers
    other = replace(search, opportunities=tuple(reversed(with_offers))).figures().offers
    assert [r.standing for r in one.rows] == [r.standing for r in other.rows]
    assert (one.lowballs, one.levels) == (other.lowballs, other.levels)
