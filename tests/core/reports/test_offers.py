"""The report of offers: what a person reads of offers of which not all is known."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.stories import LATE, an_event, an_opportunity, told

from opledger.core.config import Config, Goal
from opledger.core.figures.statistics import statistics
from opledger.core.model import Equity, Ledger, Market, Offer, Opportunity
from opledger.core.reports.offers import write_offers
from opledger.core.reports.sheet import Block, Column, Facts, Grid, Heading, Sheet, Text
from opledger.core.scope import WHOLE
from opledger.core.vocabulary import OfferForm, OfferPart

CONFIG = Config(currency="USD")
MARKET = Market(total=200_000)
UNKNOWN = ("parts", "base unknown, bonus unknown, sign-on unknown, shares a year unknown")
PENDING = ("parts", "base pending, bonus pending, sign-on pending, shares a year unknown")


def offered(*made: Offer, name: str = "kestrel", **more: object) -> Opportunity:
    """An opportunity with these offers, one each day from the first on."""
    events = (an_event(n, "offer", offer=each) for n, each in enumerate(made))
    return an_opportunity(*events, name=name, **more)


def sheet(*every: Opportunity, config: Config = CONFIG) -> list[Block]:
    """The report of a ledger of these."""
    written = Sheet()
    write_offers(written, statistics(Ledger(config, every), LATE), WHOLE)
    return written.blocks


def facts(*every: Opportunity, config: Config = CONFIG) -> list[tuple[str, str]]:
    """What is told of the offer of Kestrel, without its day and form."""
    blocks = sheet(*every, config=config)
    found = blocks[blocks.index(Heading("Kestrel")) + 1]
    assert isinstance(found, Facts)
    assert found.pairs[0][0] == "offer"
    return [*found.pairs[1:]]


def test_the_whole_report_of_one_verbal_offer_in_a_ledger_without_goals() -> None:
    cash = Offer(
        equity=Equity(value=560_000, years=4),
        form=OfferForm.VERBAL,
        pending=(OfferPart.CASH,),
    )
    assert sheet(offered(cash, market=MARKET)) == [
        Heading("Kestrel"),
        Facts(
            (
                ("offer", "2024-01-01, verbal; open"),
                (
                    "parts",
                    "base pending, bonus pending, sign-on pending, shares a year 140,000",
                ),
                ("first year", "at least 140,000 USD"),
                ("each year", "at least 140,000 USD"),
                ("market", "200,000 USD; not comparable"),
            )
        ),
    ]


def test_no_offer_yet() -> None:
    assert sheet(told("call")) == [Text("No offer yet.")]


def test_an_offer_of_which_nothing_was_said_is_unknown_in_no_currency() -> None:
    assert facts(offered(Offer(currency="EUR"))) == [
        UNKNOWN,
        ("first year", "unknown"),
        ("each year", "unknown"),
    ]
    assert facts(replace(told("offer"), market=MARKET)) == [
        ("market", "200,000 USD; not comparable")
    ]


def test_a_total_that_was_told_is_the_first_year_and_at_most_a_later_one() -> None:
    assert facts(offered(Offer(total=250_000), market=MARKET)) == [
        UNKNOWN,
        ("first year", "250,000 USD"),
        ("each year", "at most 250,000 USD"),
        ("market", "200,000 USD; at most +50,000 (+25 %)"),
    ]
    # As soon as a part of it is told too, the total is still known.
    assert facts(offered(Offer(base=190_000, total=250_000), market=MARKET))[1:] == [
        ("first year", "250,000 USD"),
        ("each year", "190,000 to 250,000 USD"),
        ("market", "200,000 USD; between −10,000 and +50,000 (−5 % to +25 %)"),
    ]


def test_a_total_that_was_named_while_its_cash_is_pending_is_not_agreed() -> None:
    named = Offer(total=250_000, pending=(OfferPart.CASH,))
    blocks = sheet(offered(named, market=MARKET))
    assert blocks == [
        Heading("Kestrel"),
        Facts(
            (
                ("offer", "2024-01-01, form not stated; open"),
                PENDING,
                ("first year", "250,000 USD named, not agreed yet"),
                ("each year", "unknown"),
                ("market", "200,000 USD; as named so far +50,000 (+25 %)"),
            )
        ),
    ]


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (
            Offer(base=150_000),
            Offer(base=180_000),
            [
                ("first offer", "at least −50,000 (−25 %) to market"),
                ("raised by", "of what is known +30,000 (+20 %)"),
            ],
        ),
        (  # what it was raised by is unknown; that the first one was low is not
            Offer(base=150_000),
            Offer(pending=(OfferPart.CASH,)),
            [("first offer", "at least −50,000 (−25 %) to market")],
        ),
    ],
)
def test_the_first_of_several_offers_is_held_against_the_market(
    first: Offer, last: Offer, said: list[tuple[str, str]]
) -> None:
    assert facts(offered(first, last, market=MARKET))[4:] == said


def test_the_gap_to_the_best_other_allows_for_every_other() -> None:
    sure = offered(Offer(total=80_000), name="sure")
    part = offered(Offer(bonus=90_000), name="part")
    mine = offered(Offer(total=100_000))
    assert facts(mine, sure)[3:] == [("best other", "+20,000 (+25 %) to it")]
    for every in ((mine, sure, part), (mine, part, sure), (part, sure, mine)):
        assert facts(*every)[3:] == [("best other", "at most +10,000 (+12 %) to it")]


def test_lowballs_of_offers_of_which_parts_are_unknown() -> None:
    every = [
        offered(Offer(base=base), name=f"company-{n}", market=MARKET, segment="bank")
        for n, base in enumerate((150_000, 160_000, 170_000))
    ]
    grid = sheet(*every, config=Config(currency="USD", few=3))[-1]
    columns = (Column("Segment", wide=True), Column("Offers", number=True))
    assert grid == Grid(
        (*columns, Column("Gap", number=True)),
        (("bank", "3", "median at least −40,000 USD, lowest at least −50,000 USD"),),
    )


@pytest.mark.parametrize(
    ("count", "heading"),
    [
        (1, "How does it fit the goals? Latest scores, 0 to 5, and their weighted mean"),
        (2, "How do they fit the goals? Latest scores, 0 to 5, and their weighted mean"),
    ],
)
def test_goals_are_told_where_the_ledger_has_some(count: int, heading: str) -> None:
    every = [offered(Offer(base=1), name=f"company-{n}") for n in range(count)]
    goals = Config(currency="USD", goals={"pay": Goal()})
    assert Heading(heading) in sheet(*every, config=goals)
    assert [type(block) for block in sheet(*every)] == [Heading, Facts] * count
