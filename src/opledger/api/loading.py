"""Reading the ledger that is meant: where it lies, as its files are now or as a commit holds it."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from opledger.api.days import DAY_FORM, as_day, today
from opledger.core.calendar import as_of_day
from opledger.core.failure import Failure
from opledger.core.late import dataclass
from opledger.files import disk
from opledger.files.diagnostics import as_line
from opledger.files.disk import Folder

if TYPE_CHECKING:
    from opledger.core.config import Config
    from opledger.core.figures.statistics import Statistics
    from opledger.core.model import Ledger
    from opledger.files.diagnostics import Diagnostic
    from opledger.files.readings import Reading, Told
    from opledger.git.objects import Commit
    from opledger.git.repository import Repository


class CheckFailed(Failure):
    """The ledger has errors, so there are no figures: each is among the ``diagnostics``."""

    def __init__(self, text: str, diagnostics: tuple[Diagnostic, ...]) -> None:
        super().__init__(text, code=1)
        self.diagnostics = diagnostics

    def __reduce__(self) -> tuple[type[CheckFailed], tuple[str, tuple[Diagnostic, ...]]]:
        """What it is made of, so that it can come from another process."""
        return CheckFailed, (str(self), self.diagnostics)


def ledger_at_hand(named: Path | None, how_to_name: str) -> Path:
    """The ledger's folder: the one named, else the nearest from the current folder upward.

    ``how_to_name`` says how one is named, where there is none.

    Raises:
        Failure: there is none.
    """
    if named is None:
        found = disk.find_ledger(_here())
        if found is None:
            message = (
                "no ledger here: no ledger.yaml in this folder or above; go to one, name one with"
                f" {how_to_name}, or start one with 'opledger init'"
            )
            raise Failure(message)
        return found
    if not os.path.lexists(named / disk.CONFIG_NAME):
        what = "has no ledger.yaml" if named.is_dir() else "is no folder"
        raise Failure(f"{named} {what}: start a ledger there with 'opledger init {named}'")
    return named


def _here() -> Path:
    try:
        return Path.cwd()
    except FileNotFoundError:
        raise Failure("the current folder is gone: go to another one") from None


class Dated(ABC):
    """A ledger that is told about as of a day: of the commit, if it is not of the files at hand."""

    __slots__ = ()

    commit: Commit | None

    @property
    @abstractmethod
    def config(self) -> Config:
        """The ledger's settings."""

    def day(self, asked: date | None) -> date:
        """The day that figures are as of: the one asked for, else the day of the commit, or today.

        See :func:`opledger.core.calendar.as_of_day`.
        """
        return as_of_day(self.config, self.today, asked)

    @property
    def today(self) -> date:
        """The day of the commit, or the one it is, in the ledger's zone."""
        zone = self.config.zone
        return self.commit.day_in(zone) if self.commit else today(zone)

    def told(self, day: date) -> str:
        """The day, and the commit if not the files at hand, for a title's side."""
        known = f", known at {self.commit.short}" if self.commit else ""
        return f"as of {day}{known}"

    @property
    def known_at(self) -> str | None:
        """The hash of the commit, if not the files at hand."""
        return self.commit.hash if self.commit else None


@dataclass(frozen=True, slots=True)
class Loaded(Dated):
    """A sound ledger and where it is from: its folder, and the commit, if not the files at hand."""

    root: Path
    ledger: Ledger
    commit: Commit | None = None

    @property
    def config(self) -> Config:
        """The ledger's settings."""
        return self.ledger.config

    @property
    def written(self) -> int:
        """How many opportunities there are, also those that begin later."""
        return len(self.ledger.opportunities)

    def statistics(self, day: date, dimension: str) -> Statistics:
        """The figures as of a day, with groups by a dimension."""
        from opledger.core.figures.statistics import statistics

        return statistics(self.ledger, day, dimension)


def read(root: Path, told: Told | None = None) -> Reading:
    """Everything in the ledger, with what the checks find as of today there.

    ``told`` is called after each file with how many are read, of how many.
    """
    if disk.has_many(root):
        from opledger.files.cache import Cache
        from opledger.files.whole import read_whole

        return read_whole(root, today, Cache.at_hand(), told)
    from opledger.files.reading import read_ledger

    return read_ledger(root, today, told)


