"""An opportunity's events in an order that holds together, and what had to be mended.

A log from elsewhere need not be a story that a ledger takes: an interview may stand after a
rejection, a rejection twice. Nothing is mended silently: every kind of repair is counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from opledger.core.late import dataclass

if TYPE_CHECKING:
    from opledger.core.vocabulary import Outcome
    from opledger.exchange.dates import Dated

T = TypeVar("T")


class Repair(StrEnum):
    """A kind of repair, as it is told."""

    REOPENED = "went on after an outcome: marked 'reopened'"
    REPEATED = "outcome told again: left out"
    SAME = "event told twice on one day: left out"
    STARTED = "began without a stage: first stage added on the same day"
    OFFERED = "offer told before the offer stage: stage added"
    LIFTED = "date before that of the event above: set to it, with a note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One event on its way into a file; ``said`` is what the log called it."""

    date: date
    time: datetime | None = None
    stage: str | None = None
    outcome: Outcome | None = None
    by: str | None = None
    interest: str | None = None
    confidence: str | None = None
    note: str | None = None
    lesson: str | None = None
    offer: Mapping[str, object] | None = None
    reasons: tuple[str, ...] = ()
    reopened: str | None = None
    said: str = field(default="", compare=False)

    def as_values(self, *, with_time: bool) -> dict[str, object]:
        """The event as plain values, keys in the format's order."""
        return {
            "date": self.time if with_time and self.time else self.date,
            "stage": self.stage,
            "outcome": self.outcome.value if self.outcome else None,
            "by": self.by,
            "interest": self.interest,
            "confidence": self.confidence,
            "note": self.note,
            "lesson": self.lesson,
            "offer": self.offer,
            "reasons": list(self.reasons) or None,
            "reopened": self.reopened,
        }


def tell(
    entries: Sequence[Entry], start: str, *, offers: Sequence[str] = (), keep_order: bool
) -> tuple[tuple[Entry, ...], Counter[Repair]]:
    """The events as a story that ``check`` takes, and how often what was mended.

    ``start`` is the stage with which one begins that tells none, ``offers`` are the stages with
    which there is an offer, the first of them first.
    """
    repairs: Counter[Repair] = Counter()
    ordered = (
        _lifted(entries, repairs)
        if keep_order
        else in_order(entries, lambda entry: (entry.date, entry.time))
    )
    ordered = _offered(ordered, offers, repairs)
    return tuple(_mended(_without_same(ordered, repairs), start, repairs)), repairs


def in_order(events: Sequence[T], dated: Callable[[T], Dated]) -> list[T]:
    """By day, on one day as given; those with a time are put in its order among each other."""
    ordered = sorted(((*dated(event), event) for event in events), key=lambda told: told[0])
    timed: dict[date, list[tuple[datetime, T]]] = {}
    for day, moment, event in ordered:
        if moment is not None:
            timed.setdefault(day, []).append((moment, event))
    for day, same in timed.items():
        timed[day] = sorted(same, key=lambda told: told[0])
    return [timed[day].pop(0)[1] if moment else event for day, moment, event in ordered]


def _lifted(entries: Sequence[Entry], repairs: Counter[Repair]) -> list[Entry]:
    """In the given order; a date that goes back is set to the one before, and its own noted."""
    kept: list[Entry] = []
    for entry in entries:
        before = kept[-1] if kept else entry
        back = entry.time and before.time and entry.time < before.time
        if entry.date < before.date or (entry.date == before.date and back):
            note = f"Dated {entry.date} in the source."
            note = f"{entry.note}\n{note}" if entry.note else note
            kept.append(replace(entry, date=before.date, time=None, note=note))
            repairs[Repair.LIFTED] += 1
        else:
            kept.append(entry)
    return kept


def _offered(entries: list[Entry], offers: Sequence[str], repairs: Counter[Repair]) -> list[Entry]:
    """An offer that comes before the offer stage reaches it: in an event of its own, if it must."""
    told: list[Entry] = []
    reached = not offers
    for entry in entries:
        reached = reached or entry.stage in offers
        if reached or not entry.offer:
            told.append(entry)
            continue
        reached = True
        repairs[Repair.OFFERED] += 1
        if not entry.stage and not entry.outcome:
            told.append(replace(entry, stage=offers[0]))
            continue
        offer = Entry(date=entry.date, time=entry.time, stage=offers[0], offer=entry.offer)
        rest = replace(entry, offer=None)
        told.extend((offer, rest) if entry.outcome else (rest, offer))
    return told


def _without_same(entries: list[Entry], repairs: Counter[Repair]) -> list[Entry]:
    kept: list[Entry] = []
    for entry in entries:
        twice = kept and (entry.stage or entry.outcome) and entry == kept[-1]
        if twice:
            repairs[Repair.SAME] += 1
        else:
            kept.append(entry)
    return kept


def _mended(entries: list[Entry], start: str, repairs: Counter[Repair]) -> list[Entry]:
    told: list[Entry] = []
    end: Outcome | None = None
    begun = False
    for entry in entries:
        if entry.outcome and entry.outcome is end:
            repairs[Repair.REPEATED] += 1
            told.extend(_rest(entry))
            continue
        if entry.outcome and not begun:
            told.append(Entry(date=entry.date, stage=start))
            repairs[Repair.STARTED] += 1
            begun = True
        if end and (entry.stage or entry.outcome):
            told.append(replace(entry, reopened=entry.said or "told so in the source"))
            repairs[Repair.REOPENED] += 1
        else:
            told.append(entry)
        if entry.stage or entry.outcome:
            begun, end = True, entry.outcome
    if told and not begun:
        told.insert(0, Entry(date=told[0].date, stage=start))
        repairs[Repair.STARTED] += 1
    return told


def _rest(entry: Entry) -> list[Entry]:
    """What a repeated outcome tells beside itself, as a note."""
    rest = replace(entry, outcome=None, reasons=())
    told = (rest.note, rest.lesson, rest.interest, rest.confidence, rest.offer)
    return [rest] if any(told) else []
