"""Whose turn it is, in words that hold for any numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from tests.stories import Search, an_event, an_opportunity, day, ledgers, stood

from opledger.core.config import Config
from opledger.core.figures.agenda import agenda
from opledger.core.figures.waiting import Usual, Wait, Waiting, waiting
from opledger.core.model import NextAction, Offer, Opportunity
from opledger.core.narrative.waiting import (
    appointment_text,
    besides,
    last_text,
    nothing_to_do,
    owed,
    todo_text,
    usual_text,
)
from opledger.core.standing import standings
from opledger.core.vocabulary import Party

CONFIG = Config()
MINE = an_opportunity(an_event(18, "lead", by=Party.COMPANY), name="mine")
THEIRS = an_opportunity(an_event(18, "lead", by=Party.ME), name="theirs")
UNSTATED = an_opportunity(an_event(18, "call"), name="unstated")
SCHEDULED = an_opportunity(an_event(18, "call"), an_event(21, "onsite"), name="scheduled")


def found(*opportunities: Opportunity) -> Waiting:
    named = (replace(each, id=f"{each.id}{n}") for n, each in enumerate(opportunities))
    return waiting(standings(tuple(named), CONFIG, day(20)), CONFIG)


@pytest.mark.parametrize(
    ("opportunities", "said"),
    [
        ([THEIRS, THEIRS, MINE], "2 owe me an answer, I owe 1"),
        ([THEIRS], "1 owes me an answer, I owe none"),
        ([THEIRS, UNSTATED], "1 owes me an answer"),
        ([MINE, MINE], "I owe 2 answers, nobody owes me one"),
        ([MINE, UNSTATED], "I owe 1 answer"),
        ([SCHEDULED], "Nobody owes an answer: 1 is scheduled"),
        ([UNSTATED], "1 does not say whose turn it is"),
        (
            [SCHEDULED, SCHEDULED, UNSTATED, UNSTATED],
            "2 are scheduled, 2 do not say whose turn it is",
        ),
    ],
)
def test_who_owes_how_many_answers(opportunities: list[Opportunity], said: str) -> None:
    assert owed(found(*opportunities)) == said


def test_what_else_is_open_is_told_beside_it() -> None:
    late = replace(THEIRS, id="late", next=NextAction(due=day(19)))
    quiet = an_opportunity(an_event(0, "lead"), name="quiet")
    assert besides(found(late, quiet, SCHEDULED, UNSTATED), CONFIG) == (
        "4 are open. 1 is scheduled, 1 does not say whose turn it is."
        " 1 is quiet: nothing for 14 days or more. 1 action overdue."
    )
    assert besides(found(THEIRS), CONFIG) == "1 is open."


def with_usual(*usual: Usual | None) -> list[Wait]:
    [wait] = found(THEIRS).every
    return [replace(wait, usual=each) for each in usual]


@pytest.mark.parametrize(
    ("usual", "said"),
    [
        ([None], ""),
        (
            [Usual(6, "warm"), Usual(4, "outbound"), Usual(9, None), Usual(6, "warm"), None],
            (
                "A tick marks the usual wait: half of those that I asked first answered within"
                " 4 days (Cold outreach by me), 6 days (Warm introduction), 9 days (all sources,"
                " where one has too few to say)."
            ),
        ),
        (
            [Usual(1, None)],
            (
                "A tick marks the usual wait: half of all that I asked first answered within"
                " 1 day; no source here has enough to say by itself."
            ),
        ),
    ],
)
def test_what_the_ticks_mark_is_said_by_source(usual: list[Usual | None], said: str) -> None:
    assert usual_text(with_usual(*usual), CONFIG) == said


def test_the_last_event_is_named_where_it_is_not_the_stage() -> None:
    events = [
        an_event(1, "call"),
        an_event(2, by=Party.ME),
        an_event(3, by=Party.COMPANY),
        an_event(4, interest="high"),
        an_event(5, "offer"),
        an_event(6, offer=Offer(base=1)),
    ]
    said = [last_text(stood(an_opportunity(*events[: n + 1]), CONFIG)) for n in range(len(events))]
    assert said == [
        "2024-01-02",
        "2024-01-03, my message",
        "2024-01-04, their message",
        "2024-01-05, note",
        "2024-01-06",
        "2024-01-07, offer stated",
    ]


def test_an_appointment_has_its_time_in_the_ledger_s_zone() -> None:
    time = datetime(2024, 1, 22, 13, tzinfo=ZoneInfo("America/New_York"))
    event = an_event(21, "onsite", time=time)
    assert appointment_text(event, CONFIG) == "On-site on 2024-01-22 at 18:00"
    assert appointment_text(an_event(21, "onsite"), CONFIG) == "On-site on 2024-01-22"


def test_what_to_do_says_why() -> None:
    every = found(
        replace(THEIRS, next=NextAction(action="Send references", due=day(17))),
        MINE,
        replace(MINE, next=NextAction(action="Thank them", due=day(20))),
        replace(UNSTATED, next=NextAction(due=day(22))),
        SCHEDULED,
        an_opportunity(an_event(0, "lead", interest="high"), name="quiet"),
        an_opportunity(an_event(16, "offer", offer=Offer(deadline=day(40))), name="offered"),
    )
    assert [todo_text(todo, CONFIG) for todo in agenda(every, CONFIG)] == [
        "Send references, 3 days overdue",
        "my turn for 4 days: answer the offer, by 2024-02-10",
        "my turn for 2 days",
        "my turn for 2 days: Thank them, due today",
        "On-site on 2024-01-22, tomorrow",
        "next step, by 2024-01-23",
        "quiet for 20 days, my interest is high: ask",
    ]


def test_where_nothing_is_to_be_done_it_says_whom_i_wait_for() -> None:
    assert nothing_to_do(found(THEIRS)) == (
        "Nothing is due and nothing is my turn: 1 owes me an answer, I owe none."
    )
    assert nothing_to_do(found(SCHEDULED)) == (
        "Nothing is due and nothing is my turn. Nobody owes an answer: 1 is scheduled."
    )


@given(ledgers())
def test_every_search_in_the_middle_is_told(search: Search) -> None:
    waits = waiting(standings(search.opportunities, search.config, search.as_of), search.config)
    if waits.every:
        assert owed(waits)
        assert besides(waits, search.config).startswith(str(len(waits.every)))
        assert all(todo_text(todo, search.config) for todo in agenda(waits, search.config))
