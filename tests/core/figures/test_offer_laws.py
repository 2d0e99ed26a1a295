"""What holds for all offers: no gap that the unknown parts refute, and medians worked out anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.stories import Search, an_event, an_opportunity, ledgers, stood

from opledger.core.config import Config
from opledger.core.figures.offers import Bound, Gap, OfferRow, offers
from opledger.core.model import Equity, Market, Offer
from opledger.core.standing import Standing, standings

CONFIG = Config(few=3)
CURRENCIES = (None, "EUR", "USD")
AMOUNT = st.integers(0, 100)
WHOLE = st.builds(
    Offer,
    base=st.integers(1, 100),
    bonus=AMOUNT,
    sign_on=AMOUNT,
    equity=st.builds(Equity, value=AMOUNT, years=st.sampled_from([1, 2, 4])),
    currency=st.sampled_from(CURRENCIES),
)
MARKETS = st.none() | st.builds(
    Market, total=st.integers(1, 200), currency=st.sampled_from(CURRENCIES)
)


@st.composite
def hidden(draw: st.DrawFn, offer: Offer) -> Offer:
    """An offer of which some parts are not known, and perhaps the first year's total is."""
    parts = draw(st.sets(st.sampled_from(["base", "bonus", "sign_on", "equity", "years"])))
    equity = offer.equity
    if equity and "years" in parts:
        equity = replace(equity, years=None)
    return replace(
        offer,
        base=None if "base" in parts else offer.base,
        bonus=None if "bonus" in parts else offer.bonus,
        sign_on=None if "sign_on" in parts else offer.sign_on,
        equity=None if "equity" in parts else equity,
        total=draw(st.sampled_from([None, first_year(offer)])),
    )


def a_year(offer: Offer) -> float:
    """The year's total of a whole offer."""
    assert offer.base is not None
    assert offer.bonus is not None
    assert offer.equity
    assert offer.equity.years
    return offer.base + offer.bonus + offer.equity.value / offer.equity.years


def first_year(offer: Offer) -> float:
    """The first year's total of a whole offer."""
    return a_year(offer) + (offer.sign_on or 0)


def made(
    *each: Offer, name: str = "kestrel", market: Market | None = None, segment: str | None = None
) -> Standing:
    """An opportunity with these offers on one day after the other."""
    events = (an_event(n, "offer", offer=offer) for n, offer in enumerate(each))
    return stood(an_opportunity(*events, name=name, market=market, segment=segment))


def rows(every: Sequence[Standing]) -> dict[str, OfferRow]:
    return {row.standing.opportunity.id: row for row in offers(every, CONFIG).rows}


def holds(gap: Gap, of: float, other: float) -> None:
    """That what a gap says of two figures is true of them."""
    amount, share = of - other, (of - other) / other
    if gap.bound is Bound.EXACT:
        assert (gap.amount, gap.share) == pytest.approx((amount, share))
    if gap.bound is Bound.LEAST:
        assert gap.amount <= amount + 1e-9
        assert gap.share <= share + 1e-9
    if gap.bound is Bound.MOST:
        assert gap.amount >= amount - 1e-9
        assert gap.share >= share - 1e-9


@given(st.data(), WHOLE, st.integers(1, 200))
def test_no_unknown_part_can_refute_a_gap_to_the_market(
    data: st.DataObject, true: Offer, benchmark: int
) -> None:
    known = replace(data.draw(hidden(true)), total=None)  # that would be a first year's
    market = Market(total=benchmark, currency=true.currency)
    gap = rows([made(known, market=market)])["kestrel"].market
    assert (gap is None) == (known.base is None)
    if gap:
        holds(gap, a_year(true), benchmark)
        year_is_known = known.bonus is not None and known.equity and known.equity.years
        nothing = known.equity and not known.equity.value and known.bonus is not None
        assert gap.bound is (Bound.EXACT if year_is_known or nothing else Bound.LEAST)


@given(st.data(), WHOLE, WHOLE)
def test_no_unknown_part_can_refute_how_much_an_offer_was_raised(
    data: st.DataObject, first: Offer, last: Offer
) -> None:
    then, now = data.draw(hidden(first)), data.draw(hidden(last))
    gap = rows([made(then, now)])["kestrel"].raised
    both_known = all(o.base is not None or o.total is not None for o in (then, now))
    assert (gap is not None) == (both_known and first.currency == last.currency)
    if gap:
        holds(gap, first_year(last), first_year(first))


