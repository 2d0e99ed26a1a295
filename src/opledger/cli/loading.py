"""Finding and reading the ledger that a command is about."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from opledger.api.loading import Loaded, ledger_at_hand, sound
from opledger.core.failure import Failure
from opledger.files.diagnostics import Severity
from opledger.files.disk import Folder

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

    from opledger.cli.options import App
    from opledger.files.readings import Told


def ledger_folder(app: App) -> Path:
    """The ledger's folder: the one named, else the nearest upward.

    Raises:
        Failure: there is none.
    """
    return ledger_at_hand(app.ledger, "--ledger DIR")


def sound_ledger(app: App, at: str | None = None) -> Loaded:
    """The ledger of the command, where every file is sound; see :func:`opledger.api.loading.sound`.

    Raises:
        Failure: there is no ledger or no such commit, or its check fails.
    """
    root = ledger_folder(app)
    with reading() as told:
        return sound(root, at, told)


def reading() -> AbstractContextManager[Told]:
    """What tells on the terminal how far reading is, where that takes long."""
    from opledger.cli.progress import progress

    return progress("Reading", "files")


def with_todays_list(loaded: Loaded) -> Loaded:
    """A ledger of an earlier commit with what today's ``ledger.yaml`` lets a public site show.

    Raises:
        Failure: today's settings have an error.
    """
    if loaded.commit is None:
        return loaded
    from opledger.files.reading import read_config

    config, found = read_config(Folder(loaded.root))
    if any(each.severity is Severity.ERROR for each in found):
        raise Failure("ledger.yaml has errors, see 'opledger check'", code=1)
    ledger = loaded.ledger
    mine = replace(ledger.config, publish=config.publish)
    return replace(loaded, ledger=replace(ledger, config=mine))
