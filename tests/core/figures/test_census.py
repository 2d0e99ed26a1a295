"""A census is what standings come to by kind; parts of a ledger add up to the whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.stories import Search, all_stood, day, ledgers, told

from opledger.core.config import Config
from opledger.core.figures.census import DIMENSIONS, Census, Kind, census, together
from opledger.core.figures.funnel import funnel, totals
from opledger.core.figures.groups import group_by
from opledger.core.figures.judgement import interest_counts, interest_table
from opledger.core.figures.luck import offer_rate
from opledger.core.figures.statistics import statistics
from opledger.core.model import Ledger
from opledger.core.standing import standings
from opledger.core.vocabulary import Outcome

CONFIG = Config()


def test_opportunities_of_one_kind_are_counted_together() -> None:
    every = (
        told("lead call rejected", "a", source="warm"),
        told("lead call rejected", "b", source="warm"),
        told("lead call", "c"),
    )
    found = census(standings(every, CONFIG, day(9)), "source")
    assert found == Census(
        {
            Kind("call", Outcome.REJECTED, None, ("warm",)): 2,
            Kind("call", None, None, ("",)): 1,
        }
    )
    assert (found.total, found.words()) == (3, {"warm": 2, "": 1})
    assert found.under("warm").total == 2


def test_a_dimension_that_there_is_not_is_refused_also_of_nothing() -> None:
    with pytest.raises(ValueError, match=r"^cannot group by colour: one of source, "):
        census((), "colour")
    with pytest.raises(ValueError, match=r"^cannot group by colour: one of source, "):
        statistics(Ledger(CONFIG, ()), day(0), "colour")


@given(ledgers(), st.data(), st.sampled_from(DIMENSIONS))
def test_parts_of_a_ledger_add_up_to_it(search: Search, data: st.DataObject, by: str) -> None:
    stood = search.figures().standings
    cut = data.draw(st.integers(0, len(stood)))
    parts = [census(stood[:cut], by), census(stood[cut:], by)]
    assert together(parts) == census(stood, by)
    assert together([]) == Census({})


@given(ledgers(), st.sampled_from(DIMENSIONS))
def test_the_funnel_of_a_census_is_that_of_the_standings(search: Search, by: str) -> None:
    stood, config = search.figures().standings, search.config
    counted = census(stood, by)
    assert funnel(counted, config) == funnel(stood, config)
    assert totals(counted, config) == totals(stood, config)
    for resolved in (False, True):
        mine = sum(each.reached(config.offer_stage, config) for each in stood)
        assert offer_rate(counted, config, resolved=resolved).k == mine
    for row, stage in zip(funnel(counted, config), config.stage_order, strict=True):
        assert row.reached == sum(each.reached(stage, config) for each in stood)
    stages = config.stage_order
    table, counts = interest_table(stood, config, stages), interest_counts(counted, config, stages)
    assert (table.levels, table.stages) == (counts.levels, counts.stages)
    assert tuple(tuple(map(len, row)) for row in table.cells) == counts.counts


def test_what_a_census_gives_is_computed_without_the_standings() -> None:
    """So a report of it need not read the records again."""
    stood = all_stood("lead call rejected", "call screen", config=CONFIG)

    class Counts:
        """A survey that holds numbers alone."""

        standings = property(lambda _: pytest.fail("the standings were asked for"))
        reversed = ()

        def census(self, dimension: str) -> Census:
            return census(stood, dimension)

    figures = statistics(Ledger(CONFIG, ()), day(9))
    counted = type(figures)(CONFIG, day(9), Counts(), "source")
    assert counted.funnel == funnel(stood, CONFIG)[1:]
    assert counted.totals == totals(stood, CONFIG)
    assert counted.interest_counts.stated is False
    (group,), (same,) = counted.groups, group_by(stood, CONFIG, "source")
    assert (group.totals, group.beyond, group.offer_rate) == (
        same.totals,
        same.beyond,
        same.offer_rate,
    )
