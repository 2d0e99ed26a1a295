"""The whole site, as paths and bytes: the same ledger and day give the same bytes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from opledger.core.figures.statistics import statistics
from opledger.core.narrative.search import headline
from opledger.core.publicsite import PublicSite
from opledger.core.scope import WHOLE
from opledger.files.filling import Memory, Place
from opledger.site.charts.sankey import sankey
from opledger.site.counting import counts_files
from opledger.site.data import data_files
from opledger.site.keys import ground
from opledger.site.pages import Pages
from opledger.site.parts import Parts, Planned
from opledger.site.picture import picture
from opledger.site.sharing import NOBODY, Helpers, shared
from opledger.site.stories import Stories
from opledger.site.views.feed import with_feed
from opledger.site.views.frame import NOT_FOUND, PICTURE, Entry, Site, frame
from opledger.site.views.history import changes_by_id, history
from opledger.site.views.history import told as told_in_rows
from opledger.site.views.interest import has_interest, interest
from opledger.site.views.lessons import has_lessons, lessons
from opledger.site.views.method import method
from opledger.site.views.offers import has_offers, offers
from opledger.site.views.opportunities import Listing, listing
from opledger.site.views.overview import flow_steps, overview
from opledger.site.views.sources import has_sources, sources
from opledger.site.views.time import has_time, time
from opledger.site.views.timeline import has_timeline, timeline
from opledger.site.views.waiting import has_waiting, waiting_page

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from opledger.core.figures.statistics import Statistics
    from opledger.core.publishing import PublicLedger
    from opledger.core.scope import Scope
    from opledger.git.accounts import Account
    from opledger.git.repository import Checkout


Told = Callable[[int, int], None]  # how many pages are done, and how many there will be
_ANY_STORY = "opportunities/-.html"
# From so many opportunities on, it is noted what their pages are made from; fewer are made in no
# time, and nothing is in their folder but the site.
WITH_KEYS = 100
_BY_FIGURES = {
    "time",
    "interest",
    "offers",
}  # pages that need more of the data's figures than others


def private_site(
    figured: Statistics,
    checkout: Checkout | None = None,
    accounts: Iterable[Account] = (),
    pages: Pages | None = None,
    *,
    top: str = "",
) -> dict[str, bytes]:
    """Every file of the private site by its path, with ``/``; the first to open is ``index.html``.

    ``accounts`` tell of the commits of the ledger, oldest first; without any there is no history.
    ``top`` is the path at which the site is served, if it is.

    Raises:
        Failure: a template is wrong.
    """
    place = Memory()
    put_private_site(place, figured, checkout, accounts, pages, top=top)
    return place.files


def put_private_site(  # noqa: PLR0913 - a site is made from these
    place: Place,
    figured: Statistics,
    checkout: Checkout | None = None,
    accounts: Iterable[Account] = (),
    pages: Pages | None = None,
    *,
    top: str = "",
    helpers: Helpers = NOBODY,
    told: Told | None = None,
) -> None:
    """Put every file of the private site into a place; those that it has already, it keeps.

    ``helpers`` make pages meanwhile, so the place has to be a folder if there are any. ``told`` is
    called with how many pages are done and how many there will be. See :func:`private_site`.

    Raises:
        Failure: a template is wrong.
    """
    pages = pages or Pages()
    every = listing(figured, WHOLE)
    planned = _pages(figured, every, WHOLE)
    past = told_in_rows(accounts, figured)
    if past.commits:
        view = partial(history, past, figured)
        planned.append(Planned("history.html", "history.html.j2", "History", view))
    planned.append(_method(figured, WHOLE, checkout))
    known_at = checkout.hash if checkout and checkout.clean else None
    site = with_feed(Site(figured, WHOLE, checkout, top=top))
    framed = partial(frame, site, _menu(planned))
    shape = framed(_ANY_STORY, "", "")
    keyed = len(every.order) >= WITH_KEYS
    stories = Stories(
        order=every.order,
        config=figured.config,
        scope=WHOLE,
        changes=changes_by_id(past),
        framed=framed,
        pages=pages,
        ground=ground(pages, figured.config, WHOLE, shape) if keyed else "",
    )
    data = data_files(figured, every.order, WHOLE, known_at)
    _put(place, Parts(data, planned, stories), site, every, helpers, told)


def public_site(
    public: PublicLedger, pages: Pages | None = None, told: Told | None = None
) -> PublicSite:
    """The public site: of public values alone, whatever the templates ask for.

    Where no small count may be told, it is another, smaller site, of counts alone. Its pages have
    no keys, as a digest tells who guesses right what it was made of. ``told`` is as for
    :func:`put_private_site`.

    Raises:
        Failure: a template is wrong.
    """
    pages, scope = pages or Pages(), public.scope
    if not scope.singly:
        return PublicSite(counts_files(public, pages))
    figured = statistics(public.ledger, public.as_of)
    every = listing(figured, scope)
    planned = _pages(figured, every, scope)
    planned.append(_method(figured, scope, None))
    site = with_feed(Site(figured, scope))
    site = replace(site, picture=_picture(figured) if site.address else None)
    framed = partial(frame, site, _menu(planned))
    stories = Stories(every.order, figured.config, scope, {}, framed, pages)
    place = Memory()
    data = data_files(figured, every.order, scope)
    _put(place, Parts(data, planned, stories), site, every, told=told)
    return PublicSite(place.files)


def _picture(figured: Statistics) -> bytes | None:
    """The funnel as a picture; ``None`` of nothing, or where it can't be drawn."""
    if not figured.standings:
        return None
    told = headline(figured.totals, figured.funnel, figured.config)
    return picture(sankey(flow_steps(figured), upright=False), figured.config.title, told)


