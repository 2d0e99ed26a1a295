"""The reports as sheets: sound tables, and every report of every search has something to say."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from tests.searches import SEARCHES
from tests.stories import Search, ledgers

from opledger.core.definitions import REPORTS
from opledger.core.figures.statistics import Statistics
from opledger.core.reports.every import report
from opledger.core.reports.sheet import Block, Column, Facts, Grid, Heading, Sheet, Text


def faults(blocks: tuple[Block, ...]) -> list[object]:
    """Tables without rows or with ragged ones, headings with nothing under them, empty texts."""
    found: list[object] = []
    for block, following in zip(blocks, (*blocks[1:], None), strict=True):
        match block:
            case Heading(text):
                if not text or following is None or isinstance(following, Heading):
                    found.append(block)
            case Text(text, _):
                if not text.strip():
                    found.append(block)
            case Grid(columns, rows):
                if not rows or {len(row) for row in rows} != {len(columns)}:
                    found.append(block)
            case Facts(pairs):
                if not pairs or not all(name and text for name, text in pairs):
                    found.append(block)
    return found


def every_fault(figures: Statistics) -> list[object]:
    blocks = [report(figures, name) for name in REPORTS]
    assert all(blocks)
    return [fault for each in blocks for fault in faults(each)]


@pytest.mark.parametrize("name", [name for name in SEARCHES if name != "empty"])
def test_every_report_of_every_search_is_a_sound_sheet(name: str) -> None:
    assert every_fault(SEARCHES[name]()) == []


@settings(max_examples=40)
@given(ledgers())
def test_every_report_of_any_ledger_is_a_sound_sheet(search: Search) -> None:
    figures = search.figures()
    if figures.standings:
        assert every_fault(figures) == []


def test_a_sheet_keeps_what_is_written_on_it_in_order() -> None:
    sheet = Sheet()
    sheet.heading("Why?")
    sheet.table([Column("A"), Column("B", number=True)], [["x", "1"]])
    sheet.text("So.", aside=True)
    sheet.facts([("name", "text")])
    assert sheet.blocks == [
        Heading("Why?"),
        Grid((Column("A"), Column("B", number=True)), (("x", "1"),)),
        Text("So.", aside=True),
        Facts((("name", "text"),)),
    ]
    assert faults((Heading("a"), Heading("b"))) == [Heading("a"), Heading("b")]
    assert len(faults((Grid((Column("A"),), ()), Text(" "), Facts(())))) == 3
