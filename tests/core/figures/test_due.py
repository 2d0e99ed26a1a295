"""What is due, and that the site tells the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.stories import Search, an_event, an_opportunity, day, ledgers, told

from opledger.core.config import Config
from opledger.core.figures.agenda import Todo, Why, agenda
from opledger.core.figures.deadline import deadline
from opledger.core.figures.due import Due, due
from opledger.core.figures.schedule import Kind
from opledger.core.figures.waiting import Turn, waiting
from opledger.core.model import Event, Ledger, NextAction, Offer, Opportunity
from opledger.core.reports.due import due_sheet
from opledger.core.reports.sheet import Grid
from opledger.core.vocabulary import Party
from opledger.site.views.overview import overview
from opledger.site.views.waiting import waiting_page

CONFIG = Config()
MORNING = datetime(2024, 1, 21, 9, tzinfo=UTC)


def found(*opportunities: Opportunity, on: int = 20, ahead: int = 7) -> Due:
    return due(Ledger(CONFIG, opportunities), day(on), ahead)


def names(found: Due) -> dict[str, list[str]]:
    groups = ("overdue", "today", "coming", "later")
    return {
        group: [f"{each.opportunity.id} {each.key}" for each in getattr(found, group)]
        for group in groups
    }


def test_what_has_a_day_stands_in_the_order_of_days_and_times() -> None:
    noon = replace(an_event(20, "onsite"), time=MORNING.replace(hour=12))
    assert names(
        found(
            an_opportunity(an_event(1, "lead"), noon, name="noon"),
            an_opportunity(
                an_event(1, "lead"), replace(an_event(20, "screen"), time=MORNING), name="nine"
            ),
            told("lead", "act", next=NextAction(due=day(20))),
            told("lead", "late", next=NextAction(due=day(19))),
            told("lead", "very-late", next=NextAction(due=day(2))),
            told("lead rejected", "ended", next=NextAction(due=day(2))),
            an_opportunity(
                an_event(1, "offer", offer=Offer(base=1, deadline=day(27))), name="offered"
            ),
            an_opportunity(an_event(28, "lead"), an_event(29, note="x"), name="begins"),
        )
    ) == {
        "overdue": ["very-late next", "late next"],
        "today": ["act next", "nine screen/1", "noon onsite/1"],
        "coming": ["offered answer"],
        "later": ["begins lead/1", "begins 2024-01-30/1"],
    }


@pytest.mark.parametrize(
    ("event", "whether"),
    [
        (an_event(20, "call"), True),
        (replace(an_event(20, "lead"), time=MORNING), True),
        (an_event(20, "lead"), False),
        (an_event(20, "call", by=Party.COMPANY), False),
        (an_event(20, "call", interest="high"), False),
        (an_event(20, "call", confidence="low"), False),
        (an_event(20, "call", fit={"a": 1.0}), False),
        (an_event(20, "call", lesson="x"), False),
        (an_event(20, "call", note="With Ann."), True),
        (an_event(20, "offer"), False),
        (an_event(20, note="x"), False),
    ],
)
def test_a_stage_of_today_is_to_come_as_long_as_nothing_is_said_of_it(
    event: Event, whether: bool
) -> None:
    about = an_opportunity(an_event(3, "lead"), event)
    assert names(found(about))["today"] == (["kestrel " + f"{event.stage}/{_nth(event)}"] * whether)
    after = replace(about, events=(*about.events, an_event(20, note="It went well.")))
    assert names(found(after))["today"] == []


def _nth(event: Event) -> int:
    return 2 if event.stage == "lead" else 1


def test_an_appointment_of_today_is_nobodys_turn_and_the_overview_names_it() -> None:
    about = an_opportunity(an_event(3, "lead"), an_event(20, "call"), an_event(20, "onsite"))
    waits = found(about).waiting
    [wait] = waits.every
    assert (wait.turn, wait.ahead, wait.appointment) == (Turn.SCHEDULED, 0, about.events[1])
    assert [todo.why for todo in agenda(waits, CONFIG)] == [Why.MET]
    assert len(found(about).today) == 2


def test_a_deadline_is_that_of_the_offer_that_stands() -> None:
    first = an_event(1, "offer", offer=Offer(base=1, deadline=day(9)))
    better = an_event(3, offer=Offer(base=2))
    longer = an_event(4, offer=Offer(base=2, deadline=day(12)))
    assert deadline([]) is None
    assert deadline([first, better]) == day(9)
    assert deadline([first, better, longer]) == day(12)
    again = an_event(6, "offer", reopened="They wrote again.")
    assert deadline([first, an_event(5, "declined"), again]) is None


def test_an_offer_is_to_be_answered_before_all_else() -> None:
    offered = an_event(1, "offer", offer=Offer(base=1, deadline=day(24)))
    waits = found(
        told("lead", "late", next=NextAction(due=day(19))),
        an_opportunity(an_event(2, "call", by=Party.COMPANY), name="mine"),
        an_opportunity(offered, name="offered"),
        an_opportunity(replace(offered, offer=Offer(base=1, deadline=day(40))), name="time-left"),
    ).waiting
    todos = agenda(waits, CONFIG)
    assert [(todo.why, todo.wait.standing.opportunity.id) for todo in todos] == [
        (Why.OVERDUE, "late"),
        (Why.ANSWER, "offered"),
        (Why.MINE, "time-left"),
        (Why.MINE, "mine"),
    ]


ACTIONS = st.one_of(
    st.none(),
    st.builds(
        NextAction,
        action=st.sampled_from((None, "Ask")),
        due=st.one_of(st.none(), st.integers(-1, 80).map(day)),
        turn=st.sampled_from((None, Party.ME, Party.COMPANY)),
    ),
)
DEADLINES = st.one_of(st.none(), st.integers(-1, 80).map(day))


@st.composite
def searches(draw: st.DrawFn) -> Search:
    """A search in which actions are due and offers are to be answered."""
    search = draw(ledgers())
    every = []
    for about in search.opportunities:
        last = draw(DEADLINES)
        events = tuple(
            replace(event, offer=replace(event.offer, deadline=last)) if event.offer else event
            for event in about.events
        )
        every.append(replace(about, next=draw(ACTIONS), events=events))
    return replace(search, opportunities=tuple(every))


def is_told(todo: Todo, found: Due) -> bool:
    """Whether ``due`` says the same of an opportunity as a line of the overview."""
    name = todo.wait.standing.opportunity.id
    near = (*found.overdue, *found.today, *found.coming)
    kinds = {each.kind for each in near if each.opportunity.id == name}
    match todo.why:
        case Why.OVERDUE:
            return name in {e.opportunity.id for e in found.overdue if e.kind is Kind.ACTION}
        case Why.ANSWER:
            return Kind.ANSWER in kinds
        case Why.DUE:
            return Kind.ACTION in kinds
        case Why.MET:
            return Kind.EVENT in kinds
        case Why.MINE:
            return todo.wait in found.waiting.mine
        case Why.CHASE:
            return todo.wait.quiet and todo.wait in found.waiting.every


@given(searches())
def test_the_overview_and_the_page_of_who_waits_tell_the_same(search: Search) -> None:
    ledger = Ledger(search.config, search.opportunities)
    figures = search.figures()
    waits = waiting(figures.standings, search.config)
    said = due(ledger, search.as_of, 7)
    assert said.waiting == waits
    todos = agenda(waits, search.config)
    assert all(is_told(todo, said) for todo in todos)
    named = {todo.wait.standing.opportunity.id for todo in todos}
    pressing = (*said.overdue, *said.today, *said.coming)
    met = [wait.appointment for wait in waits.every]
    begun = {each.opportunity.id for each in figures.standings if each.open}
    for entry in pressing:
        if entry.opportunity.id in begun and (entry.event is None or entry.event in met):
            assert entry.opportunity.id in named
    page = waiting_page(figures)
    groups = {group.key: [row.id for row in group.rows] for group in page.groups} if page else {}
    for key, turn in (("mine", waits.mine), ("theirs", waits.theirs), ("unstated", waits.unstated)):
        assert groups.get(key, []) == [wait.standing.opportunity.id for wait in turn]
    view = overview(figures).next
    assert (view is None) == (not waits.every)


@given(searches(), st.integers(0, 40))
def test_every_open_one_is_told_of_and_each_entry_once(search: Search, ahead: int) -> None:
    said = due(Ledger(search.config, search.opportunities), search.as_of, ahead)
    entries = [*said.overdue, *said.today, *said.coming, *said.later]
    keys = [(each.opportunity.id, each.key) for each in entries]
    assert len(keys) == len(set(keys))
    assert [each.day for each in entries] == sorted(each.day for each in entries)
    shown = {
        row[1].strip()
        for block in due_sheet(said, search.config)
        if isinstance(block, Grid)
        for row in block.rows
    }
    shown |= {each.opportunity.id for each in said.later}
    assert {wait.standing.opportunity.id for wait in said.waiting.every} <= shown
