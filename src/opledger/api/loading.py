"""Reading the ledger that is meant: where it lies, as its files are now or as a commit holds it."""

from __future__ import annotations

import os
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
    from opledger.core.model import Ledger
    from opledger.files.diagnostics import Diagnostic
    from opledger.files.reading import Reading, Told
    from opledger.git.objects import Commit


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


@dataclass(frozen=True, slots=True)
class Loaded:
    """A sound ledger and where it is from: its folder, and the commit, if not the files at hand."""

    root: Path
    ledger: Ledger
    commit: Commit | None = None

    def day(self, asked: date | None) -> date:
        """The day that figures are as of: the one asked for, else the day of the commit, or today.

        See :func:`opledger.core.calendar.as_of_day`.
        """
        return as_of_day(self.ledger.config, self.today, asked)

    @property
    def today(self) -> date:
        """The day of the commit, or the one it is, in the ledger's zone."""
        zone = self.ledger.config.zone
        return self.commit.day_in(zone) if self.commit else today(zone)

    def told(self, day: date) -> str:
        """The day, and the commit if not the files at hand, for a title's side."""
        known = f", known at {self.commit.short}" if self.commit else ""
        return f"as of {day}{known}"

    @property
    def known_at(self) -> str | None:
        """The hash of the commit, if not the files at hand."""
        return self.commit.hash if self.commit else None


def read(root: Path, told: Told | None = None) -> Reading:
    """Everything in the ledger, with what the checks find as of today there.

    ``told`` is called after each file with how many are read, of how many.
    """
    from opledger.files.reading import read_ledger

    return read_ledger(root, today, told)


def sound(root: Path, at: str | None = None, told: Told | None = None) -> Loaded:
    """The ledger as its files are at hand, or as a commit holds it, where every file is sound.

    ``told`` is called after each file with how many are read, of how many.

    Figures over some of the files would be wrong without saying so; so a ledger with errors is
    refused.

    Raises:
        CheckFailed: it has errors.
        Failure: there is no such commit, or no history.
    """
    if at is not None:
        return ledger_at(find_commit(root, at), root, told)
    reading = read(root, told)
    _refuse_errors(
        reading, lambda path: shown(root, path), "the ledger has errors, see 'opledger check'"
    )
    return Loaded(root, reading.ledger)


def ledger_at(commit: Commit, root: Path, told: Told | None = None) -> Loaded:
    """The ledger as a commit holds it; ``told`` as for :func:`sound`.

    Raises:
        CheckFailed: it had errors there.
        Failure: the commit has none.
    """
    from opledger.files.reading import read_files
    from opledger.git.repository import find_repository
    from opledger.git.snapshot import committed

    snapshot = committed(find_repository(root), commit.hash)
    reading = read_files(snapshot, commit.day_in, told)
    check = f"see 'opledger check --at {commit.short}'"
    what = f"the ledger had errors at commit {commit.short}, {check}"
    _refuse_errors(reading, lambda path: f"{commit.short}:{path}", what)
    return Loaded(root, reading.ledger, commit)


def find_commit(root: Path, name: str) -> Commit:
    """The commit that a name stands for: a hash, branch, tag, ``HEAD~2``, or a day.

    A day stands for the last commit made by its end.

    Raises:
        Failure: there is none, or no history.
    """
    from opledger.git.history import commits_of, last_on
    from opledger.git.objects import commits
    from opledger.git.repository import find_repository

    repository = find_repository(root)
    head = repository.head
    if head is None:
        message = f"{root} has no commit yet: 'git add .' and 'git commit' make the first one"
        raise Failure(message, code=1)
    if DAY_FORM.fullmatch(name):
        from opledger.files.reading import read_config

        day = as_day(name)
        zone = read_config(Folder(root))[0].zone
        found = last_on(commits_of(repository, head), day, zone)
        if found is None:
            raise Failure(f"no commit was made by {day}: 'opledger log' lists them all")
        return found
    known = repository.resolve(name)
    if known is None:
        raise Failure(f"no commit '{name}': name one by its hash, a branch, a tag or a day")
    return commits(root, {known: ()})[known]


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


def _refuse_errors(reading: Reading, place: Callable[[str], str], what: str) -> None:
    errors = reading.errors
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
