"""Where an opportunity stands on a day: derived from its events, never stored.

"As of" a day means: the events dated up to and including it. A later event is scheduled; it
counts for nothing yet.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from opledger.core.late import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

    from opledger.core.config import Config
    from opledger.core.model import Event, Offer, Opportunity
    from opledger.core.vocabulary import Outcome, Party


def last_date(opportunity: Opportunity) -> date:
    """The last of all dates in a record: after it, nothing that was scheduled is still to come.

    From the next day on, whatever asks only whether a date of the record has come gets the same
    answer every day; what counts the days since then goes on counting.
    """
    dates = [event.date for event in opportunity.events]
    dates += [
        event.offer.deadline for event in opportunity.events if event.offer and event.offer.deadline
    ]
    dates += [question.date for question in opportunity.questions if question.date]
    if opportunity.next and opportunity.next.due:
        dates.append(opportunity.next.due)
    return max(dates, default=date.min)


@dataclass(frozen=True, slots=True)
class Reopening:
    """An outcome that did not last: what it was, since when, and why it went on."""

    outcome: Outcome
    ended: date
    reopened: date
    stage: str | None
    why: str


@dataclass(frozen=True, slots=True)
class Move:
    """A change of interest or confidence, with the event that made it.

    ``before`` is ``None`` where the level is stated for the first time.
    """

    scale: str
    before: str | None
    after: str
    event: Event


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One opportunity as of a day.

    ``stage`` is the stage of the latest stage event, ``furthest`` the latest in funnel order that
    any event reached, whatever happened afterwards. ``outcome`` is ``None`` while it is open.
    ``days`` runs from the first event to the end, or to the as-of day while open; ``silent`` is
    the days since the last event.
    """

    opportunity: Opportunity
    as_of: date
    events: tuple[Event, ...]
    stage: str
    furthest: str
    outcome: Outcome | None
    ended: date | None
    reasons: tuple[str, ...]
    reopenings: tuple[Reopening, ...]
    interest: str | None
    confidence: str | None
    offer: Offer | None

    @property
    def scheduled(self) -> tuple[Event, ...]:
        """The events that lie after the day."""
        return tuple(event for event in self.opportunity.events if event.date > self.as_of)

    @cached_property
    def moves(self) -> tuple[Move, ...]:
        """Every change of interest and confidence, in order."""
        return tuple(_moves(self.events))

    @property
    def started(self) -> date:
        """The day of the first event."""
        return self.events[0].date

    @property
    def last(self) -> date:
        """The day of the latest event."""
        return self.events[-1].date

    @property
    def open(self) -> bool:
        """Whether no outcome stands."""
        return self.outcome is None

    @cached_property
    def ended_by(self) -> Party | None:
        """Who ended it; ``None`` while it is open."""
        return self.outcome.ended_by if self.outcome else None

    @property
    def days(self) -> int:
        """Days from the first event to the end, or so far."""
        return ((self.ended or self.as_of) - self.started).days

    @property
    def silent(self) -> int:
        """Days from the latest event to the as-of day."""
        return (self.as_of - self.last).days

    @property
    def settled(self) -> bool:
        """Whether any later day tells the same of it: it has ended, and no date is ahead."""
        return not self.open and last_date(self.opportunity) < self.as_of

    def reached(self, stage: str, config: Config) -> bool:
        """Whether it got to this stage or a later one: a skipped stage counts as passed."""
        return config.rank(self.furthest) >= config.rank(stage)


def has_stages_of(opportunity: Opportunity, config: Config) -> bool:
    """Whether the ledger has every stage of an opportunity, which may be read without one."""
    return all(event.stage in config.stages for event in opportunity.events if event.stage)


def standing(opportunity: Opportunity, config: Config, as_of: date) -> Standing | None:
    """Where an opportunity stood at the end of a day.

    ``None`` where it had not begun: it begins with its first stage event.

    Raises:
        ValueError: the ledger has no such stage (see :func:`has_stages_of`).
    """
    past = tuple(event for event in opportunity.events if event.date <= as_of)
    stages = [event.stage for event in past if event.stage]
    if not stages:
        return None
    end, reopenings = _end(past)
    return Standing(
        opportunity=opportunity,
        as_of=as_of,
        events=past,
        stage=stages[-1],
        furthest=max(stages, key=config.rank),
        outcome=end.outcome if end else None,
        ended=end.date if end else None,
        reasons=end.reasons if end else (),
        reopenings=reopenings,
        interest=_latest(past, "interest"),
        confidence=_latest(past, "confidence"),
        offer=next((event.offer for event in reversed(past) if event.offer), None),
    )


def standings(
    opportunities: Iterable[Opportunity], config: Config, as_of: date
) -> tuple[Standing, ...]:
    """The standing of every opportunity that had begun by the day, in the given order."""
    found = (standing(opportunity, config, as_of) for opportunity in opportunities)
    return tuple(each for each in found if each is not None)


def stage_at(each: Standing, at: Event, config: Config) -> str:
    """The furthest stage up to an event; the first one reached where it came before all."""
    furthest: str | None = None
    passed = False
    for event in each.events:
        if event.stage and (furthest is None or config.rank(event.stage) > config.rank(furthest)):
            furthest = event.stage
        passed = passed or event is at
        if passed and furthest:
            break
    return furthest or each.furthest


def _end(events: tuple[Event, ...]) -> tuple[Event | None, tuple[Reopening, ...]]:
    end: Event | None = None
    reopenings = []
    for event in events:
        if end and end.outcome and (event.stage or event.outcome):
            why = event.reopened or ""
            reopenings.append(Reopening(end.outcome, end.date, event.date, event.stage, why))
            end = None
        if event.outcome:
            end = event
    return end, tuple(reopenings)


def _latest(events: tuple[Event, ...], scale: str) -> str | None:
    levels = (level for event in reversed(events) if (level := getattr(event, scale)))
    return next(levels, None)


def _moves(events: tuple[Event, ...]) -> list[Move]:
    moves = []
    interest = confidence = None
    for event in events:
        if event.interest and event.interest != interest:
            moves.append(Move("interest", interest, event.interest, event))
            interest = event.interest
        if event.confidence and event.confidence != confidence:
            moves.append(Move("confidence", confidence, event.confidence, event))
            confidence = event.confidence
    return moves
