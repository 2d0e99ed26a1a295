"""What is different between two versions of an opportunity, as values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from operator import attrgetter
from typing import TYPE_CHECKING

from opledger.core.late import dataclass, fields
from opledger.core.model import Event, Opportunity

if TYPE_CHECKING:
    from datetime import date

    from opledger.core.config import Config
    from opledger.core.vocabulary import Outcome

_NO_FACTS = {"id", "path", "events", "extra"}


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event that was not there before.

    ``stage`` and ``outcome`` are where the story stood just before it, ``interest`` and
    ``confidence`` what the levels were; ``None`` where nothing was stated. ``offered`` says
    whether an earlier event states an offer, ``ahead`` that the event's day was still to come.
    """

    event: Event
    stage: str | None
    outcome: Outcome | None
    interest: str | None
    confidence: str | None
    offered: bool = False
    ahead: bool = False


@dataclass(frozen=True, slots=True)
class Removed:
    """An event that is no longer there."""

    event: Event


@dataclass(frozen=True, slots=True)
class Revised:
    """An event that says something else than before; ``keys`` are those that differ."""

    before: Event
    after: Event

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the event that were added, taken away or changed."""
        return tuple(
            name
            for name in _EVENT_KEYS
            if getattr(self.before, name) != getattr(self.after, name)
            and not (name == "date" and self.before.time and self.after.time)
        )


@dataclass(frozen=True, slots=True)
class Reordered:
    """The same events in another order."""


@dataclass(frozen=True, slots=True)
class Restated:
    """A fact beside the events: what it was and what it is, ``None`` or empty for nothing."""

    name: str
    before: object
    after: object


Change = Recorded | Removed | Revised | Reordered | Restated
_EVENT_KEYS = tuple(each.name for each in fields(Event) if each.compare)
_said = attrgetter(*(name for name in _EVENT_KEYS if name not in {"date", "time"}))
_NOTHING: tuple[object, ...] = (None, (), {}, "")


def changes(
    before: Opportunity | None, after: Opportunity | None, on: date | None = None
) -> tuple[Change, ...]:
    """Every difference: events first, in their order, then the facts beside them.

    It was made ``on`` a day, if that is known: what was recorded for a later one lay ahead.

    An event counts as revised where its date and its stage or outcome are the same, best of all
    with the same words, or failing that one of the two; everything else is an event removed or
    recorded. What importers keep in ``extra`` is no matter.
    """
    old = before.events if before else ()
    new = after.events if after else ()
    alike = _alike(old, new)
    left, right = old[alike:], new[alike:]
    was, now = [*map(event_key, left)], [*map(event_key, right)]
    gone, come = _unmatched(left, was, now), _unmatched(right, now, was)
    found: list[tuple[int, Change]] = []
    for removed, recorded in _paired(gone, come):
        gone.remove(removed)
        come.remove(recorded)
        found.append((recorded.nth, Revised(removed, recorded)))
    found.extend((event.nth, Removed(event)) for event in gone)
    found.extend((event.nth, _recorded(event, new, on)) for event in come)
    told: list[Change] = [change for _, change in sorted(found, key=lambda each: each[0])]
    if not told and was != now:
        told.append(Reordered())
    return (*told, *_restated(before, after))


def changed_settings(before: Config, after: Config) -> tuple[str, ...]:
    """The keys of ``ledger.yaml`` that say something else."""
    names = (each.name for each in fields(before))
    return tuple(name for name in names if getattr(before, name) != getattr(after, name))


def missing(events: Iterable[Event], among: Iterable[Event]) -> list[Event]:
    """Those of the events that are not among the others, each as often as it is lacking."""
    wanted = tuple(events)
    return _unmatched(wanted, map(event_key, wanted), map(event_key, among))


def _alike(old: tuple[Event, ...], new: tuple[Event, ...]) -> int:
    """How many events are the same from the first on: nearly all, as events are put at the end."""
    many = 0
    for before, after in zip(old, new, strict=False):
        if before != after:
            break
        many += 1
    return many


def _unmatched(
    events: Iterable[Event], keys: Iterable[Hashable], others: Iterable[Hashable]
) -> list[Event]:
    """Those of the events, each with its key, whose keys are not among the others."""
    there = Counter(others)
    left = []
    for event, key in zip(events, keys, strict=True):
        if there[key]:
            there[key] -= 1
        else:
            left.append(event)
    return left


def event_key(event: Event) -> Hashable:
    """What an event says, to compare it with others and to look it up."""
    when = event.time or event.date  # the day of a time follows from the ledger's zone
    rest = [tuple(sorted(v.items())) if isinstance(v, dict) else v for v in _said(event)]
    return when, *rest


def _paired(gone: list[Event], come: list[Event]) -> list[tuple[Event, Event]]:
    """The events that are most likely one event, revised: the closest pairs first."""
    found: list[tuple[Event, Event]] = []
    old, new = list(gone), list(come)
    for alike in _ALIKE:
        for event in tuple(old):
            other = next((each for each in new if alike(event, each)), None)
            if other is not None:
                found.append((event, other))
                old.remove(event)
                new.remove(other)
    return found


def _what(event: Event) -> tuple[str | None, str | None]:
    return event.stage, event.outcome


def _text(event: Event) -> tuple[str | None, str | None]:
    return event.note, event.lesson


_ALIKE: tuple[Callable[[Event, Event], bool], ...] = (
    lambda a, b: a.date == b.date and _what(a) == _what(b) and _text(a) == _text(b),
    lambda a, b: a.date == b.date and _what(a) == _what(b),
    lambda a, b: any(_what(a)) and _what(a) == _what(b),
    lambda a, b: any(_text(a)) and _text(a) == _text(b),
    lambda a, b: a.date == b.date and any(_what(a)) and any(_what(b)),
)


def _recorded(event: Event, events: tuple[Event, ...], on: date | None) -> Recorded:
    place = next(n for n, each in enumerate(events) if each is event)
    earlier = events[:place]
    stage: str | None = None
    outcome: Outcome | None = None
    for each in earlier:
        stage = each.stage or stage
        outcome = each.outcome or (None if each.stage else outcome)
    return Recorded(
        event,
        stage,
        outcome,
        next((e.interest for e in reversed(earlier) if e.interest), None),
        next((e.confidence for e in reversed(earlier) if e.confidence), None),
        any(e.offer for e in earlier),
        on is not None and event.date > on,
    )


def _restated(before: Opportunity | None, after: Opportunity | None) -> list[Change]:
    names = [each.name for each in fields(Opportunity) if each.name not in _NO_FACTS]
    facts = [(name, getattr(before, name, None), getattr(after, name, None)) for name in names]
    return [
        Restated(name, old, new)
        for name, old, new in facts
        if old != new and not (old in _NOTHING and new in _NOTHING)
    ]
