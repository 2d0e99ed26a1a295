"""Whose turn it is with what is open, for how long, and what to do about it next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from opledger.core.figures.deadline import deadline
from opledger.core.figures.response import answered_on, asked_on, is_quiet, wrote_first
from opledger.core.figures.survival import Span, Survival, survival
from opledger.core.figures.timing import response_span
from opledger.core.late import dataclass
from opledger.core.vocabulary import Party

if TYPE_CHECKING:
    from datetime import date

    from opledger.core.config import Config
    from opledger.core.model import Event
    from opledger.core.standing import Standing


class Turn(StrEnum):
    """Whose turn it is; where a time is set (``scheduled``) it is nobody's."""

    MINE = "mine"
    THEIRS = "theirs"
    UNSTATED = "unstated"
    SCHEDULED = "scheduled"


@dataclass(frozen=True, slots=True)
class Usual:
    """In how many days half of those that I asked first have answered.

    They are those of one ``source``; of all (``None``) where that source has too few to say.
    """

    days: int
    source: str | None


@dataclass(frozen=True, slots=True)
class Wait:
    """An open opportunity and whose turn it is.

    ``usual`` is ``None`` where too few have answered to say. ``appointment`` is the stage that is
    set for the day itself or one ahead, ``answer`` the last day to answer an offer.
    """

    standing: Standing
    turn: Turn
    quiet: bool
    usual: Usual | None
    appointment: Event | None
    answer: date | None

    @property
    def days(self) -> int:
        """Days since the last event."""
        return self.standing.silent

    @property
    def action(self) -> str:
        """What has to happen next, in the file's words; empty where nothing is stated."""
        following = self.standing.opportunity.next
        return (following.action if following else None) or ""

    @property
    def due(self) -> date | None:
        """The day by which that has to happen."""
        following = self.standing.opportunity.next
        return following.due if following else None

    @property
    def left(self) -> int | None:
        """Days until it is due: 0 today, negative when it is overdue; ``None`` without a day."""
        return (self.due - self.standing.as_of).days if self.due else None

    @property
    def overdue(self) -> bool:
        """Whether the day by which something has to happen has passed."""
        return self.left is not None and self.left < 0

    @property
    def ahead(self) -> int | None:
        """Days until the appointment: 0 today."""
        met = self.appointment
        return (met.date - self.standing.as_of).days if met else None

    @property
    def answer_in(self) -> int | None:
        """Days until the offer is to be answered, negative once that day has passed."""
        return (self.answer - self.standing.as_of).days if self.answer else None


@dataclass(frozen=True, slots=True)
class Waiting:
    """Every open opportunity, in exactly one group; in each the longest silent first.

    Those with an appointment come by its day.
    """

    mine: tuple[Wait, ...]
    theirs: tuple[Wait, ...]
    unstated: tuple[Wait, ...]
    scheduled: tuple[Wait, ...]

    @property
    def every(self) -> tuple[Wait, ...]:
        """All of them, group by group."""
        return (*self.mine, *self.theirs, *self.unstated, *self.scheduled)

    def only(self, ids: Collection[str]) -> Waiting:
        """Those of these ids."""
        groups = (self.mine, self.theirs, self.unstated, self.scheduled)
        kept = ([w for w in group if w.standing.opportunity.id in ids] for group in groups)
        return Waiting(*map(tuple, kept))


def waiting(standings: Sequence[Standing], config: Config) -> Waiting:
    """Whose turn it is with each that is open; what has ended is left out."""
    usual = _usual(standings, config)
    groups: defaultdict[Turn, list[Wait]] = defaultdict(list)
    for each in standings:
        if each.open:
            turn = turn_of(each, config)
            groups[turn].append(
                Wait(
                    standing=each,
                    turn=turn,
                    quiet=is_quiet(each, config),
                    usual=usual.get(each.opportunity.source, usual[None]),
                    appointment=appointment(each, config),
                    answer=deadline(each.events),
                )
            )
    for turn, found in groups.items():
        found.sort(key=_by_appointment if turn is Turn.SCHEDULED else _by_silence)
    return Waiting(
        mine=tuple(groups[Turn.MINE]),
        theirs=tuple(groups[Turn.THEIRS]),
        unstated=tuple(groups[Turn.UNSTATED]),
        scheduled=tuple(groups[Turn.SCHEDULED]),
    )


