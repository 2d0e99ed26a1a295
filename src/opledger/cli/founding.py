"""A new ledger: what stands in its folder beside the opportunities, and its repository."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from opledger.cli.progress import progress
from opledger.core.failure import Failure
from opledger.files import disk

if TYPE_CHECKING:
    from opledger.core.config import Config

IGNORED = "# what opledger makes\n/site/\n/public/\n.opledger-*\n"


def write_beginnings(folder: Path, settings: str, config: Config) -> list[str]:
    """Write ``ledger.yaml`` with these settings, which read to ``config``, and what goes with it.

    The paths of what was written, from the folder: the ledger's file, the schemas, and the list
    of what git is to leave alone. What is there already stays as it is.

    Raises:
        Failure: one of the ledger's folders is something else, or can't be written in.
    """
    from opledger.files.schemafiles import SCHEMA_FOLDER, schema_line, schemas

    for name in ("", disk.FOLDER, SCHEMA_FOLDER):
        disk.refuse_other_than_folder(folder / name)
    new = {disk.CONFIG_NAME: (schema_line(disk.CONFIG_NAME) + settings).encode()}
    beside = {".gitignore": IGNORED.encode(), **schemas(config)}
    new |= {path: text for path, text in beside.items() if not os.path.lexists(folder / path)}
    for path, content in new.items():
        disk.write_new(folder / path, content)
    return list(new)


def write_imported(
    folder: Path, new: Iterable[tuple[str, str]], beginnings: tuple[str, Config] | None
) -> None:
    """Write the files of new opportunities, each by its path and text, with its schema's line.

    With ``beginnings``, the settings as text and as read, the ledger is made first: a repository,
    too, in which nothing is committed yet.

    Raises:
        Failure: a folder on the way is a link, or a file is there or can't be written.
    """
    from opledger.files.schemafiles import first_line

    files = list(new)
    ways = {parent for path, _ in files for parent in Path(path).parents} - {Path()}
    for way in sorted({Path(disk.FOLDER), *ways}):
        disk.refuse_other_than_folder(folder / way)
    if beginnings is not None:
        write_beginnings(folder, *beginnings)
    written: set[Path] = set()  # folders
    try:
        with progress("Writing", "files") as told:
            for nth, (path, text) in enumerate(files, start=1):
                content = (first_line(folder, path) + text).encode()
                disk.write_new(folder / path, content, lasting=False)
                written.add((folder / path).parent)
                told(nth, len(files))
    finally:
        _make_lasting(written)
    if beginnings is not None:
        begin_repository(folder)


def _make_lasting(folders: Iterable[Path]) -> None:
    """Make the names that stand in these folders safe against a power cut, where the system can."""
    for folder in sorted(folders):
        try:
            disk.sync_folder(folder)
        except OSError as error:
            raise Failure(f"can't write in {folder}: {disk.reason(error)}", code=1) from None


def begin_repository(folder: Path) -> bool:
    """Make the folder a repository; whether it is one of its own now.

    In a folder of another repository nothing is done; that is told, and what hinders it.
    """
    from opledger.git.repository import start_repository

    if (folder / ".git").exists():
        return False
    outer = next((each for each in folder.resolve().parents if (each / ".git").exists()), None)
    if outer:
        click.echo(f"It lies in the repository {outer}: what is committed here is a part of that.")
        return False
    trouble = start_repository(folder)
    if trouble:
        click.echo(f"No git repository was started: {trouble}", err=True)
    return not trouble
