"""The whole site, as paths and bytes: the same ledger and day give the same bytes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from opledger.core.contract.opportunities import list_document
from opledger.core.contract.statistics import statistics_document
from opledger.site.pages import Pages
from opledger.site.views.figures import figures
from opledger.site.views.frame import Site, frame
from opledger.site.views.history import changes_by_id, history
from opledger.site.views.method import method
from opledger.site.views.opportunities import opportunities
from opledger.site.views.opportunity import opportunity_page
from opledger.site.views.overview import overview

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from opledger.core.figures.statistics import Statistics
    from opledger.git.chronicle import Chapter
    from opledger.git.repository import Checkout


def build(
    statistics: Statistics,
    checkout: Checkout | None = None,
    chapters: Sequence[Chapter] = (),
    own: Mapping[str, bytes] | None = None,
) -> dict[str, bytes]:
    """Every file of the site by its path, with ``/``; the first to open is ``index.html``.

    ``chapters`` are the commits of the ledger, oldest first; without any there is no history.
    ``own`` are the ledger's own templates.

    Raises:
        Failure: a template is wrong.
    """
    pages = Pages(own=own)
    files: dict[str, bytes] = {}
    site = Site(statistics, checkout, has_history=bool(chapters))

    def add(path: str, template: str, title: str, view: object) -> None:
        files[path] = pages.page(template, frame(site, path, title), view)

    every = opportunities(statistics)
    add("index.html", "overview.html.j2", "Overview", overview(statistics))
    add("opportunities.html", "opportunities.html.j2", "Opportunities", every)
    add("figures.html", "figures.html.j2", "Figures", figures(statistics))
    if chapters:
        add("history.html", "history.html.j2", "History", history(chapters, statistics))
    add("method.html", "method.html.j2", "Method", method(statistics, checkout))
    changes = changes_by_id(chapters, statistics)
    by_id = {each.opportunity.id: each for each in statistics.standings}
    order = [by_id[row.id] for row in every.rows]
    for before, each, after in zip([None, *order], order, [*order[1:], None], strict=False):
        about = each.opportunity
        made = changes.get(about.id, ())
        view = opportunity_page(each, statistics.config, before, after, made)
        add(f"opportunities/{about.id}.html", "opportunity.html.j2", about.company, view)
    files |= pages.assets()
    files["assets/filters.css"] = pages.render("assets/filters.css.j2", filters=every.filters)
    known_at = checkout.hash if checkout and checkout.clean else None
    numbers = statistics_document(statistics, known_at=known_at)
    listed = list_document(tuple(order), statistics.as_of, known_at=known_at)
    files["data/statistics.json"] = _json(numbers)
    files["data/opportunities.json"] = _json(listed)
    return files


def _json(document: dict[str, Any]) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()
