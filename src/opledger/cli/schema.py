"""``opledger schema``: what an editor has to know of the files, as JSON Schema."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from opledger.api.loading import shown
from opledger.cli.options import App, ledger_option
from opledger.cli.writing import commit_option, desk, repository_for
from opledger.core.failure import Failure

if TYPE_CHECKING:
    from opledger.cli.writing import Desk
    from opledger.git.repository import Repository

_OPPORTUNITY, _LEDGER = "opportunity", "ledger"


@click.command("schema")
@click.argument(
    "kind", type=click.Choice((_OPPORTUNITY, _LEDGER)), required=False, metavar="[KIND]"
)
@click.option("--write", is_flag=True, help="Write both into .opledger/, where editors find them.")
@commit_option
@ledger_option
@click.pass_context
def schema_command(
    ctx: click.Context, /, kind: str | None, write: bool, commit: bool | None
) -> None:
    """Print the JSON Schema of an opportunity (KIND: opportunity) or of ledger.yaml (ledger).

    It has the ledger's own words, so that an editor with a YAML language server completes them
    and marks what 'opledger check' would refuse.
    """
    from opledger.files.jsonschema import ledger_schema, opportunity_schema

    if write and kind:
        raise Failure(f"--write writes both schemas: leave '{kind}' away")
    if commit is not None and not write:
        raise Failure("--commit and --no-commit go with --write")
    at = desk(ctx.ensure_object(App))
    if write:
        _write(at, commit)
        return
    make = ledger_schema if kind == _LEDGER else opportunity_schema
    click.echo(make(at.config), nl=False)


def _write(at: Desk, commit: bool | None) -> None:
    from opledger.files.schemafiles import LEDGER_SCHEMA, OPPORTUNITY_SCHEMA
    from opledger.files.store import locked

    with locked(at.root):
        repository = repository_for(at, commit)
        written = _renew(at, repository)
    for path in (LEDGER_SCHEMA, OPPORTUNITY_SCHEMA):
        if path not in written:
            click.echo(f"{shown(at.root, path)} is up to date.")


def refresh(at: Desk, repository: Repository | None) -> None:
    """Bring the schemas up to date with new settings, where the ledger keeps any.

    To be called under the ledger's lock.

    Raises:
        Failure: they can't be written or committed.
    """
    from opledger.files.schemafiles import has_schemas

    if has_schemas(at.root):
        _renew(at, repository)


def _renew(at: Desk, repository: Repository | None) -> tuple[str, ...]:
    """Write what is to be written, say so, and commit it by itself."""
    from opledger.files.schemafiles import COMMIT_MESSAGE, write_schemas

    written = write_schemas(at.root, at.config)
    for path in written:
        click.echo(f"Wrote {shown(at.root, path)}.")
    if written and repository is not None:
        from opledger.git.recording import commit_files

        done = commit_files(repository, written, COMMIT_MESSAGE)
        click.echo(f"{COMMIT_MESSAGE} (commit {done[:10]})")
    return written
