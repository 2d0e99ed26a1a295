"""``opledger import`` of a file that ``opledger export`` wrote: no mapping is needed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from opledger.core.failure import Failure

if TYPE_CHECKING:
    from opledger.core.config import Config
    from opledger.exchange.plan import Target
    from opledger.exchange.restore import Restoring

_SHOWN = 5


def restore(content: bytes, target: Target | None, into: Path, *, write: bool, form: str) -> int:
    """Bring an export back, into a ledger or into an empty folder; the exit code.

    Raises:
        Failure: the file, or what it says of the ledger, can't be read; or a file can't be written.
    """
    from opledger.cli.options import today
    from opledger.exchange.plan import Target
    from opledger.exchange.report import as_document, as_lines
    from opledger.exchange.restore import plan_restoring, read_told, settings_text, told_config

    told = read_told(content)
    mine = told_config(told)
    found = plan_restoring(
        told, target or Target(mine), today((target or Target(mine)).config.zone)
    )
    notes = _notes(found, mine if told.settings is not None else None, target)
    if write:
        text = settings_text(told) if target is None else None
        _write(into, text, found)
    if form == "json":
        click.echo(as_document(found.plan, notes, written=write))
    else:
        for line in as_lines(found.plan, notes, str(into), written=write):
            click.echo(line)
    return 1 if found.plan.bad else 0


def _notes(found: Restoring, told: Config | None, target: Target | None) -> list[str]:
    """What the user should know beside the counts."""
    notes = []
    if found.differing:
        more = ", ..." if len(found.differing) > _SHOWN else ""
        notes.append(f"the ledger says otherwise of: {', '.join(found.differing[:_SHOWN])}{more}")
    if told is None:
        which = "an empty one is made" if target is None else "the ledger's are used"
        notes.append(f"the file tells no settings; {which}")
    elif target is not None and told != target.config:
        notes.append("the ledger has its own ledger.yaml: the settings in the file were not used")
    return notes


def _write(into: Path, settings: str | None, found: Restoring) -> None:
    """Write the settings of a new ledger, and every new file.

    Raises:
        Failure: a folder on the way is a link, or a file can't be written.
    """
    from opledger.files import disk

    for folder in {
        into / parent for file in found.plan.new for parent in Path(file.path).parents
    } - {into}:
        disk.refuse_other_than_folder(folder)
    if settings is not None:
        disk.write_new(into / disk.CONFIG_NAME, settings.encode())
    for file in found.plan.new:
        disk.write_new(into / file.path, file.text.encode())


def refuse_without_mapping(file: Path) -> Failure:
    """What to say of a file that is no export of ours, where no mapping is named."""
    return Failure(
        f"{file} is no export of opledger, so a mapping must say what it means: name one with"
        " --map MAP.yaml (docs/import.md)"
    )
