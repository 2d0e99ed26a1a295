"""What the page of sources and segments shows of a search."""

from __future__ import annotations

import pytest
from tests.searches import figures, sample
from tests.stories import day, told

from opledger.core.config import Config
from opledger.core.model import Opportunity
from opledger.core.scope import Scope
from opledger.site.views.sources import Sources, sources

UNDATED = Scope(public=True, days=False, months=False, turns=False)


def page(*opportunities: Opportunity, scope: Scope | None = None) -> Sources:
    found = sources(figures(Config(), *opportunities, on=day(40)), scope or Scope())
    assert found
    return found


def several(count: int, story: str, source: str) -> list[Opportunity]:
    return [told(story, f"{source}-{n}", source=source) for n in range(count)]


def test_the_sample() -> None:
    view = sources(sample())
    assert view
    assert view.headline == "Warm introduction led furthest (7 of 9), but that may be chance"
    assert view.lead == "All the intervals overlap: the differences may be chance."
    assert [by.dimension for by in view.drawn] == ["source", "segment"]
    assert [chart.title for chart in view.drawn[0].charts] == [
        "Of the conversations, those that got past Recruiter or hiring-manager call",
        "Of those that I asked first, those that answered",
        "Of all, those that fell silent: ghosted or quiet",
    ]
    assert [report.title for report in view.drawn[1].sheets] == [
        "Shares, their intervals, and groups, by segment",
        "Who answers, and who falls silent, by segment",
    ]
    assert [by.heading for by in view.listed] == ["By size", "By level", "By tag", "By month"]
    assert [row.note[0].text for row in view.ended[0].chart.rows] == [
        "I ended 4, they said no to 11, 3 got no answer",
        "1 accepted, I ended 5, they said no to 3, 1 got",
        "I ended 4, they said no to 2, 2 got no answer,",
        "they said no to 2",
    ]


def test_a_difference_is_claimed_where_chance_hardly_explains_it() -> None:
    view = page(*several(12, "lead call screen", "warm"), *several(12, "lead call", "inbound"))
    assert view.headline == "Warm introduction went further than Cold inbound"


def test_where_too_few_talked_a_difference_in_answers_is_told() -> None:
    view = page(*several(9, "lead call", "warm"), *several(30, "lead ghosted", "application"))
    assert view.headline == "Warm introduction answered more often than Application form"
    assert view.lead.startswith("Intervals that do not overlap: Warm introduction answered")


@pytest.mark.parametrize(
    ("opportunities", "headline"),
    [
        (several(3, "lead call", "warm"), "3 opportunities, all of one source: Warm introduction"),
        (
            [*several(3, "lead", "warm"), told("lead call", "kestrel")],
            "4 opportunities, 3 of them from one source: Warm introduction",
        ),
        (
            [*several(2, "lead call", "warm"), *several(2, "lead call", "inbound")],
            "2 sources, too few conversations of each to compare them",
        ),
        (
            [*several(5, "lead call", "warm"), *several(5, "lead call", "inbound")],
            "2 sources, and none led further than all others",
        ),
        (
            [
                *several(5, "lead call", "warm"),
                *several(4, "lead call", "inbound"),
                told("lead call screen", "inbound-9", source="inbound"),
                told("lead call screen", "other", source="application"),
            ],
            "Cold inbound led furthest of those with enough cases (1 of 5), but that may be chance",
        ),
    ],
)
def test_little_is_said_of_little(opportunities: list[Opportunity], headline: str) -> None:
    assert page(*opportunities).headline == headline


def test_without_any_source_it_is_about_the_ends() -> None:
    view = page(told("lead call rejected"))
    assert view.headline == "1 opportunity ended, for no stated reason"
    assert (view.lead, view.drawn, view.ended) == ("", (), ())
    assert view.ends


def test_with_nothing_stated_and_nothing_ended_there_is_no_page() -> None:
    assert sources(figures(Config())) is None
    assert sources(figures(Config(), told("lead call"))) is None


def test_where_no_days_may_be_told_nothing_counted_in_days_is() -> None:
    view = page(*several(6, "lead call rejected", "warm"), scope=UNDATED)
    assert [[chart.report for chart in by.charts] for by in view.drawn] == [["groups"]]
    assert [[report.name for report in by.sheets] for by in view.drawn] == [["groups"]]


def test_months_are_listed_where_they_may_be_told() -> None:
    every = [told("lead", f"c{n}", source="warm") for n in range(2)]
    late = [
        Opportunity(
            id=f"late-{n}",
            company="Late",
            source="warm",
            events=tuple(
                type(event)(date=day(33), stage=event.stage) for event in told("lead").events
            ),
        )
        for n in range(2)
    ]
    assert [by.heading for by in page(*every, *late).listed] == ["By month"]
    assert page(*every, *late, scope=UNDATED).listed == ()


def test_words_that_stand_once_are_counted_and_left_out_of_the_tables() -> None:
    every = [told("lead", f"c{n}", tags=("a", "b") if n else ("c",)) for n in range(3)]
    [by] = page(*every, told("lead", "d", source="warm")).listed
    assert (by.heading, by.left) == ("By tag", "1 more with fewer opportunities is left out.")