@given(st.data(), WHOLE, WHOLE)
def test_no_unknown_part_can_refute_a_gap_between_two_offers(
    data: st.DataObject, one: Offer, two: Offer
) -> None:
    every = [made(data.draw(hidden(offer)), name=name) for name, offer in (("a", one), ("b", two))]
    found = rows(every)
    for name, of, other in (("a", one, two), ("b", two, one)):
        gap = found[name].beside
        if gap:
            assert one.currency == two.currency
            holds(gap, first_year(of), first_year(other))
    if one.currency != two.currency:
        assert (found["a"].beside, found["b"].beside) == (None, None)


@st.composite
def whole_offers(draw: st.DrawFn) -> list[Standing]:
    """Opportunities with one or two whole offers, with or without a benchmark."""
    count = draw(st.integers(0, 8))
    return [
        made(
            *draw(st.lists(WHOLE, min_size=1, max_size=2)),
            name=f"company-{n}",
            market=draw(MARKETS),
            segment=draw(st.sampled_from([None, "aa", "bb"])),
        )
        for n in range(count)
    ]


@given(whole_offers())
def test_an_offer_is_beside_the_highest_of_its_currency(every: list[Standing]) -> None:
    latest = [each.events[-1].offer for each in every]
    for number, (offer, row) in enumerate(zip(latest, rows_in_order(every), strict=True)):
        assert offer
        rivals = [
            first_year(other)
            for place, other in enumerate(latest)
            if other and place != number and other.currency == offer.currency
        ]
        if rivals:
            highest = np.max(rivals)
            assert row.beside
            holds(row.beside, first_year(offer), float(highest))
            assert row.beside.bound is Bound.EXACT
        else:
            assert row.beside is None


def rows_in_order(every: Sequence[Standing]) -> list[OfferRow]:
    found = rows(every)
    return [found[each.opportunity.id] for each in every]


@given(whole_offers())
def test_lowballs_agree_with_medians_worked_out_anew(every: list[Standing]) -> None:
    gaps: dict[tuple[str | None, str | None], list[tuple[float, float]]] = {}
    for each in every:
        first, market = each.events[0].offer, each.opportunity.market
        if first and market and first.currency == market.currency:
            gap = a_year(first) - market.total
            key = (each.opportunity.segment, first.currency)
            gaps.setdefault(key, []).append((gap, gap / market.total))
    found = offers(every, CONFIG).lowballs
    assert sorted(map(str, gaps)) == sorted(str((low.segment, low.currency)) for low in found)
    for low in found:
        table = np.array(gaps[low.segment, low.currency])
        assert (low.n, low.few) == (len(table), len(table) < 3)
        assert (low.amount, low.share) == pytest.approx(tuple(np.median(table, axis=0).tolist()))
        assert low.lowest == pytest.approx(float(table[:, 0].min()))
    words = [(low.segment or "zz", low.currency or "ZZ") for low in found]
    assert words == sorted(words)


@given(whole_offers(), st.randoms(use_true_random=False))
def test_the_order_of_the_opportunities_changes_nothing(
    every: list[Standing], random: Random
) -> None:
    mixed = random.sample(every, len(every))
    assert offers(mixed, CONFIG) == offers(every, CONFIG)


@given(ledgers())
def test_every_opportunity_that_came_to_an_offer_has_one_row(search: Search) -> None:
    every = standings(search.opportunities, search.config, search.as_of)
    found = offers(every, search.config)
    order = list(search.config.stages)
    late = order[order.index(search.config.offer_stage) :]
    came = {
        each.opportunity.id: min(event.date for event in each.events if event.stage in late)
        for each in every
        if any(event.stage in late for event in each.events)
    }
    assert [(row.standing.opportunity.id, row.offered) for row in found.rows] == sorted(
        came.items()
    )
    assert {each.standing.opportunity.id for each in found.weighing.fits} == {*came}


@given(ledgers())
def test_levels_agree_with_a_count_anew(search: Search) -> None:
    every = standings(search.opportunities, search.config, search.as_of)
    naive = Counter(
        (each.opportunity.segment, each.opportunity.level.sought, "staff")
        for each in every
        if each.opportunity.level and each.opportunity.level.sought
    )
    found = offers(every, search.config).levels
    assert {(row.segment, row.sought, row.offered): row.count for row in found} == naive
    keys = [(row.segment or "zz", -row.count, row.sought) for row in found]
    assert keys == sorted(keys)
