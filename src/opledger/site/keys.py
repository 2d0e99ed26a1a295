"""Keys of pages: equal where pages were made from the same by the same code.

A key is a digest of everything that a page is made from: the record, what all pages share, and the
very text of the code and the templates, so that a checkout in which somebody works has other keys
after each change. A digest tells who guesses right, so keys are of private sites alone.
"""

from __future__ import annotations

import sys
from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from typing import TYPE_CHECKING

from opledger import __version__
from opledger.core.canonical import canonical
from opledger.files.packing import said
from opledger.files.resources import code

if TYPE_CHECKING:
    from opledger.core.config import Config
    from opledger.core.scope import Scope
    from opledger.core.standing import Standing
    from opledger.site.pages import Pages
    from opledger.site.views.frame import Frame
    from opledger.site.views.history import ChangeRow

_LIBRARIES = ("jinja2", "markupsafe", "markdown-it-py")


def ground(pages: Pages, config: Config, scope: Scope, frame: Frame) -> str:
    """What all pages of opportunities have in common; ``frame`` is that of any, without a foot."""
    parts = (_maker(), pages.digest, canonical(config), canonical(scope), canonical(frame))
    return _digest("\n".join(parts))


def story_key(
    ground: str,
    each: Standing,
    config: Config,
    neighbours: tuple[Standing | None, Standing | None],
    changes: tuple[ChangeRow, ...],
) -> str:
    """The key of an opportunity's page; empty without a ground."""
    if not ground:
        return ""
    about = each.opportunity
    day = "" if each.settled else each.as_of
    beside = [(it.opportunity.id, it.opportunity.company) if it else None for it in neighbours]
    # A time of day is told in the ledger's zone, by the rules that the system has now.
    times = [str(it.time.astimezone(config.zone)) for it in about.events if it.time]
    return _digest(f"{ground}\n{day}\n{beside}\n{times}\n{changes!r}\n", said(about))


@cache
def _maker() -> str:
    """The code that makes pages, and what it stands on."""
    digest = blake2b(digest_size=16)
    for name, content in code():
        digest.update(f"{name} {len(content)}\n".encode())
        digest.update(content)
    libraries = [f"{name} {version(name)}" for name in _LIBRARIES]
    return " ".join((__version__, sys.version, *libraries, digest.hexdigest()))


def _digest(text: str, more: bytes = b"") -> str:
    return blake2b(text.encode("utf-8", "surrogatepass") + more, digest_size=16).hexdigest()
