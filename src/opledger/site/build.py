"""The whole site, as paths and bytes: the same ledger and day give the same bytes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from opledger.core.figures.statistics import statistics
from opledger.core.late import dataclass
from opledger.core.narrative.search import headline
from opledger.core.publicsite import PublicSite
from opledger.core.scope import WHOLE
from opledger.site.charts.sankey import sankey
from opledger.site.counting import counts_files
from opledger.site.data import data_files
from opledger.site.pages import Pages
from opledger.site.picture import picture
from opledger.site.views.feed import with_feed
from opledger.site.views.frame import NOT_FOUND, PICTURE, Entry, Site, frame
from opledger.site.views.history import ChangeRow, changes_by_id, history
from opledger.site.views.interest import interest
from opledger.site.views.lessons import lessons
from opledger.site.views.method import method
from opledger.site.views.offers import offers
from opledger.site.views.opportunities import Opportunities, opportunities, parted
from opledger.site.views.opportunity import opportunity_page
from opledger.site.views.overview import flow_steps, overview
from opledger.site.views.sources import sources
from opledger.site.views.time import time
from opledger.site.views.timeline import timeline
from opledger.site.views.waiting import waiting_page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from opledger.core.figures.statistics import Statistics
    from opledger.core.publishing import PublicLedger
    from opledger.core.scope import Scope
    from opledger.core.standing import Standing
    from opledger.git.chronicle import Chapter
    from opledger.git.repository import Checkout


@dataclass(frozen=True, slots=True)
class Planned:
    """A page that will be: its path, its template, its title, and its view.

    ``listed`` pages stand in the menu.
    """

    path: str
    template: str
    title: str
    view: object
    listed: bool = True


def private_site(
    figured: Statistics,
    checkout: Checkout | None = None,
    chapters: Sequence[Chapter] = (),
    pages: Pages | None = None,
    *,
    top: str = "",
) -> dict[str, bytes]:
    """Every file of the private site by its path, with ``/``; the first to open is ``index.html``.

    ``chapters`` are the commits of the ledger, oldest first; without any there is no history.
    ``top`` is the path at which the site is served, if it is.

    Raises:
        Failure: a template is wrong.
    """
    every = opportunities(figured, WHOLE)
    planned = _pages(figured, every, WHOLE)
    if chapters:
        told = history(chapters, figured)
        planned.append(Planned("history.html", "history.html.j2", "History", told))
    planned.append(_method(figured, WHOLE, checkout))
    planned += _each(figured, every, WHOLE, changes_by_id(chapters, figured))
    known_at = checkout.hash if checkout and checkout.clean else None
    data = data_files(figured, _in_order(figured, every), WHOLE, known_at)
    site = with_feed(Site(figured, WHOLE, checkout, top=top))
    return _files(planned, site, every, data, pages or Pages())


def public_site(public: PublicLedger, pages: Pages | None = None) -> PublicSite:
    """The public site: of public values alone, whatever the templates ask for.

    Where no small count may be told, it is another, smaller site, of counts alone.

    Raises:
        Failure: a template is wrong.
    """
    scope = public.scope
    if not scope.singly:
        return PublicSite(counts_files(public, pages or Pages()))
    figured = statistics(public.ledger, public.as_of)
    every = opportunities(figured, scope)
    planned = _pages(figured, every, scope)
    planned.append(_method(figured, scope, None))
    planned += _each(figured, every, scope, {})
    data = data_files(figured, _in_order(figured, every), scope)
    site = with_feed(Site(figured, scope))
    site = replace(site, picture=_picture(figured) if site.address else None)
    return PublicSite(_files(planned, site, every, data, pages or Pages()))


def _picture(figured: Statistics) -> bytes | None:
    """The funnel as a picture; ``None`` of nothing, or where it can't be drawn."""
    if not figured.standings:
        return None
    told = headline(figured.totals, figured.funnel, figured.config)
    return picture(sankey(flow_steps(figured), upright=False), figured.config.title, told)


def _pages(figured: Statistics, every: Opportunities, scope: Scope) -> list[Planned]:
    """The pages of both sites, in the menu's order; what has nothing to tell is no page."""
    parts = parted(every)
    views: tuple[tuple[str, str, object], ...] = (
        ("index", "Overview", overview(figured, scope)),
        ("opportunities", "Opportunities", parts["opportunities.html"]),
        ("waiting", "Waiting", waiting_page(figured, scope)),
        ("timeline", "Timeline", timeline(figured, scope)),
        ("sources", "Sources", sources(figured, scope)),
        ("time", "Time", time(figured, scope)),
        ("interest", "Interest", interest(figured, scope)),
        ("offers", "Offers", offers(figured, scope)),
        ("lessons", "Lessons", lessons(figured, scope)),
    )
    names = {"index": "overview"}
    planned = [
        Planned(f"{name}.html", f"{names.get(name, name)}.html.j2", title, view)
        for name, title, view in views
        if view is not None
    ]
    planned += [
        Planned(path, "opportunities.html.j2", f"Opportunities {part.part}", part, listed=False)
        for path, part in list(parts.items())[1:]
    ]
    return planned


def _method(figured: Statistics, scope: Scope, checkout: Checkout | None) -> Planned:
    return Planned("method.html", "method.html.j2", "Method", method(figured, scope, checkout))


def _each(
    figured: Statistics,
    every: Opportunities,
    scope: Scope,
    changes: dict[str, tuple[ChangeRow, ...]],
) -> list[Planned]:
    """A page an opportunity, between its neighbours in the list."""
    order = _in_order(figured, every)
    planned = []
    for before, each, after in zip([None, *order], order, [*order[1:], None], strict=False):
        about = each.opportunity
        made = changes.get(about.id, ())
        view = opportunity_page(each, figured.config, scope, (before, after), made)
        path = f"opportunities/{about.id}.html"
        planned.append(Planned(path, "opportunity.html.j2", about.company, view, listed=False))
    return planned


def _in_order(figured: Statistics, every: Opportunities) -> list[Standing]:
    """The opportunities in the order of the list."""
    by_id = {each.opportunity.id: each for each in figured.standings}
    return [by_id[row.id] for row in every.rows]


def _files(
    planned: Sequence[Planned],
    site: Site,
    every: Opportunities,
    data: dict[str, bytes],
    pages: Pages,
) -> dict[str, bytes]:
    menu = tuple(Entry(page.title, page.path) for page in planned if page.listed)
    lost = Planned(NOT_FOUND, "404.html.j2", "Not found", None, listed=False)
    files = {
        page.path: pages.page(page.template, frame(site, menu, page.path, page.title), page.view)
        for page in (*planned, lost)
    }
    files |= pages.assets()
    files["assets/filters.css"] = pages.render("assets/filters.css.j2", filters=every.filters)
    if site.feed:
        files["feed.atom"] = pages.render("feed.atom.j2", view=site.feed)
    if site.picture:
        files[PICTURE] = site.picture
    if site.address:
        paths = [page.path for page in planned]
        files["sitemap.xml"] = pages.render("sitemap.xml.j2", address=site.address, paths=paths)
    return files | data
