"""``opledger fmt``: events in date order, and nothing else touched."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from opledger.api.loading import shown
from opledger.cli.check import inside
from opledger.cli.options import App, ledger_option
from opledger.cli.writing import Desk, change, commit_option, desk, repository_for, source_of
from opledger.core.failure import Failure
from opledger.files import disk
from opledger.files.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Collection

    from opledger.git.repository import Repository

_MENDED = ("out-of-order",)


@click.command("fmt")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE]...")
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit with 1 if it would.")
@commit_option
@ledger_option
@click.pass_context
def fmt_command(
    ctx: click.Context, /, paths: tuple[Path, ...], only_check: bool, commit: bool | None
) -> int:
    """Put the events of every opportunity, or of the named files, in date order.

    Events of one day stay as they stand. Each moves with its comments; no other line is touched.
    A file with any other error is left alone, and named.
    """
    at = desk(ctx.ensure_object(App))
    wanted = {inside(at.root, path) for path in paths}
    every = [entry for entry in disk.scan(at.root) if entry.kind is disk.EntryKind.FILE]
    chosen = [entry for entry in every if _is_wanted(entry.path, wanted)]
    return _check(at, chosen) if only_check else _sort(at, every, chosen, commit)


def _is_wanted(path: str, wanted: Collection[str]) -> bool:
    if not wanted or "." in wanted:
        return True
    return any(path == each or path.startswith(f"{each}/") for each in wanted)


def _check(at: Desk, entries: Collection[disk.Entry]) -> int:
    """Say which files are out of order; whether there are any, or some can't be read."""
    from opledger.cli.progress import each_of

    told: list[tuple[str, bool]] = []
    for entry in each_of(entries, len(entries), "Reading", "files"):
        try:
            if _would_change(at, entry):
                told.append((f"{shown(at.root, entry.path)}: events out of date order", False))
        except Failure as why:
            told.append((f"opledger: {why}", True))
    for line, is_trouble in told:
        click.echo(line, err=is_trouble)
    return int(bool(told))


def _would_change(at: Desk, entry: disk.Entry) -> bool:
    if _is_sound(at, entry):
        return False
    from opledger.files.reading import read_opportunity

    _, found = read_opportunity(source_of(at.root, entry.path), at.config, at.day)
    return any(each.code in _MENDED for each in found)


def _sort(
    at: Desk, every: Collection[disk.Entry], chosen: Collection[disk.Entry], commit: bool | None
) -> int:
    """Put the chosen files in order, of every one that there is; whether some could not be."""
    from opledger.cli.progress import each_of

    looked = each_of(chosen, len(chosen), "Reading", "files")
    as_it_is = {entry.path for entry in looked if stands_in_order(at, entry)}
    names = Counter(disk.stem_of(entry.path) for entry in every)
    state = _State(at, commit)
    failed = 0
    for entry in chosen:
        is_alone = names[disk.stem_of(entry.path)] == 1
        if entry.path in as_it_is and is_alone and state.can_be_locked():
            failed += not state.told()
        else:
            failed += not _change(at, entry.path, commit)
            state = _State(at, commit)
    return int(bool(failed))


def stands_in_order(at: Desk, entry: disk.Entry) -> bool:
    """Whether a file has no error, and all events stand in the order that is asked for.

    Then :func:`opledger.files.editing.in_date_order` changes nothing in it, and nothing is said.
    """
    if _is_sound(at, entry):
        return True
    from opledger.files.reading import read_opportunity

    try:
        about, found = read_opportunity(source_of(at.root, entry.path), at.config, at.day)
    except Failure:
        return False
    return about is not None and not any(each.severity is Severity.ERROR for each in found)


def _is_sound(at: Desk, entry: disk.Entry) -> bool:
    """Whether the fast reader is certain that there is nothing to say of a file."""
    from opledger.files.quick import quick_reader

    return quick_reader(at.config, at.day).read(disk.Folder(at.root), entry) is not None


def _change(at: Desk, path: str, commit: bool | None) -> bool:
    """Put one file in order; false where it could not be, and why was said."""
    from opledger.files.editing import in_date_order
    from opledger.files.splice import Unsafe

    try:
        change(at, disk.stem_of(path), in_date_order, commit, _MENDED)
    except Unsafe as why:
        click.echo(f"opledger: {shown(at.root, path)} was left as it is: {why}", err=True)
        return False
    except Failure as why:
        click.echo(f"opledger: {why}", err=True)
        return False
    return True


class _State:
    """What :func:`change` meets around a file: the same for all until one of them is changed."""

    __slots__ = ("_at", "_commit", "_met")

    def __init__(self, at: Desk, commit: bool | None) -> None:
        self._at = at
        self._commit = commit
        self._met: Repository | Failure | None = None

    def can_be_locked(self) -> bool:
        """Whether nobody holds the ledger's lock, and it could be taken."""
        from opledger.files.store import LOCK_NAME

        root = self._at.root
        return os.access(root, os.W_OK | os.X_OK) and not os.path.lexists(root / LOCK_NAME)

    def told(self) -> bool:
        """Say why nothing could be committed, for one more file; false where it would fail."""
        try:
            repository_for(self._at, self._commit, self._asked)
        except Failure as why:
            click.echo(f"opledger: {why}", err=True)
            return False
        return True

    def _asked(self, root: Path) -> Repository:
        """See :func:`opledger.git.recording.ready_to_commit`, which is asked once."""
        if self._met is None:
            from opledger.git.recording import ready_to_commit

            try:
                self._met = ready_to_commit(root)
            except Failure as why:
                self._met = why
        if isinstance(self._met, Failure):
            raise self._met
        return self._met
