"""Ledgers with something in every private place, to look for what comes through."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from tests.generated import generated
from tests.site.twins import allowed, text, word

from opledger.core.config import Goal
from opledger.core.model import (
    Event,
    Ledger,
    Level,
    Market,
    NextAction,
    Offer,
    Opportunity,
    Person,
    Question,
)
from opledger.core.vocabulary import Party


def secretive(seed: int, most: int = 9) -> tuple[Ledger, date]:
    """The generated ledger of this number, with texts of every kind and an allow-list by chance."""
    ledger, as_of = generated(seed)
    chance = Random(seed)  # noqa: S311 - a seed makes it the same each time
    config = replace(
        ledger.config,
        title=text(chance),
        timezone="Europe/Berlin",
        goals={
            name: replace(goal, label=text(chance)) for name, goal in ledger.config.goals.items()
        }
        | {word(chance): Goal(text(chance), 2.0)},
    )
    every = ledger.opportunities[: chance.randint(0, most)]
    if len(every) > 2:
        every = (*every[:-1], replace(every[0], id="a-double"))  # told apart by nothing public
    filled = tuple(_filled(each, chance) for each in every)
    return allowed(Ledger(config, filled), chance), as_of


def _filled(each: Opportunity, chance: Random) -> Opportunity:
    def some() -> str | None:
        return text(chance) if chance.random() < 0.7 else None

    return replace(
        each,
        company=text(chance),
        alias=chance.choice((None, "A company", some())),
        role=some(),
        location=some(),
        url="https://example.com/jobs/1",
        level=each.level or Level(sought=some()),
        market=replace(each.market, source=some())
        if each.market
        else Market(total=200_000, currency="USD"),
        people=(Person(name=text(chance), email="a.person@example.com", phone="+41 44 123 45 67"),),
        next=NextAction(action=some(), turn=Party.ME),
        questions=(Question(ask=text(chance), answer=some(), date=each.events[0].date),),
        events=tuple(_event(event, chance) for event in each.events),
        notes=some(),
        extra={"id": 1},
    )


def _event(event: Event, chance: Random) -> Event:
    offer: Offer | None = event.offer
    if offer:
        offer = replace(offer, deadline=event.date + timedelta(days=9), note=text(chance))
    return replace(
        event,
        note=event.note and text(chance),
        lesson=text(chance) if chance.random() < 0.3 else None,
        offer=offer,
        reopened=event.reopened and text(chance),
    )
