"""What every page has: its title, the menu, and the line at its foot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opledger import __version__
from opledger.core.narrative import plural

if TYPE_CHECKING:
    from opledger.core.statistics import Statistics
    from opledger.git.repository import Commit


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


_MENU = (
    ("Overview", "index.html"),
    ("Opportunities", "opportunities.html"),
    ("Method", "method.html"),
)


def frame(statistics: Statistics, commit: Commit | None, page: str, title: str) -> Frame:
    """The frame of the page at this path (relative to the site's top, with ``/``)."""
    up = "../" * page.count("/")
    config = statistics.config
    return Frame(
        title=title,
        search=config.title,
        up=up,
        menu=tuple(Link(text, up + path, path == page) for text, path in _MENU),
        foot=_foot(statistics, commit),
        version=__version__,
    )


def _foot(statistics: Statistics, commit: Commit | None) -> str:
    many = plural(len(statistics.standings), "opportunity", "opportunities")
    return f"{many} as of {statistics.as_of}{commit_text(commit)}"


def commit_text(commit: Commit | None) -> str:
    """Which commit the ledger is at, for the end of a sentence; empty where there is none."""
    if commit is None:
        return ""
    changed = "" if commit.clean else ", with changes not committed yet"
    return f", at commit {commit.short}{changed}"
