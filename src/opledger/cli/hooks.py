"""``opledger hooks``: git hooks and the merge driver."""

from __future__ import annotations

import click

from opledger.cli.loading import ledger_folder
from opledger.cli.options import App, ledger_option
from opledger.core.failure import Failure
from opledger.files.diagnostics import printable


@click.group("hooks")
@ledger_option
@click.pass_context
def hooks_group(ctx: click.Context) -> None:
    """Install git hooks and the merge driver."""
    ctx.ensure_object(App)


@hooks_group.command("install")
@ledger_option
@click.pass_context
def install_command(ctx: click.Context) -> None:
    """Let git check what is committed, guard where it is pushed, and unite events in a merge.

    It holds for this clone alone. Hooks that are there already go on as before.
    """
    from opledger.git.hooks import install
    from opledger.git.repository import find_repository

    for line in install(find_repository(ledger_folder(ctx.ensure_object(App)))):
        click.echo(printable(line))


@hooks_group.command("remove")
@ledger_option
@click.pass_context
def remove_command(ctx: click.Context) -> None:
    """Take out what 'hooks install' put in."""
    from opledger.git.hooks import remove
    from opledger.git.repository import find_repository

    done = list(remove(find_repository(ledger_folder(ctx.ensure_object(App)))))
    for line in done or ["There was nothing to remove."]:
        click.echo(printable(line))


@hooks_group.command("pre-push", hidden=True)
@click.argument("name")
@click.argument("url")
@ledger_option
@click.pass_context
def pre_push_command(ctx: click.Context, name: str, url: str) -> None:
    """Refuse to push a private ledger to a remote that it does not allow; git calls it."""
    from opledger.files.diagnostics import Severity
    from opledger.files.disk import CONFIG_NAME, Folder
    from opledger.files.reading import read_config
    from opledger.git.remotes import may_be_pushed, shown_address

    root = ledger_folder(ctx.ensure_object(App))
    config, found = read_config(Folder(root))
    if any(each.severity is Severity.ERROR for each in found):
        what = f"{CONFIG_NAME} has errors, so nobody knows where the ledger may go"
        raise Failure(f"not pushed: {what}; 'opledger check' names them", code=1)
    if not may_be_pushed(config, url):
        shown = shown_address(url)
        remote = f"'{shown_address(name)}' ({shown})" if name != url else shown
        entry = "'{}'".format(shown.replace("'", "''"))
        message = (
            f"not pushed: the ledger is private, and {remote} is not among its allowed_remotes;"
            f" to allow it, add it in {CONFIG_NAME}: allowed_remotes: [{entry}]"
        )
        raise Failure(message, code=1)
