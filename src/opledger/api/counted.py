"""A ledger that is counted rather than read: the funnel of any number without their records."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from opledger.api.days import today
from opledger.api.loading import Dated, refuse_errors
from opledger.core.figures.census import USUAL_DIMENSION, Census, census, together
from opledger.core.figures.statistics import Statistics
from opledger.core.late import dataclass
from opledger.core.standing import Standing, standings
from opledger.files.batches import Batch
from opledger.files.cache import Cache
from opledger.files.whole import Whole, whole

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path

    from opledger.core.config import Config
    from opledger.files.readings import Told
    from opledger.git.objects import Commit


@dataclass(frozen=True)
class Survey:
    """What opportunities come to on a day; those are read of which the tallies don't tell enough.

    A tally counts all events there are: it is that of a day on which all of them lie in the past.
    """

    whole: Whole
    day: date

    @cached_property
    def standings(self) -> tuple[Standing, ...]:
        """Each that had begun, in order of their ids."""
        return self._stood(batch for batch, _ in self.whole.tallies)

    @cached_property
    def reversed(self) -> tuple[Standing, ...]:
        """Those that had been reopened."""
        reopened = {path for _, tally in self.whole.tallies for path in tally.reopened}
        every = (entry for batch, _ in self.whole.tallies for entry in batch.entries)
        stood = self._stood([Batch(tuple(entry for entry in every if entry.path in reopened))])
        return tuple(each for each in stood if each.reopenings)

    def census(self, dimension: str) -> Census:
        """How many there were of each kind."""
        if dimension != USUAL_DIMENSION:
            return census(self.standings, dimension)
        return together(
            tally.census
            if tally.last_event <= self.day
            else census(self._stood([batch]), dimension)
            for batch, tally in self.whole.tallies
        )

    def _stood(self, batches: Iterable[Batch]) -> tuple[Standing, ...]:
        desk, config = self.whole.desk, self.whole.config
        records = [record for batch in batches for record in desk.records(batch)]
        return standings(sorted(records, key=lambda each: each.id), config, self.day)


@dataclass(frozen=True)
class Counted(Dated):
    """A sound ledger at hand, of which records are read only where they are needed."""

    root: Path
    whole: Whole
    commit: Commit | None = None

    @property
    def config(self) -> Config:
        """The ledger's settings."""
        return self.whole.config

    @property
    def written(self) -> int:
        """How many opportunities there are, also those that begin later."""
        return sum(len(tally.known) for _, tally in self.whole.tallies)

    def statistics(self, day: date, dimension: str) -> Statistics:
        """The figures as of a day, with groups by a dimension."""
        return Statistics(self.config, day, Survey(self.whole, day), dimension)


def counted(root: Path, told: Told | None = None) -> Counted:
    """The ledger at hand, where every file is sound.

    Raises:
        CheckFailed: it has errors.
    """
    found = whole(root, today, Cache.at_hand(), told)
    refuse_errors(found.errors, root)
    return Counted(root, found)
