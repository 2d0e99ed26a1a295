"""What a mapping says: how the rows of one log become opportunities (docs/import.md).

These are plain values, made from the mapping's file by :mod:`opledger.exchange.mapfile`. Nothing
in them is ever run: a name is looked up, a text compared, a pattern searched.
"""

from __future__ import annotations

import re
from collections.abc import Mapping as MappingOf
from dataclasses import field
from datetime import date
from typing import TYPE_CHECKING, Generic, TypeVar

from opledger.core.late import dataclass

if TYPE_CHECKING:
    from opledger.core.config import Config
    from opledger.exchange.origin import Layout
    from opledger.files.diagnostics import Position
    from opledger.files.source import Source

MAX_SUBJECT = 1000
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Word:
    """A text of the mapping, and where it stands there."""

    text: str
    at: Position


class Keep:
    """Stands for ``keep``: their text as it is."""


class Drop:
    """Stands for ``drop``: nothing."""


@dataclass(frozen=True, slots=True)
class Lookup(Generic[T]):
    """What their texts stand for: exact ones first, then the patterns in order, else the rest."""

    exact: MappingOf[str, T]
    patterns: tuple[tuple[re.Pattern[str], T], ...] = ()
    otherwise: T | None = None

    def find(self, text: str) -> T | None:
        """What a text stands for; ``None`` where the table does not say."""
        found = self.exact.get(folded(text))
        if found is not None:
            return found
        for pattern, value in self.patterns:
            if pattern.search(text[:MAX_SUBJECT]):
                return value
        return self.otherwise

    @property
    def values(self) -> tuple[T, ...]:
        """Everything that a text could stand for."""
        rest = () if self.otherwise is None else (self.otherwise,)
        return (*self.exact.values(), *(value for _, value in self.patterns), *rest)


WordLookup = Lookup["Word | Keep | Drop"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """How one text is got from a row; the steps apply in the order of these fields."""

    columns: tuple[Word, ...] = ()
    join: str | None = None
    constant: Word | None = None
    pattern: re.Pattern[str] | None = None
    split: str = ""
    words: WordLookup | None = None
    word: bool = False
    number: bool = False
    decimal: str = ""
    default: Word | None = None


# The first that is not empty counts.
Values = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class DateFormat:
    """One way to read a date: ``iso``, ``excel``, ``epoch``, ``epoch-ms`` or a strptime form.

    ``since`` completes a form without a year: the first such day from then on.
    """

    form: str
    since: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DateValue:
    """How a date is got from a row: from a value, a constant, or the event before.

    ``plus`` are days; a day after ``latest`` is taken as that one; ``formats`` replace the
    mapping's own.
    """

    value: Value | None = None
    constant: date | None = None
    default: date | None = None
    previous: bool = False
    plus: int | Values = 0
    latest: date | None = None
    formats: tuple[DateFormat, ...] = ()


DateValues = tuple[DateValue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Test:
    """What must hold of one column; all that are given must hold."""

    column: Word
    among: tuple[str | re.Pattern[str], ...] = ()
    excluded: tuple[str | re.Pattern[str], ...] = ()
    empty: bool | None = None
    differs: Word | None = None
    above: float | None = None
    below: float | None = None
    decimal: str = ""


# Any of the lists must hold, and in a list every test; no list at all always holds.
Condition = tuple[tuple[Test, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One event that a status stands for; without ``dates`` it has the template's."""

    stage: Word | None = None
    outcome: Word | None = None
    reasons: tuple[Word, ...] = ()
    by: Word | None = None
    note: str | None = None
    dates: DateValues = ()


# What a status stands for; the empty one is ``skip``.
Status = tuple[Happening, ...]
Statuses = Lookup[Status]


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """One event that a row may tell of."""

    at: Position
    when: Condition = ()
    each: Values = ()
    dates: DateValues = ()
    stage: Word | None = None
    outcome: Word | None = None
    status: Values = ()
    statuses: Statuses | None = None
    values: MappingOf[str, Values] = field(default_factory=dict)
    offer: MappingOf[str, Values] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Skip:
    """Rows that are no opportunities, and why not."""

    when: Condition
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A second file beside the log, whose rows belong to those of the log.

    They become a nested list called ``name`` in the row in which, for each pair of ``on``, the
    log's column has the same text as the second file's.
    """

    name: str
    file: str
    layout: Layout
    on: tuple[tuple[Word, Word], ...]
    at: Position


@dataclass(frozen=True, slots=True)
class About:
    """What a mapping says of itself: a preset is chosen and judged by it.

    ``columns`` are those that the log's program writes, ``optional`` those that may be missing.
    ``caution`` is what the user should know of what it makes.
    """

    text: str = ""
    verified: bool = True
    caution: str = ""
    columns: tuple[Word, ...] = ()
    optional: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """Everything that a mapping's file says.

    ``fields`` is keyed by dotted names, such as ``level.sought``; ``people`` by the keys of one
    person each. ``extra`` is ``None`` for all columns that are not used. ``config`` and
    ``ledger`` are the settings of a new ledger, as a value and as they are written. ``stood_in``
    are the mapping's own words for which one of the ledger's stands in.
    """

    name: str
    layout: Layout
    source: Source
    config: Config
    ledger: MappingOf[str, object] | None
    fields: MappingOf[str, Values]
    people: tuple[MappingOf[str, Values], ...]
    events: tuple[Template, ...]
    statuses: Statuses | None = None
    skip: tuple[Skip, ...] = ()
    group: tuple[Word, ...] = ()
    key: tuple[Word, ...] = ()
    dates: tuple[DateFormat, ...] = (DateFormat("iso"),)
    keep_times: bool = False
    keep_order: bool = False
    start: Word | None = None
    empty: frozenset[str] = frozenset({""})
    extra: tuple[Word, ...] | None = None
    ignore: tuple[Word, ...] = ()
    about: About = About()
    beside: tuple[Beside, ...] = ()
    stood_in: MappingOf[str, str] = field(default_factory=dict)

    @property
    def optional(self) -> frozenset[str]:
        """The columns that may be missing."""
        return frozenset(word.text for word in self.about.optional)


def folded(text: str) -> str:
    """A text as it is compared: trimmed, blanks made one, upper and lower case alike."""
    return " ".join(text.split()).casefold()
