"""What an export of a whole ledger tells, before it is held against the format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from opledger.core.failure import Failure
from opledger.core.late import dataclass
from opledger.exchange.rows import BadRow, Row


@dataclass(frozen=True, slots=True)
class ToldOpportunity:
    """An opportunity as its file would say it, where that file lies, and the row it began with."""

    id: str
    folder: str
    values: Mapping[str, Any]
    row: Row


@dataclass(slots=True)
class Told:
    """The settings, if they were told, the opportunities, and rows that are none.

    ``notes`` are what the user should know of what the file does not hold.
    """

    settings: Mapping[str, Any] | None = None
    opportunities: list[ToldOpportunity] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def settle(self, settings: Mapping[str, Any], row: Row) -> None:
        """Take the settings that a row tells.

        Raises:
            Failure: another row tells others: two exports were put together.
        """
        if self.settings not in (None, settings):
            message = f"{row.name}: other settings than before: import one export after the other"
            raise Failure(message, code=1)
        self.settings = settings
