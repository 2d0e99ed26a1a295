"""Offers beside the market and beside each other: small ones, compared by hand."""

from __future__ import annotations

import sys
from dataclasses import replace
from itertools import permutations
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.stories import an_event, an_opportunity, day, stood, told

from opledger.core.config import Config, Goal
from opledger.core.figures.gap import Bound, Gap, Highest, without_each
from opledger.core.figures.goals import Fit, Weighing
from opledger.core.figures.offers import Lowball, OfferRow, Offers, offers
from opledger.core.figures.pay import Total, pay
from opledger.core.model import Equity, Market, Offer
from opledger.core.standing import Standing
from opledger.core.vocabulary import OfferPart

CONFIG = Config(currency="USD")
MARKET = Market(total=200)
UNKNOWN = Offer(pending=(OfferPart.CASH,))
BASE, BONUS = OfferPart.BASE, OfferPart.BONUS


def whole(base: float, sign_on: float = 0, currency: str | None = None) -> Offer:
    """An offer of which everything is known."""
    return Offer(base=base, bonus=0, sign_on=sign_on, equity=Equity(value=0), currency=currency)


def offered(
    *made: Offer, name: str = "kestrel", market: Market | None = None, segment: str | None = None
) -> Standing:
    """An opportunity with these offers, one each day from day 1 on, after a call."""
    events = [an_event(n, "offer", offer=each) for n, each in enumerate(made, 1)]
    about = {"name": name, "market": market, "segment": segment}
    return stood(an_opportunity(an_event(0, "call"), *events, **about))  # type: ignore[arg-type]


def row(*every: Standing, config: Config = CONFIG) -> OfferRow:
    """The row of the first of these."""
    (found,) = (each for each in offers(every, config).rows if each.standing is every[0])
    return found


def test_an_offer_alone() -> None:
    made = whole(180, sign_on=20)
    standing = offered(made)
    assert offers((standing,), CONFIG) == Offers(
        rows=(
            OfferRow(
                standing=standing,
                offered=day(1),
                offer=made,
                pay=pay(made, "USD"),
                first=pay(made, "USD"),
                raised=None,
                benchmark=None,
                market=None,
                lowball=None,
                beside=None,
            ),
        ),
        weighing=Weighing((Fit(standing, {}, None, ()),), (), ()),
        lowballs=(),
        levels=(),
    )


def test_an_offer_that_was_raised_beside_another_and_the_market() -> None:
    first, last, other = whole(150, sign_on=10), whole(190, sign_on=10), whole(250)
    standing, best = offered(first, last, market=MARKET), offered(other, name="larkmoor")
    found = offers((standing, best), CONFIG)
    assert found.rows == (
        OfferRow(
            standing=best,
            offered=day(1),
            offer=other,
            pay=pay(other, "USD"),
            first=pay(other, "USD"),
            raised=None,
            benchmark=None,
            market=None,
            lowball=None,
            beside=Gap(50, 0.25, Bound.EXACT),
        ),
        OfferRow(
            standing=standing,
            offered=day(1),
            offer=last,
            pay=pay(last, "USD"),
            first=pay(first, "USD"),
            raised=Gap(40, 0.25, Bound.EXACT),
            benchmark=200,
            market=Gap(-10, -0.05, Bound.EXACT),  # the sign-on is of the first year only
            lowball=Gap(-50, -0.25, Bound.EXACT),
            beside=Gap(-50, -0.2, Bound.EXACT),
        ),
    )
    below = Gap(-50, -0.25, Bound.EXACT)
    assert found.lowballs == (Lowball(None, 1, below, below, "USD", few=True),)


def test_no_opportunity_no_offer() -> None:
    assert offers((), CONFIG) == Offers((), Weighing((), (), ()), (), ())
    asked = stood(told("lead call onsite rejected"))
    assert offers((asked,), CONFIG) == Offers((), Weighing((), (), ()), (), ())


