"""``opledger import`` of a file that ``opledger export`` wrote: no mapping is needed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from opledger.core.config import Config
    from opledger.exchange.planned import Target


def restore(content: bytes, target: Target | None, into: Path, *, write: bool, form: str) -> int:
    """Bring an export back, into a ledger or into an empty folder; the exit code.

    Raises:
        Failure: the file, or what it says of the ledger, can't be read; or a file can't be written.
    """
    from opledger.api.days import today
    from opledger.cli.founding import write_imported
    from opledger.cli.progress import progress
    from opledger.exchange.planned import Target
    from opledger.exchange.report import as_document, as_lines
    from opledger.exchange.restore import plan_restoring, read_told, settings_text, told_config

    with progress("Reading", "rows") as done:
        told = read_told(content, done)
    mine = told_config(told)
    there = target or Target(mine)
    with progress("Planning", "opportunities") as done:
        plan = plan_restoring(told, there, today(there.config.zone), done)
    notes = [*told.notes, *_notes(mine if told.settings is not None else None, target)]
    if write:
        new = ((file.path, file.text) for file in plan.new)
        write_imported(into, new, (settings_text(told), mine) if target is None else None)
    if form == "json":
        click.echo(as_document(plan, notes, written=write))
    else:
        for line in as_lines(plan, notes, str(into), written=write):
            click.echo(line)
    return 1 if plan.bad else 0


def _notes(told: Config | None, target: Target | None) -> list[str]:
    """What the user should know of the settings."""
    if told is None:
        which = "those of an empty one are used" if target is None else "the ledger's are used"
        return [f"the file tells no settings; {which}"]
    if target is not None and told != target.config:
        return ["the ledger has its own ledger.yaml: the settings in the file were not used"]
    return []
