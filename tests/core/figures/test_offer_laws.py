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
from opledger.core.figures.gap import Bound, Gap
from opledger.core.figures.offers import OfferRow, offers
from opledger.core.model import Equity, Market, Offer
from opledger.core.standing import Standing, standings
from opledger.core.vocabulary import OfferPart

CONFIG = Config(few=3)
CURRENCIES = (None, "EUR", "USD")
AMOUNT = st.integers(0, 100)
WHOLE = st.builds(
    Offer,
    base=st.integers(1, 100),
    bonus=AMOUNT,
    sign_on=AMOUNT,
    equity=st.builds(Equity, value=AMOUNT, years=st.sampled_from([0.5, 1, 2, 4])),
    currency=st.sampled_from(CURRENCIES),
)
MARKETS = st.none() | st.builds(
    Market, total=st.integers(1, 200), currency=st.sampled_from(CURRENCIES)
)


@st.composite
def hidden(draw: st.DrawFn, offer: Offer) -> Offer:
    """What is told of it: not every part, some pending, perhaps the first year's total.

    A pending part may have been named by another amount than it will come to; so may the total
    be, while anything is pending.
    """
    parts = draw(st.sets(st.sampled_from(["base", "bonus", "sign_on", "equity", "years"])))
    pending = draw(st.sets(st.sampled_from(["base", "bonus", "sign_on", "equity"])))

    def told(part: str, amount: float | None) -> float | None:
        if part in pending:
            return draw(st.none() | AMOUNT)
        return None if part in parts else amount

    value = told("equity", offer.equity.value if offer.equity else None)
    years = None if "years" in parts or offer.equity is None else offer.equity.years
    total = draw(st.none() | (AMOUNT if pending else st.just(first_year(offer))))
    return replace(
        offer,
        base=told("base", offer.base),
        bonus=told("bonus", offer.bonus),
        sign_on=told("sign_on", offer.sign_on),
        equity=None if value is None else Equity(value=value, years=years),
        pending=tuple(map(OfferPart, sorted(pending))),
        total=total,
    )


def a_year(offer: Offer) -> float:
    """The year's total of a whole offer."""
    assert offer.base is not None
    assert offer.bonus is not None
    assert offer.equity
    assert offer.equity.years
    return (
        offer.base + offer.bonus + min(offer.equity.value / offer.equity.years, offer.equity.value)
    )


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
    is_true(gap, of - other, (of - other) / other)


def is_true(gap: Gap, amount: float, share: float) -> None:
    """That what a gap says is true, where it comes to this."""
    if gap.bound is Bound.EXACT:
        assert (gap.amount, gap.share) == pytest.approx((amount, share))
    if gap.bound in {Bound.LEAST, Bound.BETWEEN}:
        assert gap.amount <= amount + 1e-9
        assert gap.share <= share + 1e-9
    if gap.bound is Bound.MOST:
        assert gap.amount >= amount - 1e-9
        assert gap.share >= share - 1e-9
    if gap.bound is Bound.BETWEEN:
        assert gap.most is not None
        assert gap.most_share is not None
        assert gap.most >= amount - 1e-9
        assert gap.most_share >= share - 1e-9
    else:
        assert (gap.most, gap.most_share) == (None, None)


def agreed(offer: Offer, *names: str) -> bool:
    """Whether these parts are known and none of them is pending."""
    said: dict[str, object] = {
        "base": offer.base,
        "bonus": offer.bonus,
        "sign_on": offer.sign_on,
        "equity": offer.equity and (not offer.equity.value or offer.equity.years),
    }
    return all(said[name] is not None and name not in offer.pending for name in names) and (
        "equity" not in names or bool(offer.equity and said["equity"])
    )


