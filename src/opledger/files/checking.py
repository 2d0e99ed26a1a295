"""Checking a ledger's folder: all that reading finds, and what was made from the ledger."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from opledger.files.disk import CONFIG_NAME
from opledger.files.reading import Clock, Reading, read_ledger
from opledger.files.schemafiles import stale_schemas


def check_ledger(root: Path, today: Clock) -> Reading:
    """The ledger as it is read, with what is wrong with the schemas beside it.

    Where its settings have errors, nobody can tell what the schemas should be.
    """
    reading = read_ledger(root, today)
    if any(each.path == CONFIG_NAME for each in reading.errors):
        return reading
    found = (*stale_schemas(root, reading.ledger.config), *reading.diagnostics)
    return replace(reading, diagnostics=tuple(sorted(found, key=lambda each: each.order)))
