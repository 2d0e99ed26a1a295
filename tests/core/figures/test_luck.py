"""Load, weeks and chances, counted by hand and against SciPy's."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from math import ceil, log
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.figures.apart import chances_apart
from tests.stories import Search, an_event, an_opportunity, day, ledgers, told

from opledger.core.config import Config
from opledger.core.figures.luck import (
    FARTHEST,
    NEXT,
    TARGETS,
    Load,
    Luck,
    Needed,
    Week,
    load,
    luck,
    offer_rate,
    weeks,
)
from opledger.core.figures.rates import rate
from opledger.core.model import Opportunity
from opledger.core.standing import standings
from opledger.core.vocabulary import Outcome

CONFIG = Config()
RECORDS = [
    (k, n) for n in (0, 1, 2, 3, 7, 20, 39, 120) for k in sorted({0, 1, n // 4, n}) if k <= n
]
HUGE = [(0, 10_000), (1, 10_000), (2_500, 10_000), (10_000, 10_000)]


def loaded(*opportunities: Opportunity, on: int) -> Load:
    return load(standings(opportunities, CONFIG, day(on)), CONFIG, day(on))


def by_week(*opportunities: Opportunity, on: int, config: Config = CONFIG) -> tuple[Week, ...]:
    return weeks(standings(opportunities, config, day(on)), config)


def of_record(k: int, n: int) -> Luck:
    """The figures after so many offers in so many conversations, all of them ended."""
    offered = told("offer declined", "o")
    refused = told("call rejected", "c")
    found = standings((offered,) * k + (refused,) * (n - k), CONFIG, day(5))
    return luck(found, CONFIG, day(5))


def test_the_load_of_each_day_counted_by_hand() -> None:
    found = loaded(
        an_opportunity(an_event(1, "lead"), an_event(3, "call"), an_event(6, "rejected"), name="a"),
        an_opportunity(an_event(4, "onsite"), name="b"),
        an_opportunity(an_event(0, "lead"), an_event(9, "ghosted"), name="no-conversation"),
        an_opportunity(an_event(5, "call"), an_event(9, "call"), name="c"),
        an_opportunity(an_event(2, "lead"), an_event(20, "call"), name="ahead"),
        on=8,
    )
    # Days 3 to 8: a alone; a and b; a, b and c; then a has ended. Nothing changes after day 6.
    assert found == Load(first=day(3), counts=(1, 2, 3, 2), peak=3, peak_day=day(5), mean=2.0)


def test_one_that_was_reopened_is_not_in_play_between() -> None:
    again = an_opportunity(
        an_event(2, "call"),
        an_event(4, "rejected"),
        an_event(5, note="A pity."),
        an_event(7, "lead", reopened="They wrote again."),
        an_event(9, "closed"),
    )
    assert loaded(again, on=10).counts == (1, 1, 0, 0, 0, 1, 1, 0)


def test_a_second_end_changes_no_load() -> None:
    twice = an_opportunity(
        an_event(2, "call"), an_event(4, "ghosted"), an_event(6, "rejected", reopened="A mail.")
    )
    assert loaded(twice, on=7).counts == (1, 1, 0, 0, 0)


def test_what_became_a_conversation_and_ended_on_one_day_is_in_play_at_no_days_end() -> None:
    short = an_opportunity(an_event(2, "call"), an_event(2, "rejected"))
    assert loaded(short, on=3) == Load(day(2), (0,), 0, None, 0.0)


def test_without_a_conversation_there_is_no_load() -> None:
    nothing = Load(None, (), 0, None, 0.0)
    assert loaded(on=5) == nothing
    assert loaded(told("lead"), told("lead rejected", "b"), on=5) == nothing
    assert loaded(an_opportunity(an_event(0, "lead"), an_event(9, "call")), on=8) == nothing


def test_the_peak_is_the_first_day_of_the_most() -> None:
    first = an_opportunity(an_event(0, "call"), an_event(2, "rejected"), name="a")
    later = an_opportunity(an_event(5, "call"), name="b")
    found = loaded(first, later, on=6)
    assert found == Load(day(0), (1, 1, 0, 0, 0, 1), 1, day(0), 4 / 7)


def test_what_began_in_each_week_counted_by_hand() -> None:
    # The first of January 2024 was a Monday.
    found = by_week(
        an_opportunity(an_event(6, "lead"), name="sunday", source="warm"),
        an_opportunity(an_event(7, "lead"), name="monday", source="zulu"),
        an_opportunity(an_event(8, "call"), name="tuesday", source="outbound"),
        an_opportunity(an_event(9, "call"), name="wednesday", source="outbound"),
        an_opportunity(an_event(13, note="Heard."), an_event(22, "lead"), name="noted"),
        an_opportunity(an_event(29, "lead"), name="planned", source="inbound"),
        on=27,
    )
    assert found == (
        Week(day(0), (("outbound", 0), ("warm", 1), ("zulu", 0), (None, 0))),
        Week(day(7), (("outbound", 2), ("warm", 0), ("zulu", 1), (None, 1))),
        Week(day(14), (("outbound", 0), ("warm", 0), ("zulu", 0), (None, 0))),
        Week(day(21), (("outbound", 0), ("warm", 0), ("zulu", 0), (None, 0))),
    )
    assert [week.count for week in found] == [1, 4, 0, 0]


def test_sources_stand_in_the_ledgers_order_and_others_after_them_by_name() -> None:
    config = Config(sources={"warm": "", "cold": ""})
    every = [told("lead", f"c{n}", source=s) for n, s in enumerate(("zz", "aa", "cold", "warm"))]
    (week,) = by_week(*every, on=3, config=config)
    assert week.counts == (("warm", 1), ("cold", 1), ("aa", 1), ("zz", 1))


def test_without_a_start_there_is_no_week() -> None:
    assert by_week(on=5) == ()


def test_the_weeks_run_to_the_one_of_the_last_event_whatever_the_day() -> None:
    for last, weeks_told in ((0, 1), (6, 1), (7, 2), (13, 2), (14, 3)):
        one = an_opportunity(an_event(0, "lead"), an_event(last, note="Still nothing."))
        assert len(by_week(one, on=last)) == len(by_week(one, on=2_900_000)) == weeks_told


def test_the_end_of_time_is_a_day_as_any_other() -> None:
    found = standings((told("lead call", source="warm"),), CONFIG, date.max)
    figures = luck(found, CONFIG, date.max)
    assert (figures.load.counts, len(figures.weeks)) == ((1,), 1)
    assert figures.load.mean == 1.0


def test_the_record_of_offers_leaves_out_what_may_still_come_to_one() -> None:
    every = (
        told("call", "open"),
        told("call offer", "offered"),
        told("call rejected", "refused"),
        told("offer accepted", "taken"),
        told("lead", "no-conversation"),
        told("lead rejected", "neither"),
    )
    found = standings(every, CONFIG, day(9))
    assert offer_rate(found, CONFIG, resolved=False) == rate(2, 4, 5)
    assert offer_rate(found, CONFIG, resolved=True) == rate(2, 3, 5)
    assert luck(found, CONFIG, day(9)).offers == rate(2, 3, 5)
    assert offer_rate((), CONFIG, resolved=True) == rate(0, 0, 5)


def test_a_conversation_may_be_the_offer_itself() -> None:
    config = Config(stages={"lead": "", "talk": ""}, conversation="talk", offer="talk")
    found = standings((told("lead talk"), told("talk", "b")), config, day(9))
    assert offer_rate(found, config, resolved=True) == rate(2, 2, 5)


@pytest.mark.parametrize(("k", "n"), [*RECORDS, *HUGE])
def test_the_chances_are_those_of_scipy(k: int, n: int) -> None:
    worst = {name: apart for name, apart in chances_apart(of_record(k, n), k, n) if apart > 1e-10}
    assert worst == {}


def none_of(k: int, n: int, target: Fraction) -> int | None:
    """The least number of tries, in whole numbers: until none of them is less likely than this."""
    none = Fraction(1)
    for tries in range(1, FARTHEST + 1):
        none *= Fraction(2 * (n - k) + 1 + 2 * (tries - 1), 2 * n + 2 + 2 * (tries - 1))
        if none <= 1 - target:
            return tries
    return None


@pytest.mark.parametrize(("k", "n"), [(k, n) for n in range(9) for k in range(n + 1)])
def test_the_conversations_needed_are_exact_where_a_chance_is_met_exactly(k: int, n: int) -> None:
    known = [none_of(k, n, Fraction(1, 2)), none_of(k, n, Fraction(9, 10))]
    assert [each.n for each in of_record(k, n).needed] == known


def test_without_a_record_one_conversation_is_as_likely_as_not_to_bring_an_offer() -> None:
    found = of_record(0, 0)
    assert found.offers == rate(0, 0, 5)
    assert (found.chances[0].n, found.chances[0].share) == (1, 0.5)
    assert found.chances[0].low == pytest.approx(0.00154133, abs=1e-8)  # sin(pi / 80) squared
    assert found.chances[0].high == pytest.approx(0.99845867, abs=1e-8)
    assert found.needed == (Needed(0.5, 1, 1, 450), Needed(0.9, 32, 1, None))
    assert ceil(log(0.5) / log(1 - found.chances[0].low)) == 450


def test_more_than_the_farthest_is_not_told() -> None:
    # log(1 - 0.5) and log(1 - 0.9) over log(1 - p), where p is SciPy's 97.5 % quantile
    found = of_record(0, 1_000)
    assert found.needed == (Needed(0.5, None, 277, None), Needed(0.9, None, 917, None))
    assert of_record(0, 10_000).needed == (
        Needed(0.5, None, None, None),
        Needed(0.9, None, None, None),
    )


def test_where_all_came_to_an_offer_one_more_is_enough() -> None:
    found = of_record(120, 120)
    assert found.needed == (Needed(0.5, 1, 1, 1), Needed(0.9, 1, 1, 1))


@given(st.integers(0, 40), st.integers(0, 40))
def test_the_chances_rise_with_every_conversation(offers: int, others: int) -> None:
    found = of_record(offers, offers + others)
    assert tuple(each.n for each in found.chances) == NEXT
    for each in found.chances:
        # The share may pass the bound a little where nearly all came to an offer: it is an
        # average over all chances, the bounds are those of the chance of a single one.
        assert 0 <= each.low < each.share + 0.00025 < each.high + 0.00025
        assert each.share <= each.high <= 1
    for before, after in pairwise(found.chances):
        assert (before.low, before.share) < (after.low, after.share)
        assert before.low < after.low
        assert before.high <= after.high
    for target, needed in zip(TARGETS, found.needed, strict=True):
        assert needed.share == target
        far = FARTHEST + 1
        order = (needed.low or far, needed.n or far, needed.high or far)
        assert 1 <= order[0] <= order[2]
        assert order[0] <= order[1]


@given(ledgers())
def test_a_days_load_is_what_was_open_on_it(search: Search) -> None:
    found = search.figures().luck.load
    for number, count in enumerate(found.counts):
        assert found.first
        then = replace(search, as_of=found.first + timedelta(days=number)).figures()
        talks = [
            each
            for each in then.standings
            if each.open and each.reached(search.config.conversation_stage, search.config)
        ]
        assert count == len(talks)


@given(ledgers())
def test_every_start_is_in_one_week(search: Search) -> None:
    figures = search.figures()
    found = figures.luck.weeks
    assert sum(week.count for week in found) == figures.totals.opportunities
    assert all(week.monday.weekday() == 0 for week in found)
    assert {after.monday - before.monday for before, after in pairwise(found)} <= {
        timedelta(weeks=1)
    }
    if found:
        assert found[0].count > 0
        assert (
            timedelta(0)
            <= max(each.last for each in figures.standings) - found[-1].monday
            < timedelta(weeks=1)
        )


@given(ledgers(), st.randoms(use_true_random=False), st.integers(1, 40), st.sampled_from(Outcome))
def test_neither_the_order_nor_the_future_changes_luck(
    search: Search, chance: Random, days: int, end: Outcome
) -> None:
    number = (search.as_of - day(0)).days + days
    later = (an_event(number, search.config.offer_stage), an_event(number, end.value))
    mixed = [
        replace(each, events=tuple(sorted((*each.events, *later), key=lambda e: e.date)))
        for each in search.opportunities
    ]
    chance.shuffle(mixed)
    other = replace(search, opportunities=tuple(mixed)).figures()
    assert other.luck == search.figures().luck
