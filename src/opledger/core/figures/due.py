"""What is due on a day and soon after, what a calendar is to show, and who waits for whom."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from opledger.core.calendar import ended_before
from opledger.core.figures.schedule import Entry, schedule
from opledger.core.figures.waiting import Wait, Waiting, todays, waiting
from opledger.core.late import dataclass
from opledger.core.standing import standing, standings

if TYPE_CHECKING:
    from datetime import date

    from opledger.core.config import Config
    from opledger.core.model import Ledger
    from opledger.core.standing import Standing


@dataclass(frozen=True, slots=True)
class Due:
    """What has a day, from the longest overdue to the farthest ahead, and all that is open.

    ``ahead`` is how many days ``coming`` reaches. ``ended`` is the last day of a search that is
    over: then nothing is due.
    """

    as_of: date
    ahead: int
    ended: date | None
    overdue: tuple[Entry, ...]
    today: tuple[Entry, ...]
    coming: tuple[Entry, ...]
    later: tuple[Entry, ...]
    waiting: Waiting

    @property
    def pressing(self) -> bool:
        """Whether anything is overdue or due today."""
        return bool(self.overdue or self.today)

    @property
    def dated(self) -> frozenset[str]:
        """The ids of what is overdue, due today or coming."""
        found = (*self.overdue, *self.today, *self.coming)
        return frozenset(entry.opportunity.id for entry in found)

    def undated(self, waits: tuple[Wait, ...]) -> tuple[Wait, ...]:
        """Those of which nothing else is told."""
        return tuple(wait for wait in waits if wait.standing.opportunity.id not in self.dated)


def due(
    ledger: Ledger, as_of: date, ahead: int, keep: Callable[[Standing], bool] | None = None
) -> Due:
    """What is due as of a day and ``ahead`` days on, of those to ``keep``; of all if not said.

    What has not begun yet is told of where all is told of.
    """
    config = ledger.config
    ended = ended_before(config, as_of)
    stood = standings(ledger.opportunities, config, as_of)
    names = {each.opportunity.id for each in stood if keep is None or keep(each)}
    if keep is None:
        begun = {each.opportunity.id for each in stood}
        names |= {about.id for about in ledger.opportunities if about.id not in begun}
    about = () if ended else tuple(each for each in ledger.opportunities if each.id in names)
    entries = [entry for entry in schedule(about, config, as_of) if _is_ahead(entry, config)]
    return Due(
        as_of=as_of,
        ahead=ahead,
        ended=ended,
        overdue=tuple(entry for entry in entries if entry.days < 0),
        today=tuple(entry for entry in entries if entry.days == 0),
        coming=tuple(entry for entry in entries if 0 < entry.days <= ahead),
        later=tuple(entry for entry in entries if entry.days > ahead),
        waiting=waiting(stood, config).only(names),
    )


def dates_of(ledger: Ledger, as_of: date, *, past: bool) -> tuple[Entry, ...]:
    """What a calendar is to show: what is due, or comes, and whatever has a time on the day.

    With ``past``, the events that have passed, too. Once the search has ended, only those.
    """
    config = ledger.config
    over = ended_before(config, as_of) is not None
    return tuple(
        entry
        for entry in schedule(ledger.opportunities, config, as_of)
        if (past and entry.event and entry.days <= 0)
        or (not over and (_is_ahead(entry, config) or (entry.time and entry.days == 0)))
    )


def _is_ahead(entry: Entry, config: Config) -> bool:
    """Whether it is still to be done, late or not, or still to come."""
    if entry.event is None or entry.days > 0:
        return True
    if entry.days < 0:
        return False
    stood = standing(entry.opportunity, config, entry.as_of)
    return stood is not None and any(each is entry.event for each in todays(stood, config))
