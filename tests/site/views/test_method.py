"""The method page says the ledger's own words and limits."""

from __future__ import annotations

from tests.searches import figures
from tests.stories import day, told

from opledger.core.config import Config, Search
from opledger.core.scope import WHOLE
from opledger.git.repository import Checkout
from opledger.site.views.method import Method, Run, method


def test_every_word_of_the_ledger_is_explained() -> None:
    config = Config(
        stages={"talk": "First talk", "test": "", "job": "Offer"},
        sources={"warm": "Warm introduction"},
        interest=("no", "yes"),
        timezone="Europe/Berlin",
        quiet_after=9,
        few=3,
        search=Search(ended=day(60)),
    )
    found = figures(config, told("talk test rejected"), on=day(60))
    view = method(found, WHOLE, Checkout("0123456789abcdef", clean=True))
    assert view == Method(
        as_of="2024-03-01",
        public=False,
        ended=True,
        commit="at commit 0123456789",
        opportunities=1,
        events=3,
        sections=view.sections,
        stages=(("talk", "First talk"), ("test", "test"), ("job", "Offer")),
        sources=(("warm", "Warm introduction"),),
        outcomes=(
            ("accepted", "accepted"),
            ("declined", "I declined"),
            ("withdrew", "I withdrew"),
            ("rejected", "they said no"),
            ("ghosted", "no answer"),
            ("closed", "the role was closed"),
        ),
    )
    quiet = next(t for s in view.sections for t in s.terms if t.name == "Answered")
    assert quiet.runs == (
        Run("After my first move there is an event ", code=False),
        Run("by: company", code=True),
        Run(
            ", a rejection, or a stage from 'First talk' on. Resolved: without those open and"
            " unanswered.",
            code=False,
        ),
    )


def test_a_search_that_goes_on_has_not_ended() -> None:
    assert not method(figures(Config(), on=day(3))).ended
