"""What to do next."""

from __future__ import annotations

from hypothesis import given
from tests.stories import Search, an_event, an_opportunity, day, ledgers, told

from opledger.core.config import Config
from opledger.core.figures.agenda import SOON, Why, agenda
from opledger.core.figures.waiting import waiting
from opledger.core.model import NextAction, Opportunity
from opledger.core.standing import standings
from opledger.core.vocabulary import Party

CONFIG = Config()


def listed(*opportunities: Opportunity, on: int = 20) -> list[tuple[Why, str]]:
    waits = waiting(standings(opportunities, CONFIG, day(on)), CONFIG)
    return [(todo.why, todo.wait.standing.opportunity.id) for todo in agenda(waits, CONFIG)]


def test_the_overdue_come_first_then_my_turn_then_what_comes_soon_then_whom_to_chase() -> None:
    assert listed(
        an_opportunity(an_event(0, "lead", interest="high"), name="quiet"),
        an_opportunity(an_event(0, "lead", interest="low"), name="quiet-and-dull"),
        an_opportunity(an_event(15, "lead", interest="high"), name="not-yet-quiet"),
        an_opportunity(an_event(10, "lead"), an_event(20 + SOON, "call"), name="met"),
        an_opportunity(an_event(10, "lead"), an_event(21 + SOON, "call"), name="met-later"),
        told("lead", "due", next=NextAction(due=day(22))),
        an_opportunity(an_event(18, "call", by=Party.COMPANY), name="mine"),
        an_opportunity(an_event(16, "call", by=Party.COMPANY), name="mine-for-longer"),
        told("lead", "late", next=NextAction(due=day(19))),
        told("lead", "later", next=NextAction(due=day(12), turn=Party.ME)),
        told("lead rejected", "ended", next=NextAction(due=day(1))),
    ) == [
        (Why.OVERDUE, "later"),
        (Why.OVERDUE, "late"),
        (Why.MINE, "mine-for-longer"),
        (Why.MINE, "mine"),
        (Why.DUE, "due"),
        (Why.MET, "met"),
        (Why.CHASE, "quiet"),
    ]


@given(ledgers())
def test_each_is_listed_once_and_all_that_are_my_turn(search: Search) -> None:
    waits = waiting(standings(search.opportunities, search.config, search.as_of), search.config)
    ids = [todo.wait.standing.opportunity.id for todo in agenda(waits, search.config)]
    assert len(ids) == len(set(ids))
    assert {wait.standing.opportunity.id for wait in waits.mine} <= set(ids)
    assert set(ids) <= {wait.standing.opportunity.id for wait in waits.every}
