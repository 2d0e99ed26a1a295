"""What the overview shows of a search."""

from __future__ import annotations

import pytest
from tests.searches import figures, sample
from tests.stories import an_event, an_opportunity, day, told

from opledger.core.config import Config
from opledger.core.model import NextAction
from opledger.core.scope import Scope
from opledger.core.vocabulary import Party
from opledger.site.charts.sankey import End, Step
from opledger.site.views.matrix import Named, level_rank
from opledger.site.views.overview import (
    Figure,
    FlowRow,
    Next,
    Result,
    Said,
    flow_steps,
    overview,
)
from opledger.site.views.shares import Share


def test_the_sample_s_figures() -> None:
    view = overview(sample())
    assert view.headline == "39 conversations, 9 on-sites, 4 offers, 1 accepted"
    assert view.figures == (
        Figure("39", "conversations"),
        Figure("56 %", "got past Recruiter or hiring-manager call (22 of 39)", "41 to 71 %"),
        Figure("41 %", "got past Technical screen (9 of 22)", "23 to 61 %"),
        Figure("44 %", "got past On-site (4 of 9)", "19 to 73 %"),
    )
    assert view.flow[-2:] == (
        FlowRow(
            label="On-site",
            reached=9,
            ends=(0, 2, 3, 0, 0, 0),
            passed=Share("4 of 9", "44 %", "19 to 73 %", few=False),
            resolved=Share("4 of 9", "44 %", "19 to 73 %", few=False),
        ),
        FlowRow("Offer", 4, (1, 3, 0, 0, 0, 0), None, None),
    )
    assert not view.has_pending


def test_the_sample_s_flow_is_the_one_of_the_source() -> None:
    assert flow_steps(sample()) == (
        Step(
            "Recruiter or hiring-manager call",
            39,
            (
                End("me", "I ended it", 5),
                End("company", "they said no", 9),
                End("silence", "no answer", 3),
            ),
        ),
        Step(
            "Technical screen",
            22,
            (
                End("me", "I ended it", 3),
                End("company", "they said no", 6),
                End("silence", "no answer", 3),
                End("nobody", "nobody ended it", 1),
            ),
        ),
        Step("On-site", 9, (End("me", "I ended it", 2), End("company", "they said no", 3))),
        Step("Offer", 4, (End("accepted", "accepted", 1), End("me", "I declined", 3))),
    )


def test_the_table_of_interest_holds_everyone_once() -> None:
    view = overview(sample())
    counts = {row.level: [cell.count for cell in row.cells] for row in view.interest}
    assert counts == {"high": [3, 2, 3, 1], "medium": [1, 2, 7, 6], "low": [0, 1, 3, 10]}
    named = [each.id for row in view.interest for cell in row.cells for each in cell.named]
    assert sorted(named) == sorted(each.opportunity.id for each in sample().standings)


def test_a_full_cell_names_some_and_counts_the_rest() -> None:
    stated = [an_event(0, "lead", interest="high")]
    many = figures(Config(), *(an_opportunity(*stated, name=f"c{n:02}") for n in range(14)))
    cell = overview(many).interest[0].cells[-1]
    assert (cell.count, len(cell.named), cell.more, cell.tint) == (14, 11, 3, 4)


def test_without_any_interest_there_is_no_table_of_it() -> None:
    assert overview(figures(Config(), told("lead call"))).interest == ()


def test_an_empty_ledger_draws_nothing() -> None:
    view = overview(figures(Config()))
    assert (view.empty, view.wide, view.tall, view.sources, view.next, view.result) == (
        True,
        None,
        None,
        None,
        None,
        None,
    )


def test_while_anything_is_open_it_says_what_to_do_next() -> None:
    mine = [an_opportunity(an_event(n, "call", by=Party.COMPANY), name=f"c{n}") for n in range(9)]
    found = figures(
        Config(),
        told("lead call", "kestrel", next=NextAction(action="Ask", due=day(9))),
        told("lead", "aldgrove"),
        told("lead call rejected", "tallow"),
        *mine,
        on=day(12),
    )
    view = overview(found).next
    assert view
    assert view.rows[:2] == (
        Said(Named("kestrel", "Kestrel"), "Ask, 3 days overdue"),
        Said(Named("c0", "C0"), "my turn for 12 days"),
    )
    assert (len(view.rows), view.told, view.more) == (7, "", "3 more")
    assert overview(found).result is None
    assert overview(found, Scope(public=True)).next is None


def test_where_nothing_is_to_be_done_it_says_so() -> None:
    found = figures(Config(), told("lead", "aldgrove"), on=day(3))
    assert overview(found).next == Next(
        (), "Nothing is due and nothing is my turn: 1 owes me an answer, I owe none.", ""
    )


def test_once_nothing_is_open_it_says_what_it_came_to() -> None:
    view = overview(sample())
    assert view.next is None
    assert view.result == Result(
        "What it came to",
        (
            Said(
                Named("meridian-inference", "Meridian Inference"),
                ", Founding engineer: accepted on 2024-02-22, 37 days after the first event. The"
                " way there: First contact → Recruiter or hiring-manager call → Technical screen →"
                " On-site → Offer.",
            ),
        ),
        "It took 12 weeks (2023-12-11 to 2024-02-29) and 39 conversations, of which 4 came to an"
        " offer.",
    )
    hidden = overview(sample(), Scope(public=True, singly=False)).result
    assert hidden
    assert hidden.accepted == ()


def test_a_pause_is_no_result() -> None:
    view = overview(figures(Config(), told("lead call rejected"), on=day(9))).result
    assert view == Result(
        "What it came to so far",
        (),
        "No offer came. It took 3 days (2024-01-01 to 2024-01-03) and 1 conversation.",
    )


def test_a_share_of_few_is_given_as_counts() -> None:
    found = figures(Config(), told("lead call screen"), told("lead call", "aldgrove"))
    assert (
        Figure("1 of 2", "got past Recruiter or hiring-manager call; 1 pending there")
        in overview(found).figures
    )


@pytest.mark.parametrize(
    ("level", "rank"),
    [("a", "low"), ("b", "medium"), ("c", "medium"), ("d", "high"), (None, "none")],
)
def test_a_level_has_one_of_three_colours(level: str | None, rank: str) -> None:
    assert level_rank(level, ("a", "b", "c", "d")) == rank
