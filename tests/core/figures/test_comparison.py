"""The figures of two times beside each other."""

from __future__ import annotations

from dataclasses import fields

from hypothesis import given
from tests.stories import Search, day, ledgers, told

from opledger.core.config import Config
from opledger.core.figures.comparison import (
    Comparison,
    MedianPair,
    Pair,
    RatePair,
    StagePair,
    compare,
)
from opledger.core.figures.funnel import Totals, funnel
from opledger.core.figures.rates import rate
from opledger.core.figures.statistics import Statistics, statistics
from opledger.core.figures.survival import Span, survival
from opledger.core.model import Ledger, Opportunity

TWO_STAGES = Config(stages={"call": "", "offer": ""})


def figures(*opportunities: Opportunity, config: Config | None = None) -> Statistics:
    return statistics(Ledger(config or Config(), opportunities), day(50))


def test_two_times_are_compared_count_by_count() -> None:
    before = figures(told("call rejected"), told("call", "borrel"), config=TWO_STAGES)
    after = figures(told("call rejected"), told("call offer", "borrel"), config=TWO_STAGES)
    found = compare(before, after)
    assert found == Comparison(
        before,
        after,
        {
            "opportunities": Pair(2, 2),
            "conversations": Pair(2, 2),
            "open": Pair(1, 1),
            "offers": Pair(0, 1),
            "accepted": Pair(0, 0),
        },
        (
            StagePair("call", reached=Pair(2, 2), stopped=Pair(1, 1), pending=Pair(1, 0)),
            StagePair("offer", reached=Pair(0, 1), stopped=Pair(0, 0), pending=Pair(0, 1)),
        ),
    )
    assert found.rates == (
        RatePair("call", rate(0, 2, 5), rate(1, 2, 5)),
        RatePair("offer_rate", rate(0, 2, 5), rate(1, 2, 5)),
        RatePair("answered", rate(0, 0, 5), rate(0, 0, 5)),
    )
    assert found.medians == (
        MedianPair("response", survival((), 5), survival((), 5)),
        MedianPair(
            "call",
            survival((Span(1, ended=True), Span(50, ended=False)), 5),
            survival((Span(1, ended=True), Span(1, ended=True)), 5),
        ),
        MedianPair("offer", None, survival((Span(49, ended=False),), 5)),
        MedianPair(
            "whole",
            survival((Span(1, ended=True), Span(50, ended=False)), 5),
            survival((Span(1, ended=True), Span(50, ended=False)), 5),
        ),
    )


def test_a_gain_may_be_a_loss() -> None:
    assert [Pair(1, 3).gain, Pair(3, 1).gain, Pair(2, 2).gain] == [2, -2, 0]


def test_the_stages_are_those_of_the_later_time() -> None:
    before = figures(told("lead call"))
    after = figures(told("call offer"), config=TWO_STAGES)
    stages = compare(before, after).stages
    assert [(each.stage, each.reached) for each in stages] == [
        ("call", Pair(1, 1)),
        ("offer", Pair(0, 1)),
    ]
    back = compare(after, before).stages
    assert [(each.stage, each.reached) for each in back] == [
        ("lead", Pair(0, 1)),
        ("call", Pair(1, 1)),
        ("screen", Pair(0, 0)),
        ("onsite", Pair(0, 0)),
        ("offer", Pair(1, 0)),
    ]


@given(ledgers())
def test_nothing_is_gained_in_no_time(search: Search) -> None:
    now = search.figures()
    every = compare(now, now)
    gains = [pair.gain for pair in every.totals.values()]
    gains += [p.gain for row in every.stages for p in (row.reached, row.stopped, row.pending)]
    assert not any(gains)


@given(ledgers())
def test_the_gains_add_up(search: Search) -> None:
    ledger = Ledger(search.config, search.opportunities)
    early, late = statistics(ledger, day(20)), search.figures()
    every = compare(early, late)
    assert {name: pair.after for name, pair in every.totals.items()} == {
        each.name: getattr(late.totals, each.name) for each in fields(Totals)
    }
    for rows, when in ((early, "before"), (late, "after")):
        for row, pair in zip(funnel(rows.standings, rows.config), every.stages, strict=True):
            told = (
                pair.stage,
                *(getattr(p, when) for p in (pair.reached, pair.stopped, pair.pending)),
            )
            assert told == (row.stage, row.reached, row.stopped, row.pending)
    ended = sum(row.stopped.gain + row.pending.gain for row in every.stages)
    assert ended == every.totals["opportunities"].gain
    for here, beyond in zip(every.stages, every.stages[1:], strict=False):
        left = here.reached.gain - here.stopped.gain - here.pending.gain
        assert left == beyond.reached.gain
