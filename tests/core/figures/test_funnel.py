"""The funnel: small ones counted by hand, and laws that hold for every ledger."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st
from tests.stories import Search, all_stood, an_event, an_opportunity, day, ledgers, told

from opledger.core.config import Config
from opledger.core.figures.funnel import ENDS, FunnelRow, Totals, funnel, telling, totals
from opledger.core.figures.groups import group_by
from opledger.core.figures.rates import rate
from opledger.core.vocabulary import Outcome, Party

CONFIG = Config()
SINGLE_VALUED = ("source", "segment", "size", "level", "month", "location", "interest")


def counts(rows: tuple[FunnelRow, ...]) -> dict[str, tuple[int, int, int]]:
    """Reached, stopped and pending at each stage."""
    return {row.stage: (row.reached, row.stopped, row.pending) for row in rows}


def test_a_funnel_counted_by_hand() -> None:
    found = all_stood(
        "lead call rejected",
        "lead call",
        "lead call screen withdrew",
        "lead onsite ghosted",  # skipped two stages: they count as passed
        "lead offer accepted",
        "call offer declined",
        "lead call rejected",
        "lead closed",
    )
    rows = funnel(found, CONFIG)
    assert rows == (
        FunnelRow("lead", 8, 1, 0, {Outcome.CLOSED: 1}, rate(7, 8, 5), rate(7, 8, 5)),
        FunnelRow("call", 7, 2, 1, {Outcome.REJECTED: 2}, rate(4, 7, 5), rate(4, 6, 5)),
        FunnelRow("screen", 4, 1, 0, {Outcome.WITHDREW: 1}, rate(3, 4, 5), rate(3, 4, 5)),
        FunnelRow("onsite", 3, 1, 0, {Outcome.GHOSTED: 1}, rate(2, 3, 5), rate(2, 3, 5)),
        FunnelRow("offer", 2, 2, 0, {Outcome.ACCEPTED: 1, Outcome.DECLINED: 1}, None, None),
    )
    assert totals(found, CONFIG) == Totals(
        opportunities=8, conversations=7, open=1, offers=2, accepted=1
    )


def test_an_accepted_offer_is_set_apart_from_the_other_ends_by_me() -> None:
    (row,) = funnel(all_stood("offer accepted", "offer declined", "offer"), CONFIG)[-1:]
    assert row.ended_by == {Party.ME: 2, Party.COMPANY: 0, Party.SILENCE: 0, Party.NOBODY: 0}
    assert dict(zip(ENDS, row.ends, strict=True)) == {
        "accepted": 1,
        "me": 1,
        "company": 0,
        "silence": 0,
        "nobody": 0,
        "pending": 1,
    }


def test_a_rejection_that_was_reopened_counts_where_it_finally_ended() -> None:
    rows = funnel(all_stood("call rejected onsite offer declined"), CONFIG)
    assert counts(rows) == {
        "lead": (1, 0, 0),
        "call": (1, 0, 0),
        "screen": (1, 0, 0),
        "onsite": (1, 0, 0),
        "offer": (1, 1, 0),
    }
    assert rows[-1].outcomes == {Outcome.DECLINED: 1}
    assert counts(funnel(all_stood("onsite rejected call"), CONFIG))["onsite"] == (1, 0, 1)


def test_a_ledger_of_nothing_has_a_funnel_of_noughts() -> None:
    rows = funnel((), CONFIG)
    assert set(counts(rows).values()) == {(0, 0, 0)}
    assert totals((), CONFIG) == Totals(0, 0, 0, 0, 0)
    assert rows[0].passed == rate(0, 0, 5)


def test_rows_before_the_conversation_that_tell_nothing_are_left_out() -> None:
    nothing_at_lead = funnel(all_stood("lead call", "lead offer accepted"), CONFIG)
    assert [row.stage for row in telling(nothing_at_lead, CONFIG)] == [
        *("call", "screen", "onsite", "offer"),
    ]
    pending_at_lead = funnel(all_stood("lead", "lead call"), CONFIG)
    assert telling(pending_at_lead, CONFIG) == pending_at_lead
    stopped_at_lead = funnel(all_stood("lead ghosted", "lead call"), CONFIG)
    assert telling(stopped_at_lead, CONFIG) == stopped_at_lead
    assert telling(funnel((), CONFIG), CONFIG)[0].stage == "call"


def naive_funnel(search: Search) -> list[tuple[int, int, int, dict[str, int]]]:
    """Reached, stopped, pending and outcomes at each stage, by walking the events anew."""
    order = list(search.config.stages)
    ends = []
    for opportunity in search.opportunities:
        best, end = -1, ""
        for event in opportunity.events:
            if event.date > search.as_of:
                break
            if event.stage:
                best = max(best, order.index(event.stage))
                end = ""
            if event.outcome:
                end = event.outcome.value
        if best >= 0:
            ends.append((best, end))
    rows = []
    for place in range(len(order)):
        here = [end for best, end in ends if best == place]
        outcomes = dict(Counter(end for end in here if end))
        reached = len([best for best, _ in ends if best >= place])
        rows.append((reached, len([e for e in here if e]), here.count(""), outcomes))
    return rows


@given(ledgers())
def test_the_funnel_agrees_with_one_that_walks_the_events_anew(search: Search) -> None:
    rows = funnel(search.figures().standings, search.config)
    assert [
        (row.reached, row.stopped, row.pending, {o.value: n for o, n in row.outcomes.items()})
        for row in rows
    ] == naive_funnel(search)


@given(ledgers())
def test_every_opportunity_is_at_exactly_one_end(search: Search) -> None:
    figures = search.figures()
    rows = funnel(figures.standings, search.config)
    after = [*(row.reached for row in rows[1:]), 0]
    for row, following in zip(rows, after, strict=True):
        assert row.reached == row.stopped + row.pending + following
        assert sum(row.ended_by.values()) == row.stopped == sum(row.outcomes.values())
        assert sum(row.ends) == row.stopped + row.pending
    assert sum(row.stopped + row.pending for row in rows) == len(figures.standings)
    assert rows[0].reached == len(figures.standings) == figures.totals.opportunities
    assert sum(row.pending for row in rows) == figures.totals.open
    assert sum(row.outcomes.get(Outcome.ACCEPTED, 0) for row in rows) == figures.totals.accepted
    assert sum(row.stopped + row.pending for row in figures.funnel) == len(figures.standings)


@given(ledgers())
def test_a_share_never_exceeds_its_whole(search: Search) -> None:
    for row, following in pairwise(search.figures().funnel):
        assert row.passed
        assert row.passed_resolved
        assert row.passed.k == row.passed_resolved.k == following.reached
        assert row.passed.n == row.reached
        assert row.passed_resolved.n == row.reached - row.pending
        assert row.passed.few == (row.reached < search.config.few)


@given(ledgers())
def test_groups_by_a_single_word_part_the_totals(search: Search) -> None:
    found = search.figures().standings
    whole = funnel(found, search.config)
    for dimension in SINGLE_VALUED:
        groups = group_by(found, search.config, dimension)
        assert sum(g.totals.opportunities for g in groups) == len(found)
        names = Totals.__dataclass_fields__
        parted = {name: sum(getattr(g.totals, name) for g in groups) for name in names}
        assert Totals(**parted) == totals(found, search.config)
        for place, row in enumerate(whole):
            parts = [group.funnel[place] for group in groups]
            assert (row.reached, row.stopped, row.pending) == (
                sum(part.reached for part in parts),
                sum(part.stopped for part in parts),
                sum(part.pending for part in parts),
            )


@given(ledgers(), st.randoms(use_true_random=False))
def test_the_order_of_the_opportunities_changes_no_figure(search: Search, random: Random) -> None:
    mixed = list(search.opportunities)
    random.shuffle(mixed)
    other = replace(search, opportunities=tuple(mixed))
    assert telling_figures(other) == telling_figures(search)


@given(ledgers(), st.integers(1, 40), st.sampled_from(["stage0", "stage1", *Outcome]))
def test_an_event_in_the_future_changes_no_figure(search: Search, days: int, what: str) -> None:
    later = replace(an_event(0, what, note="Planned."), date=search.as_of)
    later = replace(later, date=day((search.as_of - day(0)).days + days))
    other = [
        replace(each, events=tuple(sorted((*each.events, later), key=lambda e: e.date)))
        for each in search.opportunities
    ]
    assert telling_figures(replace(search, opportunities=tuple(other))) == telling_figures(search)


@given(ledgers(), st.integers(0, 70))
def test_a_note_changes_no_count(search: Search, number: int) -> None:
    note = an_event(number, note="Thought about it.")
    other = []
    for each in search.opportunities:
        begun = [event for event in each.events if event.date <= note.date]
        rest = each.events[len(begun) :]
        # A note before the first event would be the day it started, so the month's group.
        other.append(replace(each, events=(*begun, note, *rest) if begun else each.events))
    assert telling_figures(replace(search, opportunities=tuple(other))) == telling_figures(search)


def telling_figures(search: Search) -> list[object]:
    """Every count of a ledger; the members of the interest table by name."""
    figures = search.figures()
    every: list[object] = [figures.totals, figures.funnel, figures.interest.levels]
    every += [group_by(figures.standings, search.config, name) for name in (*SINGLE_VALUED, "tag")]
    every += [
        sorted(each.opportunity.id for each in cell)
        for row in figures.interest.cells
        for cell in row
    ]
    every.append(sorted(each.opportunity.id for each in figures.reversed))
    return every


def test_an_opportunity_that_has_not_begun_counts_nowhere() -> None:
    config = Config()
    planned = an_opportunity(an_event(9, "call"), name="later")
    search = Search(config, (planned, told("call")), day(3))
    assert search.figures().totals.opportunities == 1
