"""Checking a ledger's folder: all that reading finds, and what was made from the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from opledger.files.cache import NO_CACHE, Cache
from opledger.files.diagnostics import Diagnostic, Severity
from opledger.files.disk import CONFIG_NAME
from opledger.files.reading import Clock
from opledger.files.schemafiles import stale_schemas
from opledger.files.whole import Told, whole


@dataclass(frozen=True, slots=True)
class Checked:
    """All diagnostics of a ledger, in order, and how many files were looked at."""

    diagnostics: tuple[Diagnostic, ...]
    files: int


def check_ledger(
    root: Path, today: Clock, cache: Cache = NO_CACHE, told: Told | None = None
) -> Checked:
    """What is wrong with a ledger at hand, and with the schemas beside it.

    Where its settings have errors, nobody can tell what the schemas should be. ``told`` is called
    now and then with how many files are done, of how many.
    """
    found = whole(root, today, cache, told)
    diagnostics = found.diagnostics
    if not any(d.path == CONFIG_NAME and d.severity is Severity.ERROR for d in diagnostics):
        every = (*stale_schemas(root, found.config), *diagnostics)
        diagnostics = tuple(sorted(every, key=lambda each: each.order))
    return Checked(diagnostics, found.files)
