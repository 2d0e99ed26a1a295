"""An open ledger, for notebooks and programs: what ``opledger.open`` returns."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from opledger.api.days import as_day
from opledger.api.loading import Loaded, find_id, ledger_at_hand, sound
from opledger.core.failure import Failure
from opledger.core.figures.census import DIMENSIONS, USUAL_DIMENSION
from opledger.core.figures.statistics import statistics
from opledger.core.narrative.words import plural
from opledger.core.query import QueryError, select
from opledger.core.rows import event_rows, opportunity_row
from opledger.core.standing import standings
from opledger.files.diagnostics import printable

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from opledger.core.config import Config
    from opledger.core.figures.statistics import Statistics
    from opledger.core.model import Ledger, Opportunity
    from opledger.core.standing import Standing

Rows = list[dict[str, Any]]


@dataclass(frozen=True, repr=False)
class Book:
    """A sound ledger as of a day. It never changes: another day or commit gives another book.

    It says what its files said when it was opened; open it again to see them as they are now.
    """

    _loaded: Loaded
    _asked: date | None = None

    @property
    def root(self) -> Path:
        """The ledger's folder."""
        return self._loaded.root

    @property
    def ledger(self) -> Ledger:
        """The records: settings and opportunities, as the files say."""
        return self._loaded.ledger

    @property
    def config(self) -> Config:
        """The settings of ``ledger.yaml``."""
        return self.ledger.config

    @property
    def title(self) -> str:
        """The ledger's title."""
        return self.config.title

    @property
    def day(self) -> date:
        """The day that everything here is as of."""
        return self._loaded.day(self._asked)

    @property
    def known_at(self) -> str | None:
        """The hash of the commit that this was read from; ``None`` for the files at hand."""
        return self._loaded.known_at

    @property
    def opportunities(self) -> tuple[Opportunity, ...]:
        """Every opportunity, also those that begin later, in order of their ids."""
        return self.ledger.opportunities

    @cached_property
    def standings(self) -> tuple[Standing, ...]:
        """Where each opportunity that had begun stood on the day, in order of their ids."""
        return standings(self.opportunities, self.config, self.day)

    def opportunity(self, opportunity_id: str) -> Opportunity:
        """The opportunity with this id; the beginning of one is enough.

        Raises:
            Failure: there is none, or there are several.
        """
        known = {each.id: each for each in self.opportunities}
        return known[find_id(opportunity_id, list(known))]

    def standing(self, opportunity_id: str) -> Standing | None:
        """Where this opportunity stood on the day; ``None`` where it had not begun.

        Raises:
            Failure: there is no such opportunity.
        """
        wanted = self.opportunity(opportunity_id).id
        return next((each for each in self.standings if each.opportunity.id == wanted), None)

    def list(self, *terms: str) -> tuple[Standing, ...]:
        """Those that pass every filter of ``opledger list``, newest first.

        Raises:
            Failure: a filter can't be understood.
        """
        try:
            return tuple(select(terms, self.standings, self.config))
        except QueryError as error:
            raise Failure(str(error)) from None

    def to_dicts(self, *terms: str) -> Rows:
        """A row for each opportunity that passes every filter, newest first.

        Raises:
            Failure: a filter can't be understood.
        """
        return [opportunity_row(each) for each in self.list(*terms)]

    def events(self, *terms: str) -> Rows:
        """A row for each event up to the day, of the opportunities that pass every filter.

        They are in order of their dates, those of one day by id and as they stand in the file.

        Raises:
            Failure: a filter can't be understood.
        """
        rows = event_rows(self.list(*terms), self.config)
        return sorted(rows, key=lambda row: (row["date"], row["id"], row["nth"]))

    def stats(self, by: str = USUAL_DIMENSION) -> Statistics:
        """Every figure of ``opledger stats``, with groups ``by`` one of the dimensions.

        Raises:
            Failure: there is no such dimension.
        """
        if by not in DIMENSIONS:
            raise Failure(f"'{by}' is nothing to group by: it is one of {', '.join(DIMENSIONS)}")
        return statistics(self.ledger, self.day, by)

    def stats_dict(self, by: str = USUAL_DIMENSION) -> dict[str, Any]:
        """The figures as ``opledger stats --format json`` prints them: a documented contract.

        Raises:
            Failure: there is no such dimension.
        """
        from opledger.core.contract.statistics import statistics_document

        return statistics_document(self.stats(by), known_at=self.known_at)

    def as_of(self, day: date | str) -> Book:
        """The same ledger as of another day: what was true at its end.

        Of a moment with a zone, it is the day in the ledger's zone.

        Raises:
            Failure: it is no day.
        """
        return replace(self, _asked=_day(day, self.config.zone))

    def at(self, revision: str) -> Book:
        """The ledger as a commit holds it: a hash, branch, tag, ``HEAD~3`` or a day.

        It is as of the same day if one was asked for, else of the day of the commit.

        Raises:
            CheckFailed: it had errors there.
            Failure: there is no such commit, or no history.
        """
        return replace(self, _loaded=sound(self.root, revision))

    def __repr__(self) -> str:
        return f"<Book {printable(self.title)!r}: {self._told()}>"

    def _repr_html_(self) -> str:
        """What a notebook shows: the title, the day, and the funnel."""
        rows = "".join(
            f"<tr><td>{_shown(self.config.label('stages', row.stage))}</td><td>{row.reached}</td>"
            f"<td>{row.stopped}</td><td>{row.pending}</td></tr>"
            for row in self.stats().funnel
        )
        heads = "".join(f"<th>{name}</th>" for name in ("Stage", "Reached", "Stopped", "Pending"))
        return (
            f"<p><strong>{_shown(self.title)}</strong>: {_shown(self._told())}</p>"
            f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
        )

    def _told(self) -> str:
        still_open = sum(each.open for each in self.standings)
        many = plural(len(self.standings), "opportunity", "opportunities")
        return f"{many}, {still_open} open, {self._loaded.told(self.day)}"


def opened(
    path: str | os.PathLike[str] | None = None,
    *,
    as_of: date | str | None = None,
    at: str | None = None,
) -> Book:
    """See :func:`opledger.open`."""
    named = None if path is None else Path(os.path.expanduser(path))  # noqa: PTH111 - never fails
    root = ledger_at_hand(named, "opledger.open(DIR)")
    # A notebook may go to another folder later on.
    loaded = sound(Path(os.path.abspath(root)), at)  # noqa: PTH100 - resolve() would follow links
    return Book(loaded, None if as_of is None else _day(as_of, loaded.ledger.config.zone))


def _day(day: date | str, zone: ZoneInfo) -> date:
    if isinstance(day, datetime):  # a date, too, but one that can't be compared with others
        with suppress(ValueError, OverflowError):  # pandas has a moment that is none
            day = datetime.fromisoformat(day.isoformat())
            return (day.astimezone(zone) if day.tzinfo else day).date()
    return day if type(day) is date else as_day(str(day))


def _shown(text: str) -> str:
    return escape(printable(text))
