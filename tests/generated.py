"""Made-up ledgers by their number: the same number gives the same ledger on every machine.

    ledger, as_of = generated(7)

Hypothesis (``tests.stories.ledgers``) looks for the smallest ledger that breaks a law; these are
many, larger and closer to a real search, for comparing figures with other implementations and for
whatever else wants a thousand ledgers. What varies from one to the next:

- settings: 2 to 8 stages, any of which, in order, are the conversation and the offer; scales,
  sources, segments, reasons, goals, currency, ``few`` and ``quiet_after``;
- 0 to 60 opportunities that begun over some months, each with words of every kind or without;
- stories: stages one by one, skipped, repeated or gone back to; ends with reasons, reopened by a
  stage or by another end; notes before, within and after; many events on one day; moves by either
  side; interest, confidence, scores and offers, with parts unknown, pending or only said;
- the day it is looked at: before, within or after the events, so that some lie ahead.

Every story is one that ``check`` lets by without an error (``tests/test_generated.py``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from tests.stories import DAY_0, day

from opledger.core.config import Config, Goal
from opledger.core.model import Equity, Event, Ledger, Level, Market, Offer, Opportunity
from opledger.core.vocabulary import OfferForm, OfferPart, Outcome, Party

T = TypeVar("T")
SEGMENTS = ("bigtech", "scaleup", "startup")
REASONS = ("comp", "fit", "level", "technical")
CURRENCIES = ("CHF", "EUR", "USD")
_TAGS = ("compilers", "ml", "remote")
_SIZES = ("1-10", "11-50", "51-200", "1000+")
_LEVELS = ("senior", "staff", "principal")
_SCALE = ("none", "low", "medium", "high", "total")
_GOALS = ("impact", "growth", "culture")
_MOST = 60
_LONGEST = 12  # events of one opportunity
_PAUSES = (0, 0, 1, 1, 2, 3, 4, 5, 7, 7, 9, 14, 21, 40)
_AMOUNTS = (OfferPart.BASE, OfferPart.BONUS, OfferPart.SIGN_ON, OfferPart.EQUITY)


def generated(seed: int) -> tuple[Ledger, date]:
    """The ledger of this number, and the day it is looked at."""
    chance = Random(seed)  # noqa: S311 - a seed makes it the same each time
    config = _config(chance)
    weeks = chance.randint(1, 16)
    count = chance.choice((0, 1, 2, 5, *range(3, _MOST + 1, 3)))
    manner = _Manner(chance)
    opportunities = tuple(
        _opportunity(chance, config, manner, f"company-{n:02}", chance.randrange(7 * weeks))
        for n in range(count)
    )
    as_of = DAY_0 + timedelta(days=chance.randint(0, 7 * weeks + 60))
    return Ledger(config, opportunities), as_of


@dataclass
class _Manner:
    """How the searches of one ledger go; drawn once, so that ledgers differ from each other."""

    chance: Random
    passing: float = field(init=False)
    ending: float = field(init=False)
    noting: float = field(init=False)
    returning: float = field(init=False)

    def __post_init__(self) -> None:
        self.passing = self.chance.uniform(0.5, 3)
        self.ending = self.chance.uniform(0.1, 2)
        self.noting = self.chance.uniform(0, 1)
        self.returning = self.chance.choice((0.02, 0.1, 0.4))

    def next(self) -> str:
        """What happens next, while it is open."""
        kinds = {
            "on": self.passing,
            "skip": self.passing / 8,
            "any": self.returning / 2,
            "end": self.ending,
            "note": self.noting,
        }
        return self.chance.choices(list(kinds), list(kinds.values()))[0]


def _config(chance: Random) -> Config:
    count = chance.randint(2, 8)
    stages = [f"stage{n}" for n in range(count)]
    talk = chance.randrange(count)
    offer = chance.randrange(talk, count)
    if chance.random() < 0.3:  # as most ledgers are
        talk, offer = min(1, count - 1), count - 1
    scale = _SCALE[: chance.randint(2, len(_SCALE))]
    goals = chance.sample(_GOALS, chance.randint(0, len(_GOALS)))
    return Config(
        title="A made-up search",
        stages={stage: f"Stage {n}" for n, stage in enumerate(stages)},
        conversation=stages[talk],
        offer=stages[offer],
        interest=scale,
        confidence=scale,
        segments=chance.choice((None, dict.fromkeys(SEGMENTS, ""))),
        reasons=chance.choice((None, dict.fromkeys(REASONS, ""))),
        goals={goal: Goal(weight=chance.randint(1, 4)) for goal in goals},
        currency=chance.choice((None, *CURRENCIES)),
        quiet_after=chance.choice((1, 7, 14, 30)),
        few=chance.randint(1, 6),
    )


def _opportunity(
    chance: Random, config: Config, manner: _Manner, name: str, begun: int
) -> Opportunity:
    return Opportunity(
        id=name,
        company=name.capitalize(),
        source=_maybe(chance, tuple(config.sources)),
        segment=_maybe(chance, SEGMENTS),
        size=_maybe(chance, _SIZES),
        level=Level(sought=chance.choice(_LEVELS), offered=_maybe(chance, _LEVELS))
        if chance.random() < 0.5
        else None,
        market=Market(
            total=chance.randrange(100_000, 400_000, 1_000), currency=_currency(chance, config)
        )
        if chance.random() < 0.4
        else None,
        tags=tuple(chance.sample(_TAGS, chance.randint(0, len(_TAGS)))),
        events=_events(chance, config, manner, begun),
    )


def _events(chance: Random, config: Config, manner: _Manner, begun: int) -> tuple[Event, ...]:
    """A story in date order: what follows an end without ``reopened`` is a note at most."""
    stages = config.stage_order
    offer_stage = config.rank(config.offer_stage)
    events: list[Event] = []
    number = begun
    if chance.random() < 0.1:
        events.append(Event(date=day(number), note="Heard of them.", by=_by(chance)))
        number += chance.choice(_PAUSES)
    at = 0 if chance.random() < 0.8 else chance.randrange(len(stages))
    events.append(_staged(chance, config, number, at, reopened=False, nth=len(events)))
    ended = False
    for nth in range(len(events), chance.randint(len(events), _LONGEST)):
        number += chance.choice(_PAUSES)
        if ended and chance.random() < 0.6:
            break  # most ends stand
        kind = manner.next()
        if ended and kind != "note" and chance.random() > manner.returning:
            break
        if kind == "note" or (kind == "on" and at + 1 == len(stages) and not ended):
            offered = any(config.rank(e.stage) >= offer_stage for e in events if e.stage)
            events.append(_noted(chance, config, number, nth, offered=offered))
            continue
        if kind == "end":
            events.append(_ended(chance, config, number, at, reopened=ended, nth=nth))
            ended = True
            continue
        step = {"on": at + 1, "skip": at + 2, "any": chance.randrange(len(stages))}[kind]
        at = min(step, len(stages) - 1)
        events.append(_staged(chance, config, number, at, reopened=ended, nth=nth))
        ended = False
    return tuple(events)


def _staged(
    chance: Random, config: Config, number: int, at: int, *, reopened: bool, nth: int
) -> Event:
    offers = at >= config.rank(config.offer_stage) and chance.random() < 0.8
    goals = chance.sample(sorted(config.goals), chance.randint(0, len(config.goals)))
    return Event(
        date=day(number),
        nth=nth,
        stage=config.stage_order[at],
        by=_by(chance),
        interest=_maybe(chance, config.interest),
        confidence=_maybe(chance, config.confidence),
        fit={goal: chance.randint(0, 5) for goal in goals} if chance.random() < 0.3 else {},
        offer=_offer(chance, config) if offers else None,
        reopened="They wrote again." if reopened else None,
    )


def _ended(
    chance: Random, config: Config, number: int, at: int, *, reopened: bool, nth: int
) -> Event:
    """An end; an offer is accepted or declined only where there can be one."""
    offered = at >= config.rank(config.offer_stage)
    answers = {Outcome.ACCEPTED, Outcome.DECLINED}
    return Event(
        date=day(number),
        nth=nth,
        outcome=chance.choice([end for end in Outcome if offered or end not in answers]),
        by=_by(chance),
        reasons=tuple(chance.sample(REASONS, chance.choice((0, 0, 1, 2)))),
        reopened="It was not the end." if reopened else None,
    )


def _noted(chance: Random, config: Config, number: int, nth: int, *, offered: bool) -> Event:
    """A note, a reassessment, or an offer made better or clearer, once there is one."""
    return Event(
        date=day(number),
        nth=nth,
        by=_by(chance),
        interest=_maybe(chance, config.interest),
        confidence=_maybe(chance, config.confidence),
        note="Talked.",
        offer=_offer(chance, config) if offered and chance.random() < 0.3 else None,
    )


def _offer(chance: Random, config: Config) -> Offer:
    """Amounts that are known, pending or left unsaid; a part is never known and pending."""
    form = _maybe(chance, tuple(OfferForm))
    if chance.random() < 0.1:
        total = chance.randrange(100_000, 400_000, 1_000)
        return Offer(total=total, currency=_currency(chance, config), form=form)
    known = [part for part in _AMOUNTS if chance.random() < 0.6]
    pending = tuple(part for part in _AMOUNTS if part not in known and chance.random() < 0.3)
    if not known and not pending:
        pending = (OfferPart.CASH,)
    equity = Equity(
        value=chance.choice((0, 50_000, 300_000)), years=_maybe(chance, (1, 3, 4, 4, 5))
    )
    return Offer(
        base=chance.randrange(90_000, 250_000, 500) if OfferPart.BASE in known else None,
        bonus=chance.randrange(0, 40_000, 500) if OfferPart.BONUS in known else None,
        sign_on=chance.choice((0, 10_000, 25_000)) if OfferPart.SIGN_ON in known else None,
        equity=equity if OfferPart.EQUITY in known else None,
        currency=_currency(chance, config),
        form=form,
        pending=pending,
    )


def _by(chance: Random) -> Party | None:
    return _maybe(chance, (Party.ME, Party.COMPANY))


def _currency(chance: Random, config: Config) -> str | None:
    """One of three; the ledger's own may be left unsaid."""
    return _maybe(chance, CURRENCIES) or (None if config.currency else "USD")


def _maybe(chance: Random, choices: Sequence[T]) -> T | None:
    """One of these, or, once in three, none."""
    return chance.choice(choices) if chance.random() < 2 / 3 else None
