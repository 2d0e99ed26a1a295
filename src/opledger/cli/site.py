"""``opledger site``: the ledger as static pages."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from opledger.cli.loading import as_of as as_of_day
from opledger.cli.loading import sound_ledger
from opledger.cli.options import App, as_of_option, ledger_option


@click.group("site")
@ledger_option
@click.pass_context
def site_group(ctx: click.Context) -> None:
    """Build the static site."""
    ctx.ensure_object(App)


@site_group.command("build")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The folder to make; site/ in the ledger if not said.",
)
@as_of_option
@ledger_option
@click.pass_context
def build_command(ctx: click.Context, output: Path | None, as_of: date | None) -> None:
    """Build the site: HTML pages to open in any browser, without script or network.

    The folder is replaced whole. One that holds anything opledger did not make is left alone.
    The site is private: it shows everything in the ledger.
    """
    app = ctx.ensure_object(App)
    build_site(app, output, as_of)


def build_site(app: App, output: Path | None, as_of: date | None) -> None:
    """Read the ledger, make the pages, put them in place, and say where."""
    from opledger.core.narrative import plural
    from opledger.core.statistics import statistics
    from opledger.files import disk
    from opledger.files.folder import replace_folder
    from opledger.git.repository import commit_of
    from opledger.site.build import build

    root, ledger = sound_ledger(app)
    target = output or root / "site"
    _refuse_ledger(root, target)
    entries = (disk.config_entry(root), *disk.scan(root))
    commit = commit_of(root, {entry.path: disk.read(root, entry)[0] for entry in entries})
    files = build(statistics(ledger, as_of_day(ledger, as_of)), commit)
    replace_folder(target, files)
    pages = sum(name.endswith(".html") for name in files)
    click.echo(f"Built {plural(pages, 'page')}. Open {target / 'index.html'} in a browser.")


def _refuse_ledger(root: Path, target: Path) -> None:
    """Refuse to build over the ledger itself."""
    from opledger.core.failure import Failure

    inside, ledger = target.resolve(), root.resolve()
    within = (ledger / "opportunities", ledger / ".git")
    if inside in (ledger, *ledger.parents) or any(
        folder in (inside, *inside.parents) for folder in within
    ):
        raise Failure(f"{target} is where the ledger is: name another folder with --output")
