from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opledger.site.charts.days import Days, Line

FIRST = date(2024, 1, 1)


def labels(last: date, *, month: bool = False) -> list[str]:
    return [line.text for line in Days(FIRST, last, month).lines() if line.text]


def test_a_day_is_as_wide_as_another_and_an_event_in_its_middle() -> None:
    days = Days(FIRST, date(2024, 1, 4))
    assert days.places([FIRST, FIRST, date(2024, 1, 4)]) == (12.5, 12.5, 87.5)


def test_what_happened_in_one_month_is_spread_over_it_in_order() -> None:
    days = Days(FIRST, date(2024, 2, 1), month=True)
    february = date(2024, 2, 1)
    assert days.places([FIRST, february, february, february]) == (25, 62.5, 75, 87.5)


@pytest.mark.parametrize(
    ("last", "told"),
    [
        (date(2024, 1, 1), ["1 Jan"]),
        (date(2024, 1, 10), ["1 Jan", "4 Jan", "7 Jan"]),
        (date(2024, 2, 29), ["1 Jan", "15 Jan", "29 Jan", "12 Feb"]),
        (date(2025, 1, 31), ["2024-01", "2024-04", "2024-07", "2024-10"]),
        (date(2031, 1, 1), ["2024", "2026", "2028"]),
    ],
)
def test_lines_are_days_weeks_months_or_years(last: date, told: list[str]) -> None:
    assert labels(last)[: len(told)] == told


def test_months_alone_have_their_lines_where_they_begin() -> None:
    assert Days(FIRST, date(2024, 4, 1), month=True).lines() == (
        Line(0, "2024-01"),
        Line(25, "2024-02"),
        Line(50, "2024-03"),
        Line(75, "2024-04"),
    )


def test_days_that_end_before_they_begin_are_refused() -> None:
    with pytest.raises(ValueError, match="is before"):
        Days(FIRST, FIRST - timedelta(days=1))


@given(st.dates(date(1990, 1, 1), date(2030, 1, 1)), st.integers(0, 40_000), st.booleans())
def test_lines_stay_inside_and_labels_apart(first: date, count: int, month: bool) -> None:
    last = first + timedelta(days=count)
    if month:
        first, last = first.replace(day=1), last.replace(day=1)
    lines = Days(first, last, month).lines()
    assert all(0 <= line.x < 100 for line in lines)
    assert len(lines) <= 40
    told = [line.x for line in lines if line.text]
    assert all(b - a > 20.8 for a, b in pairwise(told))
    assert all(x < 79.1 for x in told)


@given(st.lists(st.dates(FIRST, date(2025, 1, 1)), min_size=1), st.booleans())
def test_later_is_never_further_left(found: list[date], month: bool) -> None:
    days = sorted(found)
    places = Days(FIRST, date(2025, 1, 1), month).places(days)
    assert list(places) == sorted(places)
    assert all(0 < x < 100 for x in places)
