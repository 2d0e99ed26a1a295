"""Finding and reading the ledger that a command is about."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from opledger.cli.options import App, today
from opledger.core.calendar import as_of_day
from opledger.core.failure import Failure
from opledger.files import disk
from opledger.files.diagnostics import as_line
from opledger.files.reading import Reading, read_ledger

if TYPE_CHECKING:
    from opledger.core.model import Ledger

_UTC = ZoneInfo("UTC")


def ledger_folder(app: App) -> Path:
    """The ledger's folder: the one named, else the nearest upward.

    Raises:
        Failure: there is none.
    """
    if app.ledger is None:
        found = disk.find_ledger(_here())
        if found is None:
            message = (
                "no ledger here: no ledger.yaml in this folder or above; go to one, name one with"
                " --ledger DIR, or start one with 'opledger init'"
            )
            raise Failure(message)
        return found
    if not os.path.lexists(app.ledger / disk.CONFIG_NAME):
        what = "has no ledger.yaml" if app.ledger.is_dir() else "is no folder"
        message = f"{app.ledger} {what}: start a ledger there with 'opledger init {app.ledger}'"
        raise Failure(message)
    return app.ledger


def _here() -> Path:
    try:
        return Path.cwd()
    except FileNotFoundError:
        raise Failure("the current folder is gone: go to another one") from None


def read(root: Path) -> Reading:
    """Everything in the ledger, with what the checks find as of today."""
    return read_ledger(root, today(_UTC))


def sound_ledger(app: App) -> tuple[Path, Ledger]:
    """The folder and the ledger, where every file is sound.

    Figures over some of the files would be wrong without saying so; so a ledger with errors is
    refused.

    Raises:
        Failure: there is no ledger, or its check fails.
    """
    root = ledger_folder(app)
    reading = read(root)
    errors = reading.errors
    if errors:
        first = as_line(errors[0], shown(root, errors[0].path))
        more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
        message = f"the ledger has errors, see 'opledger check': {first}{more}"
        raise Failure(message, code=1)
    return root, reading.ledger


def as_of(ledger: Ledger, asked: date | None) -> date:
    """The day that figures are as of (see :func:`opledger.core.calendar.as_of_day`)."""
    return as_of_day(ledger.config, today(ledger.config.zone), asked)


def shown(root: Path, path: str) -> str:
    """A path in the ledger as it is printed: from the current folder, if it lies below it."""
    whole = os.path.abspath(root / path)  # noqa: PTH100 - resolve() would follow links
    try:
        relative = os.path.relpath(whole)
    except ValueError:  # another drive
        return whole
    return whole if relative.startswith("..") else relative
