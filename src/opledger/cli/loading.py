"""Finding and reading the ledger that a command is about."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from opledger.api.loading import (
    Loaded,
    find_commit,
    find_tip,
    ledger_at,
    ledger_at_hand,
    sound,
)
from opledger.core.failure import Failure
from opledger.files.diagnostics import Severity
from opledger.files.disk import Folder

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

    from opledger.cli.options import App
    from opledger.files.readings import Told
    from opledger.git.annals import Annals
    from opledger.git.objects import Commit
    from opledger.git.repository import Repository


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
    if at is None:
        with reading() as told:
            return sound(root, told=told)
    from opledger.git.repository import find_repository

    repository = find_repository(root)
    commit = commit_named(repository, at)
    with reading() as told:
        return ledger_at(repository, commit, told)


def commit_named(repository: Repository, name: str) -> Commit:
    """The commit that a name stands for, with how far it is shown where that takes long.

    Raises:
        Failure: there is none, or no history.
    """
    with comparing() as told:
        return find_commit(repository, name, told)


def history(repository: Repository, at: str) -> Annals:
    """The history up to a commit, by its name, with how far git's comparing is shown.

    Raises:
        Failure: there is none, or it can't be read.
    """
    from opledger.git.annals import Annals

    with comparing() as told:
        annals = Annals(repository, find_tip(repository, at, told))
        annals.begin(told)
    return annals


def comparing() -> AbstractContextManager[Told]:
    """What tells on the terminal how many commits were compared, where that takes long."""
    from opledger.cli.progress import progress

    return progress("Comparing", "commits")


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
