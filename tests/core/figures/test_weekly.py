"""The funnel at the end of each week, against standings taken day by day."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from tests.core.figures.full import full_ledgers
from tests.stories import Search, all_stood, an_event, an_opportunity, stood

from opledger.core.config import Config
from opledger.core.figures.weekly import WeekEnd, weekly
from opledger.core.standing import standings

CONFIG = Config()


def test_a_week_counts_what_was_reached_by_its_sunday() -> None:
    every = (
        stood(an_opportunity(an_event(0, "lead"), an_event(7, "call"), an_event(20, "rejected"))),
        stood(an_opportunity(an_event(6, "screen"), an_event(8, "rejected"))),
    )
    assert weekly(every, CONFIG) == (
        WeekEnd(date(2024, 1, 1), (2, 1, 1, 0, 0), 2),
        WeekEnd(date(2024, 1, 8), (2, 2, 1, 0, 0), 1),
        WeekEnd(date(2024, 1, 15), (2, 2, 1, 0, 0), 0),
    )


def test_of_nothing_there_is_no_week() -> None:
    assert weekly((), CONFIG) == ()
    assert weekly(all_stood("lead"), CONFIG) == (WeekEnd(date(2024, 1, 1), (1, 0, 0, 0, 0), 1),)


@given(full_ledgers())
def test_each_week_is_the_funnel_as_of_its_last_day(search: Search) -> None:
    config, every = search.config, search.opportunities
    now = standings(every, config, search.as_of)
    for week in weekly(now, config):
        sunday = min(week.monday + timedelta(days=6), search.as_of)
        then = standings(every, config, sunday)
        assert week.open == sum(each.open for each in then)
        assert week.reached == tuple(
            sum(each.reached(stage, config) for each in then) for stage in config.stage_order
        )