def sound(root: Path, at: str | None = None, told: Told | None = None) -> Loaded:
    """The ledger as its files are at hand, or as a commit holds it, where every file is sound.

    ``told`` is as for :func:`read`.

    Figures over some of the files would be wrong without saying so; so a ledger with errors is
    refused.

    Raises:
        CheckFailed: it has errors.
        Failure: there is no such commit, or no history.
    """
    if at is not None:
        from opledger.git.repository import find_repository

        repository = find_repository(root)
        return ledger_at(repository, find_commit(repository, at), told)
    reading = read(root, told)
    refuse_errors(reading.errors, root)
    return Loaded(root, reading.ledger)


def ledger_at(repository: Repository, commit: Commit, told: Told | None = None) -> Loaded:
    """The ledger as a commit holds it; ``told`` as for :func:`sound`.

    Raises:
        CheckFailed: it had errors there.
        Failure: the commit has none.
    """
    from opledger.files.reading import read_files
    from opledger.git.snapshot import committed

    snapshot = committed(repository, commit.hash)
    reading = read_files(snapshot, commit.day_in, told)
    check = f"see 'opledger check --at {commit.short}'"
    what = f"the ledger had errors at commit {commit.short}, {check}"
    _refuse(reading.errors, lambda path: f"{commit.short}:{path}", what)
    return Loaded(repository.root, reading.ledger, commit)


def find_commit(repository: Repository, name: str, told: Told | None = None) -> Commit:
    """The commit that a name stands for: a hash, branch, tag, ``HEAD~2``, or a day.

    A day stands for the last commit made by its end; ``told`` as for :func:`find_tip`.

    Raises:
        Failure: there is none, or no history.
    """
    from opledger.git.objects import commit_called, commits

    if repository.found_at and not DAY_FORM.fullmatch(name):
        found = commit_called(repository.root, name)
        if found is not None:
            return found
    tip = find_tip(repository, name, told)
    return commits(repository.root, {tip: ()})[tip]


def find_tip(repository: Repository, name: str, told: Told | None = None) -> str:
    """The hash of the commit that a name stands for, as :func:`find_commit` takes it.

    For a day the whole history is asked: ``told`` is called with how many commits are compared,
    of how many.

    Raises:
        Failure: there is none, or no history.
    """
    head = repository.found_at or repository.head
    if head is None:
        message = (
            f"{repository.root} has no commit yet: 'git add .' and 'git commit' make the first one"
        )
        raise Failure(message, code=1)
    if DAY_FORM.fullmatch(name):
        return _last_on(repository, head, as_day(name), told)
    known = head if name == "HEAD" else repository.resolve(name)
    if known is None:
        raise Failure(f"no commit '{name}': name one by its hash, a branch, a tag or a day")
    return known


def _last_on(repository: Repository, head: str, day: date, told: Told | None) -> str:
    from opledger.files.reading import read_config
    from opledger.git.annals import Annals
    from opledger.git.history import last_on

    zone = read_config(Folder(repository.root))[0].zone
    annals = Annals(repository, head)
    if told is not None:
        annals.begin(told)
    every = [deed.commit for deed in annals.all()]
    found = last_on(every, day, zone)
    if found is None:
        raise Failure(f"no commit was made by {day}: 'opledger log' lists them all")
    return found.hash


def find_id(given: str, known: Sequence[str]) -> str:
    """The id that was given whole or by its beginning.

    Raises:
        Failure: none or several begin so.
    """
    if given in known:
        return given
    begin = [each for each in known if given and each.startswith(given)]
    if len(begin) == 1:
        return begin[0]
    from opledger.files.rules.context import did_you_mean

    if begin:
        raise Failure(f"'{given}' begins several ids: {', '.join(begin[:5])}")
    hint = did_you_mean(given, tuple(known), "ids")
    listed = "'opledger list' lists them"
    raise Failure(f"no opportunity '{given}': {hint if hint.startswith('did') else listed}")


def refuse_errors(errors: tuple[Diagnostic, ...], root: Path) -> None:
    """Refuse a ledger at hand in which there are errors.

    Raises:
        CheckFailed: there are.
    """
    _refuse(errors, lambda path: shown(root, path), "the ledger has errors, see 'opledger check'")


def _refuse(errors: tuple[Diagnostic, ...], place: Callable[[str], str], what: str) -> None:
    if errors:
        first = as_line(errors[0], place(errors[0].path))
        more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
        raise CheckFailed(f"{what}: {first}{more}", errors)


def shown(root: Path, path: str) -> str:
    """A path in the ledger as it is printed: from the current folder, if it lies below it."""
    whole = os.path.abspath(root / path)  # noqa: PTH100 - resolve() would follow links
    try:
        relative = os.path.relpath(whole)
    except ValueError:  # another drive
        return whole
    return whole if relative.startswith("..") else relative
