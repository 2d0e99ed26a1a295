"""The records of a ledger: an opportunity, its events and what they carry.

Every record is a frozen value. Nothing derived is stored in one: state, furthest stage and
durations are computed (:mod:`opledger.core.standing`). Where a record stood in its file is kept
outside equality, so that two ledgers that say the same are the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date, datetime
from typing import TYPE_CHECKING

from opledger.core.frozen import FrozenDict
from opledger.core.late import dataclass
from opledger.core.vocabulary import CASH_PARTS, OfferPart

if TYPE_CHECKING:
    from opledger.core.config import Config
    from opledger.core.vocabulary import OfferForm, Outcome, Party


@dataclass(frozen=True, slots=True, kw_only=True)
class Equity:
    """Shares in an offer: their ``value`` over ``years`` of vesting, in the offer's currency."""

    value: float
    years: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What was offered; amounts a year unless said otherwise, unknown ones are ``None``.

    ``total`` is a first year's total where only that was told. ``pending`` are the parts still
    to be agreed. ``deadline`` is the last day to answer.
    """

    base: float | None = None
    bonus: float | None = None
    sign_on: float | None = None
    equity: Equity | None = None
    total: float | None = None
    currency: str | None = None
    form: OfferForm | None = None
    pending: tuple[OfferPart, ...] = ()
    deadline: date | None = None
    note: str | None = None

    @property
    def has_amount(self) -> bool:
        """Whether any amount is known (nought is one)."""
        amounts = (self.base, self.bonus, self.sign_on, self.equity, self.total)
        return any(amount is not None for amount in amounts)

    @property
    def pending_parts(self) -> frozenset[OfferPart]:
        """The parts still to be agreed; ``cash`` names each payment in money."""
        named = frozenset(self.pending)
        return named.union(CASH_PARTS) if OfferPart.CASH in named else named


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One dated entry, the only place where anything that happens is written.

    ``date`` is the day in the ledger's time zone; ``time`` the moment, with its zone, where the
    file gives one. At most one of ``stage`` and ``outcome`` is set; with neither, the event is a
    note or a reassessment. ``fit`` scores the ledger's goals. ``nth`` is the event's place in
    its file, from 0.
    """

    date: date
    time: datetime | None = None
    stage: str | None = None
    outcome: Outcome | None = None
    by: Party | None = None
    interest: str | None = None
    confidence: str | None = None
    fit: Mapping[str, float] = FrozenDict()
    note: str | None = None
    lesson: str | None = None
    offer: Offer | None = None
    reasons: tuple[str, ...] = ()
    reopened: str | None = None
    nth: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody met in a conversation."""

    name: str
    role: str | None = None
    email: str | None = None
    phone: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Something I asked them, and what they answered."""

    ask: str
    answer: str | None = None
    date: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NextAction:
    """What has to happen next, by when, and whose turn it is."""

    action: str | None = None
    due: date | None = None
    turn: Party | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """The seniority that I sought and the one that they had in mind."""

    sought: str | None = None
    offered: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Market:
    """The benchmark that offers are held against: a year's total."""

    total: float
    currency: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opportunity:
    """One role at one company; ``id`` is the stem of its file.

    ``extra`` is what importers keep of the source; nothing reads it. ``path`` is the file,
    relative to the ledger, outside equality.
    """

    id: str
    company: str
    alias: str | None = None
    role: str | None = None
    source: str | None = None
    segment: str | None = None
    size: str | None = None
    location: str | None = None
    url: str | None = None
    level: Level | None = None
    market: Market | None = None
    tags: tuple[str, ...] = ()
    people: tuple[Person, ...] = ()
    next: NextAction | None = None
    questions: tuple[Question, ...] = ()
    events: tuple[Event, ...] = ()
    notes: str | None = None
    extra: Mapping[str, object] = FrozenDict()
    path: str = field(default="", compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Ledger:
    """One search: its settings and its opportunities, in order of their ids."""

    config: Config
    opportunities: tuple[Opportunity, ...]

    def find(self, opportunity_id: str) -> Opportunity | None:
        """The opportunity with this id, or ``None``."""
        return next((o for o in self.opportunities if o.id == opportunity_id), None)
