from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opledger.site.charts.area import area
from opledger.site.charts.days import Days
from opledger.site.charts.lanes import OTHER, STAGE, Lane, Point, lane

FIRST = date(2024, 1, 1)
TEN = Days(FIRST, FIRST + timedelta(days=9))


def points(*told: tuple[int, str]) -> list[Point]:
    return [Point(FIRST + timedelta(days=day), kind) for day, kind in told]


def test_a_bar_runs_from_the_first_event_to_the_end() -> None:
    assert lane(points((0, OTHER), (2, STAGE), (5, STAGE), (7, "company")), TEN) == Lane(
        bars=((5, 75),), dots=(25, 55), ends=((75, "company"),)
    )


def test_what_is_open_runs_to_the_edge() -> None:
    assert lane(points((2, STAGE)), TEN) == Lane(bars=((25, 100),), dots=(25,), ends=())


def test_between_an_end_and_what_reopened_it_there_is_no_bar() -> None:
    assert lane(points((0, STAGE), (2, "company"), (5, STAGE), (7, "me"), (8, "me")), TEN) == Lane(
        bars=((5, 25), (55, 75)), dots=(5, 55), ends=((25, "company"), (75, "me"), (85, "me"))
    )


def test_a_lane_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        lane([], TEN)


KINDS = st.sampled_from((STAGE, STAGE, OTHER, "me", "company"))


@given(st.lists(st.tuples(st.integers(0, 9), KINDS), min_size=1, max_size=9), st.booleans())
def test_every_event_is_drawn_and_bars_lie_apart(
    told: list[tuple[int, str]],
    month: bool,
) -> None:
    story = points(*sorted(told, key=lambda each: each[0]))
    found = lane(story, Days(FIRST, FIRST + timedelta(days=9), month))
    assert len(found.dots) == sum(point.kind == STAGE for point in story)
    assert [kind for _, kind in found.ends] == [
        point.kind for point in story if point.kind not in {STAGE, OTHER}
    ]
    edges = [x for bar in found.bars for x in bar]
    assert edges == sorted(edges)
    assert all(0 <= x <= 100 for x in edges)


def test_an_area_steps_where_the_count_changes_and_holds_the_last_one() -> None:
    found = area(FIRST + timedelta(days=2), (1, 1, 3, 3, 2), TEN)
    assert (found.path, found.width, found.peak) == ("M2 3V2H4V0H6V1H10V3Z", 10, 3)
    assert (found.x, found.anchor) == (45, "left")


def test_an_area_may_begin_and_end_with_nothing() -> None:
    assert area(FIRST, (0, 1, 0), TEN).path == "M0 1H1V0H2V1H10Z"


@pytest.mark.parametrize("counts", [(), (0, 0), (1,) * 11])
def test_an_area_without_sense_is_refused(counts: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="counts"):
        area(FIRST, counts, TEN)


def test_the_peak_s_label_stands_where_there_is_room() -> None:
    assert area(FIRST, (0,) * 9 + (2,), TEN).anchor == "right"
