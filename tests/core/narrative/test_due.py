"""What is due, in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from tests.stories import an_event, an_opportunity, day, told

from opledger.core.config import Config
from opledger.core.figures.due import Due, due
from opledger.core.model import Event, Ledger, NextAction, Offer, Opportunity
from opledger.core.narrative.due import (
    due_headline,
    due_sentence,
    later_text,
    more_text,
    wait_text,
    weekday,
    what_text,
    when_text,
)
from opledger.core.reports.due import MOST, due_sheet
from opledger.core.reports.sheet import Grid, Text
from opledger.core.vocabulary import Party

CONFIG = Config(timezone="Europe/Berlin")


def found(*opportunities: Opportunity, on: int = 20, ahead: int = 7) -> Due:
    return due(Ledger(CONFIG, opportunities), day(on), ahead)


def acting(due: int, **more: object) -> Opportunity:
    """An opportunity with which something is to be done by a day."""
    return told("lead", next=NextAction(due=day(due), **more))  # type: ignore[arg-type]


def timed(number: int, stage: str | None = "onsite", **more: object) -> Opportunity:
    """An opportunity with something at noon, in UTC, of a day."""
    moment = datetime.combine(day(number), datetime.min.time(), UTC).replace(hour=12)
    event = Event(date=day(number), time=moment, stage=stage, **more)  # type: ignore[arg-type]
    return an_opportunity(an_event(0, "lead"), event)


ENTRIES = {
    "3 days late: Ask, Thu 2024-01-18": acting(17, action="Ask"),
    "1 day late: Next step, Sat 2024-01-20": acting(19),
    "today: Ask": acting(20, action="Ask", turn=Party.ME),
    "tomorrow: Ask, Mon 2024-01-22, their turn": acting(21, action="Ask", turn=Party.COMPANY),
    "13:00: On-site": timed(20),
    "in 2 days: On-site, Tue 2024-01-23 at 13:00": timed(22),
    "in 2 days: Ann rings., Tue 2024-01-23 at 13:00": timed(22, None, note="Ann\nrings."),
    "in 2 days: Reassessed, Tue 2024-01-23 at 13:00": timed(22, None, interest="high"),
    "in 4 days: Answer the offer, Thu 2024-01-25": an_opportunity(
        an_event(0, "offer", offer=Offer(base=1, deadline=day(24)))
    ),
}


@pytest.mark.parametrize(("said", "about"), ENTRIES.items(), ids=ENTRIES)
def test_an_entry_says_when_and_what(said: str, about: Opportunity) -> None:
    this = found(about)
    [entry] = (*this.overdue, *this.today, *this.coming)
    assert f"{when_text(entry, CONFIG)}: {what_text(entry, CONFIG)}" == said


def answered(count: int) -> list[Opportunity]:
    """So many that answered within 4 days and have ended."""
    events = (an_event(0, "lead"), an_event(4, "call"), an_event(5, "rejected"))
    return [an_opportunity(*events, name=f"done-{n}", source="warm") for n in range(count)]


WAITS = {
    "First contact, 2024-01-19; usually 4 days": an_event(18, "lead"),
    "First contact, 2024-01-01; quiet, usually 4 days": an_event(0, "lead"),
    "First contact, 2024-01-01; quiet, usually 4 days; my interest is high: ask": an_event(
        0, "lead", interest="high"
    ),
    "First contact, 2024-01-02": an_event(1, "lead", by=Party.COMPANY, interest="high"),
}


@pytest.mark.parametrize(("said", "event"), WAITS.items(), ids=WAITS)
def test_a_wait_says_since_when_and_how_long_it_usually_is(said: str, event: Event) -> None:
    this = found(*answered(5), an_opportunity(event))
    [wait] = this.waiting.every
    assert wait_text(wait, CONFIG) == said
    about = replace(wait.standing.opportunity, next=NextAction(action="Ask", due=day(40)))
    [other] = found(*answered(5), about).waiting.every
    assert wait_text(other, CONFIG) == f"Ask, by 2024-02-10; {said}"


def test_the_headline_counts_and_names_the_days_ahead() -> None:
    every = [
        replace(acting(number), id=f"c{number}", company=f"C{number}")
        for number in (3, 19, 20, 21, 26, 40, 50)
    ]
    assert due_headline(found(*every)) == "2 overdue, 1 today, 2 in the next 7 days"
    assert due_headline(found(*every, ahead=1)) == "2 overdue, 1 today, 1 tomorrow"
    assert due_headline(found(every[-1])) == ""
    assert later_text(found(*every)) == "2 more later, the first in 20 days."
    assert later_text(found(every[-1])) == "1 more in 30 days."
    assert later_text(found(every[0])) == ""


def test_of_what_is_only_to_begin_nobody_owes_an_answer() -> None:
    begins = an_opportunity(an_event(22, "lead"))
    assert due_headline(found(begins)) == "1 in the next 7 days"
    assert due_sentence(found(begins), 1) == ""


def test_of_many_that_wait_the_longest_silent_are_shown() -> None:
    every = [an_opportunity(an_event(n, "lead"), name=f"c{n:02}") for n in range(MOST + 3)]
    grid, rest = due_sheet(found(*every, on=40), CONFIG)
    assert isinstance(grid, Grid)
    assert [row[1] for row in grid.rows] == [f"c{n:02}" for n in range(MOST)]
    assert rest == Text(f"3 more, silent for {40 - MOST} days at most", aside=True)
    assert more_text(()) == ""


def test_weekdays_are_those_of_the_calendar() -> None:
    assert [weekday(day(number)) for number in (0, 6, 60)] == [
        "Mon 2024-01-01",
        "Sun 2024-01-07",
        "Fri 2024-03-01",
    ]
