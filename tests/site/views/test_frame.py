"""The frame around every page."""

from __future__ import annotations

import pytest
from tests.searches import figures
from tests.stories import told

from opledger.core.config import Config, Publish
from opledger.core.scope import WHOLE, Scope
from opledger.git.repository import Checkout
from opledger.site.views.frame import Card, Entry, Frame, Link, Site, checkout_text, frame

MENU = (Entry("Overview", "index.html"), Entry("Method", "method.html"))


def test_a_page_below_the_top_leads_up() -> None:
    found = figures(Config(title="Winter"), told("lead"))
    assert frame(Site(found, WHOLE), MENU, "opportunities/kestrel.html", "Kestrel") == Frame(
        title="Kestrel",
        search="Winter",
        up="../",
        menu=(Link("Overview", "../index.html"), Link("Method", "../method.html")),
        foot="1 opportunity as of 2099-01-01",
        public=False,
        feed=False,
        card=None,
        version="0.1.0",
    )


def test_the_page_at_hand_is_marked_in_the_menu() -> None:
    menu = frame(Site(figures(Config()), WHOLE), MENU, "method.html", "Method").menu
    assert [(link.href, link.current) for link in menu] == [
        ("index.html", False),
        ("method.html", True),
    ]


def test_a_public_page_tells_its_day_as_exactly_as_it_may() -> None:
    found = figures(Config(), told("lead"))
    scopes = (Scope(public=True, days=False), Scope(public=True, days=False, months=False))
    by_month, undated = (frame(Site(found, scope), MENU, "index.html", "") for scope in scopes)
    assert by_month.foot == "1 opportunity as of 2099-01"
    assert undated.foot == "1 opportunity"
    assert (by_month.public, undated.public) == (True, True)


def test_a_public_page_has_a_card_for_links_to_it() -> None:
    def card(address: str | None, picture: bytes | None) -> Card | None:
        found = figures(Config(publish=Publish(address=address)), told("lead call"))
        site = Site(found, Scope(public=True), picture=picture)
        return frame(site, MENU, "opportunities/1.html", "One").card

    said = "1 conversation, 0 on-sites, 0 offers"
    assert card(None, None) == Card(said, "", "")
    assert card("https://me.example.org/a", b"png") == Card(
        said,
        "https://me.example.org/a/opportunities/1.html",
        "https://me.example.org/a/assets/funnel.png",
    )


def test_the_page_of_what_is_not_found_links_from_the_top_of_the_site() -> None:
    at = Config(publish=Publish(address="https://me.example.org/search"))
    public = Site(figures(at), Scope(public=True))
    assert frame(public, MENU, "404.html", "").menu[0].href == "/search/index.html"
    assert frame(Site(figures(Config()), WHOLE), MENU, "404.html", "").up == ""
    assert frame(Site(figures(Config()), WHOLE, top="/"), MENU, "404.html", "").up == "/"


@pytest.mark.parametrize(
    ("commit", "text"),
    [
        (None, ""),
        (Checkout("0123456789abcdef", clean=True), ", at commit 0123456789"),
        (
            Checkout("0123456789abcdef", clean=False),
            ", at commit 0123456789, with changes not committed yet",
        ),
    ],
)
def test_the_commit_is_said_with_whether_the_files_are_its(
    commit: Checkout | None, text: str
) -> None:
    assert checkout_text(commit) == text
