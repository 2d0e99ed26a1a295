"""One opportunity's page tells its whole story."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from tests.searches import SEARCHES
from tests.stories import an_event, an_opportunity, day, stood, told

from opledger.core.config import Config, Goal
from opledger.core.model import Equity, Event, Level, Market, NextAction, Offer
from opledger.core.scope import WHOLE
from opledger.core.vocabulary import OfferForm, Party
from opledger.site.views.opportunity import (
    EventRow,
    Fact,
    Milestone,
    Neighbour,
    OpportunityPage,
    QuestionRow,
    opportunity_page,
)
from opledger.site.views.opportunity import Level as Badge


def page(config: Config, *events: Event, **more: Any) -> OpportunityPage:  # noqa: ANN401
    """The page of an opportunity with these events."""
    return opportunity_page(stood(an_opportunity(*events, **more), config), config)


def test_a_story_with_everything_in_it() -> None:
    found = SEARCHES["mid-search"]()
    full = next(each for each in found.standings if each.opportunity.id == "quill-and-oak")
    view = opportunity_page(full, found.config)
    assert (view.sentence, view.kind) == (
        "Open at On-site, 43 days so far. Quiet: nothing for 15 days.",
        "pending",
    )
    assert view.milestones == (
        Milestone("First contact", "2024-01-03", "", "stage"),
        Milestone("Recruiter or hiring-manager call", "2024-01-06", "3 days", "stage"),
        Milestone("They said no", "2024-01-10", "4 days", "company"),
        Milestone("Technical screen", "2024-01-15", "5 days", "stage"),
        Milestone("On-site", "2024-01-31", "16 days", "stage"),
    )
    assert view.reopenings == (
        (
            "It had ended (they said no) on 2024-01-10 and was reopened on 2024-01-15:"
            " Another team read my answers."
        ),
    )
    assert view.moves == (
        ("2024-01-06", "interest", "first stated: medium"),
        ("2024-01-06", "confidence", "first stated: low"),
        ("2024-01-15", "interest", "medium → high"),
    )
    assert view.questions == (QuestionRow("Who labels?", "We do.", ""), QuestionRow("Why?", "", ""))
    assert view.lessons == (("2024-01-06", "Ask about the data."),)
    assert view.people == (Fact("A. Person", "CEO, a@example.com", "mailto:a@example.com"),)
    assert view.next == "Send references, by 2024-02-20, my turn"
    assert [event.scheduled for event in view.events] == [False] * 5 + [True]


def test_an_event_with_everything_in_it() -> None:
    config = Config(timezone="America/New_York", goals={"impact": Goal("Building", 3)})
    offer = Offer(base=190000, equity=Equity(value=300000, years=4), form=OfferForm.WRITTEN)
    event = replace(
        an_event(9, "offer", interest="high", confidence="low", by=Party.COMPANY),
        time=datetime(2024, 1, 10, 18, 30, tzinfo=UTC),
        fit={"impact": 4.5, "pace": 2.0},
        offer=replace(offer, currency="USD"),
        note=" Four rounds.\n",
        lesson="Ask early.\n",
    )
    assert page(config, an_event(0, "lead"), event).events[1] == EventRow(
        date="2024-01-10",
        time="13:30",
        title="Offer",
        kind="stage",
        by="their move",
        interest=Badge("high", "high"),
        confidence=Badge("low", "low"),
        fit=("Building 4.5 of 5", "pace 2 of 5"),
        offer=page(config, an_event(0, "lead"), event).events[1].offer,
        reasons="",
        reopened="",
        note="Four rounds.",
        lesson="Ask early.",
        scheduled=False,
    )
    assert "190,000 USD" in page(config, an_event(0, "lead"), event).events[1].offer


@pytest.mark.parametrize(
    ("event", "title"),
    [
        (an_event(1, "call"), "Recruiter or hiring-manager call"),
        (an_event(1, "closed"), "The role was closed"),
        (an_event(1, offer=Offer(base=1)), "Offer stated"),
        (an_event(1, note="Talked."), "Note"),
        (an_event(1, lesson="Ask."), "Note"),
        (an_event(1, interest="low"), "Reassessed"),
    ],
)
def test_an_event_has_a_title(event: Event, title: str) -> None:
    assert page(Config(), an_event(0, "lead"), event).events[1].title == title


def test_an_offer_is_revised_once_one_was_stated() -> None:
    events = (an_event(n, *what, offer=Offer(base=n)) for n, what in enumerate([["offer"], [], []]))
    assert [row.title for row in page(Config(), *events).events] == [
        "Offer",
        "Offer revised",
        "Offer revised",
    ]


def test_facts_are_those_that_are_stated() -> None:
    view = page(
        Config(segments={"startup": "Startup"}, currency="EUR"),
        an_event(0, "lead"),
        source="warm",
        segment="startup",
        size="11-50",
        location="Berlin",
        level=Level(sought="staff", offered="senior"),
        market=Market(total=120000, source="a survey"),
        tags=("a", "b"),
        url="https://example.com/1",
        alias="A startup",
    )
    assert view.facts == (
        Fact("Source", "Warm introduction"),
        Fact("Segment", "Startup"),
        Fact("Size", "11-50 people"),
        Fact("Location", "Berlin"),
        Fact("Level sought", "staff"),
        Fact("Level offered", "senior"),
        Fact("Market", "120,000 EUR a year, a survey"),
        Fact("Tags", "a, b"),
        Fact("Link", "https://example.com/1", "https://example.com/1"),
        Fact("Known publicly as", "A startup"),
    )
    assert page(Config(), an_event(0, "lead")).facts == ()


def test_a_link_that_is_none_is_not_shown_as_one() -> None:
    assert page(Config(), an_event(0, "lead"), url="javascript:alert(1)").facts == ()


def test_the_neighbours_lead_through_the_list() -> None:
    before, each, after = (stood(told("lead", name)) for name in ("aldgrove", "kestrel", "tallow"))
    view = opportunity_page(each, Config(), WHOLE, (before, after))
    assert (view.before, view.after) == (
        Neighbour("aldgrove", "Aldgrove"),
        Neighbour("tallow", "Tallow"),
    )


def test_interest_is_drawn_where_it_moved_on_the_same_scale() -> None:
    moved = (an_event(0, "lead", interest="low"), an_event(3, interest="high", confidence="low"))
    chart = page(Config(), *moved).chart
    assert chart
    assert [each.name for each in chart.series] == ["interest", "confidence"]
    assert page(Config(), an_event(0, "lead")).chart is None
    other = Config(confidence=("low", "high"))
    assert page(other, *moved).chart is None


def test_what_is_next_is_said_with_what_is_known() -> None:
    view = page(Config(), an_event(0, "lead"), next=NextAction(due=day(3), turn=Party.COMPANY))
    assert view.next == "by 2024-01-04, their turn"
