"""Amounts as bars of parts on one scale."""

from __future__ import annotations

from itertools import combinations
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.site.charts.drawing import drawn

from opledger.site.charts.bars import Bar, Part, bars

WHOLE = Bar("Osterlane", "300", (Part("base", 200, "Base 200"), Part("equity", 100, "Shares 100")))
OPEN = Bar(
    "Halyard",
    "at least 100",
    (Part("base", 100, "Base 100"), Part("bonus", 50, "Bonus 50 (pending)", loose=True)),
    unknown="sign-on still unknown",
    mark=300,
    note="verbal",
)


def test_all_bars_have_one_scale_and_parts_stand_end_to_end() -> None:
    whole, part = bars([WHOLE, OPEN]).rows
    assert [(p.kind, p.box.x, p.box.width) for p in whole.pieces] == [
        ("base", 1, 215.3),
        ("equity", 217.3, 107.7),
    ]
    assert part.pieces[0].box.width == pytest.approx(107.7)


def test_what_is_unknown_or_pending_is_loose_and_a_mark_has_its_place() -> None:
    [row] = bars([OPEN]).rows
    assert [(p.kind, p.loose) for p in row.pieces] == [
        ("base", False),
        ("bonus", True),
        ("unknown", True),
    ]
    assert row.mark == 324
    assert [line.text for line in row.note] == ["verbal"]


def test_a_bar_of_nothing_is_only_a_label() -> None:
    [row] = bars([Bar("a", "0", (Part("base", 0, "Base 0"),))]).rows
    assert (row.pieces, row.mark, row.note) == ((), None, ())


def test_no_rows_and_negative_amounts_are_refused() -> None:
    with pytest.raises(ValueError, match="at least one row"):
        bars([])
    with pytest.raises(ValueError, match="a: a part is below nought"):
        bars([Bar("a", "", (Part("base", -1, ""),))])


_AMOUNTS = st.lists(st.floats(0, 1e9, allow_nan=False), max_size=5)


@given(st.lists(st.tuples(st.text(max_size=60), _AMOUNTS, st.booleans()), min_size=1, max_size=6))
def test_everything_stays_inside_and_apart(rows: list[tuple[str, list[float], bool]]) -> None:
    chart = bars(
        [
            Bar(
                text,
                "at least 1,000",
                tuple(Part("base", n, "") for n in amounts),
                unknown="more" if unknown else "",
                mark=sum(amounts) if unknown else None,
                note=text,
            )
            for text, amounts, unknown in rows
        ]
    )
    boxes = [row.label.box for row in chart.rows]
    assert all(box.right <= chart.width and box.bottom <= chart.height for box in boxes)
    assert not any(one.overlaps(other) for one, other in combinations(boxes, 2))
    pieces = [piece.box for row in chart.rows for piece in row.pieces]
    assert all(box.right <= chart.width and box.bottom <= chart.height for box in pieces)
    assert all(row.mark is None or row.mark <= chart.width for row in chart.rows)


def test_the_drawing_names_every_row_and_part() -> None:
    svg = ET.fromstring(drawn("bars", bars([WHOLE, OPEN])))  # noqa: S314
    assert [each.text for each in svg.iter("title")][1:] == [
        "Osterlane: 300",
        "Base 200",
        "Shares 100",
        "Halyard: at least 100",
        "Base 100",
        "Bonus 50 (pending)",
        "sign-on still unknown",
    ]
