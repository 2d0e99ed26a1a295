"""The frame around every page."""

from __future__ import annotations

import pytest
from tests.searches import figures
from tests.stories import told

from opledger.core.config import Config
from opledger.git.repository import Checkout
from opledger.site.views.frame import Frame, Link, Site, checkout_text, frame


def test_a_page_below_the_top_leads_up() -> None:
    found = figures(Config(title="Winter"), told("lead"))
    site = Site(found, None, has_history=False)
    assert frame(site, "opportunities/kestrel.html", "Kestrel") == Frame(
        title="Kestrel",
        search="Winter",
        up="../",
        menu=(
            Link("Overview", "../index.html"),
            Link("Opportunities", "../opportunities.html"),
            Link("Figures", "../figures.html"),
            Link("Method", "../method.html"),
        ),
        foot="1 opportunity as of 2099-01-01",
        version="0.1.0",
    )


def test_the_page_at_hand_is_marked_in_the_menu() -> None:
    menu = frame(Site(figures(Config()), None, has_history=True), "method.html", "Method").menu
    assert [(link.href, link.current) for link in menu] == [
        ("index.html", False),
        ("opportunities.html", False),
        ("figures.html", False),
        ("history.html", False),
        ("method.html", True),
    ]


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
