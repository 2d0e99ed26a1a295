"""``opledger site publish``: the public site as one commit on a branch of a remote."""

from __future__ import annotations

from datetime import date

import click

from opledger.cli.building import public_files
from opledger.cli.exposing import accept_names_option
from opledger.cli.loading import sound_ledger
from opledger.cli.options import App, as_of_option, ledger_option
from opledger.files.diagnostics import printable


@click.command("publish")
@click.option(
    "--remote", default="origin", metavar="NAME", help="The remote to push to; origin if not said."
)
@click.option(
    "--branch",
    default="gh-pages",
    metavar="NAME",
    help="The branch that becomes the site; gh-pages if not said.",
)
@click.option("--push/--no-push", default=True, help="Whether to push; else only a branch is made.")
@accept_names_option
@as_of_option
@ledger_option
@click.pass_context
def publish_command(
    ctx: click.Context,
    remote: str,
    branch: str,
    push: bool,
    accept_names: bool,
    as_of: date | None,
) -> None:
    """Build the public site and push it as one commit without a past.

    The commit holds the public files and nothing else, and says nothing of who made it when. No
    other branch is touched, and nothing is left in your repository.
    """
    from opledger.git.exchange import find_remote
    from opledger.git.publishing import keep, publish, refuse_ledgers
    from opledger.git.repository import find_repository

    loaded = sound_ledger(ctx.ensure_object(App))
    repository = find_repository(loaded.root)
    refuse_ledgers(repository, branch)  # before the work of building
    day = loaded.day(as_of)
    if push:
        to = find_remote(repository, remote)
        done = publish(repository, public_files(loaded, day, accept_names=accept_names), to, branch)
        said = f"to branch '{branch}' of {to}, as commit {done.commit[:10]}"
        click.echo(printable(f"Published {said}." if done.new else f"Already published {said}."))
        return
    done = keep(repository, public_files(loaded, day, accept_names=accept_names), branch)
    said = f"branch '{branch}' is the site, as commit {done.commit[:10]}"
    how = f"'git push --no-verify --force REMOTE {branch}' publishes it"
    click.echo(printable(f"Not pushed: {said}; {how}."))
