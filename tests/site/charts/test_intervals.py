from __future__ import annotations

from itertools import combinations
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.site.charts.drawing import drawn

from opledger.site.charts.intervals import Row, intervals

COLD = Row("Cold outreach", 7, 22, low=0.164, high=0.527, share=0.318, few=False)
FEW = Row("Application form", 2, 3, low=0.0, high=1.0, share=0.667, few=True)


def test_a_share_is_a_dot_within_its_interval_and_its_counts() -> None:
    [track] = intervals([COLD]).tracks
    assert track.text == "7 of 22"
    assert (track.low, track.share, track.high) == (60.3, 111.3, 180.4)


def test_too_few_are_said_in_words_without_a_dot() -> None:
    [track] = intervals([FEW]).tracks
    assert track.text == "2 of 3, too few to say"
    assert (track.low, track.share, track.high, track.y) == (None, None, None, None)


def test_an_axis_is_drawn_only_if_something_stands_on_it() -> None:
    assert intervals([FEW]).ticks == ()
    assert [tick.text for tick in intervals([FEW, COLD]).ticks] == [
        "0 %",
        "25 %",
        "50 %",
        "75 %",
        "100 %",
    ]


def test_none_and_all_stand_at_the_ends_of_the_axis() -> None:
    none = Row("a", 0, 9, low=0.0, high=0.299, share=0.0, few=False)
    every = Row("b", 8, 8, low=0.676, high=1.0, share=1.0, few=False)
    chart = intervals([none, every])
    assert [track.share for track in chart.tracks] == [chart.ticks[0].x, chart.ticks[-1].x]


@pytest.mark.parametrize(
    "row",
    [
        Row("a", 3, 2, low=0.0, high=1.0, share=0.5, few=False),
        Row("a", 0, 0, low=0.0, high=1.0, share=0.0, few=True),
        Row("a", 1, 2, low=0.6, high=0.9, share=0.5, few=False),
        Row("a", 1, 2, low=0.1, high=1.2, share=0.5, few=False),
    ],
)
def test_numbers_that_contradict_each_other_are_refused(row: Row) -> None:
    with pytest.raises(ValueError, match="a: "):
        intervals([row])


def test_a_chart_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one row"):
        intervals([])


@given(st.lists(st.tuples(st.text(max_size=80), st.booleans()), min_size=1, max_size=8))
def test_labels_stay_inside_and_apart(groups: list[tuple[str, bool]]) -> None:
    rows = [Row(text, 100, 500, low=0.17, high=0.24, share=0.2, few=few) for text, few in groups]
    chart = intervals(rows)
    boxes = [track.label.box for track in chart.tracks]
    assert all(box.right <= chart.width and box.bottom <= chart.height for box in boxes)
    assert not any(one.overlaps(other) for one, other in combinations(boxes, 2))


def test_the_drawing_is_said_in_words_and_has_no_dot_for_few() -> None:
    svg = ET.fromstring(drawn("intervals", intervals([COLD, FEW])))  # noqa: S314
    assert svg.get("aria-labelledby") == "c-title"
    assert len(list(svg.iter("circle"))) == 1
    assert [each.text for each in svg.iter("title")][1:] == [
        "Cold outreach: 7 of 22",
        "Application form: 2 of 3, too few to say",
    ]
