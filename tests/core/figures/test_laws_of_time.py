"""Laws of days, curves, load and forecast that hold for every ledger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from math import isclose, prod
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.core.figures.full import cut, document, full_ledgers, with_a_future
from tests.stories import Search, an_event, day

from opledger.core.figures.census import DIMENSIONS
from opledger.core.figures.forecast import Expected, Waiting
from opledger.core.figures.luck import Load
from opledger.core.figures.statistics import Statistics
from opledger.core.figures.survival import Survival
from opledger.core.standing import Standing, standings

ONE_DAY = timedelta(days=1)
RANDOM = st.randoms(use_true_random=True)
AFTER_ALL = 61  # no event of a ledger is as late as this day


@given(full_ledgers(), st.sampled_from(DIMENSIONS), RANDOM)
def test_the_future_changes_nothing(search: Search, dimension: str, random: Random) -> None:
    past = cut(search)
    expected = document(past, dimension)
    assert document(search, dimension) == expected
    assert document(with_a_future(past, random), dimension) == expected


def settled(search: Search, days: int) -> dict[str, Any]:
    """The document so many days after all has ended, without what goes on for ever."""
    found = document(replace(search, as_of=day(AFTER_ALL + days)))
    del found["as_of"], found["luck"]["load"], found["luck"]["weeks"]
    for times in (found["times"], *(group["times"] for group in found["by"]["groups"])):
        # To the wait for an answer, ghosted is no end.
        times["response"] = {what: times["response"][what] for what in ("n", "ended", "waiting")}
    return found


@given(full_ledgers(), st.sampled_from(["declined", "rejected", "ghosted"]), st.integers(1, 99))
def test_once_all_has_ended_time_changes_only_what_runs_by_the_day(
    search: Search, end: str, days: int
) -> None:
    stood = standings(search.opportunities, search.config, day(AFTER_ALL))
    closed = replace(
        search,
        opportunities=tuple(
            replace(o, events=(*o.events, an_event(AFTER_ALL, end))) if each.open else o
            for each in stood
            for o in [each.opportunity]
        ),
    )
    assert settled(closed, days) == settled(closed, 0)
    now, later = (
        replace(closed, as_of=day(AFTER_ALL + n)).figures().luck.load.counts for n in (0, days)
    )
    assert later == now


def in_play(search: Search, on: date) -> int:
    """How many conversations were open at the end of a day."""
    stood = standings(search.opportunities, search.config, on)
    talk = search.config.conversation_stage
    return sum(each.open and each.reached(talk, search.config) for each in stood)


@given(full_ledgers())
def test_the_load_of_each_day_is_what_was_open_on_it(search: Search) -> None:
    figures = search.figures()
    load = figures.luck.load
    if load.first is None:
        assert load == Load(None, (), 0, None, 0.0)
        assert not figures.totals.conversations
        return
    days = [load.first + n * ONE_DAY for n in range(len(load.counts))]
    assert days[-1] == max(each.last for each in figures.standings)
    assert list(load.counts) == [in_play(search, on) for on in days]
    earliest = min(each.started for each in figures.standings)
    while (earliest := earliest + ONE_DAY) < load.first:
        assert not in_play(search, earliest)
    talks = [each for each in figures.standings if talks_open(each, search)]
    assert load.counts[-1] == len(talks)
    assert load.peak == max(load.counts)
    assert load.peak_day == (days[load.counts.index(load.peak)] if load.peak else None)
    after = (search.as_of - days[-1]).days * load.counts[-1]
    every = (search.as_of - load.first).days + 1
    assert isclose(load.mean * every, sum(load.counts) + after)


def talks_open(each: Standing, search: Search) -> bool:
    return each.open and each.reached(search.config.conversation_stage, search.config)


@given(full_ledgers())
def test_every_opportunity_begins_in_one_week_and_no_week_is_left_out(search: Search) -> None:
    figures = search.figures()
    weeks = figures.luck.weeks
    assert sum(week.count for week in weeks) == figures.totals.opportunities
    assert bool(weeks) == bool(figures.standings)
    for week, following in pairwise(weeks):
        assert following.monday - week.monday == timedelta(days=7)
    for week in weeks:
        assert week.monday.isoweekday() == 1
        assert [source for source, _ in week.counts] == [source for source, _ in weeks[0].counts]
        for source, count in week.counts:
            begun = [each for each in figures.standings if each.opportunity.source == source]
            within = [0 <= (each.started - week.monday).days < 7 for each in begun]
            assert count == sum(within)
    if weeks:
        assert weeks[0].count
        last = max(each.last for each in figures.standings)
        assert weeks[-1].monday <= last < weeks[-1].monday + timedelta(days=7)


def curves(figures: Statistics) -> Iterator[Survival]:
    """Every curve of a ledger and of its groups."""
    for times in (figures.times, *(group.times for group in figures.groups)):
        yield times.response
        yield times.whole
        yield from (curve for _, curve in times.stages)


@given(full_ledgers())
def test_a_curve_falls_within_its_band_and_loses_nobody(search: Search) -> None:
    for curve in curves(search.figures()):
        assert curve.n == curve.ended + curve.waiting
        assert curve.ended == sum(step.ended for step in curve.steps)
        assert curve.waiting == sum(step.censored for step in curve.steps)
        left, surviving, day_before = curve.n, 1.0, -1
        for step in curve.steps:
            assert step.at_risk == left
            assert step.ended + step.censored > 0
            assert step.day > day_before
            assert 0 <= step.low <= step.surviving <= step.high <= 1
            assert (step.surviving < surviving) == (step.ended > 0)
            left -= step.ended + step.censored
            surviving, day_before = step.surviving, step.day
        assert left == 0
        halved = curve.median is not None
        few = search.config.few
        assert curve.few == (curve.n < few or (halved and curve.ended < few))


@given(full_ledgers())
def test_a_median_is_where_the_curve_is_at_a_half_and_within_its_interval(search: Search) -> None:
    for curve in curves(search.figures()):
        halved = [step.day for step in curve.steps if step.surviving <= 0.5]
        assert curve.median == (halved[0] if halved else None)
        if curve.median is not None:
            assert curve.low is not None
            assert curve.low <= curve.median
        if curve.high is not None:
            assert curve.median is not None
            assert curve.median <= curve.high


@given(full_ledgers())
def test_every_wait_is_that_of_an_opportunity(search: Search) -> None:
    figures = search.figures()
    assert figures.times.whole.n == figures.totals.opportunities
    assert figures.times.whole.waiting == figures.totals.open
    assert figures.times.response.n == figures.response.answered.n
    assert figures.times.response.ended == figures.response.answered.k
    order = search.config.stage_order
    at = [stage for stage, _ in figures.times.stages]
    assert at == [stage for stage in order if stage in at]
    waiting = Counter[int]()
    for _, curve in figures.times.stages:
        waiting.update({step.day: step.censored for step in curve.steps})
    assert waiting == Counter(
        (search.as_of - since).days
        for since in map(staying_since, figures.standings)
        if since is not None
    )


def staying_since(each: Standing) -> date | None:
    """Since when it is at its furthest stage; ``None`` where something ended after that."""
    reached = [event.stage for event in each.events].index(each.furthest)
    ended = any(event.outcome for event in each.events[reached:])
    return None if ended else each.events[reached].date


@given(full_ledgers())
def test_a_forecast_is_of_all_that_is_open_before_the_offer(search: Search) -> None:
    figures = search.figures()
    forecast, config = figures.forecast, search.config
    before = [
        each
        for each in figures.standings
        if each.open and not each.reached(config.offer_stage, config)
    ]
    quiet = [each for each in before if each.silent >= config.quiet_after]
    assert forecast.every.open == sum(stage.open for stage in forecast.stages) == len(before)
    assert forecast.lively.open == len(before) - len(quiet)
    assert sum(stage.quiet for stage in forecast.stages) == len(quiet)
    assert figures.silence.quiet.k >= len(quiet)
    assert figures.silence.quiet.k + figures.silence.ghosted.k == figures.silence.silent.k
    order = config.stage_order[: config.rank(config.offer_stage)]
    assert tuple(stage.stage for stage in forecast.stages) == order
    assert set(forecast.thin) <= set(order)


def mean_by_hand(stages: tuple[Waiting, ...], *, lively: bool) -> float:
    """Each that is open has the product of the mean chances of the stages that lie before it."""
    chances = []
    for stage in stages:
        stopped = stage.stopped + (stage.quiet if lively else 0)
        chances.append((stage.passed + 0.5) / (stage.passed + stopped + 1))
    return sum(
        (stage.open - (stage.quiet if lively else 0)) * prod(chances[place:])
        for place, stage in enumerate(stages)
    )


@given(full_ledgers())
def test_a_forecast_is_a_chance_for_each_that_is_open(search: Search) -> None:
    forecast = search.figures().forecast
    for expected, lively in ((forecast.every, False), (forecast.lively, True)):
        assert 0 <= expected.low <= expected.high <= expected.open
        assert isclose(expected.mean, mean_by_hand(forecast.stages, lively=lively), abs_tol=1e-9)
        assert (expected.any == 0) == (expected.open == 0)
        assert expected.any <= expected.mean + 1e-9
        assert expected.mean <= expected.open * expected.any + 1e-9
        assert holds_nine_tenths(expected)
    assert forecast.lively.mean <= forecast.every.mean + 1e-9
    assert forecast.lively.any <= forecast.every.any + 1e-9
    assert forecast.lively.high <= forecast.every.high


def holds_nine_tenths(expected: Expected) -> bool:
    """Whether the interval may hold 90 %, by what is known of none at all."""
    if expected.low > 0:
        return expected.any >= 0.9 - 1e-9
    return expected.high > 0 or expected.any <= 0.1 + 1e-9


@given(full_ledgers())
def test_more_conversations_never_lower_the_chance_of_an_offer(search: Search) -> None:
    luck = search.figures().luck
    for chance, following in pairwise(luck.chances):
        assert chance.n < following.n
        assert chance.share < following.share
    for chance in luck.chances:
        assert 0 < chance.share < 1
        assert 0 <= chance.low < chance.high <= 1
        # The mean of so skew a chance may be below its interval, but never by 1 in 1,000.
        assert chance.low - 0.001 < chance.share <= chance.high
    for needed in luck.needed:
        assert needed.low is not None
        assert needed.low <= (needed.n or needed.low)
        assert (needed.n or 0) <= (needed.high or 1_000)
