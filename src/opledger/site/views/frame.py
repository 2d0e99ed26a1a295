"""What every page has: its title, the menu, and the line at its foot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from opledger import __version__
from opledger.core.narrative.words import plural

if TYPE_CHECKING:
    from opledger.core.figures.statistics import Statistics
    from opledger.core.scope import Scope
    from opledger.git.repository import Checkout


@dataclass(frozen=True, slots=True)
class Link:
    """Text that leads to another page; ``href`` is relative to the page."""

    text: str
    href: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """The frame around one page. ``up`` leads from it to the site's top folder."""

    title: str
    search: str
    up: str
    menu: tuple[Link, ...]
    foot: str
    public: bool
    version: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A page that the menu leads to, by its path from the site's top."""

    title: str
    path: str


@dataclass(frozen=True, slots=True)
class Site:
    """What the pages of one site have in common; ``checkout`` is the commit they are made from."""

    statistics: Statistics
    scope: Scope
    checkout: Checkout | None = None


def frame(site: Site, menu: Sequence[Entry], page: str, title: str) -> Frame:
    """The frame of the page at this path (relative to the site's top, with ``/``)."""
    up = "../" * page.count("/")
    return Frame(
        title=title,
        search=site.statistics.config.title,
        up=up,
        menu=tuple(Link(entry.title, up + entry.path, entry.path == page) for entry in menu),
        foot=_foot(site),
        public=site.scope.public,
        version=__version__,
    )


def _foot(site: Site) -> str:
    many = plural(len(site.statistics.standings), "opportunity", "opportunities")
    when = site.scope.when(site.statistics.as_of)
    return many + (f" as of {when}" if when else "") + checkout_text(site.checkout)


def checkout_text(checkout: Checkout | None) -> str:
    """Which commit the ledger is at, for the end of a sentence; empty where there is none."""
    if checkout is None:
        return ""
    changed = "" if checkout.clean else ", with changes not committed yet"
    return f", at commit {checkout.short}{changed}"
