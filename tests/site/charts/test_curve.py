"""How many still go on, as a line that falls from 100 %."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.site.charts.drawing import drawn

from opledger.core.figures.survival import Span, survival
from opledger.site.charts.curve import Tick, can_be_drawn, curve
from opledger.site.charts.label import text_width

FEW = 5
EIGHT = survival([Span(n, ended=True) for n in range(1, 9)], FEW)


def test_the_line_falls_step_by_step_from_all_to_none() -> None:
    falling = survival([Span(10, ended=True), *[Span(20, ended=True)] * 4], FEW)
    chart = curve(falling, "ended")
    assert chart.line == "M50 10H192.5V39.6H335V158H335"


def test_the_day_by_which_half_have_ended_is_marked() -> None:
    half = curve(EIGHT, "answered").half
    assert half
    assert (half.text, half.anchor, half.y) == ("half by day 4", "left", 84)


def test_a_half_far_to_the_right_is_named_at_its_left_below_the_line() -> None:
    late = survival([*[Span(1, ended=True)] * 2, *[Span(30, ended=True)] * 6], FEW)
    half = curve(late, "ended").half
    assert half
    assert (half.text, half.anchor) == ("half ended by day 30", "right")
    assert half.baseline > half.y


def test_without_half_there_is_no_such_day() -> None:
    going = survival([Span(3, ended=True), *[Span(9, ended=False)] * 7], FEW)
    chart = curve(going, "ended")
    assert chart.half is None
    assert chart.cut == "M335 24.5v8"


@pytest.mark.parametrize(
    ("days", "texts"),
    [
        (0, ["0", "1 day"]),
        (4, ["0", "1", "2", "3", "4 days"]),
        (28, ["0", "5", "10", "15", "20", "25 days"]),
        (40, ["0", "1", "2", "3", "4", "5 weeks"]),
        (77, ["0", "2", "4", "6", "8", "10 weeks"]),
        (800, ["0", "26", "52", "78", "104 weeks"]),
        (27000, ["0", "20", "40", "60 years"]),
    ],
)
def test_the_axis_is_in_days_weeks_or_years(days: int, texts: list[str]) -> None:
    chart = curve(survival([Span(days, ended=True)] * 6, FEW), "ended")
    assert [tick.text for tick in chart.ticks] == texts


def test_too_few_or_none_ended_are_not_drawn() -> None:
    few = survival([Span(3, ended=True)] * 4, FEW)
    waiting = survival([Span(3, ended=False)] * 9, FEW)
    assert [can_be_drawn(each) for each in (few, waiting, EIGHT)] == [False, False, True]
    with pytest.raises(ValueError, match="a curve needs enough cases"):
        curve(few, "ended")


def _apart(one: Tick, other: Tick) -> bool:
    room = (text_width(one.text, 13.5) + text_width(other.text, 13.5)) / 2
    return other.text_x - one.text_x > room


@given(st.lists(st.tuples(st.integers(0, 30000), st.booleans()), min_size=5, max_size=40))
def test_nothing_leaves_the_drawing_and_ticks_stand_apart(days: list[tuple[int, bool]]) -> None:
    found = survival([Span(day, ended) for day, ended in days], FEW)
    if not can_be_drawn(found):
        return
    chart = curve(found, "moved on")
    assert all(_apart(a, b) for a, b in zip(chart.ticks, chart.ticks[1:], strict=False))
    if chart.half:
        width = text_width(chart.half.text, 13.5)
        left = chart.half.text_x - (width if chart.half.anchor == "right" else 0)
        assert 0 <= left <= left + width <= chart.width


def test_the_drawing_is_said_in_words() -> None:
    svg = ET.fromstring(drawn("curve", curve(EIGHT, "ended"), desc="Half within 4 days."))  # noqa: S314
    assert [each.text for each in svg.iter("desc")] == ["Half within 4 days."]
    assert [each.text for each in svg.iter("text")][:3] == ["0 %", "50 %", "100 %"]
