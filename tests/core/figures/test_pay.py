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


def test_a_pending_part_counts_by_the_amount_that_was_named() -> None:
    found = pay(replace(WHOLE, pending=(BONUS,)), None)
    assert found.parts == parts(180_000, 20_000, 10_000, 40_000, pending=(BONUS,))
    assert (found.first_year, found.year) == (Total(250_000), Total(240_000))


@pytest.mark.parametrize(
    ("equity", "a_year"),
    [
        (None, None),
        (Equity(value=100_000), None),  # over how long, nobody knows
        (Equity(value=100_000, years=0), None),
        (Equity(value=100_000, years=4), 25_000),
        (Equity(value=100_000, years=0.5), 200_000),
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


def test_where_only_the_total_was_told_it_is_the_first_year_and_no_other() -> None:
    found = pay(Offer(total=210_000), None)
    assert (found.first_year, found.year) == (
        Total(210_000),
        Total(None, (BASE, BONUS, EQUITY)),
    )
    assert found.first_year.whole
    assert found.first_year.comparable


def test_a_total_that_was_told_stands_where_parts_are_missing() -> None:
    found = pay(Offer(base=150_000, total=210_000), None)
    assert found.parts == parts(150_000, None, None, None)
    assert (found.first_year, found.year) == (
        Total(210_000),
        Total(150_000, (BONUS, EQUITY)),
    )


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
        Equity, value=st.integers(0, 1_000_000), years=st.none() | st.sampled_from([1, 2, 4, 8])
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
        shares = Fraction(offer.equity.value) / Fraction(offer.equity.years)
    return {
        BASE: whole(offer.base),
        BONUS: whole(offer.bonus),
        SIGN_ON: whole(offer.sign_on),
        EQUITY: shares,
    }


@given(OFFERS)
def test_totals_are_the_sums_of_what_is_known_and_name_what_is_not(offer: Offer) -> None:
    found = pay(offer, None)
    for total, left_out in ((found.first_year, None), (found.year, SIGN_ON)):
        wanted = {part: value for part, value in exact(offer).items() if part is not left_out}
        known = [value for value in wanted.values() if value is not None]
        assert total.missing == tuple(part for part, value in wanted.items() if value is None)
        assert total.amount == (sum(known) if known else None)


@given(OFFERS)
def test_pending_changes_no_total(offer: Offer) -> None:
    found, settled = pay(offer, None), pay(replace(offer, pending=()), None)
    assert (found.first_year, found.year) == (settled.first_year, settled.year)


@given(OFFERS, st.integers(0, 1_000_000))
def test_a_total_that_was_told_never_changes_a_later_year(offer: Offer, told: int) -> None:
    found, without = pay(replace(offer, total=told), None), pay(offer, None)
    assert found.year == without.year
    whole = not without.first_year.missing
    assert found.first_year == (without.first_year if whole else Total(told))
