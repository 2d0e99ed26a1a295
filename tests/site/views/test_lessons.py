"""The lessons page: each lesson at the stage where it was learned."""

from __future__ import annotations

from tests.searches import figures
from tests.stories import an_event, an_opportunity, day, told

from opledger.core.config import Config
from opledger.core.scope import Scope
from opledger.site.views.lessons import Lesson, Lessons, StageLessons, lessons
from opledger.site.views.matrix import Named


def test_lessons_stand_by_the_stage_reached_so_far_in_order_of_their_days() -> None:
    kestrel = an_opportunity(
        an_event(0, "lead"),
        an_event(4, "screen", lesson=" Ask first. "),
        an_event(5, "call", lesson="It went back, and is still at the screen."),
        an_event(9, "rejected", lesson="Write at once."),
    )
    tallow = an_opportunity(an_event(2, "lead", lesson="Read it all."), name="tallow")
    bare = told("lead call", "aldgrove")
    assert lessons(figures(Config(), kestrel, tallow, bare, on=day(20))) == Lessons(
        headline="4 lessons from 2 of 3 opportunities",
        summary="Most of them, 3, at Technical screen.",
        stages=(
            StageLessons(
                "lead",
                "First contact",
                "1 lesson",
                (Lesson("Read it all.", Named("tallow", "Tallow"), "2024-01-03", "pending"),),
            ),
            StageLessons(
                "screen",
                "Technical screen",
                "3 lessons",
                tuple(
                    Lesson(text, Named("kestrel", "Kestrel"), date, "company")
                    for text, date in (
                        ("Ask first.", "2024-01-05"),
                        ("It went back, and is still at the screen.", "2024-01-06"),
                        ("Write at once.", "2024-01-10"),
                    )
                ),
            ),
        ),
    )


def test_without_a_lesson_there_is_no_page() -> None:
    assert lessons(figures(Config(), told("lead call"))) is None
    blank = an_opportunity(an_event(0, "lead", lesson="  "))
    assert lessons(figures(Config(), blank)) is None


def test_where_most_were_learned_is_told_only_where_it_is_so() -> None:
    def summary(*stages: str) -> str:
        every = (
            an_opportunity(an_event(n, stage, lesson="So."), name=f"c{n}")
            for n, stage in enumerate(stages)
        )
        found = lessons(figures(Config(), *every))
        assert found
        return found.summary

    assert summary("lead") == "At First contact."
    assert summary("lead", "lead") == "All of them at First contact."
    assert summary("lead", "call") == ""
    assert summary("lead", "call", "call") == (
        "Most of them, 2, at Recruiter or hiring-manager call."
    )


def test_a_lesson_ahead_is_not_learned_yet_and_no_day_is_told_that_may_not_be() -> None:
    opportunity = an_opportunity(
        an_event(0, "lead", lesson="Now."), an_event(9, "call", lesson="Later.")
    )
    undated = Scope(public=True, days=False, months=False)
    found = lessons(figures(Config(), opportunity, on=day(5)), undated)
    assert found
    assert [(each.text, each.date) for each in found.stages[0].lessons] == [("Now.", "")]
    assert len(found.stages) == 1