def _pages(figured: Statistics, every: Listing, scope: Scope) -> list[Planned]:
    """The pages of both sites, in the menu's order; what has nothing to tell is no page."""

    def of_figures(view: Callable[[Statistics, Scope], object]) -> Callable[[], object]:
        return partial(view, figured, scope)

    views: tuple[tuple[str, bool, Callable[[], object]], ...] = (
        ("overview", True, of_figures(overview)),
        ("opportunities", True, partial(every.page, 0)),
        ("waiting", has_waiting(figured, scope), of_figures(waiting_page)),
        ("timeline", has_timeline(figured, scope), of_figures(timeline)),
        ("sources", has_sources(figured), of_figures(sources)),
        ("time", has_time(figured, scope), of_figures(time)),
        ("interest", has_interest(figured), of_figures(interest)),
        ("offers", has_offers(figured, scope), of_figures(offers)),
        ("lessons", has_lessons(figured), of_figures(lessons)),
    )
    paths = {"overview": "index"}
    planned = [
        Planned(
            f"{paths.get(name, name)}.html",
            f"{name}.html.j2",
            name.capitalize(),
            view,
            by_figures=name in _BY_FIGURES,
        )
        for name, is_there, view in views
        if is_there
    ]
    for place, path in enumerate(every.paths[1:], 1):
        title, view = f"Opportunities {every.part(place)}", partial(every.page, place)
        planned.append(Planned(path, "opportunities.html.j2", title, view, listed=False))
    return planned


def _method(figured: Statistics, scope: Scope, checkout: Checkout | None) -> Planned:
    view = partial(method, figured, scope, checkout)
    return Planned("method.html", "method.html.j2", "Method", view)


def _menu(planned: Sequence[Planned]) -> tuple[Entry, ...]:
    return tuple(Entry(page.title, page.path) for page in planned if page.listed)


def _put(  # noqa: PLR0913, PLR0917 - a site is made from these
    place: Place,
    parts: Parts,
    site: Site,
    every: Listing,
    helpers: Helpers = NOBODY,
    told: Told | None = None,
) -> None:
    """Put all files there, the parts with what help there is."""
    stories, pages = parts.stories, parts.stories.pages
    count = parts.pages + 1

    def done(many: int) -> None:
        if told:
            told(many, count)

    done(0)
    with shared(parts, place, helpers) as join:
        join(done)
    place.put(NOT_FOUND, stories.page("404.html.j2", NOT_FOUND, "Not found", None))
    done(count)
    for name, content in pages.assets().items():
        place.put(name, content)
    filters = pages.render("assets/filters.css.j2", filters=every.filters)
    place.put("assets/filters.css", filters)
    if site.feed:
        place.put("feed.atom", pages.render("feed.atom.j2", view=site.feed))
    if site.picture:
        place.put(PICTURE, site.picture)
    if site.address:
        paths = [page.path for page in parts.planned]
        paths += [stories.path(index) for index in range(len(stories.order))]
        sitemap = pages.render("sitemap.xml.j2", address=site.address, paths=paths)
        place.put("sitemap.xml", sitemap)
