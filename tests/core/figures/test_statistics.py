"""All figures of a ledger, computed together."""

from __future__ import annotations

from functools import cached_property

import pytest
from tests.stories import day, told

from opledger.core.config import Config
from opledger.core.figures.census import census
from opledger.core.figures.endings import endings
from opledger.core.figures.forecast import forecast
from opledger.core.figures.funnel import flows, funnel, telling, totals
from opledger.core.figures.groups import group_by
from opledger.core.figures.judgement import interest_counts, interest_table, judgement
from opledger.core.figures.luck import luck
from opledger.core.figures.offers import offers
from opledger.core.figures.rates import rate
from opledger.core.figures.response import response, silence
from opledger.core.figures.statistics import Statistics, Stood, statistics
from opledger.core.figures.timing import times
from opledger.core.model import Ledger
from opledger.core.standing import standings

CONFIG = Config()
EVERY = (
    told("lead call rejected screen", "a", source="warm", segment="startup"),
    told("lead call", "b", source="inbound"),
)


def test_the_figures_are_those_of_their_own_modules() -> None:
    found = standings(EVERY, CONFIG, day(9))
    rows = telling(funnel(found, CONFIG), CONFIG)
    figures = statistics(Ledger(CONFIG, EVERY), day(9))
    assert figures == Statistics(CONFIG, day(9), Stood(found), "source")
    kept = [name for name, value in vars(Statistics).items() if isinstance(value, cached_property)]
    names = [name for name in kept if not name.startswith("_")]
    assert {name: getattr(figures, name) for name in names} == {
        "census": census(found, "source"),
        "standings": found,
        "totals": totals(found, CONFIG),
        "whole_funnel": funnel(found, CONFIG),
        "funnel": rows,
        "flows": flows(rows),
        "offer_rate": rate(0, 2, 5),
        "offer_rate_resolved": rate(0, 0, 5),
        "endings": endings(found, CONFIG),
        "response": response(found, CONFIG),
        "silence": silence(found, CONFIG),
        "times": times(found, CONFIG),
        "judgement": judgement(found, CONFIG),
        "luck": luck(found, CONFIG, day(9)),
        "forecast": forecast(found, funnel(found, CONFIG), CONFIG),
        "offers": offers(found, CONFIG),
        "interest": interest_table(found, CONFIG, ["call", "screen", "onsite", "offer"]),
        "interest_counts": interest_counts(found, CONFIG, ["call", "screen", "onsite", "offer"]),
        "groups": group_by(found, CONFIG, "source"),
        "reversed": found[:1],
    }


def test_a_dimension_that_is_asked_for_is_the_one_compared() -> None:
    figures = statistics(Ledger(CONFIG, EVERY), day(9), "segment")
    assert figures.dimension == "segment"
    assert [group.word for group in figures.groups] == ["startup", ""]
    with pytest.raises(ValueError, match=r"^cannot group by colour"):
        statistics(Ledger(CONFIG, EVERY), day(9), "colour")


def test_a_ledger_of_nothing_has_figures_too() -> None:
    figures = statistics(Ledger(CONFIG, ()), day(0))
    assert (figures.standings, figures.groups, figures.reversed) == ((), (), ())
    assert [row.reached for row in figures.funnel] == [0, 0, 0, 0]
