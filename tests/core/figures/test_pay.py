"""What an offer comes to: small offers, added up by hand."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opledger.core.figures.pay import Part, Pay, Total, pay
from opledger.core.model import Equity, Offer
from opledger.core.vocabulary import OfferPart

BASE, BONUS, SIGN_ON, EQUITY = (
    OfferPart.BASE,
    OfferPart.BONUS,
    OfferPart.SIGN_ON,
    OfferPart.EQUITY,
)
ALL = (BASE, BONUS, SIGN_ON, EQUITY)
WHOLE = Offer(
    base=180_000,
    bonus=20_000,
    sign_on=10_000,
    equity=Equity(value=160_000, years=4),
    currency="USD",
)


def parts(
    *amounts: float | None, pending: tuple[OfferPart, ...] = ()
) -> tuple[Part, Part, Part, Part]:
    """The four parts, in the order of an offer."""
    base, bonus, sign_on, equity = (
        Part(part, amount, part in pending) for part, amount in zip(ALL, amounts, strict=True)
    )
    return base, bonus, sign_on, equity


def test_a_whole_offer_added_up_by_hand() -> None:
    assert pay(WHOLE, "EUR") == Pay(
        currency="USD",
        parts=parts(180_000, 20_000, 10_000, 40_000),
        first_year=Total(250_000),
        year=Total(240_000),
    )


def test_the_currency_is_the_offer_s_then_the_ledger_s_then_none() -> None:
    silent = replace(WHOLE, currency=None)
    assert [pay(WHOLE, "EUR").currency, pay(silent, "EUR").currency] == ["USD", "EUR"]
    assert pay(silent, None).currency is None
    assert pay(silent, "EUR") == replace(pay(WHOLE, None), currency="EUR")


def test_the_unknown_is_missing_and_nought_is_an_amount() -> None:
    unknown = pay(Offer(base=180_000), None)
    nought = pay(Offer(base=180_000, bonus=0, sign_on=0, equity=Equity(value=0)), None)
    assert unknown == Pay(
        currency=None,
        parts=parts(180_000, None, None, None),
        first_year=Total(180_000, (BONUS, SIGN_ON, EQUITY)),
        year=Total(180_000, (BONUS, EQUITY)),
    )
    assert nought == Pay(
        currency=None,
        parts=parts(180_000, 0, 0, 0),
        first_year=Total(180_000),
        year=Total(180_000),
    )
    assert [unknown.year.whole, nought.year.whole] == [False, True]


def test_an_offer_for_nothing_is_known_and_an_offer_of_nothing_known_is_not() -> None:
    unpaid = pay(Offer(base=0, bonus=0, sign_on=0, equity=Equity(value=0, years=4)), None)
    assert (unpaid.first_year, unpaid.year) == (Total(0), Total(0))
    assert unpaid.year.whole
    assert unpaid.year.comparable
    said = pay(Offer(), None)
    assert said == Pay(
        currency=None,
        parts=parts(None, None, None, None),
        first_year=Total(None, ALL),
        year=Total(None, (BASE, BONUS, EQUITY)),
    )
    assert not said.year.whole
    assert not said.year.comparable


def test_pending_cash_is_every_payment_in_money_and_not_the_shares() -> None:
    found = pay(Offer(equity=Equity(value=100_000, years=4), pending=(OfferPart.CASH,)), "USD")
    assert found == Pay(
        currency="USD",
        parts=parts(None, None, None, 25_000, pending=(BASE, BONUS, SIGN_ON)),
        first_year=Total(25_000, (BASE, BONUS, SIGN_ON)),
        year=Total(25_000, (BASE, BONUS)),
    )
    assert not found.year.comparable


@pytest.mark.parametrize("part", ALL)
def test_one_part_is_pending_alone(part: OfferPart) -> None:
    found = pay(Offer(pending=(part,)), None)
    assert found.parts == parts(None, None, None, None, pending=(part,))


def test_all_may_be_pending() -> None:
    found = pay(Offer(pending=(OfferPart.CASH, EQUITY)), None)
    assert found.parts == parts(None, None, None, None, pending=ALL)
    assert found.first_year == Total(None, ALL)


def test_a_pending_part_is_shown_by_the_amount_that_was_named_and_counts_for_nothing() -> None:
    assert pay(replace(WHOLE, pending=(BONUS,)), None) == Pay(
        currency="USD",
        parts=parts(180_000, 20_000, 10_000, 40_000, pending=(BONUS,)),
        first_year=Total(230_000, (BONUS,)),
        year=Total(220_000, (BONUS,)),
    )
    found = pay(replace(WHOLE, pending=(OfferPart.CASH,)), None)
    assert found.first_year == Total(40_000, (BASE, BONUS, SIGN_ON))
    assert not found.first_year.comparable


@pytest.mark.parametrize(
    ("equity", "a_year"),
    [
        (None, None),
        (Equity(value=100_000), None),  # over how long, nobody knows
        (Equity(value=100_000, years=0), 100_000),  # all of them at once
        (Equity(value=100_000, years=4), 25_000),
        (Equity(value=100_000, years=1), 100_000),
        (Equity(value=100_000, years=0.5), 100_000),  # more can be earned in no year
        (Equity(value=0), 0),  # nothing, over however long
        (Equity(value=0, years=4), 0),
    ],
)
def test_shares_count_by_their_value_a_year(equity: Equity | None, a_year: float | None) -> None:
    found = pay(Offer(base=100_000, equity=equity), None)
    assert found.parts[-1] == Part(EQUITY, a_year, pending=False)
    assert found.year == (
        Total(100_000, (BONUS, EQUITY)) if a_year is None else Total(100_000 + a_year, (BONUS,))
    )


def test_where_only_the_total_was_told_it_is_the_first_year_and_the_most_of_any() -> None:
    found = pay(Offer(total=210_000), None)
    assert (found.first_year, found.year) == (
        Total(210_000),
        Total(None, (BASE, BONUS, EQUITY), most=210_000),
    )
    assert (found.first_year.whole, found.first_year.comparable) == (True, True)
    assert (found.year.whole, found.year.comparable) == (False, True)


def test_a_total_that_was_told_stands_where_parts_are_missing() -> None:
    found = pay(Offer(base=150_000, total=210_000), None)
    assert found.parts == parts(150_000, None, None, None)
    assert (found.first_year, found.year) == (
        Total(210_000),
        Total(150_000, (BONUS, EQUITY), most=210_000),
    )


def test_a_later_year_is_the_first_without_the_sign_on_where_that_is_known() -> None:
    found = pay(Offer(base=150_000, sign_on=20_000, total=210_000), None)
    assert (found.first_year, found.year) == (Total(210_000), Total(190_000))
    none = pay(Offer(base=150_000, sign_on=0, total=210_000), None)
    assert (none.first_year, none.year) == (Total(210_000), Total(210_000))
    # Where the parts of a year come to the total, nothing else can be in it.
    all_of_it = pay(Offer(base=210_000, total=210_000), None)
    assert (all_of_it.first_year, all_of_it.year) == (Total(210_000), Total(210_000))


def test_a_total_below_what_is_known_of_it_is_not_believed() -> None:
    for offer in (
        Offer(base=180_000, total=179_999),
        Offer(base=150_000, sign_on=30_000, total=170_000),
        Offer(base=180_000, total=100_000, pending=(BONUS,)),
    ):
        assert pay(offer, None) == pay(replace(offer, total=None), None)
    tenths = Offer(base=0.1, bonus=0.2, total=0.3)  # in floats 0.1 + 0.2 is more than 0.3
    assert pay(tenths, None).first_year == Total(0.3)


def test_a_total_that_was_named_is_no_amount_while_parts_of_it_are_pending() -> None:
    found = pay(Offer(total=300_000, pending=(OfferPart.CASH,)), None)
    assert (found.first_year, found.year) == (
        Total(None, ALL, named=300_000),
        Total(None, (BASE, BONUS, EQUITY)),
    )
    assert not found.first_year.comparable
    partly = pay(Offer(base=200_000, total=300_000, pending=(EQUITY,)), None)
    assert (partly.first_year, partly.year) == (
        Total(200_000, (BONUS, SIGN_ON, EQUITY), named=300_000),
        Total(200_000, (BONUS, EQUITY)),
    )
    assert (partly.first_year.low, partly.first_year.high) == (200_000, None)


def test_whole_parts_are_added_up_whatever_total_was_told_beside_them() -> None:
    assert pay(replace(WHOLE, total=999_999), None) == pay(WHOLE, None)


def test_a_total_is_comparable_from_the_base_on() -> None:
    assert Total(150_000, (BONUS, SIGN_ON, EQUITY)).comparable
    assert not Total(150_000, (BASE,)).comparable
    assert not Total(None).comparable
    assert not Total(None).whole
    assert not Total(150_000, (BONUS,)).whole


AMOUNTS = st.none() | st.integers(0, 1_000_000)
OFFERS = st.builds(
    Offer,
    base=AMOUNTS,
    bonus=AMOUNTS,
    sign_on=AMOUNTS,
    equity=st.none()
    | st.builds(
        Equity,
        value=st.integers(0, 1_000_000),
        years=st.none() | st.sampled_from([0.25, 1, 2, 4, 8]),
    ),
    pending=st.lists(st.sampled_from([*OfferPart]), max_size=3, unique=True).map(tuple),
)


def exact(offer: Offer) -> dict[OfferPart, Fraction | None]:
    """The parts a year, worked out anew in whole numbers and fractions."""

    def whole(amount: float | None) -> Fraction | None:
        return None if amount is None else Fraction(amount)

    shares: Fraction | None = None
    if offer.equity is not None and offer.equity.value == 0:
        shares = Fraction(0)
    elif offer.equity is not None and offer.equity.years is not None:
        shares = Fraction(offer.equity.value) / max(Fraction(offer.equity.years), Fraction(1))
    return {
        BASE: whole(offer.base),
        BONUS: whole(offer.bonus),
        SIGN_ON: whole(offer.sign_on),
        EQUITY: shares,
    }


def sure(offer: Offer) -> dict[OfferPart, Fraction | None]:
    """The same without what is pending."""
    cash = OfferPart.CASH in offer.pending
    return {
        part: None if part in offer.pending or (cash and part is not EQUITY) else amount
        for part, amount in exact(offer).items()
    }


@given(OFFERS)
def test_totals_are_the_sums_of_what_is_sure_and_name_what_is_not(offer: Offer) -> None:
    found = pay(offer, None)
    for total, left_out in ((found.first_year, None), (found.year, SIGN_ON)):
        wanted = {part: value for part, value in sure(offer).items() if part is not left_out}
        known = [value for value in wanted.values() if value is not None]
        missing = tuple(part for part, value in wanted.items() if value is None)
        assert total == Total(float(sum(known)) if known else None, missing)
    named = [None if amount is None else float(amount) for amount in exact(offer).values()]
    assert [part.amount for part in found.parts] == named


@given(OFFERS)
def test_the_amount_of_a_pending_part_changes_no_total(offer: Offer) -> None:
    gone = set(offer.pending)
    unsaid = replace(
        offer,
        base=None if BASE in gone else offer.base,
        bonus=None if BONUS in gone else offer.bonus,
        sign_on=None if SIGN_ON in gone else offer.sign_on,
        equity=None if EQUITY in gone else offer.equity,
    )
    found, other = pay(offer, None), pay(unsaid, None)
    assert (found.first_year, found.year) == (other.first_year, other.year)


@given(OFFERS, st.integers(0, 1_000_000))
def test_a_total_that_was_told_is_never_less_than_what_is_sure(offer: Offer, told: int) -> None:
    found, without = pay(replace(offer, total=told), None), pay(offer, None)
    least = without.first_year.amount or 0
    if not without.first_year.missing or told < least:
        assert found == without
    elif offer.pending:
        assert found == replace(without, first_year=replace(without.first_year, named=told))
    else:
        assert found.first_year == Total(told)
        assert (found.year.amount or 0) >= (without.year.amount or 0)
        assert found.year.high is not None
        assert found.year.high <= told or without.year.whole
