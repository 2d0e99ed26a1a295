"""``opledger site``: the ledger as static pages."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from opledger.cli.building import is_page, page_count, public_files, put_private_files
from opledger.cli.ejecting import eject_command
from opledger.cli.exposing import accept_names_option
from opledger.cli.loading import sound_ledger
from opledger.cli.options import App, as_of_option, at_option, ledger_option
from opledger.cli.publishing import publish_command
from opledger.cli.serving import serve_command

if TYPE_CHECKING:
    from opledger.files.folder import Replaced

UNDATED = 315_532_800  # seconds since 1970: the first of 1980, the earliest that all archives know


@click.group("site")
@ledger_option
@click.pass_context
def site_group(ctx: click.Context) -> None:
    """Build, show or publish the site."""
    ctx.ensure_object(App)


for _command in (serve_command, publish_command, eject_command):
    site_group.add_command(_command)


@site_group.command("build")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The folder to make; site/ in the ledger if not said, public/ with --public.",
)
@click.option(
    "--public",
    is_flag=True,
    help="Show only what ledger.yaml lists under publish: fields:, for anybody to see.",
)
@accept_names_option
@as_of_option
@at_option
@ledger_option
@click.pass_context
def build_command(
    ctx: click.Context,
    output: Path | None,
    public: bool,
    accept_names: bool,
    as_of: date | None,
    at: str | None,
) -> None:
    """Build the site: HTML pages to open in any browser, without script or network.

    The folder is replaced whole. One that holds anything opledger did not make is left alone.
    The site is private, and shows everything in the ledger, unless --public is said.
    """
    app = ctx.ensure_object(App)
    build_site(app, output, as_of, at, public=public, accept_names=accept_names)


def build_site(
    app: App,
    output: Path | None,
    as_of: date | None,
    at: str | None = None,
    *,
    public: bool = False,
    accept_names: bool = False,
) -> None:
    """Read the ledger, make the pages, put them in place, and say where."""
    from opledger.cli.progress import progress
    from opledger.files.folder import fill_folder, replace_folder

    loaded = sound_ledger(app, at)
    target = output or loaded.root / ("public" if public else "site")
    _refuse_ledger(loaded.root, target)
    day = loaded.day(as_of)
    if public:
        files = public_files(loaded, day, accept_names=accept_names).files
        # When a public site was made is nobody's affair: all its files are of one moment.
        made = replace_folder(target, files, UNDATED)
    else:
        with progress("Making", "pages") as told:
            made = fill_folder(target, lambda place: put_private_files(place, loaded, day, told))
    built = page_count(made.files, "public page" if public else "page")
    click.echo(f"Built {built}.{_news(made)} Open {target / 'index.html'} in a browser.")


def _news(made: Replaced) -> str:
    """How many of the pages are others than before, where there were some."""
    if made.changed is None:
        return ""
    many = sum(map(is_page, made.changed))
    return f" {many or 'None'} {'are' if many > 1 else 'is'} new or changed."


def _refuse_ledger(root: Path, target: Path) -> None:
    """Refuse to build over the ledger itself."""
    from opledger.core.failure import Failure

    inside, ledger = target.resolve(), root.resolve()
    within = (ledger / "opportunities", ledger / "templates", ledger / ".git")
    if inside in (ledger, *ledger.parents) or any(
        folder in (inside, *inside.parents) for folder in within
    ):
        raise Failure(f"{target} is where the ledger is: name another folder with --output")
