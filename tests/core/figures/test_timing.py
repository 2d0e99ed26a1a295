"""How long things take, counted by hand; the naive count of it is in ``test_differences.py``."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.stories import Search, an_event, an_opportunity, day, ledgers, stood, told

from opledger.core.config import Config
from opledger.core.figures.survival import Span, Survival, survival
from opledger.core.figures.timing import Stay, Times, response_span, stays, times
from opledger.core.model import Event, Opportunity
from opledger.core.standing import standings
from opledger.core.vocabulary import Outcome, Party

CONFIG = Config()
ME, COMPANY = Party.ME, Party.COMPANY


def stayed(*events: Event, on: int = 100) -> list[tuple[str, int, int | None]]:
    """The stays of one opportunity, in numbers of days."""
    found = stays(stood(an_opportunity(*events), on=day(on)), CONFIG)
    start = day(0)
    return [
        (s.stage, (s.reached - start).days, (s.left - start).days if s.left else None)
        for s in found
    ]


def waited(*events: Event, on: int = 100, config: Config = CONFIG, **more: str) -> Span | None:
    """How long one opportunity's first answer took."""
    return response_span(stood(an_opportunity(*events, **more), config, day(on)), config)


def timed(*opportunities: Opportunity, on: int = 100, config: Config = CONFIG) -> Times:
    return times(standings(opportunities, config, day(on)), config)


def spans_of(found: Times) -> list[list[tuple[int, int, int]]]:
    """The day, ends and cuts of each step of every curve."""
    curves = (found.response, found.whole, *(curve for _, curve in found.stages))
    return [[(s.day, s.ended, s.censored) for s in curve.steps] for curve in curves]


def test_a_stage_is_left_for_a_later_one_or_by_an_end() -> None:
    events = (an_event(1, "lead"), an_event(4, "call"), an_event(9), an_event(11, "rejected"))
    assert stayed(*events) == [("lead", 1, 4), ("call", 4, 11)]
    assert stayed(*events, on=10) == [("lead", 1, 4), ("call", 4, None)]
    assert stayed(*events, on=3) == [("lead", 1, None)]


def test_a_stage_is_a_value_of_days() -> None:
    assert stays(stood(told("lead call"), on=day(5)), CONFIG) == (
        Stay("lead", day(0), day(1)),
        Stay("call", day(1), None),
    )


def test_a_skipped_stage_was_not_stayed_at() -> None:
    assert stayed(an_event(1, "lead"), an_event(4, "onsite")) == [
        ("lead", 1, 4),
        ("onsite", 4, None),
    ]


def test_a_stage_gone_back_to_is_no_second_stay_and_ends_none() -> None:
    assert stayed(
        an_event(1, "call"),
        an_event(4, "onsite"),
        an_event(6, "screen"),
        an_event(7, "call"),
        an_event(9, "onsite"),
        an_event(12, "offer"),
    ) == [("call", 1, 4), ("onsite", 4, 12), ("offer", 12, None)]


def test_a_stage_reached_twice_counts_from_the_first_time() -> None:
    assert stayed(an_event(1, "call"), an_event(4, "call"), an_event(9, "screen")) == [
        ("call", 1, 9),
        ("screen", 9, None),
    ]


def test_what_goes_on_after_a_reopening_at_the_same_stage_is_no_second_stay() -> None:
    events = (
        an_event(1, "call"),
        an_event(4, "rejected"),
        an_event(9, "call", reopened="They wrote."),
    )
    assert stayed(*events) == [("call", 1, 4)]
    later = an_event(12, "screen")
    assert stayed(*events, later, an_event(20, "ghosted")) == [("call", 1, 4), ("screen", 12, 20)]


def test_a_second_end_does_not_lengthen_the_stay() -> None:
    again = an_event(9, "withdrew", reopened="I did not wait.")
    assert stayed(an_event(1, "call"), an_event(4, "ghosted"), again) == [("call", 1, 4)]


def test_two_stages_on_a_day_are_a_stay_of_no_days() -> None:
    assert stayed(an_event(3, "lead"), an_event(3, "call"), an_event(3, "rejected")) == [
        ("lead", 3, 3),
        ("call", 3, 3),
    ]


def test_an_event_that_lies_ahead_ends_no_stay() -> None:
    assert stayed(an_event(1, "lead"), an_event(40, "call"), on=39) == [("lead", 1, None)]
    assert stayed(an_event(1, "lead"), an_event(40, "call"), on=40)[0] == ("lead", 1, 40)


