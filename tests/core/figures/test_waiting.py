"""Whose turn it is with what is open."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.stories import Search, an_event, an_opportunity, day, ledgers, stood, told

from opledger.core.config import Config
from opledger.core.figures.groups import group_by
from opledger.core.figures.response import answered_on, asked_on
from opledger.core.figures.waiting import Turn, Usual, Waiting, turn_of, waiting
from opledger.core.model import Event, NextAction, Offer, Opportunity
from opledger.core.standing import Standing, standings
from opledger.core.vocabulary import Party

CONFIG = Config()
ME, COMPANY = Party.ME, Party.COMPANY


def turn(*events: Event, on: int = 20, **more: Any) -> Turn:  # noqa: ANN401 - as Opportunity takes
    return turn_of(stood(an_opportunity(*events, **more), CONFIG, day(on)), CONFIG)


def found(*opportunities: Opportunity, on: int = 20) -> Waiting:
    return waiting(standings(opportunities, CONFIG, day(on)), CONFIG)


@pytest.mark.parametrize(("by", "whose"), [(ME, Turn.THEIRS), (COMPANY, Turn.MINE)])
def test_after_the_move_of_one_side_it_is_the_turn_of_the_other(by: Party, whose: Turn) -> None:
    assert turn(an_event(0, "lead"), an_event(3, "call", by=by)) is whose
    assert turn(an_event(0, "lead"), an_event(3, "call"), an_event(5, by=by)) is whose


def test_a_reassessment_is_nobody_s_move() -> None:
    events = (an_event(0, "lead"), an_event(3, "call", by=ME), an_event(5, interest="high"))
    assert turn(*events) is Turn.THEIRS


def test_a_stage_that_does_not_say_whose_move_it_was_leaves_it_unstated() -> None:
    assert turn(an_event(0, "lead", by=ME), an_event(3, "call")) is Turn.UNSTATED


@pytest.mark.parametrize(("stated", "whose"), [(ME, Turn.MINE), (COMPANY, Turn.THEIRS)])
def test_what_the_file_says_of_the_turn_holds_whatever_happened(stated: Party, whose: Turn) -> None:
    events = (an_event(0, "lead"), an_event(3, "call", by=stated), an_event(25, "onsite"))
    assert turn(*events, next=NextAction(turn=stated)) is whose


def test_a_stage_that_lies_ahead_is_an_appointment_and_nobody_s_turn() -> None:
    events = (an_event(0, "lead", by=ME), an_event(30, note="Prepare."), an_event(31, "onsite"))
    assert turn(*events) is Turn.SCHEDULED


@pytest.mark.parametrize("later", [an_event(25, "rejected"), an_event(25, by=COMPANY)])
def test_what_only_happened_later_was_no_appointment(later: Event) -> None:
    events = (an_event(0, "lead", by=ME), later, an_event(30, "onsite", reopened="They wrote."))
    assert turn(*events) is Turn.THEIRS


def test_an_offer_is_theirs_to_make_and_mine_to_answer() -> None:
    assert turn(an_event(0, "call"), an_event(9, "offer")) is Turn.MINE
    better = an_event(12, offer=Offer(base=9))
    assert turn(an_event(0, "call"), an_event(9, "offer", by=ME), better) is Turn.MINE
    assert turn(an_event(0, "call"), an_event(9, "offer"), an_event(10, by=ME)) is Turn.THEIRS


def test_of_a_first_contact_it_is_known_who_moved_as_the_answers_take_it() -> None:
    assert turn(an_event(0, "lead")) is Turn.THEIRS
    assert turn(an_event(0, "lead"), source="inbound") is Turn.MINE
    assert turn(an_event(0, "call"), source="inbound") is Turn.UNSTATED


def test_the_longest_silent_stands_first_and_the_next_appointment() -> None:
    waits = found(
        told("lead", "a"),
        an_opportunity(an_event(6, "lead"), name="b"),
        an_opportunity(an_event(6, "lead"), an_event(40, "call"), name="c"),
        an_opportunity(an_event(6, "lead"), an_event(30, "call"), name="d"),
        told("lead rejected", "e"),
    )
    said = [
        (wait.turn, wait.standing.opportunity.id, wait.days, wait.ahead) for wait in waits.every
    ]
    assert said == [
        (Turn.THEIRS, "a", 20, None),
        (Turn.THEIRS, "b", 14, None),
        (Turn.SCHEDULED, "d", 14, 10),
        (Turn.SCHEDULED, "c", 14, 20),
    ]
    assert [wait.quiet for wait in waits.theirs] == [True, True]


@pytest.mark.parametrize(
    ("due", "left", "overdue"), [(17, -3, True), (20, 0, False), (22, 2, False)]
)
def test_an_action_is_overdue_once_its_day_has_passed(due: int, left: int, overdue: bool) -> None:
    [wait] = found(told("lead", next=NextAction(action="Ask", due=day(due)))).every
    assert (wait.action, wait.left, wait.overdue) == ("Ask", left, overdue)


def answered(count: int, after: int, source: str) -> list[Opportunity]:
    return [
        an_opportunity(
            an_event(0, "lead"), an_event(after, "call"), name=f"{source}{n}", source=source
        )
        for n in range(count)
    ]


def test_the_usual_wait_is_that_of_the_source_where_enough_answered() -> None:
    every = [*answered(5, 4, "warm"), *answered(3, 9, "application")]
    every += [told("lead", name, source=name) for name in ("warm", "application", "outbound")]
    waits = found(*every)
    usual = {wait.standing.opportunity.id: wait.usual for wait in waits.theirs}
    assert usual == {
        "warm": Usual(4, "warm"),
        "application": Usual(9, None),
        "outbound": Usual(9, None),
    }


def test_too_few_answers_make_no_usual_wait() -> None:
    waits = found(*answered(3, 4, "warm"), told("lead", source="warm"))
    assert [wait.usual for wait in waits.theirs] == [None]


def with_next(search: Search, turns: list[Party | None]) -> Search:
    """The same search with whose turn it is stated for some."""
    return replace(
        search,
        opportunities=tuple(
            replace(about, next=NextAction(turn=turn))
            for about, turn in zip(search.opportunities, turns, strict=False)
        ),
    )


TURNS = st.lists(st.sampled_from((None, ME, COMPANY)), min_size=8, max_size=8)


def standing_of(search: Search) -> tuple[Standing, ...]:
    return standings(search.opportunities, search.config, search.as_of)


@given(ledgers(), TURNS)
def test_every_open_opportunity_is_in_exactly_one_group(
    search: Search, turns: list[Party | None]
) -> None:
    stood_now = standing_of(with_next(search, turns))
    waits = waiting(stood_now, search.config)
    still = Counter(each.opportunity.id for each in stood_now if each.open)
    assert Counter(wait.standing.opportunity.id for wait in waits.every) == still
    for turn, group in zip(
        (Turn.MINE, Turn.THEIRS, Turn.UNSTATED, Turn.SCHEDULED),
        (waits.mine, waits.theirs, waits.unstated, waits.scheduled),
        strict=True,
    ):
        assert all(wait.turn is turn for wait in group)
        assert turn is not Turn.SCHEDULED or all(wait.appointment for wait in group)
        days = [wait.days if turn is not Turn.SCHEDULED else -(wait.ahead or 0) for wait in group]
        assert days == sorted(days, reverse=True)


@given(ledgers())
def test_the_usual_wait_is_the_median_that_the_groups_tell(search: Search) -> None:
    stood_now = standing_of(search)
    curves = {
        group.word: group.times.response
        for group in group_by(stood_now, search.config, "source")
        if group.word
    }
    for wait in waiting(stood_now, search.config).every:
        if wait.usual and wait.usual.source:
            curve = curves[wait.usual.source]
            assert not curve.few
            assert (wait.usual.source, wait.usual.days) == (
                wait.standing.opportunity.source,
                curve.median,
            )


@given(ledgers())
def test_who_answers_and_whose_turn_it_is_never_contradict_each_other(search: Search) -> None:
    for wait in waiting(standing_of(search), search.config).every:
        each = wait.standing
        if asked_on(each, search.config) and not answered_on(each, search.config):
            assert wait.turn in {Turn.THEIRS, Turn.SCHEDULED}
