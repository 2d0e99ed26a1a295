"""What the page of time shows of a search."""

from __future__ import annotations

from tests.searches import figures, sample
from tests.stories import an_event, an_opportunity, day, told

from opledger.core.config import Config
from opledger.core.scope import Scope
from opledger.site.views.time import time


def test_the_sample() -> None:
    view = time(sample())
    assert view
    assert view.headline == "Half came to an end within 30 days"
    assert view.lead == (
        "From the first event, with a 95 % interval of 21 to 42 days."
        " Half of those I asked first answered within 14 days."
    )
    assert [(each.name, each.told) for each in view.main] == [
        (
            "First event to the end",
            "half ended within 30 days (95 % interval 21 to 42; 39 cases)",
        ),
        (
            "My first move to their answer",
            "half answered within 14 days (95 % interval 6 to 20; 29 cases)",
        ),
    ]
    assert [each.name for each in view.stages] == [
        "First contact",
        "Recruiter or hiring-manager call",
        "Technical screen",
        "On-site",
    ]
    assert [(each.name, each.told, each.chart) for each in view.thin] == [
        ("Offer", "4 of 4 moved on; too few to say more", None)
    ]
    assert view.report.parts[0].heading == "How long does it take? Median days"


def test_what_still_goes_on_is_said() -> None:
    ended = [told("lead call rejected", f"c{n}") for n in range(6)]
    view = time(figures(Config(), *ended, told("lead", "open"), on=day(9)))
    assert view
    assert view.headline == "Half came to an end within 2 days"
    assert view.main[0].told.endswith("7 cases, 1 still waiting)")
    assert "; 1 still goes on." in view.lead


def test_where_few_have_ended_the_heading_counts_them() -> None:
    every = [told("lead call", f"c{n}") for n in range(8)]
    view = time(figures(Config(), *every, told("lead call rejected", "done"), on=day(9)))
    assert view
    assert view.headline == "1 opportunity has come to an end; 8 still go on"
    assert view.main[0].told == "1 of 9 ended, 8 still waiting: less than half by the curve"


def test_answers_are_left_out_where_no_turns_may_be_told() -> None:
    view = time(sample(), Scope(public=True, turns=False))
    assert view
    assert [each.id for each in view.main] == ["whole"]
    assert "answered" not in view.lead


def test_where_no_days_may_be_told_there_is_no_page() -> None:
    assert time(sample(), Scope(public=True, days=False)) is None


def test_where_no_curve_says_anything_there_is_no_page() -> None:
    assert time(figures(Config())) is None
    assert time(figures(Config(), told("lead call rejected"))) is None
    assert time(figures(Config(), an_opportunity(an_event(0, "lead")))) is None
