"""The public ledger: what may be shown to anybody, and nothing else.

A public site is made from this type alone. It is filled from the allow-list (``publish.fields`` in
``ledger.yaml``), field by field: what is not named below stays behind, whatever it is. So no page,
figure, order, name or length of the public site can depend on anything that is private; a test
changes every private value and compares the whole output.

Where ``publish: few:`` forbids small counts, nothing passes but stages, ends and sources, from
which the counts are made, and the day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from opledger.core.config import Config, Search
from opledger.core.failure import Failure
from opledger.core.late import dataclass
from opledger.core.model import Event, Ledger, Level, Market, Offer, Opportunity, Question
from opledger.core.scope import Scope
from opledger.core.vocabulary import Precision, PublicField

T = TypeVar("T")
_NEEDED = (PublicField.STAGES, PublicField.OUTCOME)
_COUNTED = frozenset({*_NEEDED, PublicField.SOURCE, PublicField.DATES})
_NO_DAY = date(2000, 1, 1)  # stands for every date where none may be told


@dataclass(frozen=True, slots=True)
class PublicLedger:
    """A ledger of public values only, the day it is as of, and what pages may tell of it.

    Its opportunities are numbered in an order that follows from public values alone. Where no
    dates may be told, all of them are one and the same day; where only months, the first of one.
    """

    ledger: Ledger
    as_of: date
    scope: Scope


def public(ledger: Ledger, as_of: date) -> PublicLedger:
    """What may be shown to anybody of a ledger as it stood on a day.

    Raises:
        Failure: the allow-list lacks what every page is about.
    """
    fields = ledger.config.publish.fields
    missing = [field.value for field in _NEEDED if field not in fields]
    if missing:
        raise Failure(
            f"ledger.yaml does not let a public site show {' and '.join(missing)}, which every page"
            f" is about: list {'both' if len(missing) > 1 else 'it'} under publish: fields:"
        )
    sieve = _Sieve(ledger.config, as_of)
    found = [kept for _, kept in _taken(ledger, sieve)]
    config = sieve.config(found)
    # Equal ones can't be told apart, so it is all the same which of them comes first.
    found.sort(key=lambda each: (each.events[0].date, repr(each)))
    digits = len(str(len(found)))
    numbered = tuple(
        replace(each, id=f"{n:0{digits}}", company=each.company or f"Opportunity {n}")
        for n, each in enumerate(found, 1)
    )
    return PublicLedger(Ledger(config, numbered), sieve.day(as_of), sieve.scope)


def taken_over(
    ledger: Ledger, as_of: date
) -> tuple[tuple[tuple[Opportunity, Opportunity], ...], Config]:
    """Each opportunity beside what may be shown of it, still without a number, and the settings."""
    sieve = _Sieve(ledger.config, as_of)
    pairs = tuple(_taken(ledger, sieve))
    return pairs, sieve.config([kept for _, kept in pairs])


def _taken(ledger: Ledger, sieve: _Sieve) -> Iterator[tuple[Opportunity, Opportunity]]:
    for each in ledger.opportunities:
        kept = sieve.opportunity(each)
        if kept:
            yield each, kept


class _Sieve:
    """Takes over what the allow-list names; the rest never passes."""

    def __init__(self, config: Config, as_of: date) -> None:
        self._private = config
        singly = config.publish.few is None
        self._fields = config.publish.fields if singly else config.publish.fields & _COUNTED
        self._as_of = as_of
        dates = PublicField.DATES in self._fields
        self.scope = Scope(
            public=True,
            days=dates and config.publish.dates is Precision.DAY,
            months=dates,
            turns=PublicField.TURNS in self._fields,
            singly=singly,
        )

    def day(self, day: date) -> date:
        """A day as exactly as it may be told."""
        if self.scope.days:
            return day
        return day.replace(day=1) if self.scope.months else _NO_DAY

    def opportunity(self, each: Opportunity) -> Opportunity | None:
        """The public part of one, still without a number; ``None`` where it had not begun."""
        events = tuple(
            kept
            for event in each.events
            if event.date <= self._as_of and (kept := self._event(event))
        )
        if not any(event.stage for event in events):
            return None
        return Opportunity(
            id="",
            company=self._name(each),
            role=self._if(PublicField.ROLE, each.role),
            source=self._if(PublicField.SOURCE, each.source),
            segment=self._if(PublicField.SEGMENT, each.segment),
            size=self._if(PublicField.SIZE, each.size),
            location=self._if(PublicField.LOCATION, each.location),
            level=self._level(self._if(PublicField.LEVEL, each.level)),
            market=self._market(self._if(PublicField.OFFERS, each.market)),
            tags=tuple(sorted(self._if(PublicField.TAGS, each.tags) or ())),
            questions=tuple(
                map(self._question, self._if(PublicField.QUESTIONS, each.questions) or ())
            ),
            events=events,
            notes=self._if(PublicField.NOTES, each.notes),
        )

    def _if(self, field: PublicField, value: T) -> T | None:
        return value if field in self._fields else None

    def _name(self, each: Opportunity) -> str:
        name = self._if(PublicField.COMPANY, each.company)
        return name or self._if(PublicField.ALIAS, each.alias) or ""

    def _level(self, level: Level | None) -> Level | None:
        return Level(sought=level.sought, offered=level.offered) if level else None

    def _market(self, market: Market | None) -> Market | None:
        if market is None:
            return None
        source = self._if(PublicField.NOTES, market.source)
        return Market(total=market.total, currency=market.currency, source=source)

    def _question(self, question: Question) -> Question:
        asked = question.date if self.scope.days else None
        return Question(ask=question.ask, answer=question.answer, date=asked)

    def _event(self, event: Event) -> Event | None:
        """The public part of an event; ``None`` of one that has none."""
        fit = self._if(PublicField.FIT, event.fit) or {}
        kept = Event(
            date=self.day(event.date) if self.scope.singly else _NO_DAY,
            stage=event.stage,
            outcome=event.outcome,
            by=self._if(PublicField.TURNS, event.by),
            interest=self._if(PublicField.INTEREST, event.interest),
            confidence=self._if(PublicField.CONFIDENCE, event.confidence),
            fit={goal: fit[goal] for goal in self._private.goals if goal in fit},
            note=self._if(PublicField.NOTES, event.note),
            lesson=self._if(PublicField.LESSONS, event.lesson),
            offer=self._offer(event.offer),
            reasons=tuple(sorted(self._if(PublicField.REASONS, event.reasons) or ())),
            reopened=self._if(PublicField.NOTES, event.reopened),
        )
        return None if kept == Event(date=kept.date) else kept

    def _offer(self, offer: Offer | None) -> Offer | None:
        if offer is None or PublicField.OFFERS not in self._fields:
            return None
        return Offer(
            base=offer.base,
            bonus=offer.bonus,
            sign_on=offer.sign_on,
            equity=offer.equity,
            total=offer.total,
            currency=offer.currency,
            form=offer.form,
            pending=offer.pending,
            deadline=offer.deadline if self.scope.days else None,
            note=self._if(PublicField.NOTES, offer.note),
        )

    def config(self, found: Sequence[Opportunity]) -> Config:
        """The settings that public pages go by; a word that nothing public uses is left out."""
        private = self._private
        events = [event for each in found for event in each.events]
        scored = {goal for event in events for goal in event.fit}
        defaults = Config()
        by_days = self.scope.days and self.scope.singly
        return Config(
            title=private.publish.title,
            search=private.search if by_days else Search(),
            stages=private.stages,
            conversation=private.conversation_stage,
            offer=private.offer_stage,
            interest=self._if(PublicField.INTEREST, private.interest) or defaults.interest,
            confidence=self._if(PublicField.CONFIDENCE, private.confidence) or defaults.confidence,
            sources=_used(private.sources, (each.source for each in found)),
            segments=_used(private.segments or {}, (each.segment for each in found)),
            reasons=_used(private.reasons or {}, (word for e in events for word in e.reasons)),
            goals={word: goal for word, goal in private.goals.items() if word in scored},
            quiet_after=private.quiet_after if by_days else defaults.quiet_after,
            few=private.few,
            currency=self._if(PublicField.OFFERS, private.currency),
            publish=replace(private.publish, fields=self._fields),
        )


def _used(labels: Mapping[str, str], words: Iterable[str | None]) -> dict[str, str]:
    """The labels of the words that occur, in the ledger's order."""
    found = set(words)
    return {word: label for word, label in labels.items() if word in found}
