"""``opledger site``: the ledger as static pages."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from opledger.cli.loading import Loaded, sound_ledger
from opledger.cli.options import App, as_of_option, at_option, ledger_option

if TYPE_CHECKING:
    from opledger.git.chronicle import Chapter
    from opledger.git.repository import Checkout
    from opledger.site.build import PublicSite


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
@click.option(
    "--public",
    is_flag=True,
    help="Show only what ledger.yaml lists under publish: fields:, for anybody to see.",
)
@as_of_option
@at_option
@ledger_option
@click.pass_context
def build_command(
    ctx: click.Context, output: Path | None, public: bool, as_of: date | None, at: str | None
) -> None:
    """Build the site: HTML pages to open in any browser, without script or network.

    The folder is replaced whole. One that holds anything opledger did not make is left alone.
    The site is private, and shows everything in the ledger, unless --public is said.
    """
    build_site(ctx.ensure_object(App), output, as_of, at, public=public)


def build_site(
    app: App,
    output: Path | None,
    as_of: date | None,
    at: str | None = None,
    *,
    public: bool = False,
) -> None:
    """Read the ledger, make the pages, put them in place, and say where."""
    from opledger.core.narrative.words import plural
    from opledger.files.folder import replace_folder
    from opledger.site.views.frame import PICTURE

    loaded = sound_ledger(app, at)
    target = output or loaded.root / "site"
    _refuse_ledger(loaded.root, target)
    day = loaded.day(as_of)
    files = public_files(loaded, day).files if public else private_files(loaded, day)
    replace_folder(target, files)
    pages = sum(name.endswith(".html") for name in files)
    built = plural(pages, "public page" if public else "page")
    if public and loaded.ledger.config.publish.address and PICTURE not in files:
        missing = "no picture for links to the site, as Pillow is missing"
        click.echo(f"{missing}: pip install 'opledger[picture]'", err=True)
    click.echo(f"Built {built}. Open {target / 'index.html'} in a browser.")


def private_files(loaded: Loaded, day: date) -> dict[str, bytes]:
    """The private site of a ledger on a day: everything that it holds."""
    from opledger.core.figures.statistics import statistics
    from opledger.site.build import private_site

    checkout = _checkout(loaded)
    return private_site(statistics(loaded.ledger, day), checkout, _chapters(loaded, checkout))


def public_files(loaded: Loaded, day: date) -> PublicSite:
    """The public site of a ledger on a day: what its allow-list lets through.

    Raises:
        Failure: the allow-list lacks what every page is about.
    """
    from opledger.core.publishing import public
    from opledger.site.build import public_site

    return public_site(public(loaded.ledger, day))


def _checkout(loaded: Loaded) -> Checkout | None:
    """The commit that the pages are made from, and whether they are made from it alone."""
    from opledger.files import disk
    from opledger.git.repository import Checkout, checkout_of

    if loaded.commit:
        return Checkout(loaded.commit.hash, clean=True)
    entries = (disk.config_entry(loaded.root), *disk.scan(loaded.root))
    files = {entry.path: disk.read(loaded.root, entry)[0] for entry in entries}
    return checkout_of(loaded.root, files)


def _chapters(loaded: Loaded, checkout: Checkout | None) -> tuple[Chapter, ...]:
    """The commits that led to the one the pages are made from; none where it can't be read."""
    from opledger.git.chronicle import Archive
    from opledger.git.repository import find_repository

    if checkout is None:
        return ()
    return Archive(find_repository(loaded.root), checkout.hash).chapters()


def _refuse_ledger(root: Path, target: Path) -> None:
    """Refuse to build over the ledger itself."""
    from opledger.core.failure import Failure

    inside, ledger = target.resolve(), root.resolve()
    within = (ledger / "opportunities", ledger / ".git")
    if inside in (ledger, *ledger.parents) or any(
        folder in (inside, *inside.parents) for folder in within
    ):
        raise Failure(f"{target} is where the ledger is: name another folder with --output")
