"""The whole site, as paths and bytes: the same ledger and day give the same bytes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from opledger.core.contract import list_document, statistics_document
from opledger.site.pages import Pages
from opledger.site.views.frame import frame
from opledger.site.views.method import method
from opledger.site.views.opportunities import opportunities
from opledger.site.views.opportunity import opportunity_page
from opledger.site.views.overview import overview

if TYPE_CHECKING:
    from opledger.core.statistics import Statistics
    from opledger.git.repository import Commit


def build(statistics: Statistics, commit: Commit | None) -> dict[str, bytes]:
    """Every file of the site by its path, with ``/``; the first to open is ``index.html``.

    Raises:
        Failure: a template is wrong.
    """
    pages = Pages()
    files: dict[str, bytes] = {}

    def add(path: str, template: str, title: str, view: object) -> None:
        files[path] = pages.page(template, frame(statistics, commit, path, title), view)

    every = opportunities(statistics)
    add("index.html", "overview.html.j2", "Overview", overview(statistics))
    add("opportunities.html", "opportunities.html.j2", "Opportunities", every)
    add("method.html", "method.html.j2", "Method", method(statistics, commit))
    by_id = {each.opportunity.id: each for each in statistics.standings}
    order = [by_id[row.id] for row in every.rows]
    for before, each, after in zip([None, *order], order, [*order[1:], None], strict=False):
        about = each.opportunity
        view = opportunity_page(each, statistics.config, before, after)
        add(f"opportunities/{about.id}.html", "opportunity.html.j2", about.company, view)
    files |= pages.assets()
    files["assets/filters.css"] = pages.render("assets/filters.css.j2", filters=every.filters)
    files["data/statistics.json"] = _json(statistics_document(statistics))
    files["data/opportunities.json"] = _json(list_document(tuple(order), statistics.as_of))
    return files


def _json(document: dict[str, Any]) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()
