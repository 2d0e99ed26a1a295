"""``opledger edit``: a file in the editor, checked when it is closed."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from opledger.api.loading import shown
from opledger.cli.options import App, ledger_option
from opledger.cli.schema import refresh
from opledger.cli.writing import (
    Desk,
    commit_option,
    desk_to_mend,
    path_of,
    repository_for,
    save,
    source_of,
)
from opledger.core.failure import Failure
from opledger.files.diagnostics import Severity, as_line
from opledger.files.disk import CONFIG_NAME, Entry, EntryKind, Folder

if TYPE_CHECKING:
    from opledger.core.model import Opportunity
    from opledger.files.diagnostics import Diagnostic
    from opledger.files.source import Source


@click.command("edit")
@click.argument("opportunity_id", metavar="[ID]", required=False)
@commit_option
@ledger_option
@click.pass_context
def edit_command(ctx: click.Context, /, opportunity_id: str | None, commit: bool | None) -> int:
    """Open the file of an opportunity in your editor ($VISUAL or $EDITOR), then check it.

    Without an ID it is ledger.yaml. If the check finds something, it offers to open the file
    again; a file that passes is committed. What you wrote is never undone. The schemas for editors
    (see 'opledger schema') follow ledger.yaml.
    """
    from opledger.files.store import locked

    at = desk_to_mend(ctx.ensure_object(App))
    path = path_of(at.root, opportunity_id) if opportunity_id else CONFIG_NAME
    before = source_of(at.root, path)
    repository = repository_for(at, commit)
    while True:
        _open(at, path)
        after = source_of(at.root, path)
        found = _found(at, path)
        for each in found:
            click.echo(as_line(each, shown(at.root, path)), err=True)
        if not any(each.severity is Severity.ERROR for each in found):
            break
        if not sys.stdin.isatty() or not click.confirm("Open it again?", default=True, err=True):
            raise Failure(f"{shown(at.root, path)} stays as you left it, not committed", code=1)
    if after.content == before.content:
        click.echo("Nothing was changed.")
        return 0
    with locked(at.root):
        save(at, repository, path, _record(before, at), _record(after, at))
        if path == CONFIG_NAME:
            refresh(desk_to_mend(ctx.ensure_object(App)), repository)
    return 0


def _open(at: Desk, path: str) -> None:
    try:
        click.edit(filename=str(at.root / path))
    except click.ClickException as error:
        what = error.format_message().rstrip(".")
        raise Failure(f"the editor failed: {what}; name one with EDITOR", code=1) from None


def _found(at: Desk, path: str) -> tuple[Diagnostic, ...]:
    """What the check finds in the file as it lies on the disk."""
    from opledger.files.reading import read_config, read_record

    if path == CONFIG_NAME:
        return read_config(Folder(at.root))[1]
    return read_record(Folder(at.root), Entry(path, EntryKind.FILE), at.config, at.day)[1]


def _record(source: Source, at: Desk) -> Opportunity | None:
    from opledger.files.reading import quick_or_ordinary_opportunity

    return (
        None
        if source.path == CONFIG_NAME
        else quick_or_ordinary_opportunity(source, at.config, at.day)[0]
    )
