"""What a site may tell: everything, or only what a ledger's allow-list lets through."""

from __future__ import annotations

from datetime import date

from opledger.core.late import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What pages may tell of what they are given.

    ``days``: dates to the day, and whatever is counted in days. ``months``: when, at least by
    month. ``turns``: whose move an event was. ``singly``: each opportunity, not only counts.
    A ``public`` page also tells nothing of the files, the commits and what has to be done next.
    """

    public: bool = False
    days: bool = True
    months: bool = True
    turns: bool = True
    singly: bool = True

    def when(self, day: date) -> str:
        """``2024-01-08``, ``2024-01``, or nothing, as exactly as may be told."""
        if self.days:
            return day.isoformat()
        return f"{day:%Y-%m}" if self.months else ""


WHOLE = Scope()
