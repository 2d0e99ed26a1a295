"""Interest beside how far a conversation came."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from tests.stories import LATE, Search, an_event, an_opportunity, ledgers

from opledger.core.config import Config
from opledger.core.figures.judgement import (
    InterestCounts,
    InterestTable,
    interest_counts,
    interest_table,
)
from opledger.core.standing import standings

CONFIG = Config()


def test_the_table_runs_from_upper_left_to_bottom_right() -> None:
    every = standings(
        (
            an_opportunity(an_event(0, "offer", interest="high"), name="best"),
            an_opportunity(an_event(0, "call", interest="low"), name="worst"),
            an_opportunity(
                an_event(0, "call", interest="high"),
                an_event(1, "screen", interest="low"),
                name="c",
            ),
        ),
        CONFIG,
        LATE,
    )
    best, worst, moved = every
    assert interest_counts(every, CONFIG, ["call", "screen", "offer"]) == InterestCounts(
        levels=("high", "medium", "low"),
        stages=("offer", "screen", "call"),
        counts=((1, 0, 0), (0, 0, 0), (0, 1, 1)),
    )
    assert interest_counts(every, CONFIG, ["call", "screen", "offer"]).stated
    assert interest_table(every, CONFIG, ["call", "screen", "offer"]) == InterestTable(
        levels=("high", "medium", "low"),
        stages=("offer", "screen", "call"),
        cells=(((best,), (), ()), ((), (), ()), ((), (moved,), (worst,))),
    )


def test_where_some_state_no_interest_they_have_the_last_row() -> None:
    every = standings((an_opportunity(an_event(0, "call")),), CONFIG, LATE)
    table = interest_table(every, CONFIG, ["call"])
    assert table.levels == ("high", "medium", "low", None)
    assert not interest_counts(every, CONFIG, ["call"]).stated
    assert table.cells == (((),), ((),), ((),), (every,))


@given(ledgers())
def test_every_opportunity_is_in_exactly_one_cell(search: Search) -> None:
    figures = search.figures()
    placed = Counter(
        each.opportunity.id for row in figures.interest.cells for cell in row for each in cell
    )
    assert placed == Counter(each.opportunity.id for each in figures.standings)
    for level, row in zip(figures.interest.levels, figures.interest.cells, strict=True):
        for stage, cell in zip(figures.interest.stages, row, strict=True):
            assert {(each.interest, each.furthest) for each in cell} <= {(level, stage)}
