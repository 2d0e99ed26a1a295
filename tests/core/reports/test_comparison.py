"""Two times beside each other: shares with their intervals, and no heading without a table."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tests.stories import Search, day, ledgers, told

from opledger.core.config import Config
from opledger.core.figures.comparison import compare
from opledger.core.figures.statistics import statistics
from opledger.core.model import Ledger, Opportunity
from opledger.core.reports.comparison import write_counts, write_rates
from opledger.core.reports.sheet import Grid, Heading, Sheet


def sheet(since: int, until: int, ledger: Ledger) -> Sheet:
    figures = compare(statistics(ledger, day(since)), statistics(ledger, day(until)))
    written = Sheet()
    write_counts(written, figures)
    write_rates(written, figures)
    return written


def tables(since: int, until: int, *every: Opportunity) -> dict[str, list[tuple[str, ...]]]:
    """The rows of every table by the heading above it."""
    blocks = sheet(since, until, Ledger(Config(stages={"call": "", "offer": ""}), every)).blocks
    pairs = zip(blocks[::2], blocks[1::2], strict=True)
    return {
        heading.text: [tuple(row) for row in table.rows]
        for heading, table in pairs
        if isinstance(heading, Heading) and isinstance(table, Grid)
    }


def test_every_share_and_median_has_its_interval_before_and_after() -> None:
    every = [told("call offer", f"won-{n}") for n in range(3)]
    every += [told("call rejected", f"lost-{n}") for n in range(4)]
    found = tables(0, 1, *every)
    assert found["Shares"] == [
        ("Got past call", "before", "0 of 7", "0 %", "0 to 35 %"),
        ("", "after", "3 of 7", "43 %", "16 to 75 %"),
        ("Came to an offer", "before", "0 of 7", "0 %", "0 to 35 %"),
        ("", "after", "3 of 7", "43 %", "16 to 75 %"),
    ]
    assert found["Median days"][:3] == [
        ("call", "before", "7", "not reached", ""),
        ("", "after", "7", "1", "1 or more"),
        ("offer", "before", "·", "", ""),
    ]


def test_of_few_only_the_counts_are_given() -> None:
    assert tables(-1, 0, told("call"))["Shares"] == [
        ("Got past call", "before", "·", "", ""),
        ("", "after", "0 of 1", "too few", ""),
        ("Came to an offer", "before", "·", "", ""),
        ("", "after", "0 of 1", "too few", ""),
    ]


def test_where_nothing_had_begun_there_is_no_heading_and_no_table() -> None:
    assert sheet(0, 1, Ledger(Config(), ())).blocks == []
    assert sheet(-3, -1, Ledger(Config(), (told("call"),))).blocks == []


@given(ledgers(), st.integers(-1, 61), st.integers(-1, 61))
def test_every_heading_has_a_table_with_rows_and_before_and_change_make_after(
    search: Search, one: int, two: int
) -> None:
    ledger = Ledger(search.config, search.opportunities)
    blocks = sheet(min(one, two), max(one, two), ledger).blocks
    for heading, table in zip(blocks[::2], blocks[1::2], strict=True):
        assert isinstance(heading, Heading)
        assert isinstance(table, Grid)
        assert table.rows
        assert {len(row) for row in table.rows} == {len(table.columns)}
        if heading.text == "Totals":
            for _, before, after, change in table.rows:
                assert int(before) + int(change.replace("·", "0")) == int(after)
