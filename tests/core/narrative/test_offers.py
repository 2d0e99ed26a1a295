"""Offers in words and amounts."""

from __future__ import annotations

from tests.stories import an_event, an_opportunity, stood

from opledger.core.config import Config, Goal
from opledger.core.figures.gap import Bound, Gap
from opledger.core.figures.goals import Tipping, weighing
from opledger.core.figures.offers import Lowball
from opledger.core.figures.pay import Part, Total
from opledger.core.model import Offer
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

CONFIG = Config(goals={"a": Goal("Alpha", 3), "b": Goal("Beta", 2)})


def test_a_part_is_an_amount_unknown_or_pending() -> None:
    base = OfferPart.BASE
    assert part_text(Part(base, 190_000, pending=False)) == "190,000"
    assert part_text(Part(base, 0, pending=False)) == "0"
    assert part_text(Part(base, None, pending=False)) == "unknown"
    assert part_text(Part(base, None, pending=True)) == "pending"
    assert part_text(Part(base, 9, pending=True)) == "9 (pending)"


def test_a_total_is_whole_at_least_or_unknown() -> None:
    assert total_text(Total(346_300.4)) == "346,300"
    assert total_text(Total(280_000, (OfferPart.BONUS,))) == "at least 280,000"
    assert total_text(Total(None, (OfferPart.BASE,))) == "unknown"


def test_a_gap_has_its_sign_its_share_and_how_sure_it_is() -> None:
    assert gap_text(None) == ""
    assert gap_text(Gap(-73_700, -0.1755, Bound.EXACT)) == "−73,700 (−18 %)"
    assert gap_text(Gap(1_000, 0.004, Bound.LEAST)) == "at least +1,000 (+<1 %)"
    assert gap_text(Gap(0, 0, Bound.KNOWN)) == "of what is known ±0 (0 %)"
    assert [signed(-1), signed(0), signed(2)] == ["−1", "±0", "+2"]


def test_a_lowball_has_a_median_where_there_are_enough() -> None:
    five, nine = Gap(-5, -0.1, Bound.EXACT), Gap(-9, -0.2, Bound.EXACT)
    assert lowball_text(Lowball("x", 1, five, five, "USD", few=True)) == "−5 USD"
    assert lowball_text(Lowball("x", 2, five, nine, "USD", few=True)) == (
        "lowest −9 USD; too few for a median"
    )
    assert lowball_text(Lowball("x", 6, five, nine, None, few=False)) == "median −5, lowest −9"


def test_the_form_of_an_offer_is_told_where_it_is_stated() -> None:
    assert form_text(None) == "nothing stated"
    assert form_text(Offer()) == "form not stated"
    assert form_text(Offer(form=OfferForm.VERBAL)) == "verbal"


def test_rankings_and_their_weights_are_named() -> None:
    every = [
        stood(an_opportunity(an_event(0, "offer", fit=fit), name=name))
        for name, fit in (
            ("kes", {"a": 5, "b": 1}),
            ("bor", {"a": 3, "b": 3.5}),
            ("bis", {"a": 5, "b": 1}),
        )
    ]
    found = weighing(every, CONFIG)
    assert [(ranking_name(r, CONFIG), ranking_text(r)) for r in found.rankings] == [
        ("as stated: 3 : 2", "Bis = Kes, Bor"),
        ("all equal", "Bor, Bis = Kes"),
        ("only Alpha", "Bis = Kes, Bor"),
        ("Alpha, doubled", "Bis = Kes, Bor"),
        ("without Alpha", "Bor, Bis = Kes"),
        ("only Beta", "Bor, Bis = Kes"),
        ("Beta, doubled", "Bor, Bis = Kes"),
        ("without Beta", "Bis = Kes, Bor"),
    ]


def test_where_it_would_tip_is_told_or_that_it_would_not() -> None:
    assert tipping_text((), "Kes", CONFIG) == ""
    assert tipping_text((Tipping("a", 3, None, None),), "Kes", CONFIG) == (
        "No single goal's weight, however changed, would put another above Kes."
    )
    assert tipping_text((Tipping("a", 3, 1.5, None), Tipping("b", 2, None, 4)), "Kes", CONFIG) == (
        "Kes would no longer be first if Alpha weighed less than 1.5, or Beta weighed more than 4"
        " (the other weights kept)."
    )
