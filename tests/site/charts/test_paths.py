"""From the first level to the last, in bands as wide as counts."""

from __future__ import annotations

from itertools import combinations, pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.site.charts.drawing import drawn, outline

from opledger.site.charts.label import text_width
from opledger.site.charts.paths import paths

LEVELS = ("low", "medium", "high")


def test_every_pair_is_a_band_with_its_count_and_its_way() -> None:
    chart = paths(LEVELS, {(1, 1): 16, (1, 2): 9, (1, 0): 14})
    assert [(band.way, band.title) for band in chart.bands] == [
        ("up", "9 medium → high"),
        ("same", "16 medium, unchanged"),
        ("down", "14 medium → low"),
    ]
    said = [(level.name.count, level.name.text, level.bar is not None) for level in chart.first]
    assert said == [("0", "high", False), ("39", "medium", True), ("0", "low", False)]
    assert [level.name.count for level in chart.last] == ["9", "16", "14"]


def test_bars_are_as_high_as_their_bands_together() -> None:
    chart = paths(LEVELS, {(1, 1): 1, (1, 2): 1, (1, 0): 2})
    [begin] = [level.bar for level in chart.first if level.bar]
    ends = [level.bar.height for level in chart.last if level.bar]
    assert begin.height == pytest.approx(sum(ends))


def test_no_pair_and_no_such_level_are_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        paths(LEVELS, {(0, 0): 0})
    with pytest.raises(ValueError, match="not one of 3"):
        paths(LEVELS, {(0, 3): 1})


@given(
    st.lists(st.text(min_size=1, max_size=40), min_size=2, max_size=7),
    st.dictionaries(
        st.tuples(st.integers(0, 1), st.integers(0, 1)), st.integers(1, 500), min_size=1
    ),
)
def test_everything_stays_inside_and_apart(
    names: list[str], counts: dict[tuple[int, int], int]
) -> None:
    chart = paths(names, counts)
    for band in chart.bands:
        assert all(0 <= x <= chart.width and 0 <= y <= chart.height for x, y in outline(band.path))
    for side in (chart.first, chart.last):
        bars = [level.bar for level in side if level.bar]
        assert not any(one.overlaps(other) for one, other in combinations(bars, 2))
        lines = [level.name.y for level in side]
        assert all(below - above >= 17 for above, below in pairwise(lines))
        for level in side:
            width = text_width(level.name.count, 13.5, bold=True) + text_width(
                f" {level.name.text}", 13.5
            )
            assert width <= 98 + text_width("…", 13.5)


def test_the_drawing_is_said_in_words() -> None:
    svg = ET.fromstring(drawn("paths", paths(LEVELS, {(0, 2): 3})))  # noqa: S314
    assert [each.text for each in svg.iter("desc")] == ["3 low → high. What it says"]
