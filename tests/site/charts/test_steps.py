from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.site.charts.drawing import drawn, outline

from opledger.site.charts.steps import Point, Steps, steps

FIRST, LAST = date(2023, 12, 31), date(2024, 1, 16)
SCALE = ("low", "medium", "high")


def chart(
    interest: list[Point], confidence: list[Point], first: date = FIRST, last: date = LAST
) -> Steps:
    return steps(levels=SCALE, interest=interest, confidence=confidence, first=first, last=last)


def test_a_level_holds_until_it_changes_and_then_to_the_end() -> None:
    drawing = chart([Point(FIRST, 1), Point(date(2024, 1, 8), 0)], [])
    [line] = drawing.series
    [(x, medium), (middle, low)] = line.dots
    assert low > medium
    assert line.path.startswith(f"M{x} {medium}H{middle}V{low}H")


def test_two_lines_on_the_same_level_are_both_seen() -> None:
    interest, confidence = chart([Point(FIRST, 2)], [Point(FIRST, 2)]).series
    assert abs(interest.dots[0][1] - confidence.dots[0][1]) >= 5


def test_a_single_day_is_dots_and_one_date() -> None:
    drawing = chart([Point(FIRST, 2)], [Point(FIRST, 2)], last=FIRST)
    assert [series.path for series in drawing.series] == ["", ""]
    assert [day.text for day in drawing.days] == ["2023-12-31"]


def test_the_axis_says_its_first_and_last_day() -> None:
    assert [day.text for day in chart([Point(FIRST, 1)], []).days] == ["2023-12-31", "2024-01-16"]


def test_a_second_thought_after_the_end_stretches_the_axis() -> None:
    later = LAST + timedelta(days=5)
    assert chart([Point(FIRST, 1), Point(later, 0)], []).days[-1].text == "2024-01-21"


def test_a_series_that_was_never_stated_is_left_out() -> None:
    assert [series.name for series in chart([], [Point(FIRST, 1)]).series] == ["confidence"]


def test_points_in_any_order_draw_the_same() -> None:
    points = [Point(FIRST, 1), Point(date(2024, 1, 8), 0)]
    assert chart(points, []) == chart(points[::-1], [])


@pytest.mark.parametrize(
    ("points", "message"),
    [([], "at least one point"), ([Point(FIRST, 3)], "level 3"), ([Point(FIRST, -1)], "level -1")],
)
def test_a_chart_without_sense_is_refused(points: list[Point], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        chart(points, [])


LEVELS = st.lists(
    st.one_of(st.sampled_from(["low", "興味があります"]), st.text(max_size=30)),
    min_size=2,
    max_size=7,
)


@given(LEVELS, st.data())
def test_labels_and_lines_stay_inside_and_labels_apart(
    levels: list[str], data: st.DataObject
) -> None:
    point = st.builds(
        Point,
        st.dates(FIRST, LAST),
        st.integers(0, len(levels) - 1),
    )
    points = [data.draw(st.lists(point, min_size=1, max_size=6)) for _ in range(2)]
    drawing = steps(levels=levels, interest=points[0], confidence=points[1], first=FIRST, last=LAST)
    texts = [level.label.box for level in drawing.levels]
    texts += [series.label.box for series in drawing.series]
    for box in texts:
        assert box.x >= 0
        assert box.y >= 0
        assert box.right <= drawing.width
        assert box.bottom <= drawing.height
    assert not any(one.overlaps(other) for one, other in combinations(texts, 2))
    for series in drawing.series:
        for x, y in outline(series.path):
            assert 0 <= x <= series.label.box.x
            assert 0 <= y <= drawing.height


def test_the_drawing_is_said_in_words() -> None:
    svg = ET.fromstring(drawn("steps", chart([Point(FIRST, 1)], [Point(LAST, 2)])))  # noqa: S314
    assert (svg.get("role"), svg.get("aria-describedby")) == ("img", "c-desc")
    texts = ["".join(each.itertext()) for each in svg.iter("text")]
    assert {"interest", "confidence", "low", "medium", "high", "2023-12-31"} <= set(texts)
