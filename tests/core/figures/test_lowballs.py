"""First offers against the market, by segment, and the levels that were sought and offered."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest
from tests.stories import an_event, an_opportunity, stood, told

from opledger.core.config import Config
from opledger.core.figures.gap import Bound, Gap
from opledger.core.figures.offers import Levels, Lowball, offers
from opledger.core.model import Equity, Level, Market, Offer
from opledger.core.standing import Standing
from opledger.core.vocabulary import OfferPart

CONFIG = Config(currency="USD")
MARKET = Market(total=200)
UNKNOWN = Offer(pending=(OfferPart.CASH,))


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


def test_lowballs_by_segment_and_currency() -> None:
    euros = Market(total=100, currency="EUR")
    every = (
        offered(whole(100), whole(900), name="a", market=MARKET, segment="bank"),
        offered(whole(150), name="b", market=MARKET, segment="bank"),
        offered(whole(210), name="c", market=MARKET, segment="bank"),
        offered(whole(90, currency="EUR"), name="d", market=euros, segment="bank"),
        offered(whole(160), name="e", market=MARKET),
        offered(whole(190), name="f", market=MARKET),
        offered(whole(10, currency="EUR"), name="g", market=MARKET),  # not compared
        offered(UNKNOWN, whole(100), name="h", market=MARKET),  # nor this: first unknown
        offered(whole(10), name="i"),
        offered(whole(100), name="j", market=MARKET, segment="art"),
    )
    below = Gap(-10, -0.1, Bound.EXACT)
    assert offers(every, replace(CONFIG, few=3)).lowballs == (
        Lowball("art", 1, exactly(-100), exactly(-100), "USD", few=True),
        Lowball("bank", 1, below, below, "EUR", few=True),
        Lowball("bank", 3, exactly(-50), exactly(-100), "USD", few=False),
        Lowball(None, 2, exactly(-25), exactly(-40), "USD", few=True),
    )


def exactly(amount: float) -> Gap:
    """A gap to a market of 200."""
    return Gap(amount, amount / 200, Bound.EXACT)


@pytest.mark.parametrize(
    ("firsts", "median", "lowest"),
    [
        # One offer of at least 150: more may be in it.
        ((Offer(base=150),), Gap(-50, -0.25, Bound.LEAST), Gap(-50, -0.25, Bound.LEAST)),
        ((Offer(total=150),), Gap(-50, -0.25, Bound.MOST), Gap(-50, -0.25, Bound.MOST)),
        # The lowest is sure, the median may be more: 150 is a floor.
        (
            (whole(100), Offer(base=150), whole(190)),
            Gap(-50, -0.25, Bound.BETWEEN, -10, -0.05),
            exactly(-100),
        ),
        # The highest may be more, which moves no median.
        ((whole(100), whole(150), Offer(base=190)), exactly(-50), exactly(-100)),
        # The lowest of all is at least -100, and no more than that of the sure ones.
        (
            (Offer(base=100), whole(150), whole(190)),
            Gap(-50, -0.25, Bound.BETWEEN, -10, -0.05),
            Gap(-100, -0.5, Bound.BETWEEN, -50, -0.25),
        ),
        (
            (Offer(base=100), Offer(base=150)),
            Gap(-75, -0.375, Bound.LEAST),
            Gap(-100, -0.5, Bound.LEAST),
        ),
        (
            (Offer(total=100), Offer(base=150), whole(160)),
            Gap(-50, -0.25, Bound.BETWEEN, -40, -0.2),  # that of 160, if 150 is more than it
            Gap(-100, -0.5, Bound.MOST),
        ),
        (
            (Offer(total=100), Offer(base=150)),
            Gap(-75, -0.375, Bound.KNOWN),
            Gap(-100, -0.5, Bound.MOST),
        ),
        # What was named and is not agreed is no lowball yet.
        ((replace(UNKNOWN, total=20), whole(150)), exactly(-50), exactly(-50)),
    ],
)
def test_lowballs_are_no_surer_than_the_offers(
    firsts: tuple[Offer, ...], median: Gap, lowest: Gap
) -> None:
    every = [offered(each, name=f"o{n}", market=MARKET) for n, each in enumerate(firsts)]
    n = sum(not each.pending for each in firsts)
    for order in permutations(every):
        assert offers(order, CONFIG).lowballs == (
            Lowball(None, n, median, lowest, "USD", few=n < 5),
        )


def test_levels_counted_by_hand() -> None:
    said = (
        ("senior", "mid", "bank"),
        ("senior", "staff", "bank"),
        ("senior", "staff", "bank"),
        ("senior", "mid", None),
        ("lead", "mid", "bank"),
        ("staff", None, "bank"),
        (None, "staff", "bank"),
        ("", "staff", "bank"),
        ("senior", "mid", "art"),
    )
    every = [
        stood(
            replace(
                told("call rejected", f"company-{n}"),
                level=Level(sought=sought, offered=had),
                segment=segment,
            )
        )
        for n, (sought, had, segment) in enumerate(said)
    ]
    every.append(stood(told("call offer accepted", "silent")))
    assert offers(every, CONFIG).levels == (
        Levels("art", "senior", "mid", 1),
        Levels("bank", "senior", "staff", 2),
        Levels("bank", "lead", "mid", 1),
        Levels("bank", "senior", "mid", 1),
        Levels(None, "senior", "mid", 1),
    )