def turn_of(each: Standing, config: Config) -> Turn:
    """Whose turn it is with one that is open.

    What the file says (``next.turn``) holds. Else, with an appointment, it is nobody's; else it
    is that of the other side than the one whose move was last.
    """
    following = each.opportunity.next
    if following and following.turn:
        return Turn.MINE if following.turn is Party.ME else Turn.THEIRS
    if appointment(each, config):
        return Turn.SCHEDULED
    match _mover(each, config):
        case Party.ME:
            return Turn.THEIRS
        case Party.COMPANY:
            return Turn.MINE
    return Turn.UNSTATED


def appointment(each: Standing, config: Config) -> Event | None:
    """The stage that is set for the day itself, or for a day ahead if that is what comes first.

    An end or a message of a later day was never an appointment: it is there only because the
    ledger is looked at as of a day long past.
    """
    if today := todays(each, config):
        return today[0]
    ahead = (e for e in each.scheduled if e.stage or e.outcome or e.by)
    first = next(ahead, None)
    return first if first and first.stage else None


def todays(each: Standing, config: Config) -> tuple[Event, ...]:
    """The appointments of the day itself, in their order, as far as is known.

    They are the latest events, if they are stages of that day which say nothing of how it went
    or whose move it was; without a time, from the first conversation on. Once an offer is there
    it is no appointment.
    """
    found: list[Event] = []
    for event in reversed(each.events):
        if event.date != each.as_of or not _is_open_yet(event, config):
            break
        found.append(event)
    return tuple(reversed(found))


def _is_open_yet(event: Event, config: Config) -> bool:
    if event.stage is None or event.by or event.offer:
        return False
    if event.interest or event.confidence or event.fit or event.lesson:
        return False
    rank = config.rank(event.stage)
    met = event.time is not None or rank >= config.rank(config.conversation_stage)
    return met and rank < config.rank(config.offer_stage)


def _mover(each: Standing, config: Config) -> Party | None:
    """Whose move was the last; ``None`` where it is not stated.

    A note that does not say whose move it was is none. Where the last move does not say it, an
    offer is theirs, and of one that never became more than a first contact it is clear who moved.
    """
    last = next(e for e in reversed(each.events) if e.by or e.stage or e.outcome or e.offer)
    if last.by:
        return last.by
    if last.offer or (last.stage and config.rank(last.stage) >= config.rank(config.offer_stage)):
        return Party.COMPANY
    if asked_on(each, config) and not answered_on(each, config):
        return Party.ME
    begun = next(event for event in each.events if event.stage)
    return Party.COMPANY if last is begun and wrote_first(each, config) else None


def _usual(standings: Sequence[Standing], config: Config) -> dict[str | None, Usual | None]:
    """The median wait for a first answer, by source, and of all; no source with too few."""
    spans: defaultdict[str | None, list[Span]] = defaultdict(list)
    for each in standings:
        if span := response_span(each, config):
            spans[each.opportunity.source].append(span)
    every = survival((span for found in spans.values() for span in found), config.few)
    usual: dict[str | None, Usual | None] = {None: _median(every, None)}
    for source, found in spans.items():
        if source and (median := _median(survival(found, config.few), source)):
            usual[source] = median
    return usual


def _median(curve: Survival, source: str | None) -> Usual | None:
    return None if curve.few or curve.median is None else Usual(curve.median, source)


def _by_silence(wait: Wait) -> tuple[int, str]:
    return -wait.days, wait.standing.opportunity.id


def _by_appointment(wait: Wait) -> tuple[int, str]:
    return wait.ahead or 0, wait.standing.opportunity.id
