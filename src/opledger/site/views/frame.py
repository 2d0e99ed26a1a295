"""What every page has: its title, the menu, and the line at its foot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opledger import __version__
from opledger.core.narrative.words import plural

if TYPE_CHECKING:
    from opledger.core.figures.statistics import Statistics
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
    version: str


_HISTORY = "history.html"
_MENU = (
    ("Overview", "index.html"),
    ("Opportunities", "opportunities.html"),
    ("Figures", "figures.html"),
    ("History", _HISTORY),
    ("Method", "method.html"),
)


@dataclass(frozen=True, slots=True)
class Site:
    """What the pages of one site have in common.

    ``checkout`` is the commit they are made from; ``has_history`` says whether there is a page of
    all commits.
    """

    statistics: Statistics
    checkout: Checkout | None
    has_history: bool


def frame(site: Site, page: str, title: str) -> Frame:
    """The frame of the page at this path (relative to the site's top, with ``/``)."""
    menu = [entry for entry in _MENU if site.has_history or entry[1] != _HISTORY]
    up = "../" * page.count("/")
    config = site.statistics.config
    return Frame(
        title=title,
        search=config.title,
        up=up,
        menu=tuple(Link(text, up + path, path == page) for text, path in menu),
        foot=_foot(site.statistics, site.checkout),
        version=__version__,
    )


def _foot(statistics: Statistics, checkout: Checkout | None) -> str:
    many = plural(len(statistics.standings), "opportunity", "opportunities")
    return f"{many} as of {statistics.as_of}{checkout_text(checkout)}"


def checkout_text(checkout: Checkout | None) -> str:
    """Which commit the ledger is at, for the end of a sentence; empty where there is none."""
    if checkout is None:
        return ""
    changed = "" if checkout.clean else ", with changes not committed yet"
    return f", at commit {checkout.short}{changed}"
