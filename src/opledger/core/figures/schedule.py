"""What has a day: what is scheduled, actions that are due, and offers to be answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from opledger.core.figures.deadline import deadline
from opledger.core.late import dataclass
from opledger.core.standing import standing

if TYPE_CHECKING:
    from datetime import date, datetime

    from opledger.core.config import Config
    from opledger.core.model import Event, Opportunity


class Kind(StrEnum):
    """What it is that has a day."""

    EVENT = "event"
    ACTION = "action"
    ANSWER = "answer"


@dataclass(frozen=True, slots=True)
class Entry:
    """Something of an opportunity on a day, of ``as_of``.

    ``key`` tells it from all others of its opportunity, and stays when it is moved to another
    day: of a stage, its word and the how many-eth of that stage it is; of an entry without a
    stage, the day, which is all that is known of it. ``event`` is ``None`` of an action and an
    answer.
    """

    opportunity: Opportunity
    kind: Kind
    key: str
    day: date
    as_of: date
    event: Event | None = None

    @property
    def time(self) -> datetime | None:
        """The moment, with its zone, where the file gives one."""
        return self.event.time if self.event else None

    @property
    def days(self) -> int:
        """Days until then: 0 today, negative once it has passed."""
        return (self.day - self.as_of).days


def schedule(
    opportunities: Sequence[Opportunity], config: Config, as_of: date
) -> tuple[Entry, ...]:
    """Everything that has a day, past and coming, in the order of days and times.

    Those are all stages, whatever has a time, and whatever lies ahead; an outcome is none. What
    is due, and offers to be answered, are those of opportunities that are open.
    """
    found = [entry for about in opportunities for entry in _of(about, config, as_of)]
    return tuple(sorted(found, key=_place))


def _of(about: Opportunity, config: Config, as_of: date) -> Iterator[Entry]:
    counts: Counter[str] = Counter()
    for event in about.events:
        if event.outcome:
            continue
        what = event.stage or event.date.isoformat()
        counts[what] += 1  # also of what is left out: it was counted while it lay ahead
        if event.stage or event.time or event.date > as_of:
            key = f"{what}/{counts[what]}"
            yield Entry(about, Kind.EVENT, key, event.date, as_of, event)
    stood = standing(about, config, as_of)
    if stood and not stood.open:
        return
    if about.next and about.next.due:
        yield Entry(about, Kind.ACTION, "next", about.next.due, as_of)
    if stood and (last := deadline(stood.events)):
        yield Entry(about, Kind.ANSWER, "answer", last, as_of)


def _place(entry: Entry) -> tuple[date, float, str, str]:
    """A day's entries without a time come before those that have one."""
    moment = entry.time.timestamp() if entry.time else float("-inf")
    return entry.day, moment, entry.opportunity.id, entry.key
