"""Who answers and who falls silent, counted by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.stories import Search, an_event, an_opportunity, day, ledgers, stood, told

from opledger.core.config import Config
from opledger.core.figures.rates import rate
from opledger.core.figures.response import (
    Response,
    Silence,
    answered_on,
    asked_on,
    gave_up_on,
    is_quiet,
    response,
    silence,
)
from opledger.core.model import Opportunity
from opledger.core.standing import Standing, standings
from opledger.core.vocabulary import Outcome, Party

CONFIG = Config(quiet_after=14)
ME, COMPANY = Party.ME, Party.COMPANY


def found(*opportunities: Opportunity, on: int = 20) -> tuple[Standing, ...]:
    return standings(opportunities, CONFIG, day(on))


def one(opportunity: Opportunity, on: int = 20) -> Standing:
    return stood(opportunity, CONFIG, day(on))


def test_who_answered_counted_by_hand() -> None:
    every = found(
        told("lead call", "talked"),
        told("lead rejected", "refused"),
        told("lead ghosted", "ghosted"),
        told("lead withdrew", "left"),
        told("lead", "open"),
        an_opportunity(an_event(0, "lead"), an_event(3, by=COMPANY), name="wrote-back"),
        an_opportunity(an_event(0, "lead", by=COMPANY), an_event(3, "call"), name="theirs"),
        told("lead call", "inbound", source="inbound"),
        told("call screen", "at-once"),
        an_opportunity(an_event(0, "lead"), an_event(30, "call"), name="planned"),
    )
    # Asked: the first six and the planned one. Without an answer: ghosted, left, open, planned.
    assert response(every, CONFIG) == Response(
        answered=rate(3, 7, 5), answered_resolved=rate(3, 5, 5), talked=rate(1, 7, 5)
    )


def test_nobody_asked_is_no_share() -> None:
    nothing = rate(0, 0, 5)
    assert response((), CONFIG) == Response(nothing, nothing, nothing)
    assert response(found(told("call offer")), CONFIG) == Response(nothing, nothing, nothing)


def test_a_reopened_rejection_remains_an_answer() -> None:
    again = one(told("lead rejected lead"))
    assert (again.open, answered_on(again, CONFIG)) == (True, day(1))
    assert response((again,), CONFIG).answered_resolved == rate(1, 1, 5)


def test_who_is_silent_counted_by_hand() -> None:
    every = found(
        told("lead ghosted", "ghosted"),
        told("lead ghosted call", "wrote-again"),
        told("lead call", "quiet"),
        an_opportunity(an_event(0, "lead"), an_event(7, note="Asked."), name="asked-again"),
        told("lead rejected", "refused"),
        on=16,
    )
    # The last events: day 2 and day 1 are 14 days and more ago, day 7 is 9 days ago.
    assert silence(every, CONFIG) == Silence(
        ghosted=rate(1, 5, 5), quiet=rate(2, 5, 5), silent=rate(3, 5, 5)
    )
    assert silence((), CONFIG) == Silence(rate(0, 0, 5), rate(0, 0, 5), rate(0, 0, 5))


@pytest.mark.parametrize(("on", "quiet"), [(14, False), (15, True), (16, True)])
def test_it_is_quiet_from_the_very_day(on: int, quiet: bool) -> None:
    assert is_quiet(one(told("lead call"), on), CONFIG) is quiet


def test_what_has_ended_is_not_quiet_and_what_lies_ahead_breaks_no_silence() -> None:
    assert not is_quiet(one(told("lead rejected"), 90), CONFIG)
    assert not is_quiet(one(told("lead ghosted"), 90), CONFIG)
    planned = an_opportunity(an_event(0, "lead"), an_event(91, "call"))
    assert is_quiet(one(planned, 90), CONFIG)


@pytest.mark.parametrize(
    ("first", "source", "asked"),
    [
        (None, None, True),
        (None, "outbound", True),
        (None, "inbound", False),
        (ME, None, True),
        (ME, "inbound", True),
        (COMPANY, None, False),
        (COMPANY, "outbound", False),
    ],
)
def test_whose_first_move_it_was(first: Party | None, source: str | None, asked: bool) -> None:
    each = one(an_opportunity(an_event(3, "lead", by=first), source=source))
    assert asked_on(each, CONFIG) == (day(3) if asked else None)


def test_my_first_move_is_the_first_event_by_me_also_before_the_first_stage() -> None:
    heard = an_event(1, note="Heard of them.")
    assert asked_on(one(an_opportunity(heard, an_event(3, "lead"))), CONFIG) == day(3)
    theirs = an_event(1, by=COMPANY, note="They wrote.")
    assert asked_on(one(an_opportunity(theirs, an_event(3, "lead", by=ME))), CONFIG) is None
    mine = an_event(1, by=ME, note="I wrote.")
    inbound = an_opportunity(mine, an_event(3, "lead"), source="inbound")
    assert asked_on(one(inbound), CONFIG) == day(1)
    both = an_opportunity(mine, theirs, an_event(3, "lead"))
    assert (asked_on(one(both), CONFIG), answered_on(one(both), CONFIG)) == (day(1), day(1))
    lead = an_opportunity(mine, an_event(3, "lead", by=COMPANY))
    assert (asked_on(one(lead), CONFIG), answered_on(one(lead), CONFIG)) == (day(1), day(3))
    again = an_opportunity(mine, an_event(2, by=ME), an_event(3, "lead", by=ME))
    assert (asked_on(one(again), CONFIG), answered_on(one(again), CONFIG)) == (day(1), None)


def test_a_conversation_answers_whom_i_wrote_to_and_asks_nobody() -> None:
    wrote = an_event(1, by=ME, note="I wrote.")
    called = an_opportunity(wrote, an_event(9, "call", by=ME))
    assert (asked_on(one(called), CONFIG), answered_on(one(called), CONFIG)) == (day(1), day(9))
    at_once = one(told("call rejected"))
    assert (asked_on(at_once, CONFIG), answered_on(at_once, CONFIG)) == (None, None)


def test_a_move_after_the_first_stage_does_not_tell_who_moved_first() -> None:
    later = an_opportunity(an_event(3, "lead"), an_event(3, by=COMPANY, note="Thanks."))
    assert (asked_on(one(later), CONFIG), answered_on(one(later), CONFIG)) == (day(3), day(3))


@pytest.mark.parametrize(
    ("what", "by", "answer"),
    [
        ("call", None, True),
        ("call", ME, True),
        ("offer", None, True),
        ("lead", None, False),
        ("lead", COMPANY, True),
        ("", None, False),
        ("", ME, False),
        ("", COMPANY, True),
        ("rejected", None, True),
        ("closed", None, False),
        ("closed", COMPANY, True),
        ("ghosted", None, False),
        ("withdrew", ME, False),
    ],
)
def test_what_is_an_answer(what: str, by: Party | None, answer: bool) -> None:
    each = one(an_opportunity(an_event(0, "lead"), an_event(5, what, by=by)))
    assert answered_on(each, CONFIG) == (day(5) if answer else None)


@pytest.mark.parametrize(
    ("end", "left"),
    [
        *(("withdrew", True), ("declined", True), ("closed", True)),
        *(("accepted", False), ("rejected", False), ("ghosted", False)),
    ],
)
def test_which_ends_are_giving_up(end: str, left: bool) -> None:
    assert gave_up_on(one(told(f"lead {end}"))) == (day(1) if left else None)
    assert gave_up_on(one(told("lead withdrew call"))) is None


@given(ledgers())
def test_those_who_answered_were_asked_before(search: Search) -> None:
    def days(each: Standing) -> tuple[date | None, date | None]:
        return asked_on(each, search.config), answered_on(each, search.config)

    figures = search.figures()
    pairs = [days(each) for each in figures.standings]
    asked = [(ask, answer) for ask, answer in pairs if ask]
    assert figures.response.answered.n == figures.response.talked.n == len(asked)
    assert all(answer is None or ask <= answer <= search.as_of for ask, answer in asked)
    assert figures.response.talked.k <= figures.response.answered.k
    assert figures.response.answered.k <= figures.response.answered_resolved.n <= len(asked)


@given(ledgers())
def test_quiet_is_not_ghosted(search: Search) -> None:
    figures = search.figures()
    every = figures.silence
    assert every.ghosted.k + every.quiet.k == every.silent.k <= figures.totals.opportunities
    assert every.quiet.k <= figures.totals.open
    assert every.ghosted.k <= figures.totals.opportunities - figures.totals.open
    patient = replace(search, config=replace(search.config, quiet_after=3650)).figures()
    assert patient.silence.quiet.k == 0
    assert (patient.silence.ghosted, patient.response) == (every.ghosted, figures.response)


@given(ledgers(), st.randoms(use_true_random=False), st.integers(1, 40))
def test_neither_the_order_nor_the_future_changes_who_answers(
    search: Search, chance: Random, days: int
) -> None:
    number = (search.as_of - day(0)).days + days
    later = an_event(number, Outcome.REJECTED.value, by=COMPANY)
    mixed = [
        replace(each, events=tuple(sorted((*each.events, later), key=lambda e: e.date)))
        for each in search.opportunities
    ]
    chance.shuffle(mixed)
    other = replace(search, opportunities=tuple(mixed)).figures()
    own = search.figures()
    assert (other.response, other.silence) == (own.response, own.silence)
