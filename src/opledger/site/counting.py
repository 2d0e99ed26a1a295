"""The public site of a ledger that allows no small count: two pages and their data.

All that these are made of is :class:`.Counts`, the words of the stages and of the sources that are
told, and the day: no opportunity comes as far as here.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from opledger import __version__
from opledger.core.contract.plain import VERSION, rate_document
from opledger.core.figures.suppression import counts
from opledger.core.late import dataclass
from opledger.core.narrative.suppression import counts_headline
from opledger.core.narrative.words import plural
from opledger.core.standing import standings
from opledger.site.charts.sankey import sankey
from opledger.site.picture import picture
from opledger.site.views.counts import counts_page, counts_steps
from opledger.site.views.frame import NOT_FOUND, PICTURE, Card, Frame, Link

if TYPE_CHECKING:
    from opledger.core.config import Config
    from opledger.core.figures.suppression import Counts
    from opledger.core.publishing import PublicLedger
    from opledger.site.pages import Pages

_MENU = (("index.html", "Overview"), ("method.html", "Method"))


@dataclass(frozen=True, slots=True)
class CountsMethod:
    """What the method page of such a site says: the limits, and the stages in order."""

    few: int
    too_few: int
    stages: tuple[str, ...]


def counts_files(public: PublicLedger, pages: Pages) -> dict[str, bytes]:
    """Every file of the site by its path.

    Raises:
        Failure: a template is wrong.
    """
    config = public.ledger.config
    stood = standings(public.ledger.opportunities, config, public.as_of)
    told = counts(stood, config, config.publish.few or 0)
    when = public.scope.when(public.as_of)
    address = config.publish.base
    drawn = _picture(told, config) if address else None
    site = _Site(told, config, when, address, pictured=drawn is not None)
    files = {
        path: pages.page(template, _frame(site, path, title), view)
        for path, (title, template, view) in _views(told, config).items()
    }
    files |= pages.assets()
    if drawn:
        files[PICTURE] = drawn
    if address:
        listed = [path for path, _ in _MENU]
        files["sitemap.xml"] = pages.render("sitemap.xml.j2", address=address, paths=listed)
    data = json.dumps(counts_document(told, config, when), ensure_ascii=False, indent=1) + "\n"
    return files | {"data/statistics.json": data.encode()}


@dataclass(frozen=True, slots=True)
class _Site:
    """What the pages have in common."""

    told: Counts
    config: Config
    when: str
    address: str
    pictured: bool


def _views(told: Counts, config: Config) -> dict[str, tuple[str, str, object]]:
    """The title, the template and the view of each page by its path."""
    stages = tuple(config.label("stages", stage) for stage in config.stages)
    method = CountsMethod(told.few, config.few, stages)
    titles = dict(_MENU)
    return {
        "index.html": (titles["index.html"], "counts.html.j2", counts_page(told, config)),
        "method.html": (titles["method.html"], "counts_method.html.j2", method),
        NOT_FOUND: ("Not found", "404.html.j2", None),
    }


def _picture(told: Counts, config: Config) -> bytes | None:
    """The flow as a picture; ``None`` of nothing, or where it can't be drawn."""
    steps = counts_steps(told, config)
    if not steps:
        return None
    return picture(sankey(steps, upright=False), config.title, counts_headline(told, config))


def counts_document(told: Counts, config: Config, when: str) -> dict[str, Any]:
    """The counts as plain lists and dicts; ``when`` is empty where no date may be told."""
    line = told.blocks[told.line].stages if told.sources else ()
    return {
        "version": VERSION,
        **({"as_of": when} if when else {}),
        "few": told.few,
        "opportunities": told.opportunities,
        "funnel": [
            {
                "stages": list(block.stages),
                "reached": block.reached,
                "ends": dict(block.ends),
                "not_told": block.rest,
                "passed": rate_document(block.passed),
            }
            for block in told.blocks
        ],
        "sources": {
            "past": list(line),
            "groups": [
                {
                    "word": each.word or None,
                    "label": config.label("sources", each.word) if each.word else None,
                    "past": rate_document(each.past),
                }
                for each in told.sources
            ],
        },
    }


def _frame(site: _Site, path: str, title: str) -> Frame:
    up = (urlsplit(site.address).path or "/") if path == NOT_FOUND else ""
    return Frame(
        title=title,
        search=site.config.title,
        up=up,
        menu=tuple(Link(each, up + page, page == path) for page, each in _MENU),
        foot=_foot(site.told, site.when),
        public=True,
        feed=False,
        card=Card(
            text=counts_headline(site.told, site.config),
            address=site.address + path if site.address else "",
            picture=site.address + PICTURE if site.pictured else "",
        ),
        version=__version__,
        rows=False,
    )


def _foot(told: Counts, when: str) -> str:
    many = f"Fewer than {told.few} opportunities"
    if told.opportunities is not None:
        many = plural(told.opportunities, "opportunity", "opportunities")
    return many + (f" as of {when}" if when else "")
