"""Shares side by side, as a chart."""

from __future__ import annotations

from opledger.core.figures.rates import rate
from opledger.site.views.rated import rated


def test_rates_of_nothing_are_left_out() -> None:
    chart = rated([("a", rate(1, 9, 5)), ("b", rate(0, 0, 5)), ("c", None), ("d", rate(1, 2, 5))])
    assert chart
    assert [track.title for track in chart.tracks] == ["a: 1 of 9", "d: 1 of 2, too few to say"]


def test_without_any_there_is_no_chart() -> None:
    assert rated([("a", rate(0, 0, 5)), ("b", None)]) is None
