"""``opledger site``: the ledger as static pages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from opledger.cli.ejecting import eject_command
from opledger.cli.loading import Loaded, sound_ledger
from opledger.cli.options import App, as_of_option, at_option, ledger_option
from opledger.cli.publishing import publish_command
from opledger.cli.serving import serve_command

if TYPE_CHECKING:
    from opledger.git.chronicle import Chapter
    from opledger.git.repository import Checkout


@click.group("site")
@ledger_option
@click.pass_context
def site_group(ctx: click.Context) -> None:
    """Build the static site."""
    ctx.ensure_object(App)


site_group.add_command(eject_command)
site_group.add_command(serve_command)
site_group.add_command(publish_command)


@site_group.command("build")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The folder to make; site/ in the ledger if not said.",
)
@as_of_option
@at_option
@ledger_option
@click.pass_context
def build_command(
    ctx: click.Context, output: Path | None, as_of: date | None, at: str | None
) -> None:
    """Build the site: HTML pages to open in any browser, without script or network.

    The folder is replaced whole. One that holds anything opledger did not make is left alone.
    The site is private: it shows everything in the ledger.
    """
    build_site(ctx.ensure_object(App), output, as_of, at)


def build_site(app: App, output: Path | None, as_of: date | None, at: str | None = None) -> None:
    """Read the ledger, make the pages, put them in place, and say where."""
    from opledger.files.folder import replace_folder

    loaded = sound_ledger(app, at)
    target = output or loaded.root / "site"
    _refuse_ledger(loaded.root, target)
    files = private_files(loaded, as_of)
    replace_folder(target, files)
    click.echo(f"Built {page_count(files)}. Open {target / 'index.html'} in a browser.")


def private_files(loaded: Loaded, as_of: date | None) -> dict[str, bytes]:
    """The private site of a ledger, in the ledger's own templates as they are now.

    Raises:
        Failure: a template is wrong.
    """
    from opledger.core.figures.statistics import statistics
    from opledger.files.templates import own_templates
    from opledger.site.build import build

    figures = statistics(loaded.ledger, loaded.day(as_of))
    checkout = _checkout(loaded)
    return build(figures, checkout, _chapters(loaded, checkout), own_templates(loaded.root))


def page_count(files: Mapping[str, bytes]) -> str:
    """How many pages a site has, in words."""
    from opledger.core.narrative.words import plural

    return plural(sum(name.endswith(".html") for name in files), "page")


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
    within = (ledger / "opportunities", ledger / "templates", ledger / ".git")
    if inside in (ledger, *ledger.parents) or any(
        folder in (inside, *inside.parents) for folder in within
    ):
        raise Failure(f"{target} is where the ledger is: name another folder with --output")
