"""The feed: what happened lately, as Atom entries (RFC 4287)."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from heapq import nlargest
from operator import itemgetter
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from opledger.core.narrative.words import event_title
from opledger.files.diagnostics import printable
from opledger.site.views.frame import Feed, FeedEntry, Site

if TYPE_CHECKING:
    from opledger.core.model import Event
    from opledger.core.standing import Standing

MOST = 50
_SCALES = ("interest", "confidence")


def with_feed(site: Site) -> Site:
    """The site with its feed, if it has one."""
    return replace(site, feed=feed(site))


def feed(site: Site) -> Feed | None:
    """The latest events; ``None`` where there is none, or no date may be told.

    Identifiers follow from what an entry says, so that they stay while others come and go.
    """
    figured, scope = site.statistics, site.scope
    latest = nlargest(MOST, (each.last for each in figured.standings))
    found = [
        (event.date, each.opportunity.id, nth, event, each)
        for each in figured.standings
        if each.last >= latest[-1]  # there are as many events that are no older
        for nth, event in enumerate(each.events)
    ]
    if not found or not scope.months:
        return None
    name = site.address or f"opledger: {figured.config.title}"
    seen: Counter[str] = Counter()
    entries = []
    for *_, event, each in nlargest(MOST, found, key=itemgetter(0, 1, 2)):
        told = _entry(event, each, site)
        says = "\n".join((name, told.title, told.updated, each.opportunity.role or ""))
        seen[says] += 1
        entries.append(replace(told, id=_urn(f"{says}\n{seen[says]}")))
    return Feed(
        id=site.address or _urn(name),
        title=printable(figured.config.title),
        updated=entries[0].updated,
        address=site.address,
        entries=tuple(entries),
    )


def _entry(event: Event, each: Standing, site: Site) -> FeedEntry:
    config, about = site.statistics.config, each.opportunity
    what = event_title(event, about, config)
    told = [f"{name} {level}" for name in _SCALES if (level := getattr(event, name))]
    told += [text.strip() for text in (event.note, event.lesson) if text]
    return FeedEntry(
        id="",
        title=printable(f"{about.company}: {what}"),
        updated=f"{event.date}T00:00:00Z",
        path=f"opportunities/{about.id}.html",
        summary=printable("; ".join(told) or about.role or what),
    )


def _urn(text: str) -> str:
    return uuid5(NAMESPACE_URL, text).urn
