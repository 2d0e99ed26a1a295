"""What to do next."""

from __future__ import annotations

from hypothesis import given
from tests.stories import Search, an_event, an_opportunity, day, ledgers, told

from opledger.core.config import Config
from opledger.core.figures.agenda import SOON, Why, agenda
from opledger.core.figures.waiting import waiting
from opledger.core.model import NextAction, Offer, Opportunity
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


def test_no_small_step_hides_an_appointment_or_the_end_of_an_offer() -> None:
    offered = an_event(10, "offer", offer=Offer(base=1, deadline=day(24)))
    step = NextAction(action="Send a sample", due=day(21))
    met = (an_event(10, "lead"), an_event(23, "call"))
    assert listed(
        an_opportunity(offered, name="offered", next=step),
        an_opportunity(offered, name="offered-and-mine"),
        an_opportunity(*met, name="met", next=step),
        an_opportunity(*met, name="met-and-late", next=NextAction(action="Call", due=day(19))),
    ) == [
        (Why.OVERDUE, "met-and-late"),
        (Why.ANSWER, "offered"),
        (Why.ANSWER, "offered-and-mine"),
        (Why.MINE, "offered"),
        (Why.DUE, "met"),
        (Why.MET, "met"),
        (Why.MET, "met-and-late"),
    ]


@given(ledgers())
def test_each_has_one_step_and_all_that_are_my_turn_are_listed(search: Search) -> None:
    waits = waiting(standings(search.opportunities, search.config, search.as_of), search.config)
    found = [(todo.why, todo.wait.standing.opportunity.id) for todo in agenda(waits, search.config)]
    assert len(found) == len(set(found))
    steps = [each for why, each in found if why not in {Why.MET, Why.ANSWER}]
    assert len(steps) == len(set(steps))
    ids = [each for _, each in found]
    assert {wait.standing.opportunity.id for wait in waits.mine} <= set(ids)
    assert set(ids) <= {wait.standing.opportunity.id for wait in waits.every}