@pytest.mark.parametrize(
    ("made", "gap"),
    [
        (whole(150), Gap(-50, -0.25, Bound.EXACT)),
        (whole(150, sign_on=100), Gap(-50, -0.25, Bound.EXACT)),
        (whole(200), Gap(0, 0, Bound.EXACT)),
        (Offer(base=250), Gap(50, 0.25, Bound.LEAST)),
        (Offer(base=150, bonus=0, equity=Equity(value=0)), Gap(-50, -0.25, Bound.EXACT)),
        (Offer(base=150, bonus=0, equity=Equity(value=90)), Gap(-50, -0.25, Bound.LEAST)),
        (Offer(bonus=300, equity=Equity(value=900, years=3)), None),  # the base is unknown
        (Offer(total=250), Gap(50, 0.25, Bound.MOST)),  # a sign-on may be in it
        (Offer(total=250, sign_on=40), Gap(10, 0.05, Bound.EXACT)),
        (Offer(base=150, total=250, sign_on=40), Gap(10, 0.05, Bound.EXACT)),
        (Offer(bonus=20, total=250), Gap(50, 0.25, Bound.MOST)),
        (Offer(base=150, total=250), Gap(-50, -0.25, Bound.BETWEEN, 50, 0.25)),
        (Offer(base=250, total=250), Gap(50, 0.25, Bound.EXACT)),  # no more can be in it
        (Offer(base=150, total=140), Gap(-50, -0.25, Bound.LEAST)),  # the total can't be
        (replace(whole(150), total=250), Gap(-50, -0.25, Bound.EXACT)),
        (replace(UNKNOWN, total=250), Gap(50, 0.25, Bound.NAMED)),
        (Offer(base=150, total=250, pending=(BONUS,)), Gap(-50, -0.25, Bound.LEAST)),
        (replace(whole(150), bonus=70, pending=(BONUS,)), Gap(-50, -0.25, Bound.LEAST)),
        (replace(whole(150), pending=(BASE,)), None),  # 150 is not agreed
        (UNKNOWN, None),
    ],
)
def test_the_year_is_held_against_the_market(made: Offer, gap: Gap | None) -> None:
    found = row(offered(made, market=MARKET))
    assert (found.benchmark, found.market, found.lowball) == (200, gap, gap)


@pytest.mark.parametrize(
    ("ledger", "offer", "market", "compared"),
    [
        ("USD", None, None, True),
        ("USD", "USD", None, True),
        ("USD", "EUR", "EUR", True),
        ("USD", "EUR", None, False),
        ("USD", None, "EUR", False),
        (None, None, None, True),
        (None, "EUR", "EUR", True),
        (None, "EUR", "USD", False),
        (None, "EUR", None, False),
    ],
)
def test_only_amounts_of_one_currency_are_compared(
    ledger: str | None, offer: str | None, market: str | None, *, compared: bool
) -> None:
    benchmark = Market(total=200, currency=market)
    found = row(
        offered(whole(150, currency=offer), market=benchmark), config=Config(currency=ledger)
    )
    gap = Gap(-50, -0.25, Bound.EXACT) if compared else None
    assert (found.benchmark, found.market, found.lowball) == (200, gap, gap)


def test_a_market_of_nought_is_no_benchmark() -> None:
    found = row(offered(whole(150), market=Market(total=0)))
    assert (found.benchmark, found.market, found.lowball) == (0, None, None)


BARE_100, BARE_130 = Offer(base=100), Offer(base=130)


