from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opledger.site.charts.silence import WIDTH, Bar, bar, longest


def test_a_bar_is_as_long_as_the_silence_and_its_tick_where_the_usual_wait_ends() -> None:
    assert bar(5, 10, 20) == Bar(width=30, tick=60, past=False)
    assert bar(20, 10, 20) == Bar(width=120, tick=60, past=True)
    assert bar(0, None, 1) == Bar(width=0, tick=None, past=False)


def test_a_usual_wait_is_not_past_on_its_last_day() -> None:
    assert not bar(10, 10, 20).past


def test_the_longest_of_all_fills_the_drawing() -> None:
    assert longest([(3, None), (2, 9), (0, 0)]) == 9
    assert longest([]) == 1


@pytest.mark.parametrize(("days", "usual", "most"), [(3, None, 2), (1, 3, 2), (-1, None, 2)])
def test_a_bar_without_sense_is_refused(days: int, usual: int | None, most: int) -> None:
    with pytest.raises(ValueError, match=f"{days} days"):
        bar(days, usual, most)


WAITS = st.lists(
    st.tuples(st.integers(0, 40_000), st.one_of(st.none(), st.integers(0, 40_000))), min_size=1
)


@given(WAITS)
def test_every_bar_and_tick_stays_inside(waits: list[tuple[int, int | None]]) -> None:
    for days, usual in waits:
        drawn = bar(days, usual, longest(waits))
        assert 0 <= drawn.width <= WIDTH
        assert drawn.tick is None or 0 <= drawn.tick <= WIDTH
