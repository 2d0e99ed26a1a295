"""Both sites of a ledger, as the commands that show, keep or publish them want them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from importlib.util import find_spec
from typing import TYPE_CHECKING

import click

from opledger.api.loading import Loaded
from opledger.cli.loading import comparing, with_todays_list

if TYPE_CHECKING:
    from opledger.core.figures.statistics import Statistics
    from opledger.core.publicsite import PublicSite
    from opledger.files.filling import Place
    from opledger.git.accounts import Account
    from opledger.git.repository import Checkout
    from opledger.site.build import Told
    from opledger.site.kept import Kept
    from opledger.site.pages import Pages


def page_count(files: Iterable[str], what: str = "page") -> str:
    """How many pages a site has, in words."""
    from opledger.core.narrative.words import plural

    return plural(sum(map(is_page, files)), what)


def is_page(name: str) -> bool:
    """Whether a file of a site is a page."""
    return name.endswith(".html")


def private_files(loaded: Loaded, day: date, top: str = "") -> dict[str, bytes]:
    """The private site of a ledger on a day: everything that it holds.

    ``top`` is the path at which it is served, if it is.
    """
    from opledger.core.figures.statistics import statistics
    from opledger.site.build import private_site

    checkout = _checkout(loaded)
    figured, accounts = statistics(loaded.ledger, day), _accounts(loaded, checkout)
    pages = _kept_pages(loaded, figured)
    files = private_site(figured, checkout, accounts, pages, top=top)
    pages.keep()
    return files


def put_private_files(place: Place, loaded: Loaded, day: date, told: Told | None = None) -> None:
    """Put the private site of a ledger on a day into a folder, with what help the machine has.

    ``told`` is called with how many pages are done and how many there will be.
    """
    from opledger.core.figures.statistics import statistics
    from opledger.site.build import put_private_site
    from opledger.site.sharing import usual_helpers

    checkout = _checkout(loaded)
    figured, accounts = statistics(loaded.ledger, day), _accounts(loaded, checkout, shown=True)
    helpers = usual_helpers(len(figured.standings))
    pages = _kept_pages(loaded, figured)
    put_private_site(place, figured, checkout, accounts, pages, helpers=helpers, told=told)
    pages.keep()


def public_files(loaded: Loaded, day: date, *, accept_names: bool = False) -> PublicSite:
    """The public site of a ledger on a day: what its allow-list lets through.

    Also for an earlier commit the allow-list is that of today: what was taken off it stays off.

    Raises:
        Failure: the allow-list lacks what every page is about, or a text that it lets through
            holds names, addresses or links, and ``accept_names`` does not say that it may.
    """
    from opledger.cli.exposing import refuse_names
    from opledger.cli.progress import progress
    from opledger.core.publishing import public
    from opledger.site.build import public_site
    from opledger.site.views.frame import PICTURE

    loaded = with_todays_list(loaded)
    ledger = public(loaded.ledger, day)
    refuse_names(loaded, day, accept=accept_names)
    with progress("Making", "pages") as told:
        site = public_site(ledger, _pages(loaded), told)
    drawn = PICTURE in site.files or find_spec("PIL") is not None  # of nothing there is no picture
    if loaded.ledger.config.publish.address and not drawn:
        missing = "no picture for links to the site, as Pillow is missing"
        click.echo(f"{missing}: pip install 'opledger[picture]'", err=True)
    return site


def _pages(loaded: Loaded, kept: Kept | None = None) -> Pages:
    """The templates, with the ledger's own in place of the package's, as they are now."""
    from opledger.files.templates import own_templates
    from opledger.site.pages import Pages

    return Pages(own=own_templates(loaded.root), kept=kept)


def _kept_pages(loaded: Loaded, figured: Statistics) -> Pages:
    """The templates, with the pages that were rendered from them before, if they are few."""
    from opledger.files.cache import Cache
    from opledger.site.kept import MOST, Kept

    few = len(figured.standings) < MOST
    return _pages(loaded, Kept(Cache.at_hand(), loaded.root) if few else None)


def _checkout(loaded: Loaded) -> Checkout | None:
    """The commit that the pages are made from, and whether they are made from it alone."""
    from opledger.files.contents import Contents
    from opledger.git.repository import Checkout, checkout_of

    if loaded.commit:
        return Checkout(loaded.commit.hash, clean=True)
    return checkout_of(loaded.root, Contents(loaded.root))


def _accounts(
    loaded: Loaded, checkout: Checkout | None, *, shown: bool = False
) -> Iterable[Account]:
    """The commits that led to the one the pages are made from; none where it can't be read.

    While they are taken, how many there were is ``shown`` on a terminal.
    """
    from opledger.cli.progress import each_of
    from opledger.git.accounts import Accounts
    from opledger.git.annals import Annals
    from opledger.git.repository import find_repository

    if checkout is None:
        return ()
    annals = Annals(find_repository(loaded.root), checkout.hash)
    accounts = Accounts(annals).all()
    if not shown:
        return accounts
    with comparing() as told:
        annals.begin(told)
    return each_of(accounts, len(annals.all()), "Reading", "commits")