@pytest.mark.parametrize(
    ("first", "last", "raised"),
    [
        (whole(100), whole(130), Gap(30, 0.3, Bound.EXACT)),
        (whole(100), whole(100), Gap(0, 0, Bound.EXACT)),
        (whole(100), whole(75), Gap(-25, -0.25, Bound.EXACT)),
        (whole(100), whole(100, sign_on=20), Gap(20, 0.2, Bound.EXACT)),
        (BARE_100, whole(130), Gap(30, 0.3, Bound.MOST)),
        (whole(100), BARE_130, Gap(30, 0.3, Bound.LEAST)),
        (BARE_100, BARE_130, Gap(30, 0.3, Bound.KNOWN)),
        (Offer(total=100), whole(130), Gap(30, 0.3, Bound.EXACT)),
        (replace(UNKNOWN, total=100), whole(130), Gap(30, 0.3, Bound.NAMED)),
        (whole(100), replace(UNKNOWN, total=130), Gap(30, 0.3, Bound.NAMED)),
        (UNKNOWN, replace(UNKNOWN, total=130), None),
        (UNKNOWN, whole(130), None),
        (whole(100), UNKNOWN, None),
        (Offer(bonus=50), whole(130), None),
        (whole(0), whole(130), None),  # of nought there is no share
        (whole(100, currency="EUR"), whole(130), None),
        (whole(100, currency="EUR"), whole(130, currency="EUR"), Gap(30, 0.3, Bound.EXACT)),
    ],
)
def test_how_much_an_offer_was_raised(first: Offer, last: Offer, raised: Gap | None) -> None:
    assert row(offered(first, last)).raised == raised


def test_an_offer_is_raised_from_the_first_to_the_last_whatever_lay_between() -> None:
    found = row(offered(whole(100), whole(500), whole(125), market=MARKET))
    assert found.raised == Gap(25, 0.25, Bound.EXACT)
    assert found.lowball == Gap(-100, -0.5, Bound.EXACT)
    assert found.market == Gap(-75, -0.375, Bound.EXACT)


@pytest.mark.parametrize(
    ("others", "beside"),
    [
        ((), None),
        ((whole(80),), Gap(20, 0.25, Bound.EXACT)),
        ((whole(80), whole(200), whole(50)), Gap(-100, -0.5, Bound.EXACT)),
        ((Offer(base=80),), Gap(20, 0.25, Bound.MOST)),
        ((UNKNOWN, whole(80)), Gap(20, 0.25, Bound.MOST)),  # the unknown one may be higher
        ((whole(80), Offer(base=79)), Gap(20, 0.25, Bound.MOST)),  # so may this
        ((Offer(base=79), Offer(base=80)), Gap(20, 0.25, Bound.MOST)),
        ((Offer(bonus=400), whole(80)), Gap(-300, -0.75, Bound.MOST)),  # 400 without its base
        ((Offer(bonus=400),), None),
        ((Offer(total=80), whole(50)), Gap(20, 0.25, Bound.EXACT)),
        ((replace(UNKNOWN, total=125),), Gap(-25, -0.2, Bound.NAMED)),
        ((replace(UNKNOWN, total=125), whole(80)), Gap(20, 0.25, Bound.MOST)),
        ((UNKNOWN, whole(80, currency="EUR")), None),
        ((replace(UNKNOWN, currency="EUR"), whole(80)), Gap(20, 0.25, Bound.EXACT)),
        ((UNKNOWN,), None),
        ((whole(0),), None),
        ((whole(80, currency="EUR"),), None),
        ((whole(999, currency="EUR"), whole(80)), Gap(20, 0.25, Bound.EXACT)),
        ((whole(80, sign_on=120),), Gap(-100, -0.5, Bound.EXACT)),
    ],
)
def test_an_offer_is_held_beside_the_highest_of_the_others(
    others: tuple[Offer, ...], beside: Gap | None
) -> None:
    mine, *rest = [offered(each, name=f"o{n}") for n, each in enumerate((whole(100), *others))]
    for order in permutations(rest):
        assert row(mine, *order).beside == beside


