"""Ledgers in which everything is said: whose move it was, offers, markets, scores and reasons.

Amounts are such that no two offers of one total differ in what is known of them: a whole one is a
round number, one with a part unknown ends in 1, and one without its base salary in 2.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

from hypothesis import strategies as st
from tests.stories import DAY_0, Search, day, ledgers

from opledger.core.config import Config, Goal
from opledger.core.contract.statistics import statistics_document
from opledger.core.figures.census import DIMENSIONS
from opledger.core.model import Equity, Event, Ledger, Market, Offer, Opportunity
from opledger.core.vocabulary import OfferPart, Outcome, Party

BY_ONE_WORD = tuple(name for name in DIMENSIONS if name != "tag")
_BY = (None, None, Party.ME, Party.COMPANY)
_CURRENCIES = (None, None, "USD", "EUR")
_REASONS = ((), ("pay",), ("far",), ("far", "pay"), ("pay", "far"))
_GOALS: tuple[Mapping[str, Goal], ...] = (
    {},
    {"pay": Goal()},
    {"pay": Goal(weight=2), "people": Goal(weight=0.7), "calm": Goal()},
    {"pay": Goal(weight=0), "people": Goal(weight=3)},
)


def document(search: Search, dimension: str = "source") -> dict[str, Any]:
    """The figures of a ledger on its day, as JSON."""
    return statistics_document(search.figures(dimension))


def ledger(search: Search) -> Ledger:
    """The ledger of a search."""
    return Ledger(search.config, search.opportunities)


@st.composite
def full_ledgers(draw: st.DrawFn) -> Search:
    """A search in which some events and opportunities say more than where they stood.

    Some have a twin with the same story. The day is often the one on which an opportunity begins,
    or has been silent for as long as makes it quiet.
    """
    search = draw(ledgers())
    random = draw(st.randoms(use_true_random=True))
    config = replace(
        search.config,
        goals=random.choice(_GOALS),
        currency=random.choice(_CURRENCIES),
        sources={"inbound": "Cold inbound", "bb": "Word of mouth"},
    )
    twins = [replace(each, id=f"{each.id}-b") for each in search.opportunities]
    both = sorted(
        (*search.opportunities, *(twin for twin in twins if random.randrange(2))),
        key=lambda each: each.id,
    )
    every = tuple(_full(each, config, random) for each in both)
    days = [search.as_of, *(each.events[0].date for each in every[-1:])]
    days += [each.events[-1].date + timedelta(days=config.quiet_after) for each in every]
    return Search(config, every, random.choice(days))


def an_offer(random: Random) -> Offer:
    """An offer: whole, without a part, without its base salary, or a total alone."""
    amount = random.choice((90_000.0, 100_000.0, 120_000.0))
    currency = random.choice(_CURRENCIES)
    equity = Equity(value=40_000.0, years=random.choice((3, 4)))
    match random.randrange(4):
        case 0:
            return Offer(base=amount, bonus=10_000.0, sign_on=0.0, equity=equity, currency=currency)
        case 1:
            pending = random.choice(((), (OfferPart.BONUS, OfferPart.SIGN_ON)))
            return Offer(base=amount + 1, equity=equity, pending=pending, currency=currency)
        case 2:
            return Offer(bonus=amount + 2, sign_on=0.0, currency=currency)
    return Offer(total=amount, currency=currency)


def more_of(event: Event, config: Config, random: Random) -> Event:
    """The event with a word of whose move it was, scores, an offer, and why it ended.

    Some are of the highest interest and confidence, which else seldom meet.
    """
    scores = {goal: random.randrange(11) / 2 for goal in config.goals if random.randrange(3)}
    if not random.randrange(5):
        event = replace(event, interest=config.interest[-1], confidence=config.confidence[-1])
    return replace(
        event,
        by=random.choice(_BY),
        fit=scores if random.randrange(2) else {},
        offer=None if random.randrange(4) else an_offer(random),
        reasons=random.choice(_REASONS) if event.outcome else (),
    )


def _full(each: Opportunity, config: Config, random: Random) -> Opportunity:
    fast = random.choice((1, 1, 9))  # where it is not 1, several events fall on one day
    events = [
        more_of(replace(event, date=day((event.date - DAY_0).days // fast)), config, random)
        for event in each.events
    ]
    if not random.randrange(4):  # thought about before it began
        before = events[0].date - timedelta(days=random.randrange(9))
        events.insert(0, more_of(Event(date=before, note="Heard of it."), config, random))
    market = Market(total=random.choice((95_000.0, 110_000.0)), currency=random.choice(_CURRENCIES))
    return replace(
        each,
        source=random.choice((each.source, "inbound")),
        market=market if random.randrange(3) else None,
        events=tuple(events),
    )


def cut(search: Search) -> Search:
    """The ledger as it was written by the end of its day."""
    return replace(
        search,
        opportunities=tuple(
            replace(each, events=tuple(e for e in each.events if e.date <= search.as_of))
            for each in search.opportunities
        ),
    )


def with_a_future(search: Search, random: Random) -> Search:
    """The ledger with up to four more events of any kind in each opportunity, after its day."""
    every = []
    for each in search.opportunities:
        on, events = search.as_of, list(each.events)
        for _ in range(random.randrange(5)):
            on += timedelta(days=random.randrange(1, 20))
            kind = random.randrange(3)
            event = Event(
                date=on,
                stage=random.choice(search.config.stage_order) if kind == 0 else None,
                outcome=random.choice(tuple(Outcome)) if kind == 1 else None,
                reopened=random.choice((None, "They wrote again.")) if kind < 2 else None,
                interest=random.choice((None, *search.config.interest)),
                confidence=random.choice((None, *search.config.confidence)),
                note="Planned.",
            )
            events.append(more_of(event, search.config, random))
        every.append(replace(each, events=tuple(events)))
    return replace(search, opportunities=tuple(every))
