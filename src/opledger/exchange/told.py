"""What an export of a whole ledger tells, before it is held against the format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from opledger.exchange.rows import BadRow, Row

VERSION = 1


@dataclass(frozen=True, slots=True)
class ToldOpportunity:
    """An opportunity as its file would say it, where that file lies, and the row it began with."""

    id: str
    folder: str
    values: Mapping[str, Any]
    row: Row


@dataclass(slots=True)
class Told:
    """The settings, if they were told, the opportunities, and rows that are none."""

    settings: Mapping[str, Any] | None = None
    opportunities: list[ToldOpportunity] = field(default_factory=list)
    bad: list[BadRow] = field(default_factory=list)
