"""``opledger import``: a log kept elsewhere becomes opportunities."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from opledger.core.failure import Failure

if TYPE_CHECKING:
    from collections.abc import Iterable

    from opledger.core.config import Config
    from opledger.exchange.mapping import Mapping
    from opledger.exchange.plan import NewFile, Target
    from opledger.files.diagnostics import Diagnostic

_OK, _BAD_ROWS, _USAGE = 0, 1, 2
_MAX_MAP = 256 * 1024


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option(
    "--map",
    "map_file",
    type=click.Path(path_type=Path),
    metavar="MAP.yaml",
    help="What the log's columns and statuses mean (docs/import.md); an export needs none.",
)
@click.option(
    "--into",
    "into",
    type=click.Path(path_type=Path),
    required=True,
    metavar="LEDGER",
    help="The ledger's folder; made if it has no ledger.yaml.",
)
@click.option("--write", is_flag=True, help="Write the new files; else only show what would be.")
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "json")),
    default="text",
    help="How to print; text if not said.",
)
def import_command(file: Path, map_file: Path | None, into: Path, write: bool, form: str) -> int:
    """Bring in a log from elsewhere: CSV, JSON or JSON Lines; or what 'opledger export' wrote.

    The mapping says what its columns and statuses mean. Nothing that exists is changed, and what
    was imported before is known again. Exits 1 if a row was bad; the others are still written.
    """
    from opledger.cli.options import today
    from opledger.exchange.columns import check_columns
    from opledger.exchange.mapfile import read_mapping
    from opledger.exchange.origin import MAX_BYTES, read_rows
    from opledger.exchange.plan import Target, plan_import
    from opledger.exchange.report import as_document, as_lines
    from opledger.files import disk
    from opledger.files.source import Source

    if map_file is None:
        return _restore(file, into, write=write, form=form)
    text = _map_text(map_file)
    target = _ledger(into)
    config = target.config if target else None
    mapping, found = read_mapping(Source.of(str(map_file), text), config)
    if mapping is None:
        return _refuse(found)
    rows = read_rows(str(file), disk.read_outside(file, MAX_BYTES), mapping.layout)
    unknown = check_columns(mapping, rows)
    if unknown:
        return _refuse(unknown)
    target = target or Target(mapping.config)
    plan = plan_import(rows, mapping, target, today(target.config.zone))
    notes = _notes(mapping, config)
    if write:
        _write(into, mapping, is_new=config is None, files=plan.new)
    if form == "json":
        click.echo(as_document(plan, notes, written=write))
    else:
        for line in as_lines(plan, notes, str(into), written=write):
            click.echo(line)
    return _BAD_ROWS if plan.bad else _OK


def _restore(file: Path, into: Path, *, write: bool, form: str) -> int:
    """Bring back what `export csv` or `export jsonl` wrote, which needs no mapping."""
    from opledger.cli.restoring import refuse_without_mapping, restore
    from opledger.exchange.origin import MAX_BYTES
    from opledger.exchange.restore import is_own
    from opledger.files import disk

    content = disk.read_outside(file, MAX_BYTES)
    if not is_own(content):
        raise refuse_without_mapping(file)
    return restore(content, _ledger(into), into, write=write, form=form)


def _map_text(map_file: Path) -> str:
    from opledger.files import disk

    content = disk.read_outside(map_file, _MAX_MAP)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        raise Failure(f"{map_file} is not UTF-8: save it as UTF-8") from None


def _ledger(into: Path) -> Target | None:
    """The ledger to import into; without a ledger.yaml there is none yet.

    Raises:
        Failure: it has errors, or the folder holds something else.
    """
    from zoneinfo import ZoneInfo

    from opledger.cli.loading import shown
    from opledger.cli.options import today
    from opledger.exchange.plan import Target
    from opledger.files import disk
    from opledger.files.diagnostics import as_line
    from opledger.files.reading import read_ledger

    if not os.path.lexists(into / disk.CONFIG_NAME):
        _refuse_other_folder(into)
        return None
    reading = read_ledger(into, today(ZoneInfo("UTC")))
    if reading.errors:
        # A record that can't be read can't be known again: it would be imported twice.
        first = as_line(reading.errors[0], shown(into, reading.errors[0].path))
        message = f"the ledger has errors, see 'opledger check'; nothing was imported: {first}"
        raise Failure(message, code=1)
    ids = tuple(Path(entry.path).stem for entry in disk.scan(into))
    return Target(reading.ledger.config, reading.ledger.opportunities, ids)


def _refuse_other_folder(into: Path) -> None:
    """A folder with something else in it is not made a ledger by an import."""
    from opledger.files import disk

    if not os.path.lexists(into):
        return
    other = disk.first_inside(into)
    if other is not None:
        message = (
            f"{into} has no ledger.yaml, but holds {other}: name a ledger, or a folder that"
            " is empty or does not exist"
        )
        raise Failure(message)


def _notes(mapping: Mapping, config: Config | None) -> list[str]:
    """What the user should know of the settings."""
    if config is None or mapping.ledger is None:
        return []
    note = "the ledger has its own ledger.yaml: the mapping's 'ledger:' was not used"
    if config.stage_order != mapping.config.stage_order:
        note += f" (its stages differ; the ledger's are {', '.join(config.stage_order)})"
    return [note]


def _write(into: Path, mapping: Mapping, *, is_new: bool, files: Iterable[NewFile]) -> None:
    from opledger.files import disk
    from opledger.files.emit import ledger_text

    folder = into / disk.FOLDER
    if folder.is_symlink():
        raise Failure(f"{folder} is a symbolic link, which is never followed", code=1)
    if is_new:
        disk.write_new(into / disk.CONFIG_NAME, ledger_text(mapping.ledger or {}).encode())
    for file in files:
        disk.write_new(into / file.path, file.text.encode())


def _refuse(found: Iterable[Diagnostic]) -> int:
    from opledger.files.diagnostics import as_line

    for diagnostic in found:
        click.echo(as_line(diagnostic, diagnostic.path), err=True)
    return _USAGE