def test_a_part_of_an_offer_is_held_beside_others_as_a_bound() -> None:
    part, sure = offered(Offer(base=100)), offered(whole(80), name="sure")
    assert row(part, sure).beside == Gap(20, 0.25, Bound.LEAST)
    assert row(part, offered(Offer(base=80), name="o")).beside == Gap(20, 0.25, Bound.KNOWN)
    # The other part may make 80, or any more, of 50.
    other = offered(Offer(base=50), name="other")
    assert row(part, sure, other).beside == Gap(20, 0.25, Bound.KNOWN)
    assert row(offered(Offer(bonus=100)), sure).beside is None  # its base is unknown
    named = offered(replace(UNKNOWN, total=100))
    assert row(named, sure, other).beside == Gap(20, 0.25, Bound.NAMED)


def test_an_offer_of_which_nothing_was_said_may_be_the_highest() -> None:
    mine, other = offered(whole(100)), offered(whole(80), name="other")
    silent = stood(told("call offer", "silent"))
    assert row(mine, silent).beside is None
    assert row(mine, other, silent).beside == Gap(20, 0.25, Bound.MOST)
    dollars = offered(whole(100, currency="USD"))
    sure = offered(whole(80, currency="USD"), name="sure")
    for unsaid in (silent, other):  # in a ledger of no currency they may be in dollars too
        found = row(dollars, sure, unsaid, config=Config())
        assert found.beside == Gap(20, 0.25, Bound.MOST)
    assert row(other, dollars, config=Config()).beside is None


def test_beside_others_the_latest_offers_count() -> None:
    other = offered(whole(300), whole(80), name="other")
    assert row(offered(whole(10), whole(100)), other).beside == Gap(20, 0.25, Bound.EXACT)


def test_an_offer_of_which_nothing_is_known_is_beside_none() -> None:
    other = offered(whole(80), name="other")
    assert row(offered(UNKNOWN), other).beside is None
    assert row(stood(told("call offer")), other).beside is None


def test_an_offer_may_be_stated_after_its_stage() -> None:
    stage, stated = an_event(1, "offer"), an_event(4, offer=whole(150))
    found = row(stood(an_opportunity(an_event(0, "call"), stage, stated)))
    assert (found.offered, found.offer, found.first) == (
        day(1),
        whole(150),
        pay(whole(150), "USD"),
    )


def test_before_its_stage_there_is_no_offer_as_in_the_funnel() -> None:
    standing = stood(an_opportunity(an_event(0, "call"), an_event(4, offer=whole(150))))
    assert offers((standing,), CONFIG).rows == ()


def test_the_stage_may_be_reached_without_a_word_of_the_offer() -> None:
    standing = stood(replace(told("call offer declined"), market=MARKET))
    assert row(standing) == OfferRow(
        standing=standing,
        offered=day(1),
        offer=None,
        pay=None,
        first=None,
        raised=None,
        benchmark=200,
        market=None,
        lowball=None,
        beside=None,
    )


def test_it_was_offered_on_the_first_day_of_its_stage() -> None:
    call, made = an_event(0, "call"), whole(150)
    stated_later = row(stood(an_opportunity(call, an_event(1, "offer"), an_event(5, offer=made))))
    assert (stated_later.offered, stated_later.raised) == (day(1), None)
    back_and_again = (call, an_event(3, "offer"), an_event(5, "call"), an_event(7, "offer"))
    assert row(stood(an_opportunity(*back_and_again))).offered == day(3)


def test_a_stage_beyond_the_offer_is_one_too() -> None:
    config = Config(stages={"call": "", "offer": "", "signing": ""})
    assert row(stood(told("call signing"), config), config=config).offered == day(1)


def test_an_offer_to_come_does_not_count() -> None:
    told_ahead = an_opportunity(
        an_event(0, "call"),
        an_event(3, "offer", offer=whole(100)),
        an_event(5, offer=whole(130)),
        market=MARKET,
    )
    other = offered(whole(80), name="other")
    before, between, after = (stood(told_ahead, on=day(n)) for n in (2, 4, 5))
    assert [each.standing for each in offers((before, other), CONFIG).rows] == [other]
    assert row(other, before).beside is None
    found = row(between, other)
    assert (found.offer, found.raised) == (whole(100), None)
    assert found.beside == Gap(20, 0.25, Bound.EXACT)
    assert row(after, other).raised == Gap(30, 0.3, Bound.EXACT)


