"""What happened between two days, told from the events alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from opledger.core.changes import Change, changes
from opledger.core.late import dataclass

if TYPE_CHECKING:
    from opledger.core.model import Ledger, Opportunity


@dataclass(frozen=True, slots=True)
class Happened:
    """What happened to one opportunity; ``begun`` says that it reached its first stage."""

    opportunity: Opportunity
    begun: bool
    changes: tuple[Change, ...]


def happened(
    ledger: Ledger, since: date, until: date, told: Callable[[int, int], None] | None = None
) -> tuple[Happened, ...]:
    """The opportunities with events after ``since`` up to and including ``until``.

    In the order of their first such event, then of their ids. ``told`` is called for each with how
    many are looked at, of how many.
    """
    found = []
    for nth, each in enumerate(ledger.opportunities, 1):
        if told is not None:
            told(nth, len(ledger.opportunities))
        before, after = _up_to(each, since), _up_to(each, until)
        if len(before.events) != len(after.events):
            made = changes(before, after)
            first = after.events[len(before.events)].date
            found.append(
                (first, each.id, Happened(each, not _begun(before) and _begun(after), made))
            )
    return tuple(each for *_, each in sorted(found, key=lambda found: found[:2]))


def _begun(each: Opportunity) -> bool:
    """Whether it had begun: it begins with its first stage, as everywhere."""
    return any(event.stage for event in each.events)


def _up_to(each: Opportunity, day: date) -> Opportunity:
    return replace(each, events=tuple(event for event in each.events if event.date <= day))