def test_a_note_before_the_first_stage_belongs_to_the_whole_and_to_no_stage() -> None:
    early = an_opportunity(an_event(1, note="Heard of them."), an_event(5, "lead"))
    assert stayed(*early.events, on=20) == [("lead", 5, None)]
    assert spans_of(timed(early, on=20)) == [[(15, 0, 1)], [(19, 0, 1)], [(15, 0, 1)]]


def test_the_first_answer_is_the_first_of_an_event_by_them_a_conversation_or_a_rejection() -> None:
    asked = an_event(2, "lead", by=ME)
    assert waited(asked, an_event(5, by=ME), an_event(9, by=COMPANY), an_event(10, "call")) == Span(
        7, ended=True
    )
    assert waited(asked, an_event(5, "call")) == Span(3, ended=True)
    assert waited(asked, an_event(5, "onsite")) == Span(3, ended=True)
    assert waited(asked, an_event(30, "rejected")) == Span(28, ended=True)
    assert waited(asked, an_event(2, "rejected")) == Span(0, ended=True)


def test_the_wait_begins_with_my_first_move_also_before_the_first_stage() -> None:
    wrote = an_event(1, by=ME, note="I wrote.")
    assert waited(wrote, an_event(6, "lead"), an_event(9, by=COMPANY)) == Span(8, ended=True)
    assert waited(wrote, an_event(4, by=COMPANY), an_event(6, "lead")) == Span(3, ended=True)
    assert waited(wrote, an_event(6, "call")) == Span(5, ended=True)
    assert waited(wrote, an_event(6, "lead"), on=20) == Span(19, ended=False)
    assert waited(an_event(1, note="Read."), an_event(6, "lead"), on=20) == Span(14, ended=False)


def test_silence_goes_on_until_the_day_even_where_i_called_it_ghosted() -> None:
    asked = an_event(2, "lead", by=ME)
    assert waited(asked, on=60) == Span(58, ended=False)
    assert waited(asked, an_event(30, "ghosted"), on=60) == Span(58, ended=False)
    assert waited(asked, an_event(20, "lead", by=ME), on=60) == Span(58, ended=False)


@pytest.mark.parametrize("end", ["withdrew", "declined", "closed"])
def test_where_i_gave_up_or_the_role_was_closed_the_wait_is_cut_off_there(end: str) -> None:
    assert waited(an_event(2, "lead"), an_event(12, end), on=60) == Span(10, ended=False)


def test_an_end_that_did_not_last_cuts_no_wait_off() -> None:
    again = an_event(20, "lead", reopened="They have a new role.")
    events = (an_event(2, "lead"), an_event(12, "withdrew"), again)
    assert waited(*events, on=60) == Span(58, ended=False)
    assert waited(*events, on=19) == Span(10, ended=False)
    assert waited(*events, an_event(25, by=COMPANY), on=60) == Span(23, ended=True)


def test_an_answer_before_i_gave_up_is_an_answer() -> None:
    events = (an_event(2, "lead"), an_event(5, by=COMPANY), an_event(12, "withdrew"))
    assert waited(*events) == Span(3, ended=True)


def test_where_they_moved_first_there_is_no_wait() -> None:
    assert waited(an_event(2, "lead", by=COMPANY), an_event(5, "call")) is None
    assert waited(an_event(1, by=COMPANY, note="A mail."), an_event(2, "lead", by=ME)) is None
    assert waited(an_event(2, "lead"), an_event(5, "call"), source="inbound") is None


def test_whose_move_it_was_outweighs_the_source() -> None:
    assert waited(an_event(2, "lead", by=ME), on=9, source="inbound") == Span(7, ended=False)
    assert waited(an_event(2, "lead", by=COMPANY), on=9, source="outbound") is None


def test_what_begins_as_a_conversation_has_no_first_answer_to_wait_for() -> None:
    assert waited(an_event(2, "call", by=ME)) is None
    assert waited(an_event(2, "offer")) is None
    first = Config(stages={"call": "", "offer": ""})
    assert waited(an_event(2, "call"), config=first) is None


