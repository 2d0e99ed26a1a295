"""What an import comes to, as values: into which ledger, what is new, known, skipped and bad."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opledger.core.late import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from opledger.core.config import Config
    from opledger.core.model import Opportunity
    from opledger.exchange.rows import BadRow, Row
    from opledger.exchange.updating import Update
    from opledger.files.source import Source


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file to be written: its opportunity, as it reads back, and the row it began with.

    ``warnings`` are the codes of those that `check` will give for it.
    """

    path: str
    text: str
    opportunity: Opportunity
    row: Row
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Differing:
    """A record that the log tells otherwise, and that was left alone."""

    id: str
    row: Row
    reason: str


@dataclass(frozen=True, slots=True)
class Target:
    """The ledger that is imported into; ``ids`` are those of all its files.

    ``source`` gives the text of one, by its path: without it no known record gets new events.
    """

    config: Config
    opportunities: tuple[Opportunity, ...] = ()
    ids: tuple[str, ...] = ()
    source: Callable[[str], Source] | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import comes to. ``rows`` is how many rows the log has, bad ones among them.

    ``known`` counts opportunities that were imported before; of those, ``updated`` get new
    events, and ``differs`` are left alone though the log tells more. ``skipped`` are rows by
    reason; ``repairs`` and ``aside`` what was done to the new ones.
    """

    rows: int
    new: tuple[NewFile, ...]
    updated: tuple[Update, ...]
    differs: tuple[Differing, ...]
    known: int
    skipped: Mapping[str, int]
    bad: tuple[BadRow, ...]
    repairs: Mapping[str, int]
    aside: Mapping[str, int]