def test_rows_stand_by_currency_then_the_highest_first_and_the_unknown_last() -> None:
    every = (
        offered(whole(100, currency="USD"), name="a"),
        offered(whole(200, currency="USD"), name="b"),
        offered(whole(50, currency="EUR"), name="c"),
        offered(Offer(currency="EUR"), name="e"),
        stood(told("offer", "d")),
        offered(whole(100), name="f"),  # in no currency: after those that name one
        offered(whole(100, currency="USD"), name="0"),
        offered(Offer(base=150, currency="USD"), name="g"),
    )
    found = offers(every, Config())
    assert [each.standing.opportunity.id for each in found.rows] == [*"cbg0afed"]
    assert offers(every[::-1], Config()).rows == found.rows


def test_only_offers_are_weighed_and_by_the_latest_scores() -> None:
    config = Config(goals={"pay": Goal()})
    talk = stood(an_opportunity(an_event(0, "call", fit={"pay": 5}), name="talk"))
    low = stood(an_opportunity(an_event(0, "offer", fit={"pay": 1}), name="low"))
    high = stood(an_opportunity(an_event(0, "offer", fit={"pay": 2}), name="high"))
    found = offers((talk, low, high), config).weighing
    assert found.fits == (Fit(high, {"pay": 2}, 2.0, ()), Fit(low, {"pay": 1}, 1.0, ()))
    assert [each.places for each in found.rankings] == [((high,), (low,))] * 2


def test_a_first_offer_is_compared_in_its_own_currency() -> None:
    found = row(offered(whole(100, currency="EUR"), whole(150), market=MARKET))
    assert (found.market, found.lowball) == (Gap(-50, -0.25, Bound.EXACT), None)
    assert found.pay
    assert found.first
    assert (found.pay.currency, found.first.currency) == ("USD", "EUR")
    assert (found.pay.first_year, found.first.first_year) == (Total(150), Total(100))


totals = st.builds(
    Total,
    st.none() | st.integers(-3, 5).map(float),
    st.sampled_from([(), (OfferPart.BONUS,), (OfferPart.BASE,)]),
    st.none() | st.integers(0, 9).map(float),
    st.none() | st.integers(0, 9).map(float),
)


@given(totals, st.lists(totals, max_size=6))
def test_the_highest_of_the_others_is_that_of_all_but_this_one(
    mine: Total, others: list[Total]
) -> None:
    """Told in one pass for all; here each is held against the others one by one."""
    each = [Highest.of(total) for total in (mine, *others)]
    for index, found in enumerate(without_each(each)):
        rest = [total for n, total in enumerate((mine, *others)) if n != index]
        highs = [total.high for total in rest]
        names = [t.low if t.low is not None else t.named for t in rest]
        assert found == Highest(
            comparable=any(total.comparable for total in rest),
            low=max((total.amount or 0.0 for total in rest), default=-inf),
            high=None if None in highs else max((high or 0.0 for high in highs), default=-inf),
            named=max((name for name in names if name is not None), default=None),
        )


def test_twice_the_offers_are_twice_the_work() -> None:
    counts = [calls_of(many) for many in (40, 80)]
    assert counts[1] < counts[0] * 2.1


def calls_of(many: int) -> int:
    """How many functions are called for the figures of so many offers."""
    made = tuple(offered(Offer(base=80 + n), name=f"o{n}") for n in range(many))
    calls = 0

    def count(_frame: object, event: str, _of: object) -> None:
        nonlocal calls
        calls += event == "call"

    sys.setprofile(count)
    try:
        offers(made, Config())
    finally:
        sys.setprofile(None)
    return calls
