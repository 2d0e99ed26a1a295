"""``opledger check``: every failure of every file, and nothing else."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from opledger.api.days import today
from opledger.api.loading import shown
from opledger.cli.loading import commit_named, ledger_folder, reading
from opledger.cli.options import App, at_option, format_option, ledger_option
from opledger.core.failure import Failure
from opledger.files import disk
from opledger.files.diagnostics import Severity, as_annotation, as_json, as_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from opledger.files.diagnostics import Diagnostic


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE]...")
@format_option("text", "json", "github")
@click.option("--explain", metavar="CODE", help="Say what a code means, and stop.")
@click.option("--staged", is_flag=True, help="What is staged for the next commit, not the files.")
@at_option
@ledger_option
@click.pass_context
def check_command(
    ctx: click.Context,
    /,
    paths: tuple[Path, ...],
    form: str,
    explain: str | None,
    staged: bool,
    at: str | None,
) -> int:
    """Check the ledger, or only the named files of it.

    Prints path:line:col: error[CODE]: text for every failure and exits with 1; prints nothing
    and exits with 0 if all is well. Warnings are printed too and do not fail. It writes nothing.
    """
    if explain is not None:
        return _explain(explain)
    root = _folder(ctx.ensure_object(App), paths)
    wanted = {inside(root, path) for path in paths}
    if staged and at:
        raise Failure("--staged and --at: give one of them")
    every, files, before = _read(root, at, wanted, staged=staged)
    found = [each for each in every if _wanted(each.path, wanted)]
    named = {each.path for each in found}
    told = {path: before + path if before else shown(root, path) for path in named}
    places = [told[each.path] for each in found]
    if form == "json":
        click.echo(as_json(found, places, files))
    else:
        write = as_annotation if form == "github" else as_line
        for each, place in zip(found, places, strict=True):
            click.echo(write(each, place))
    return int(any(each.severity is Severity.ERROR for each in found))


def _read(
    root: Path, at: str | None, wanted: set[str], *, staged: bool
) -> tuple[Sequence[Diagnostic], int, str]:
    """What is wrong, in how many files, and what stands before a path that is no file's.

    Only a whole ledger of files at hand has schemas for editors.
    """
    from opledger.files.checking import check_files, check_ledger

    if at is None and not staged:
        if wanted and "." not in wanted:
            checked = check_files(root, lambda path: _wanted(path, wanted), today)
        else:
            from opledger.files.cache import Cache

            with reading() as told:
                checked = check_ledger(root, today, Cache.at_hand(), told)
        return checked.diagnostics, checked.files, ""
    from opledger.files.reading import read_files
    from opledger.git.repository import find_repository
    from opledger.git.snapshot import committed
    from opledger.git.snapshot import staged as staged_files

    repository = find_repository(root)
    if at is not None:
        commit = commit_named(repository, at)
        with reading() as told:
            every = read_files(committed(repository, commit.hash), commit.day_in, told)
        return every.diagnostics, every.files, f"{commit.short}:"
    # Paths are those of the files: what is staged is meant to become them.
    with reading() as told:
        every = read_files(staged_files(repository), today, told)
    return every.diagnostics, every.files, ""


def _explain(code: str) -> int:
    from opledger.files.rules import BY_CODE
    from opledger.files.rules.context import did_you_mean

    if code not in BY_CODE:
        hint = did_you_mean(code, tuple(BY_CODE), "codes")
        raise Failure(f"no check has the code '{code}': {hint}")
    rule = BY_CODE[code]
    click.echo(f"{rule.severity}[{code}]: {rule.explanation}")
    return 0


def _folder(app: App, paths: tuple[Path, ...]) -> Path:
    """The ledger named, or the one that the first file lies in, or the nearest upward."""
    if paths and app.ledger is None:
        found = disk.find_ledger(paths[0].parent)
        if found is not None:
            return found
    return ledger_folder(app)


def inside(root: Path, path: Path) -> str:
    """A named file or folder as its path in the ledger.

    Raises:
        Failure: it does not exist, or is not the ledger's.
    """
    relative = os.path.relpath(os.path.abspath(path), os.path.abspath(root))  # noqa: PTH100
    inner = Path(relative).as_posix()
    if not os.path.lexists(path):
        raise Failure(f"{path} does not exist")
    parts = inner.split("/")
    if inner not in {".", disk.CONFIG_NAME} and parts[0] != disk.FOLDER:
        raise Failure(f"{path} is no file of the ledger in {root}: see {disk.FOLDER}/")
    if path.is_file() and not disk.is_record_name(path.name):
        raise Failure(f"{path} is never read: only files named *{disk.SUFFIX} are")
    return inner


def _wanted(path: str, wanted: set[str]) -> bool:
    if not wanted or "." in wanted:
        return True
    return any(path == each or path.startswith(each + "/") for each in wanted)
