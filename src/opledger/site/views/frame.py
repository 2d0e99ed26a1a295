"""What every page has: its title, the menu, and the line at its foot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from opledger import __version__
from opledger.core.late import dataclass
from opledger.core.narrative.search import headline
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
class FeedEntry:
    """One event; ``path`` is its page's, from the site's top; ``updated`` a moment of its day."""

    id: str
    title: str
    updated: str
    path: str
    summary: str


@dataclass(frozen=True, slots=True)
class Feed:
    """What happened, latest first. ``address`` is the site's, or empty: links are relative."""

    id: str
    title: str
    updated: str
    address: str
    entries: tuple[FeedEntry, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """What other sites show beside a link to a public page; addresses are whole.

    ``picture`` is empty where there is none.
    """

    text: str
    address: str
    picture: str


@dataclass(frozen=True, slots=True)
class Frame:
    """The frame around one page. ``up`` leads from it to the site's top folder.

    ``feed`` says whether the site has one; ``card`` is ``None`` where nobody is to link here.
    ``rows`` says whether the site has the opportunities as data, not only counts of them.
    """

    title: str
    search: str
    up: str
    menu: tuple[Link, ...]
    foot: str
    public: bool
    feed: bool
    card: Card | None
    version: str
    rows: bool = True


@dataclass(frozen=True, slots=True)
class Entry:
    """A page that the menu leads to, by its path from the site's top."""

    title: str
    path: str


@dataclass(frozen=True, slots=True)
class Site:
    """What the pages of one site have in common; ``checkout`` is the commit they are made from.

    ``top`` is the path at which a site is served; a public one's follows from its address.
    """

    statistics: Statistics
    scope: Scope
    checkout: Checkout | None = None
    feed: Feed | None = None
    picture: bytes | None = None
    top: str = ""

    @property
    def address(self) -> str:
        """Where a public site will be, with ``/`` at its end; empty where that is not known."""
        return self.statistics.config.publish.base if self.scope.public else ""


NOT_FOUND = "404.html"
PICTURE = "assets/funnel.png"


def frame(
    site: Site, menu: Sequence[Entry], page: str, title: str, foot: str | None = None
) -> Frame:
    """The frame of the page at this path (relative to the site's top, with ``/``).

    The foot says how many opportunities there are, as of when and at which commit, unless the page
    has one of its own.

    The page of what is not found is shown at any depth, so its links begin at the top of the
    site's address, where that is known.
    """
    up = "../" * page.count("/")
    if page == NOT_FOUND:
        up = urlsplit(site.address).path or site.top
    return Frame(
        title=title,
        search=site.statistics.config.title,
        up=up,
        menu=tuple(Link(entry.title, up + entry.path, entry.path == page) for entry in menu),
        foot=_foot(site) if foot is None else foot,
        public=site.scope.public,
        feed=site.feed is not None,
        card=_card(site, page),
        version=__version__,
    )


def _card(site: Site, page: str) -> Card | None:
    if not site.scope.public:
        return None
    figured, address = site.statistics, site.address
    return Card(
        text=headline(figured.totals, figured.funnel, figured.config),
        address=address + page if address else "",
        picture=address + PICTURE if address and site.picture else "",
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