def test_the_curves_of_a_few_opportunities_counted_by_hand() -> None:
    found = timed(
        an_opportunity(
            an_event(0, "lead"), an_event(4, "call"), an_event(10, "rejected"), name="a"
        ),
        an_opportunity(an_event(5, "lead"), an_event(6, "ghosted"), name="b"),
        an_opportunity(an_event(7, "call"), name="c"),
        an_opportunity(an_event(30, "lead"), name="planned"),
        on=20,
    )
    assert found == Times(
        response=survival([Span(4, ended=True), Span(15, ended=False)], 5),
        whole=survival([Span(10, ended=True), Span(1, ended=True), Span(13, ended=False)], 5),
        stages=(
            ("lead", survival([Span(4, ended=True), Span(1, ended=True)], 5)),
            ("call", survival([Span(6, ended=True), Span(13, ended=False)], 5)),
        ),
    )


def test_of_nothing_there_are_no_times() -> None:
    nothing = survival((), 5)
    assert timed() == Times(response=nothing, whole=nothing, stages=())


def test_a_reopened_opportunity_goes_on_as_a_whole() -> None:
    again = told("lead rejected call", "a")
    assert spans_of(timed(again, on=9))[1] == [(9, 0, 1)]
    assert spans_of(timed(told("lead rejected call declined", "a"), on=9))[1] == [(3, 1, 0)]


def test_few_is_the_ledgers_own() -> None:
    every = [told("lead call", f"c{n}") for n in range(3)]
    assert not timed(*every, config=Config(few=3)).whole.few
    assert timed(*every, config=Config(few=4)).whole.few


@given(ledgers(), st.randoms(use_true_random=False))
def test_the_order_of_the_opportunities_changes_no_time(search: Search, chance: Random) -> None:
    mixed = list(search.opportunities)
    chance.shuffle(mixed)
    other = replace(search, opportunities=tuple(mixed))
    assert other.figures().times == search.figures().times


@given(ledgers(), st.integers(1, 40), st.sampled_from(["stage0", "stage1", *Outcome]))
def test_an_event_in_the_future_changes_no_time(search: Search, days: int, what: str) -> None:
    number = (search.as_of - day(0)).days + days
    later = an_event(number, what, by=COMPANY)
    every = tuple(
        replace(each, events=tuple(sorted((*each.events, later), key=lambda e: e.date)))
        for each in search.opportunities
    )
    assert replace(search, opportunities=every).figures().times == search.figures().times


@given(ledgers())
def test_to_call_it_ghosted_on_the_day_shortens_no_wait_for_an_answer(search: Search) -> None:
    found = standings(search.opportunities, search.config, search.as_of)
    silent = Event(date=search.as_of, outcome=Outcome.GHOSTED)
    called = tuple(
        replace(each.opportunity, events=(*each.events, silent)) for each in found if each.open
    )
    ended = tuple(each.opportunity for each in found if not each.open)
    again = times(standings((*called, *ended), search.config, search.as_of), search.config)
    assert again.response == search.figures().times.response


@given(ledgers())
def test_stays_follow_each_other_from_stage_to_later_stage(search: Search) -> None:
    for each in search.figures().standings:
        found = stays(each, search.config)
        for before, after in pairwise(found):
            assert before.left is not None
            assert before.left <= after.reached
            assert search.config.rank(before.stage) < search.config.rank(after.stage)
        assert found[-1].stage == each.furthest
        if not each.reopenings:
            assert (found[-1].left is None) == each.open


@given(ledgers())
def test_every_opportunity_has_one_whole_time_and_one_stay_at_its_furthest_stage(
    search: Search,
) -> None:
    figures = search.figures()
    found = figures.times
    assert (found.whole.n, found.whole.waiting) == (
        figures.totals.opportunities,
        figures.totals.open,
    )
    assert found.response.n == figures.response.answered.n
    assert found.response.ended == figures.response.answered.k
    at = dict(found.stages)
    for row in figures.funnel:
        if row.stopped + row.pending:
            assert row.stopped + row.pending <= at[row.stage].n <= row.reached


@given(ledgers())
def test_a_day_later_what_goes_on_lasts_a_day_longer(search: Search) -> None:
    def whole(number: int) -> Survival:
        found = standings(search.opportunities, search.config, day(number))
        return times(found, search.config).whole

    now, again = whole(70), whole(71)  # nothing lies ahead
    assert [(s.day, s.ended) for s in now.steps if s.ended] == [
        (s.day, s.ended) for s in again.steps if s.ended
    ]
    assert [(s.day + 1, s.censored) for s in now.steps if s.censored] == [
        (s.day, s.censored) for s in again.steps if s.censored
    ]
