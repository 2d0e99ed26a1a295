"""Opportunities as values: builders with as little said as a test needs, and Hypothesis's own.

A day is written as its number: day 0 is the first of January 2024.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar

from hypothesis import strategies as st

from opledger.core.config import Config
from opledger.core.figures.statistics import Statistics, statistics
from opledger.core.model import Event, Ledger, Level, Offer, Opportunity
from opledger.core.standing import Standing, standing, standings
from opledger.core.vocabulary import Outcome, Party

DAY_0 = date(2024, 1, 1)
LATE = date(2099, 1, 1)
T = TypeVar("T")
_LAST_DAY = 60
_OUTCOMES = frozenset(Outcome)


def day(number: int) -> date:
    """The day so many days after the first of January 2024."""
    return DAY_0 + timedelta(days=number)


def an_event(number: int, what: str = "", **more: Any) -> Event:  # noqa: ANN401 - as Event takes
    """An event on a day; ``what`` is its stage or its outcome, if it has one."""
    if what in _OUTCOMES:
        more["outcome"] = Outcome(what)
    elif what:
        more["stage"] = what
    return Event(date=day(number), **more)


def an_opportunity(*events: Event, name: str = "kestrel", **more: Any) -> Opportunity:  # noqa: ANN401
    """An opportunity with these events; its company is its id with a capital."""
    about: dict[str, Any] = {"id": name, "company": name.capitalize(), **more}
    return Opportunity(events=events, **about)


def told(story: str, name: str = "kestrel", **more: Any) -> Opportunity:  # noqa: ANN401
    """An opportunity by its stages and outcomes, a day apart: ``"lead call rejected"``.

    What goes on after an outcome was reopened.
    """
    events: list[Event] = []
    ended = False
    for number, what in enumerate(story.split()):
        events.append(an_event(number, what, reopened="They wrote again." if ended else None))
        ended = what in _OUTCOMES
    return an_opportunity(*events, name=name, **more)


def stood(opportunity: Opportunity, config: Config | None = None, on: date = LATE) -> Standing:
    """Where it stands, of an opportunity that has begun."""
    found = standing(opportunity, config or Config(), on)
    assert found
    return found


def all_stood(*stories: str, config: Config | None = None) -> tuple[Standing, ...]:
    """The standings of opportunities told by their stages and outcomes."""
    every = tuple(told(story, f"company-{n}") for n, story in enumerate(stories))
    return standings(every, config or Config(), LATE)


@dataclass(frozen=True)
class Search:
    """A made-up ledger, and the day it is looked at."""

    config: Config
    opportunities: tuple[Opportunity, ...]
    as_of: date

    def figures(self, dimension: str = "source") -> Statistics:
        """Its statistics on its day."""
        return statistics(Ledger(self.config, self.opportunities), self.as_of, dimension)


@st.composite
def configs(draw: st.DrawFn) -> Config:
    """Settings with 2 to 8 stages, of which any in order are the conversation and the offer."""
    count = draw(st.integers(2, 8))
    stages = {f"stage{n}": f"Stage {n}" for n in range(count)}
    talk = draw(st.integers(0, count - 1))
    offer = draw(st.integers(talk, count - 1))
    scale = tuple(f"level{n}" for n in range(draw(st.integers(2, 4))))
    return Config(
        stages=stages,
        conversation=f"stage{talk}",
        offer=f"stage{offer}",
        interest=scale,
        confidence=scale,
        quiet_after=draw(st.integers(1, 30)),
        few=draw(st.integers(1, 6)),
    )


# One draw says all of an event, and one all the words of an opportunity: ten times as fast.
_DICE = st.integers(0, 10**6 - 1)
_WORDS = (None, "aa", "bb", "cc")
_OFFERS = (None, Offer(base=100_000, currency="USD"), Offer(base=120_000, currency="USD"))


@dataclass
class _Dice:
    """What one drawn number says, choice by choice."""

    number: int

    def choose(self, choices: Sequence[T]) -> T:
        self.number, place = divmod(self.number, len(choices))
        return choices[place]


@st.composite
def stories(draw: st.DrawFn, config: Config) -> tuple[Event, ...]:
    """Events that ``check`` lets by: stages in any order, ends, reopenings, offers and notes.

    A note may come before the first stage; an offer is stated from the offer stage on.
    """
    drawn = draw(st.lists(st.tuples(st.integers(0, _LAST_DAY), _DICE), min_size=1, max_size=8))
    events: list[Event] = []
    offer_stage = config.rank(config.offer_stage)
    begun = offered = ended = False
    for nth, (number, dice) in enumerate(sorted(drawn, key=lambda each: each[0])):
        rest = _Dice(dice)
        kind = rest.choose(("stage", "stage", "outcome", "note"))
        if not begun and (kind == "outcome" or nth == len(drawn) - 1):
            kind = "stage"
        stage = rest.choose(config.stage_order) if kind == "stage" else None
        outcome = rest.choose(tuple(Outcome)) if kind == "outcome" else None
        begun = begun or kind == "stage"
        offered = offered or (stage is not None and config.rank(stage) >= offer_stage)
        events.append(
            Event(
                date=day(number),
                nth=nth,
                stage=stage,
                outcome=outcome,
                by=rest.choose((None, None, Party.ME, Party.COMPANY)),
                interest=rest.choose((None, *config.interest)),
                confidence=rest.choose((None, *config.confidence)),
                note="Talked." if kind == "note" else None,
                offer=rest.choose(_OFFERS) if offered and kind != "outcome" else None,
                reopened="They wrote again." if ended and kind != "note" else None,
            )
        )
        ended = kind == "outcome" or (ended and kind == "note")
    return tuple(events)


@st.composite
def opportunities(draw: st.DrawFn, config: Config, name: str) -> Opportunity:
    """An opportunity with a story and a few words about it."""
    dice = _Dice(draw(_DICE))
    return an_opportunity(
        *draw(stories(config)),
        name=name,
        source=dice.choose(_WORDS),
        segment=dice.choose(_WORDS),
        size=dice.choose(_WORDS),
        location=dice.choose(_WORDS),
        level=Level(sought=dice.choose(_WORDS), offered="staff"),
        tags=dice.choose(((), ("a",), ("a", "b"), ("b", "c", "a"))),
    )


@st.composite
def ledgers(draw: st.DrawFn) -> Search:
    """A search of up to eight opportunities, looked at before, within or after its events."""
    config = draw(configs())
    count = draw(st.integers(0, 8))
    every = tuple(draw(opportunities(config, f"company-{n}")) for n in range(count))
    return Search(config, every, day(draw(st.integers(-1, _LAST_DAY + 1))))
