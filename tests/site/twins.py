"""Twins of a ledger: everything public is the same, everything private is another.

What is public follows from ``publish:`` alone. Where ``few`` is set, only the last four below are,
and each source, whatever else is listed. This is what each entry of ``fields`` makes public, of the
opportunities that had begun by the day, and of their events up to that day:

``company``     the company
``alias``       the alias, where the company is not public
``role``, ``size``, ``location``, ``level``
                themselves, as they are written
``source``, ``segment``, ``tags``, ``reasons``
                the words, not their order in a file; of the vocabulary only the words that are
                used, with their labels, in its order
``dates``       to the day: the days of events, deadlines and answers, the first and the last day of
                the search, and ``quiet_after``. By month: the months of events, and of the day that
                the figures are as of. Not listed: neither, only which events come after which
``turns``       whose move each event was
``interest``, ``confidence``
                the levels, and the whole scale
``fit``         the scores, and the goals that are scored, with label and weight
``offers``      every amount and word of an offer and of the market, and the ledger's currency;
                not their free text
``notes``       the free text of opportunities, events, offers, markets and reopenings
``lessons``, ``questions``
                themselves; when a question was answered only with dates to the day
``stages``      the stages of events; all stages of the ledger in order, with their labels, and
                which of them is the conversation and the offer
``outcome``     the outcomes of events

An event is public where anything of it but its date is. Always public are ``publish`` itself, the
statistical ``few``, how many opportunities had begun, and the order of one's events. Always private
are ids and files, people, links, what comes next, ``extra``, times of the day and the time zone,
the ledger's title, its history, what lies ahead, and the order of everything in the files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any, TypeVar

from opledger.core.config import Audit, Config, Goal, Publish, Search
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
from opledger.core.vocabulary import OfferForm, Party, Precision, PublicField

T = TypeVar("T")
F = PublicField
_SIGNS = "abcdefghij klmnopqrstuvwxyz ABCDEFGH éüñ 漢字 שלום 0123456789"
_ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Pacific/Kiritimati", "Asia/Kolkata")
_COUNTED = {F.STAGES, F.OUTCOME, F.SOURCE, F.DATES}
_NEEDED = {F.STAGES, F.OUTCOME}
LONG_AGO = date(2023, 1, 1)


def allowed(ledger: Ledger, chance: Random) -> Ledger:
    """The ledger with an allow-list by chance; ``few`` now and then."""
    listed = {field for field in F if chance.random() < chance.choice((0.2, 0.5, 0.8))}
    publish = Publish(
        fields=frozenset(listed | _NEEDED),
        dates=chance.choice(tuple(Precision)),
        few=chance.choice((None, None, None, 3, 5)),
        title=chance.choice(("Job search", "A winter")),
        address=chance.choice((None, "https://example.org/search")),
    )
    return replace(ledger, config=replace(ledger.config, publish=publish))


def twin(ledger: Ledger, as_of: date, chance: Random) -> tuple[Ledger, date]:
    """A ledger that differs in every private value, and its day."""
    return _Twin(ledger, as_of, chance).made()


def text(chance: Random, longest: int = 40) -> str:
    """Some text of any length."""
    made = "".join(chance.choice(_SIGNS) for _ in range(chance.randint(1, longest)))
    return f"x{made.strip()}"


def word(chance: Random) -> str:
    """Some word of any length."""
    return "".join(chance.choice("abcdefghijklmnop") for _ in range(chance.randint(3, 20)))


@dataclass
class _Twin:
    ledger: Ledger
    as_of: date
    chance: Random

    def __post_init__(self) -> None:
        publish = self.ledger.config.publish
        self.counted = publish.few is not None
        self.fields = publish.fields & _COUNTED if self.counted else publish.fields
        dates = F.DATES in self.fields
        self.days = dates and publish.dates is Precision.DAY
        self.months = dates and not self.days
        self.by_days = self.days and not self.counted
        self.day = self._other_day()
        self.old = self.ledger.config
        self.config = self._config()

    def made(self) -> tuple[Ledger, date]:
        found = [self._opportunity(e) for e in self.ledger.opportunities if self._begun(e)]
        found += [self._not_begun() for _ in range(self.chance.randint(0, 2))]
        self.chance.shuffle(found)
        return Ledger(self.config, tuple(found)), self.day

    # What is public stays.

    def has(self, field: PublicField) -> bool:
        return field in self.fields

    def keep(self, field: PublicField, value: T, other: Callable[[], T]) -> T:
        return value if self.has(field) else other()

    def maybe(self, make: Callable[[], T]) -> T | None:
        return make() if self.chance.random() < 0.6 else None

    def some_text(self) -> str | None:
        return self.maybe(lambda: text(self.chance))

    # The day, and the days of events.

    def _other_day(self) -> date:
        if self.days:
            return self.as_of
        if self.months:
            first = self.as_of.replace(day=1)
            last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
            return first + timedelta(days=self.chance.randint(0, (last - first).days))
        return self.as_of + timedelta(days=self.chance.randint(-300, 300))

    def _days(self, events: Iterable[Event]) -> list[date]:
        """Other days for events, as far as they are private, in order and none after the day."""
        found: list[date] = []
        old = [event.date for event in events]
        if self.days and not self.counted:
            return old
        if self.months and not self.counted:
            for each in old:
                first = each.replace(day=1)
                last = min((first + timedelta(days=31)).replace(day=1), self._after())
                room = (last - first).days - 1
                found.append(first + timedelta(days=self.chance.randint(0, room)))
            return sorted(found)
        span = self.chance.randint(0, 400)
        return sorted(self.day - timedelta(days=self.chance.randint(0, span)) for _ in old)

    def _after(self) -> date:
        return self.day + timedelta(days=1)

    # Opportunities.

    def _begun(self, each: Opportunity) -> bool:
        return any(event.stage and event.date <= self.as_of for event in each.events)

    def _opportunity(self, each: Opportunity) -> Opportunity:
        chance, config = self.chance, self.config
        alias_shown = self.has(F.ALIAS) and not self.has(F.COMPANY)
        return Opportunity(
            id=word(chance),
            company=self.keep(F.COMPANY, each.company, lambda: text(chance)),
            alias=each.alias if alias_shown else self.some_text(),
            role=self.keep(F.ROLE, each.role, self.some_text),
            source=self.keep(F.SOURCE, each.source, lambda: self._word(config.sources)),
            segment=self.keep(F.SEGMENT, each.segment, lambda: self._word(config.segments)),
            size=self.keep(F.SIZE, each.size, self.some_text),
            location=self.keep(F.LOCATION, each.location, self.some_text),
            url=self.maybe(lambda: f"https://example.com/{word(chance)}"),
            level=self.keep(F.LEVEL, each.level, lambda: self.maybe(self._level)),
            market=self._market(each.market),
            tags=self._shuffled(self.keep(F.TAGS, each.tags, self._words)),
            people=tuple(self._person() for _ in range(chance.randint(0, 3))),
            next=self.maybe(self._next),
            questions=self._questions(each.questions),
            events=self._events(each.events),
            notes=self.keep(F.NOTES, each.notes, self.some_text),
            extra={word(chance): text(chance) for _ in range(chance.randint(0, 2))},
        )

    def _not_begun(self) -> Opportunity:
        ahead = Event(date=self._after(), stage=self.config.stage_order[0])
        return Opportunity(id=word(self.chance), company=text(self.chance), events=(ahead,))

    def _shuffled(self, values: tuple[T, ...]) -> tuple[T, ...]:
        return tuple(self.chance.sample(values, len(values)))

    def _words(self) -> tuple[str, ...]:
        return tuple({word(self.chance) for _ in range(self.chance.randint(0, 4))})

    def _word(self, vocabulary: Mapping[str, str] | None) -> str | None:
        if vocabulary is None:
            return self.maybe(lambda: word(self.chance))
        return self.chance.choice((None, *vocabulary))

    def _level(self) -> Level:
        return Level(sought=self.some_text(), offered=text(self.chance))

    def _market(self, market: Market | None) -> Market | None:
        if not self.has(F.OFFERS):
            total = self.chance.randrange(50_000, 900_000)
            return self.maybe(lambda: Market(total=total, currency="CHF", source=self.some_text()))
        if market and not self.has(F.NOTES):
            return replace(market, source=self.some_text())
        return market

    def _person(self) -> Person:
        return Person(name=text(self.chance), role=self.some_text(), note=self.some_text())

    def _next(self) -> NextAction:
        due = self.day + timedelta(days=self.chance.randint(-9, 30))
        return NextAction(
            action=text(self.chance), due=due, turn=self.chance.choice(list(Party)[:2])
        )

    def _questions(self, questions: tuple[Question, ...]) -> tuple[Question, ...]:
        if not self.has(F.QUESTIONS):
            count = self.chance.randint(0, 3)
            return tuple(Question(ask=text(self.chance), date=LONG_AGO) for _ in range(count))
        if self.days:
            return questions
        return tuple(replace(each, date=self.chance.choice((None, LONG_AGO))) for each in questions)

    # Events.

    def _events(self, events: tuple[Event, ...]) -> tuple[Event, ...]:
        past = [event for event in events if event.date <= self.as_of]
        kept: list[Event] = []
        ended = False
        for event, day in zip(past, self._days(past), strict=True):
            again = bool(ended and (event.stage or event.outcome))
            kept.append(self._event(event, day, again=again))
            ended = bool(event.outcome) or (ended and not event.stage)
        for _ in range(self.chance.randint(0, 3)):
            place = self.chance.randint(0, len(kept))
            day = kept[min(place, len(kept) - 1)].date
            kept.insert(place, self._unseen(day))
        kept = [event for event in kept if self._says_anything(event)]
        ahead = self._after()
        kept += [
            Event(date=ahead + timedelta(days=n), note=text(self.chance), by=Party.ME)
            for n in range(self.chance.randint(0, 2))
        ]
        return tuple(self._timed(event, nth) for nth, event in enumerate(kept))

    def _timed(self, event: Event, nth: int) -> Event:
        moment = datetime.combine(event.date, time(8, nth), tzinfo=self.config.zone)
        return replace(event, time=moment if self.chance.random() < 0.4 else None, nth=nth)

    def _event(self, event: Event, day: date, *, again: bool) -> Event:
        chance, config = self.chance, self.config
        why = text(chance) if again else None
        return Event(
            date=day,
            stage=event.stage,
            outcome=event.outcome,
            by=self.keep(F.TURNS, event.by, lambda: chance.choice((None, Party.ME, Party.COMPANY))),
            interest=self.keep(F.INTEREST, event.interest, lambda: self._of(config.interest)),
            confidence=self.keep(
                F.CONFIDENCE, event.confidence, lambda: self._of(config.confidence)
            ),
            fit=self._fit(event.fit),
            note=self.keep(F.NOTES, event.note, lambda: self._note(event)),
            lesson=self.keep(F.LESSONS, event.lesson, self.some_text),
            offer=self._offer(event.offer),
            reasons=self._shuffled(
                self.keep(F.REASONS, event.reasons, lambda: self._reasons(event))
            ),
            reopened=self.keep(F.NOTES, event.reopened, lambda: why),
        )

    def _note(self, event: Event) -> str | None:
        """Some note or none; one for certain where the event would say nothing else."""
        return self.some_text() if event.stage or event.outcome else text(self.chance)

    def _of(self, scale: tuple[str, ...]) -> str | None:
        return self.maybe(lambda: self.chance.choice(scale))

    def _reasons(self, event: Event) -> tuple[str, ...]:
        found = {self._word(self.config.reasons) for _ in range(2)} if event.outcome else set()
        return tuple(each for each in found if each)

    def _fit(self, fit: Mapping[str, float]) -> Mapping[str, float]:
        if self.has(F.FIT):
            return {goal: fit[goal] for goal in self._shuffled(tuple(fit))}
        goals = [goal for goal in self.config.goals if self.chance.random() < 0.4]
        return {goal: float(self.chance.randint(0, 5)) for goal in goals}

    def _offer(self, offer: Offer | None) -> Offer | None:
        if offer is None:
            return None
        if not self.has(F.OFFERS):
            base = float(self.chance.randrange(50_000, 900_000))
            form = self.chance.choice((None, *OfferForm))
            made = Offer(base=base, currency="CHF", form=form, note=self.some_text())
            return self.chance.choice((None, made))
        other = replace(offer, note=self.keep(F.NOTES, offer.note, self.some_text))
        return other if self.days else replace(other, deadline=self.maybe(lambda: self.day))

    def _unseen(self, day: date) -> Event:
        """An event of private values alone: it may come and go."""
        return Event(
            date=day,
            by=None if self.has(F.TURNS) else Party.ME,
            interest=None if self.has(F.INTEREST) else self._of(self.config.interest),
            confidence=None if self.has(F.CONFIDENCE) else self._of(self.config.confidence),
            fit={} if self.has(F.FIT) else self._fit({}),
            note=None if self.has(F.NOTES) else text(self.chance),
            lesson=None if self.has(F.LESSONS) else self.some_text(),
        )

    def _says_anything(self, event: Event) -> bool:
        public = (event.stage, event.outcome)
        told = (
            (F.TURNS, event.by),
            (F.INTEREST, event.interest),
            (F.CONFIDENCE, event.confidence),
            (F.FIT, event.fit),
            (F.NOTES, event.note or event.reopened),
            (F.LESSONS, event.lesson),
            (F.OFFERS, event.offer),
            (F.REASONS, event.reasons),
        )
        if any(public) or any(value for field, value in told if self.has(field)):
            return True
        empty = event == Event(date=event.date, by=event.by)
        return not empty and self.chance.random() < 0.7

    # Settings.

    def _config(self) -> Config:
        chance, old = self.chance, self.old
        used = [event for each in self.ledger.opportunities for event in self._public(each)]
        began = [each for each in self.ledger.opportunities if self._begun(each)]
        sources = {each.source for each in began} if self.has(F.SOURCE) else set()
        segments = {each.segment for each in began} if self.has(F.SEGMENT) else set()
        reasons = {r for e in used for r in e.reasons} if self.has(F.REASONS) else set()
        scored = {goal for e in used for goal in e.fit} if self.has(F.FIT) else set()
        goals = {name: goal for name, goal in old.goals.items() if name in scored}
        started = LONG_AGO + timedelta(days=chance.randint(0, 99))
        return Config(
            title=text(chance),
            timezone=chance.choice(_ZONES),
            search=old.search if self.by_days else Search(started=started),
            stages=old.stages,
            conversation=old.conversation_stage,
            offer=old.offer_stage,
            interest=self.keep(F.INTEREST, old.interest, self._scale),
            confidence=self.keep(F.CONFIDENCE, old.confidence, self._scale),
            sources=self._vocabulary(old.sources, sources),
            segments=None
            if old.segments is None and self.has(F.SEGMENT)
            else self._vocabulary(old.segments or {}, segments),
            reasons=None
            if old.reasons is None and self.has(F.REASONS)
            else self._vocabulary(old.reasons or {}, reasons),
            goals=self._mixed(goals, lambda: Goal(text(chance), float(chance.randint(1, 9)))),
            quiet_after=old.quiet_after if self.by_days else chance.randint(1, 99),
            few=old.few,
            currency=self.keep(F.OFFERS, old.currency, lambda: chance.choice((None, "SEK"))),
            publish=old.publish,
            commit=chance.random() < 0.5,
            private=chance.random() < 0.5,
            allowed_remotes=(text(chance),),
            audit=Audit(chance.randint(1, 99), chance.randint(1, 99)),
        )

    def _public(self, each: Opportunity) -> list[Event]:
        return [e for e in each.events if e.date <= self.as_of] if self._begun(each) else []

    def _scale(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(word(self.chance) for _ in range(self.chance.randint(3, 6))))

    def _vocabulary(self, old: Mapping[str, str], used: Iterable[str | None]) -> dict[str, str]:
        found = set(used)
        kept = {name: label for name, label in old.items() if name in found}
        return self._mixed(kept, lambda: text(self.chance))

    def _mixed(self, kept: Mapping[str, T], make: Callable[[], T]) -> dict[str, T]:
        """What is kept, in its order, with others between."""
        pairs: list[tuple[str, Any]] = list(kept.items())
        for _ in range(self.chance.randint(0, 3)):
            pairs.insert(self.chance.randint(0, len(pairs)), (word(self.chance), make()))
        return dict(pairs)
