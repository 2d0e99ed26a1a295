"""Offers in words: the unknown, the pending and the gaps, none surer than the numbers."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.stories import an_event, an_opportunity, stood

from opledger.core.config import Config, Goal
from opledger.core.figures.gap import Bound, Gap
from opledger.core.figures.goals import Ranking, Tipping, Weighing, weighing
from opledger.core.figures.offers import Lowball
from opledger.core.figures.pay import Part, Total, pay
from opledger.core.model import Equity, Offer
from opledger.core.narrative.offers import (
    form_text,
    gap_text,
    lowball_text,
    part_text,
    ranking_name,
    ranking_text,
    signed,
    tipping_text,
    total_text,
)
from opledger.core.vocabulary import OfferForm, OfferPart

BASE, BONUS, SIGN_ON, EQUITY = (
    OfferPart.BASE,
    OfferPart.BONUS,
    OfferPart.SIGN_ON,
    OfferPart.EQUITY,
)
CONFIG = Config(goals={"pay": Goal(weight=2), "culture": Goal("Culture", 1), "role": Goal()})


@pytest.mark.parametrize(
    ("amount", "pending", "text"),
    [
        (None, False, "unknown"),
        (None, True, "pending"),
        (190_000, False, "190,000"),
        (190_000, True, "190,000 (pending)"),
        (0, False, "0"),
        (0, True, "0 (pending)"),
        (1234.5, False, "1,234.50"),
    ],
)
def test_a_part_is_an_amount_or_says_that_there_is_none(
    amount: float | None, pending: bool, text: str
) -> None:
    assert part_text(Part(BASE, amount, pending)) == text


@pytest.mark.parametrize(
    ("total", "text"),
    [
        (Total(346_300), "346,300 USD"),
        (Total(0), "0 USD"),
        (Total(280_000, (BONUS,)), "at least 280,000 USD"),
        (Total(0, (BONUS, SIGN_ON)), "at least 0 USD"),
        (Total(40_000, (BASE, EQUITY)), "at least 40,000 USD"),
        (Total(None, (BASE, BONUS)), "unknown"),
        (Total(None), "unknown"),
        (Total(33_333.4), "33,333 USD"),
        (Total(33_333.6), "33,334 USD"),
        (Total(33_333.6, (BONUS,)), "at least 33,333 USD"),  # 33,334 may be too much
        (Total(150_000, (BONUS, EQUITY), most=210_000), "150,000 to 210,000 USD"),
        (Total(None, (BASE, BONUS, EQUITY), most=209_999.1), "at most 210,000 USD"),
        (Total(None, (BASE,), named=300_000), "300,000 USD named, not agreed yet"),
        (
            Total(85_000, (BASE,), named=300_000),
            "at least 85,000 USD (300,000 USD named, not agreed yet)",
        ),
    ],
)
def test_a_total_says_how_sure_it_is(total: Total, text: str) -> None:
    assert total_text(total, " USD") == text


def test_the_words_of_an_offer_whose_cash_is_pending() -> None:
    offer = Offer(equity=Equity(value=100_000, years=4), pending=(OfferPart.CASH,))
    found = pay(offer, "USD")
    assert [part_text(part) for part in found.parts] == ["pending"] * 3 + ["25,000"]
    assert total_text(found.year) == "at least 25,000"
    assert total_text(found.first_year) == "at least 25,000"


@pytest.mark.parametrize(
    ("gap", "text"),
    [
        (None, ""),
        (Gap(-73_700, -0.18, Bound.EXACT), "−73,700 (−18 %)"),
        (Gap(1_000, 0.01, Bound.EXACT), "+1,000 (+1 %)"),
        (Gap(150_000, 1.5, Bound.EXACT), "+150,000 (+150 %)"),
        (Gap(30_000, 0.3, Bound.LEAST), "at least +30,000 (+30 %)"),
        (Gap(-30_000, -0.3, Bound.MOST), "at most −30,000 (−30 %)"),
        (Gap(30_000, 0.3, Bound.KNOWN), "of what is known +30,000 (+30 %)"),
        (Gap(-5, -0.3, Bound.LEAST), "at least −5 (−30 %)"),
        (Gap(30_000, 0.3, Bound.NAMED), "as named so far +30,000 (+30 %)"),
        (Gap(-50, -0.25, Bound.BETWEEN, 50, 0.25), "between −50 and +50 (−25 % to +25 %)"),
        (Gap(100.2, 0.501, Bound.BETWEEN, 100.7, 0.504), "between +100 and +101 (+50 % to +51 %)"),
        # A bound is rounded to the side on which it stays one.
        (Gap(10.6, 0.296, Bound.LEAST), "at least +10 (+29 %)"),
        (Gap(-10.4, -0.304, Bound.LEAST), "at least −11 (−31 %)"),
        (Gap(10.4, 0.294, Bound.MOST), "at most +11 (+30 %)"),
        (Gap(-10.6, -0.296, Bound.MOST), "at most −10 (−29 %)"),
        (Gap(10.6, 0.296, Bound.EXACT), "+11 (+30 %)"),
        (Gap(0.4, 0.004, Bound.EXACT), "±0 (+<1 %)"),
        (Gap(-0.4, -0.004, Bound.EXACT), "±0 (−<1 %)"),
    ],
)
def test_a_gap_says_how_sure_it_is(gap: Gap | None, text: str) -> None:
    assert gap_text(gap) == text


def test_a_gap_of_nought_has_neither_sign() -> None:
    assert gap_text(Gap(0, 0, Bound.EXACT)) == "±0 (0 %)"


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        *((0, "±0"), (1_000, "+1,000"), (-73_700, "−73,700"), (1.4, "+1"), (-1.6, "−2")),
        *((0.4, "±0"), (-0.4, "±0")),
    ],
)
def test_a_signed_amount(amount: float, text: str) -> None:
    assert signed(amount) == text


@given(st.integers(-(10**9), 10**9))
def test_a_signed_amount_reads_back(amount: int) -> None:
    text = signed(amount).replace(",", "").replace("−", "-").removeprefix("±")
    assert int(text) == amount


def test_lowballs_in_words() -> None:
    below, far = Gap(-50, -0.25, Bound.EXACT), Gap(-1_000, -0.9, Bound.EXACT)
    one = Lowball("bank", 1, below, below, "USD", few=True)
    assert lowball_text(one) == "−50 USD"
    assert lowball_text(replace(one, few=False, currency=None)) == "−50"
    three = Lowball("bank", 3, below, far, "USD", few=True)
    assert lowball_text(three) == "lowest −1,000 USD; too few for a median"
    five = Lowball("bank", 5, below, replace(far, amount=10), "EUR", few=False)
    assert lowball_text(five) == "median −50 EUR, lowest +10 EUR"
    assert lowball_text(replace(five, currency=None)) == "median −50, lowest +10"


def test_lowballs_of_offers_that_may_be_more_say_so() -> None:
    least, most = Gap(-50, -0.25, Bound.LEAST), Gap(-50, -0.25, Bound.MOST)
    between = Gap(-50, -0.25, Bound.BETWEEN, 20, 0.1)
    alone = [Lowball("bank", 1, gap, gap, "USD", few=True) for gap in (least, most, between)]
    assert [lowball_text(each) for each in alone] == [
        *("at least −50 USD", "at most −50 USD", "between −50 and +20 USD"),
    ]
    few = Lowball("bank", 3, between, least, "USD", few=True)
    assert lowball_text(few) == "lowest at least −50 USD; too few for a median"
    assert lowball_text(replace(few, few=False)) == (
        "median between −50 and +20 USD, lowest at least −50 USD"
    )
    mixed = replace(few, few=False, median=Gap(-50, -0.25, Bound.KNOWN), lowest=most)
    assert lowball_text(mixed) == ("median of what is known −50 USD, lowest at most −50 USD")


def test_the_form_of_an_offer() -> None:
    assert form_text(None) == "nothing stated"
    assert form_text(Offer(base=1)) == "form not stated"
    assert [form_text(Offer(form=each)) for each in OfferForm] == ["written", "verbal"]


def found(**scores: tuple[float, float, float]) -> Weighing:
    """A weighing of opportunities with these scores on pay, culture and role."""
    every = []
    for name, (one, two, three) in scores.items():
        fit = {"pay": one, "culture": two, "role": three}
        every.append(stood(an_opportunity(an_event(0, "offer", fit=fit), name=name)))
    return weighing(every, CONFIG)


def test_rankings_in_words() -> None:
    rankings = found(kestrel=(5, 2, 3), larkmoor=(2, 5, 3), osterlane=(3, 4, 2)).rankings
    assert [(ranking_name(each, CONFIG), ranking_text(each)) for each in rankings] == [
        ("as stated: 2 : 1 : 1", "Kestrel, Larkmoor = Osterlane"),  # 15, 12 and 12 of 4
        ("all equal", "Kestrel = Larkmoor, Osterlane"),
        ("only pay", "Kestrel, Osterlane, Larkmoor"),
        ("pay, doubled", "Kestrel, Osterlane, Larkmoor"),
        ("without pay", "Larkmoor, Osterlane, Kestrel"),
        ("only Culture", "Larkmoor, Osterlane, Kestrel"),
        ("Culture, doubled", "Kestrel = Larkmoor, Osterlane"),  # 17, 17 and 16 of 5
        ("without Culture", "Kestrel, Osterlane, Larkmoor"),
        ("only role", "Kestrel = Larkmoor, Osterlane"),
        ("role, doubled", "Kestrel, Larkmoor, Osterlane"),
        ("without role", "Kestrel, Osterlane, Larkmoor"),
    ]


def test_weights_are_named_as_they_were_written() -> None:
    stated = Ranking("stated", None, {"pay": 2.5, "culture": 1.0, "role": 0}, (), ())
    assert ranking_name(stated, CONFIG) == "as stated: 2.5 : 1 : 0"


def test_where_nothing_is_ranked_nothing_is_said_of_tipping() -> None:
    assert tipping_text((), "Kestrel", CONFIG) == ""
    assert tipping_text(found(kestrel=(5, 2, 3)).tipping, "Kestrel", CONFIG) == ""


def test_that_no_weight_tips_is_said() -> None:
    tips = found(kestrel=(5, 5, 5), larkmoor=(2, 5, 3)).tipping
    assert tipping_text(tips, "Kestrel", CONFIG) == (
        "No single goal's weight, however changed, would put another above Kestrel."
    )


def test_the_weights_at_which_another_would_be_first() -> None:
    # Kestrel leads Larkmoor by 3 of pay, and is 3 of culture and 1 of role behind.
    tips = found(kestrel=(5, 2, 3), larkmoor=(2, 5, 4)).tipping
    assert tips == (
        Tipping("pay", 2, 4 / 3, None),
        Tipping("culture", 1, None, 5 / 3),
        Tipping("role", 1, None, 3),
    )
    assert tipping_text(tips, "Kestrel", CONFIG) == (
        "Kestrel would no longer be first if pay weighed less than 1.33,"
        " or Culture weighed more than 1.67, or role weighed more than 3 (the other weights kept)."
    )


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (120.0, 120.0, ("120", "120")),  # not 1.2e+02
        (4 / 3, 4 / 3, ("1.33", "1.34")),  # each where the other is surely first
        (1 / 30, 2 / 3, ("0.033", "0.67")),
        (0.0004, 1000.0, ("0.0004", "1000")),
        (0.1, 99.999, ("0.1", "100")),
    ],
)
def test_a_tipping_point_is_written_out_and_never_on_the_wrong_side(
    low: float, high: float, said: tuple[str, str]
) -> None:
    assert tipping_text((Tipping("pay", 2, low, high),), "Kestrel", CONFIG) == (
        f"Kestrel would no longer be first if pay weighed less than {said[0]},"
        f" or pay weighed more than {said[1]} (the other weights kept)."
    )


def test_one_goal_that_tips_on_both_sides() -> None:
    both = (Tipping("culture", 1, 0.25, 4),)
    assert tipping_text(both, "Kestrel", CONFIG) == (
        "Kestrel would no longer be first if Culture weighed less than 0.25,"
        " or Culture weighed more than 4 (the other weights kept)."
    )
    low = (Tipping("pay", 2, 1.5, None), Tipping("culture", 1, None, None))
    assert tipping_text(low, "Kestrel", CONFIG) == (
        "Kestrel would no longer be first if pay weighed less than 1.5 (the other weights kept)."
    )
