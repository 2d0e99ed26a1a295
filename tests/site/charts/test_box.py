from __future__ import annotations

from opledger.site.charts.box import Box, tenth


def test_a_whole_number_is_said_without_a_point() -> None:
    assert [str(tenth(value)) for value in (12.0, 12.04, 12.06, -0.01)] == ["12", "12", "12.1", "0"]


def test_boxes_that_share_an_edge_do_not_overlap() -> None:
    box = Box(0, 0, 10, 10)
    assert not box.overlaps(Box(10, 0, 5, 5))
    assert not box.overlaps(Box(0, 10, 5, 5))
    assert box.overlaps(Box(9, 9, 5, 5))