@given(st.data(), WHOLE, st.integers(1, 200))
def test_no_unknown_part_can_refute_a_gap_to_the_market(
    data: st.DataObject, true: Offer, benchmark: int
) -> None:
    known = data.draw(hidden(true))
    market = Market(total=benchmark, currency=true.currency)
    gap = rows([made(known, market=market)])["kestrel"].market
    named = known.total is not None and bool(known.pending)
    told = known.total is not None and not known.pending
    if gap:
        holds(gap, a_year(true), benchmark)
    if agreed(known, "base", "bonus", "equity") or (told and agreed(known, "sign_on")):
        assert gap
        assert gap.bound is Bound.EXACT
    elif told:  # it may hold a sign-on, or hold none
        assert gap
        assert gap.bound in {Bound.BETWEEN, Bound.MOST, Bound.EXACT}
    elif agreed(known, "base"):
        assert gap
        assert gap.bound is Bound.LEAST
    else:
        assert gap is None or (named and gap.bound is Bound.NAMED)


@given(st.data(), WHOLE, WHOLE)
def test_no_unknown_part_can_refute_how_much_an_offer_was_raised(
    data: st.DataObject, first: Offer, last: Offer
) -> None:
    then, now = data.draw(hidden(first)), data.draw(hidden(last))
    gap = rows([made(then, now)])["kestrel"].raised
    known = all(
        agreed(each, "base") or (each.total is not None and not each.pending)
        for each in (then, now)
    )
    if gap:
        assert first.currency == last.currency
        assert known is gap.sure or gap.bound is Bound.KNOWN
        holds(gap, first_year(last), first_year(first))
    else:
        assert not known or first.currency != last.currency


@st.composite
def searches(draw: st.DrawFn) -> list[tuple[Offer, Standing]]:
    """Up to six offers as they will be, and what is told of them."""
    every = draw(st.lists(WHOLE, min_size=1, max_size=6))
    return [
        (
            true,
            made(
                draw(hidden(true)),
                name=f"company-{n}",
                market=draw(MARKETS),
                segment=draw(st.sampled_from([None, "aa"])),
            ),
        )
        for n, true in enumerate(every)
    ]


@given(searches())
def test_no_unknown_part_can_refute_a_gap_to_the_highest_of_the_others(
    every: list[tuple[Offer, Standing]],
) -> None:
    found = rows([told for _, told in every])
    for true, told in every:
        gap = found[told.opportunity.id].beside
        others = [other for other, its in every if its is not told]
        same = [first_year(other) for other in others if other.currency == true.currency]
        assert gap is None or same
        if gap:
            holds(gap, first_year(true), max(same))
        if gap and true.currency:  # those of no currency may be in this one
            unsaid = [first_year(other) for other in others if other.currency is None]
            holds(gap, first_year(true), max(same + unsaid))


@given(searches())
def test_no_unknown_part_can_refute_a_lowball(every: list[tuple[Offer, Standing]]) -> None:
    standings = [told for _, told in every]
    found = rows(standings)
    for low in offers(standings, CONFIG).lowballs:
        gaps = []
        for true, told in every:
            row, market = found[told.opportunity.id], told.opportunity.market
            key = (told.opportunity.segment, true.currency)
            if key == (low.segment, low.currency) and row.lowball and row.lowball.sure:
                assert market
                gap = a_year(true) - market.total
                gaps.append((gap, gap / market.total))
        assert low.n == len(gaps)
        median, least = np.median(gaps, axis=0), np.min(gaps, axis=0)
        is_true(low.median, *median.tolist())
        is_true(low.lowest, *least.tolist())


@given(searches(), st.randoms(use_true_random=False))
def test_the_order_of_offers_of_which_not_all_is_known_changes_nothing(
    every: list[tuple[Offer, Standing]], random: Random
) -> None:
    told = [each for _, each in every]
    assert offers(random.sample(told, len(told)), CONFIG) == offers(told, CONFIG)


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
            unsaid = offer.currency and any(other and not other.currency for other in latest)
            assert row.beside.bound is (Bound.MOST if unsaid else Bound.EXACT)
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
        found_median = (low.median.amount, low.median.share)
        assert found_median == pytest.approx(tuple(np.median(table, axis=0).tolist()))
        assert low.lowest.amount == pytest.approx(float(table[:, 0].min()))
        assert low.lowest.share == pytest.approx(float(table[:, 1].min()))
        assert {low.median.bound, low.lowest.bound} == {Bound.EXACT}
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
    rows = [(row.standing.opportunity.id, row.offered) for row in found.rows]
    assert sorted(rows) == sorted(came.items())
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
