"""A ledger as typed tables for SQL over many ledgers: every row names its ledger.

What the files say and what follows from them stand in tables of their own: ``standings`` and
``stays`` are derived, as of a day. Whose names, notes or amounts may not go along is left empty, in
tables of the same columns, so that ledgers of either kind stand side by side.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from opledger.core.figures.timing import stays
from opledger.core.late import dataclass
from opledger.core.model import Event, Ledger, Offer, Opportunity
from opledger.core.standing import Standing, standings
from opledger.exchange.parts import Part

if TYPE_CHECKING:
    from opledger.core.config import Config


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    TEXTS = "texts"
    DAY = "day"
    MOMENT = "moment"
    WHOLE = "whole"
    AMOUNT = "amount"
    SCORES = "scores"
    FLAG = "flag"


Columns = Mapping[str, Kind]
Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Dataset:
    """A table: its columns in order, and its rows in the ledger's order."""

    columns: Columns
    rows: tuple[Row, ...]


_KEY = {"ledger": Kind.TEXT, "id": Kind.TEXT}
_OPPORTUNITIES: Columns = {
    **_KEY,
    **dict.fromkeys(
        ("company", "alias", "role", "source", "segment", "size", "location", "url"), Kind.TEXT
    ),
    "level_sought": Kind.TEXT,
    "level_offered": Kind.TEXT,
    "market_total": Kind.AMOUNT,
    "market_currency": Kind.TEXT,
    "market_source": Kind.TEXT,
    "tags": Kind.TEXTS,
    "next_action": Kind.TEXT,
    "next_due": Kind.DAY,
    "next_turn": Kind.TEXT,
    "notes": Kind.TEXT,
}
_EVENTS: Columns = {
    **_KEY,
    "nth": Kind.WHOLE,
    "date": Kind.DAY,
    "time": Kind.MOMENT,
    **dict.fromkeys(("stage", "outcome", "moved_by", "interest", "confidence"), Kind.TEXT),
    "fit": Kind.SCORES,
    "note": Kind.TEXT,
    "lesson": Kind.TEXT,
    "reasons": Kind.TEXTS,
    "reopened": Kind.TEXT,
}
_OFFERS: Columns = {
    **_KEY,
    "nth": Kind.WHOLE,
    "date": Kind.DAY,
    **dict.fromkeys(
        ("base", "bonus", "sign_on", "equity_value", "equity_years", "total"), Kind.AMOUNT
    ),
    "currency": Kind.TEXT,
    "form": Kind.TEXT,
    "pending": Kind.TEXTS,
    "deadline": Kind.DAY,
    "note": Kind.TEXT,
}
_PEOPLE: Columns = {
    **_KEY,
    **dict.fromkeys(("name", "role", "email", "phone", "note"), Kind.TEXT),
}
_QUESTIONS: Columns = {**_KEY, "ask": Kind.TEXT, "answer": Kind.TEXT, "date": Kind.DAY}
_STAGES: Columns = {
    "ledger": Kind.TEXT,
    "place": Kind.WHOLE,
    "stage": Kind.TEXT,
    "label": Kind.TEXT,
    "is_conversation": Kind.FLAG,
    "is_offer": Kind.FLAG,
}
_LEDGERS: Columns = {
    "ledger": Kind.TEXT,
    "title": Kind.TEXT,
    "timezone": Kind.TEXT,
    "currency": Kind.TEXT,
    "quiet_after": Kind.WHOLE,
    "few": Kind.WHOLE,
    "as_of": Kind.DAY,
}
_STANDINGS: Columns = {
    **_KEY,
    "as_of": Kind.DAY,
    "started": Kind.DAY,
    "stage": Kind.TEXT,
    "furthest": Kind.TEXT,
    "furthest_place": Kind.WHOLE,
    "is_open": Kind.FLAG,
    "outcome": Kind.TEXT,
    "ended_by": Kind.TEXT,
    "ended_on": Kind.DAY,
    "days": Kind.WHOLE,
    "silent": Kind.WHOLE,
    "interest": Kind.TEXT,
    "confidence": Kind.TEXT,
    "times_reopened": Kind.WHOLE,
}
_STAYS: Columns = {
    **_KEY,
    "stage": Kind.TEXT,
    "place": Kind.WHOLE,
    "reached_on": Kind.DAY,
    "left_on": Kind.DAY,
    "days": Kind.WHOLE,
    "ended": Kind.FLAG,
}


