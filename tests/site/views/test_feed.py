"""The feed is Atom: what happened lately, with identifiers that stay."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree as ET

from tests.searches import SEARCHES, figures, site
from tests.stories import an_event, an_opportunity, day, told

from opledger.core.config import Config, Publish
from opledger.core.figures.statistics import Statistics
from opledger.core.model import Offer
from opledger.core.scope import WHOLE, Scope
from opledger.site.views.feed import MOST, feed
from opledger.site.views.frame import Feed, FeedEntry, Site

ATOM = "{http://www.w3.org/2005/Atom}"
PUBLIC = Scope(public=True)


def of(found: Statistics, scope: Scope = WHOLE) -> Feed:
    made = feed(Site(found, scope))
    assert made
    return made


def test_the_latest_event_comes_first_and_says_what_it_was() -> None:
    kestrel = an_opportunity(
        an_event(0, "lead", interest="medium", note="They wrote.\x1b"),
        an_event(3, "call"),
        an_event(3, "rejected", lesson="Ask."),
        role="Engineer",
    )
    made = of(figures(Config(title="Winter"), kestrel, on=day(9)))
    assert [replace(entry, id="") for entry in made.entries] == [
        FeedEntry("", title, f"2024-01-0{n}T00:00:00Z", "opportunities/kestrel.html", summary)
        for title, n, summary in (
            ("Kestrel: They said no", 4, "Ask."),
            ("Kestrel: Recruiter or hiring-manager call", 4, "Engineer"),
            ("Kestrel: First contact", 1, "interest medium; They wrote.\\x1b"),
        )
    ]
    assert (made.title, made.updated, made.address) == ("Winter", "2024-01-04T00:00:00Z", "")


def test_an_offer_that_came_with_no_stage_is_named_as_on_its_page() -> None:
    offers = (Offer(base=90_000), Offer(base=99_000))
    kestrel = an_opportunity(
        an_event(0, "offer"), *(an_event(n, offer=each) for n, each in enumerate(offers, 1))
    )
    titles = [entry.title for entry in of(figures(Config(), kestrel)).entries]
    assert titles == ["Kestrel: Offer revised", "Kestrel: Offer stated", "Kestrel: Offer"]


def test_an_entry_keeps_its_identifier_while_others_come_and_go() -> None:
    one, two = told("lead call"), told("lead call rejected", "aldgrove")
    few = {entry.title: entry.id for entry in of(figures(Config(), one)).entries}
    more = {entry.title: entry.id for entry in of(figures(Config(), one, two)).entries}
    assert few.items() <= more.items()
    assert len(set(more.values())) == 5


def test_two_events_of_the_same_words_and_day_are_two_entries() -> None:
    twice = an_opportunity(an_event(0, "lead"), an_event(1), an_event(1))
    assert len({entry.id for entry in of(figures(Config(), twice)).entries}) == 3


def test_at_its_address_the_feed_s_links_are_whole() -> None:
    config = Config(publish=Publish(address="https://me.example.org/search/"))
    assert of(figures(config, told("lead")), PUBLIC).address == "https://me.example.org/search/"
    assert of(figures(config, told("lead")), WHOLE).address == ""


def test_dates_are_no_finer_than_what_may_be_told_and_without_any_there_is_no_feed() -> None:
    found = figures(Config(), told("lead"))
    assert feed(Site(found, Scope(public=True, days=False, months=False))) is None
    assert feed(Site(figures(Config()), WHOLE)) is None


def test_the_written_feed_is_what_atom_asks_for() -> None:
    for name in SEARCHES:
        files = site(name)
        if "feed.atom" not in files:
            assert name == "empty"
            continue
        root = ET.fromstring(files["feed.atom"])  # noqa: S314 - made here
        entries = root.findall(f"{ATOM}entry")
        assert 0 < len(entries) <= MOST
        for each in (root, *entries):
            for needed in ("id", "title", "updated"):
                assert (each.findtext(f"{ATOM}{needed}") or "").strip(), (name, needed)
        ids = [entry.findtext(f"{ATOM}id") for entry in entries]
        assert len(set(ids)) == len(ids)
        for link in root.iter(f"{ATOM}link"):
            assert link.get("href") in files
