"""Which day a ledger is read as of, and whether the search was over then."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from opledger.core.config import Config


def ended_before(config: Config, day: date) -> date | None:
    """The last day of a search that was over on a day; ``None`` of one that was not."""
    last = config.search.ended
    return last if last and last < day else None


def as_of_day(config: Config, today: date, asked: date | None = None) -> date:
    """The day that was asked for; else the day the search ended; else today.

    An end that is still to come does not let a ledger see the future: then it is today.
    """
    if asked:
        return asked
    ended = config.search.ended
    return min(ended, today) if ended else today
