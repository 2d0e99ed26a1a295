"""What the page tells of what is open."""

from __future__ import annotations

from tests.searches import SEARCHES, figures, many, sample
from tests.stories import an_event, an_opportunity, day, told

from opledger.core.config import Config
from opledger.core.model import NextAction
from opledger.core.scope import Scope
from opledger.core.vocabulary import Party
from opledger.site.charts.silence import Bar
from opledger.site.views.opportunity import Level
from opledger.site.views.waiting import MOST, MetRow, WaitRow, waiting_page

FOUND = figures(
    Config(),
    an_opportunity(
        an_event(2, "lead"),
        an_event(6, "call", by=Party.COMPANY, interest="high"),
        name="mine",
        role="Engineer",
        next=NextAction(action="Send references", due=day(17)),
    ),
    told("lead", "theirs"),
    an_opportunity(an_event(5, "call"), name="unstated"),
    an_opportunity(an_event(5, "call"), an_event(24, "onsite"), name="met"),
    told("lead rejected", "ended"),
    on=day(20),
)


def test_whose_turn_it_is_and_what_is_scheduled() -> None:
    view = waiting_page(FOUND)
    assert view
    assert (view.headline, view.lead) == (
        "1 owes me an answer, I owe 1",
        (
            "As of 2024-01-21, 4 are open. 1 is scheduled, 1 does not say whose turn it is."
            " 4 are quiet: nothing for 14 days or more. 1 action overdue."
        ),
    )
    assert [(group.key, [row.id for row in group.rows]) for group in view.groups] == [
        ("mine", ["mine"]),
        ("theirs", ["theirs"]),
        ("unstated", ["unstated"]),
    ]
    assert view.groups[0].rows[0] == WaitRow(
        id="mine",
        company="Mine",
        role="Engineer",
        stage="Recruiter or hiring-manager call",
        last="2024-01-07",
        interest=Level("high", "high"),
        silent="14 days",
        quiet=True,
        bar=Bar(84, None, past=False),
        usual="",
        next="Send references",
        due="3 days overdue",
        overdue=True,
    )
    assert view.met == (MetRow("met", "Met", "On-site on 2024-01-25", "in 4 days", ""),)
    assert view.forecast.name == "forecast"


def test_the_tick_is_that_of_their_answer_and_not_of_mine() -> None:
    asked = [
        an_opportunity(an_event(0, "lead"), an_event(3, "call"), name=f"c{n}") for n in range(6)
    ]
    view = waiting_page(
        figures(Config(), *asked, *(FOUND.standings[n].opportunity for n in (0, 1)), on=day(20))
    )
    assert view
    ticks = {row.id: (row.usual, row.bar.tick is not None) for g in view.groups for row in g.rows}
    assert ticks["mine"] == ("", False)
    assert ticks["theirs"] == ("usually 3", True)
    assert [bool(group.ticks) for group in view.groups] == [False, True, False]


def test_there_is_no_page_once_nothing_is_open_nor_in_public() -> None:
    assert waiting_page(sample()) is None
    assert waiting_page(figures(Config())) is None
    assert waiting_page(FOUND, Scope(public=True)) is None


def test_of_many_the_longest_silent_are_shown_and_the_rest_counted() -> None:
    waits = (an_opportunity(an_event(n, "lead"), name=f"c{n:02}") for n in range(MOST + 3))
    view = waiting_page(figures(Config(), *waits, on=day(40)))
    assert view
    [group] = view.groups
    assert ([row.id for row in group.rows][:2], len(group.rows)) == (["c00", "c01"], MOST)
    assert group.more == f"3 more, silent for {40 - MOST} days at most"


def test_every_open_one_of_any_search_is_told_of() -> None:
    for name in ("mid-search", "all open", "one that has only begun", "8 stages"):
        found = SEARCHES[name]()
        view = waiting_page(found)
        assert view
        rows = sum(len(group.rows) for group in view.groups)
        assert rows + len([row for row in view.met if not row.next]) == found.totals.open


def test_no_column_for_what_is_nowhere_stated() -> None:
    view = waiting_page(figures(Config(), *many(3, Config())[:1], told("lead"), on=day(5)))
    assert view
    assert [(group.has_interest, group.has_next) for group in view.groups] == [(True, False)]