def datasets(
    ledger: Ledger, as_of: date, name: str, without: Sequence[Part] = ()
) -> dict[str, Dataset]:
    """Every table by its name; ``name`` is the ledger's in each row."""
    kept = _without(ledger, set(without))
    config = kept.config
    stood = standings(kept.opportunities, config, as_of)

    def each(columns: Columns, rows: Callable[[Opportunity], Iterator[Row]]) -> Dataset:
        found = ((name, one.id, *row) for one in kept.opportunities for row in rows(one))
        return Dataset(columns, tuple(found))

    def of_standings(columns: Columns, rows: Callable[[Standing], Iterator[Row]]) -> Dataset:
        found = ((name, one.opportunity.id, *row) for one in stood for row in rows(one))
        return Dataset(columns, tuple(found))

    settings = (config.timezone, config.currency, config.quiet_after, config.few, as_of)
    return {
        "ledgers": Dataset(_LEDGERS, ((name, config.title or None, *settings),)),
        "stages": Dataset(_STAGES, tuple((name, *row) for row in _stages(config))),
        "opportunities": each(_OPPORTUNITIES, _opportunity),
        "events": each(_EVENTS, lambda one: map(_event, one.events)),
        "offers": each(_OFFERS, _offers),
        "people": each(_PEOPLE, _people),
        "questions": each(_QUESTIONS, _questions),
        "standings": of_standings(_STANDINGS, lambda one: _standing(one, config)),
        "stays": of_standings(_STAYS, lambda one: _stays(one, config)),
    }


def _stages(config: Config) -> Iterator[Row]:
    for place, (stage, label) in enumerate(config.stages.items()):
        talk, offer = stage == config.conversation_stage, stage == config.offer_stage
        yield place, stage, label or None, talk, offer


def _opportunity(each: Opportunity) -> Iterator[Row]:
    level, market, following = each.level, each.market, each.next
    yield (
        *(each.company or None, each.alias, each.role, each.source, each.segment, each.size),
        *(each.location, each.url),
        *((level.sought, level.offered) if level else (None, None)),
        *((market.total, market.currency, market.source) if market else (None, None, None)),
        each.tags,
        *((following.action, following.due, following.turn) if following else (None, None, None)),
        each.notes,
    )


def _event(event: Event) -> Row:
    return (
        *(event.nth, event.date, event.time, event.stage, event.outcome, event.by),
        *(event.interest, event.confidence, event.fit, event.note, event.lesson),
        *(event.reasons, event.reopened),
    )


def _offers(each: Opportunity) -> Iterator[Row]:
    for event in each.events:
        if offer := event.offer:
            equity = offer.equity
            yield (
                *(event.nth, event.date, offer.base, offer.bonus, offer.sign_on),
                *((equity.value, equity.years) if equity else (None, None)),
                *(offer.total, offer.currency, offer.form, offer.pending, offer.deadline),
                offer.note,
            )


def _people(each: Opportunity) -> Iterator[Row]:
    for person in each.people:
        yield person.name, person.role, person.email, person.phone, person.note


def _questions(each: Opportunity) -> Iterator[Row]:
    for question in each.questions:
        yield question.ask, question.answer, question.date


def _standing(each: Standing, config: Config) -> Iterator[Row]:
    yield (
        *(each.as_of, each.started, each.stage, each.furthest, config.rank(each.furthest)),
        *(each.open, each.outcome, each.ended_by, each.ended, each.days, each.silent),
        *(each.interest, each.confidence, len(each.reopenings)),
    )


def _stays(each: Standing, config: Config) -> Iterator[Row]:
    for stay in stays(each, config):
        until = stay.left or each.as_of
        days = (until - stay.reached).days
        yield (
            *(stay.stage, config.rank(stay.stage), stay.reached, stay.left, days),
            stay.left is not None,
        )


def _without(ledger: Ledger, parts: set[Part]) -> Ledger:
    """The ledger with what may not go along left empty."""
    kept = tuple(_stripped(each, parts) for each in ledger.opportunities)
    config = ledger.config
    if Part.NAMES in parts:
        # In an order, and under numbers, that tell nothing of the names.
        ordered = sorted(kept, key=lambda each: (each.events[0].date, repr(each)))
        digits = len(str(len(ordered)))
        kept = tuple(replace(each, id=f"{n:0{digits}}") for n, each in enumerate(ordered, 1))
        config = replace(config, title="")
    return Ledger(config, kept)


def _stripped(each: Opportunity, parts: set[Part]) -> Opportunity:
    if Part.NAMES in parts:
        each = replace(each, id="", company="", alias=None, url=None)
    if Part.PEOPLE in parts:
        each = replace(each, people=())
    if Part.AMOUNTS in parts:
        each = replace(each, market=None)
    if Part.TEXTS in parts:
        market, following = each.market, each.next
        each = replace(
            each,
            notes=None,
            questions=(),
            people=tuple(replace(person, note=None) for person in each.people),
            market=replace(market, source=None) if market else None,
            next=replace(following, action=None) if following else None,
        )
    return replace(each, extra={}, events=tuple(_told(event, parts) for event in each.events))


def _told(event: Event, parts: set[Part]) -> Event:
    offer = event.offer
    if offer and Part.TEXTS in parts:
        offer = replace(offer, note=None)
    if offer and Part.AMOUNTS in parts:
        offer = Offer(
            form=offer.form, pending=offer.pending, deadline=offer.deadline, note=offer.note
        )
    if Part.TEXTS not in parts:
        return replace(event, offer=offer)
    reopened = "" if event.reopened else None  # that it was is no text of the user's
    return replace(event, offer=offer, note=None, lesson=None, reopened=reopened)
