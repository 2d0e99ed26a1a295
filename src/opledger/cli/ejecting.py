"""``opledger site eject``: a template of the package, copied into the ledger to be changed."""

from __future__ import annotations

import click

from opledger.cli.loading import ledger_folder
from opledger.cli.options import App, ledger_option
from opledger.files.diagnostics import printable


@click.command("eject")
@click.argument("name", required=False)
@ledger_option
@click.pass_context
def eject_command(ctx: click.Context, name: str | None) -> None:
    """Copy the template NAME into the ledger's templates/, where you can change it.

    From then on the site is made with yours. NAME is a file such as overview.html.j2, or a page
    such as overview. Without it, the names are listed.
    """
    from opledger.files.resources import template_names
    from opledger.files.templates import eject

    if name is None:
        for each in template_names():
            click.echo(each)
        return
    page = f"{name}.html.j2"
    named = page if page in template_names() else name
    path = eject(ledger_folder(ctx.ensure_object(App)), named)
    click.echo(printable(f"Copied to {path}. docs/templates.md says what it is given."))
