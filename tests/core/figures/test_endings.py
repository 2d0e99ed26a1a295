"""Who ended it, and why: counted by hand, and against the funnel."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random

from hypothesis import given
from hypothesis import strategies as st
from tests.stories import (
    LATE,
    Search,
    all_stood,
    an_event,
    an_opportunity,
    day,
    ledgers,
    stood,
    told,
)

from opledger.core.config import Config
from opledger.core.figures.endings import Ending, Endings, endings
from opledger.core.figures.funnel import funnel
from opledger.core.model import Event, Opportunity
from opledger.core.standing import Standing, standings
from opledger.core.vocabulary import Outcome

CONFIG = Config()
ACCEPTED, DECLINED, WITHDREW, REJECTED, GHOSTED, CLOSED = Outcome


def ended(name: str, outcome: str, *reasons: str, segment: str | None = None) -> Standing:
    """A call that ended so."""
    events = (an_event(0, "call"), an_event(1, outcome, reasons=reasons))
    return stood(an_opportunity(*events, name=name, segment=segment))


def test_endings_counted_by_hand() -> None:
    found = endings(
        (
            ended("a", "rejected", "skills"),
            ended("b", "rejected", "skills"),
            ended("c", "rejected"),
            ended("d", "rejected", "skills", segment="bank"),
            ended("e", "withdrew", "pay", "place"),
            *all_stood("lead ghosted", "lead call onsite ghosted", "offer", "offer accepted"),
        ),
        CONFIG,
    )
    assert found == Endings(
        ended=8,
        explained=4,
        rows=(
            Ending(GHOSTED, "lead", (), None, 1),
            Ending(WITHDREW, "call", ("pay", "place"), None, 1),
            Ending(REJECTED, "call", (), None, 1),
            Ending(REJECTED, "call", ("skills",), None, 2),
            Ending(REJECTED, "call", ("skills",), "bank", 1),
            Ending(GHOSTED, "onsite", (), None, 1),
            Ending(ACCEPTED, "offer", (), None, 1),
        ),
    )
    assert found.reasons == ("skills", "pay", "place")


def test_of_nothing_ended_there_is_nothing_to_say() -> None:
    assert endings((), CONFIG) == Endings(0, 0, ())
    still_open = endings(all_stood("lead", "lead call", "offer"), CONFIG)
    assert still_open == Endings(0, 0, ())
    assert still_open.reasons == ()


def test_every_outcome_is_an_end_and_they_stand_in_their_order() -> None:
    found = endings(all_stood(*(f"call {each}" for each in reversed(Outcome))), CONFIG)
    assert found.rows == tuple(Ending(each, "call", (), None, 1) for each in Outcome)


def test_the_stage_is_the_furthest_and_not_the_last() -> None:
    found = endings(all_stood("lead onsite call rejected"), CONFIG)
    assert found.rows == (Ending(REJECTED, "onsite", (), None, 1),)


def test_an_end_that_was_reopened_is_none() -> None:
    assert endings(all_stood("call rejected screen"), CONFIG) == Endings(0, 0, ())
    twice = an_opportunity(
        an_event(0, "call"),
        an_event(1, "rejected", reasons=("skills",)),
        an_event(2, "offer", reopened="They wrote again."),
        an_event(3, "declined", reasons=("pay",)),
    )
    found = endings([stood(twice)], CONFIG)
    assert found == Endings(1, 1, (Ending(DECLINED, "offer", ("pay",), None, 1),))
    assert found.reasons == ("pay",)


def test_the_reasons_of_an_end_that_another_replaced_are_not_its_own() -> None:
    replaced = an_opportunity(
        an_event(0, "call"),
        an_event(1, "ghosted", reasons=("silence",)),
        an_event(2, "rejected", reopened="They did write."),
    )
    assert endings([stood(replaced)], CONFIG) == Endings(
        1, 0, (Ending(REJECTED, "call", (), None, 1),)
    )


def test_an_end_that_is_scheduled_counts_for_nothing_yet() -> None:
    planned = told("lead call closed")
    assert endings([stood(planned, on=day(1))], CONFIG) == Endings(0, 0, ())
    assert endings([stood(planned, on=day(2))], CONFIG).ended == 1


def test_several_reasons_are_one_row_in_any_order_and_each_counts_once() -> None:
    found = endings(
        (
            ended("a", "declined", "pay", "place"),
            ended("b", "declined", "place", "pay"),
            ended("c", "declined", "place", "pay", "place"),
            ended("d", "declined", "place"),
        ),
        CONFIG,
    )
    assert found.rows == (
        Ending(DECLINED, "call", ("pay", "place"), None, 3),
        Ending(DECLINED, "call", ("place",), None, 1),
    )
    assert found.explained == found.ended == 4
    assert found.reasons == ("place", "pay")


def test_reasons_stated_equally_often_stand_in_the_order_of_their_words() -> None:
    found = endings((ended("a", "closed", "budget"), ended("b", "rejected", "age")), CONFIG)
    assert found.reasons == ("age", "budget")


WORDS = ("pay", "place", "role")


@st.composite
def explained_ledgers(draw: st.DrawFn) -> Search:
    """A ledger whose outcomes state up to three reasons."""
    search = draw(ledgers())
    random = draw(st.randoms(use_true_random=False))

    def reasoned(event: Event) -> Event:
        reasons = tuple(random.choices(WORDS, k=random.randint(0, 3)))
        return replace(event, reasons=reasons) if event.outcome else event

    return replace(
        search,
        opportunities=tuple(
            replace(each, events=tuple(reasoned(event) for event in each.events))
            for each in search.opportunities
        ),
    )


def naive_end(opportunity: Opportunity, search: Search) -> Ending | None:
    """How one ended, by walking its events anew."""
    order = list(search.config.stages)
    furthest, end = -1, None
    for event in opportunity.events:
        if event.date <= search.as_of and event.stage:
            furthest, end = max(furthest, order.index(event.stage)), None
        if event.date <= search.as_of and event.outcome:
            end = event
    if end is None or not end.outcome:
        return None
    reasons = tuple(word for word in WORDS if word in end.reasons)
    return Ending(end.outcome, order[furthest], reasons, opportunity.segment, 1)


@given(explained_ledgers())
def test_the_rows_are_the_ends_walked_anew(search: Search) -> None:
    found = endings(standings(search.opportunities, search.config, search.as_of), search.config)
    naive = Counter(end for each in search.opportunities if (end := naive_end(each, search)))
    assert {replace(row, count=1): row.count for row in found.rows} == naive
    assert len(found.rows) == len(naive)
    assert found.ended == naive.total()
    assert found.explained == sum(count for end, count in naive.items() if end.reasons)
    stated = Counter(reason for end in naive.elements() for reason in end.reasons)
    assert sorted(found.reasons) == sorted(stated)
    frequencies = [stated[reason] for reason in found.reasons]
    assert frequencies == sorted(frequencies, reverse=True)


@given(explained_ledgers())
def test_every_end_of_the_funnel_is_in_exactly_one_row(search: Search) -> None:
    every = standings(search.opportunities, search.config, search.as_of)
    found = endings(every, search.config)
    assert sum(row.count for row in found.rows) == found.ended
    assert found.ended == sum(not each.open for each in every)
    for row in funnel(every, search.config):
        outcomes: Counter[Outcome] = Counter()
        for each in found.rows:
            if each.stage == row.stage:
                outcomes[each.outcome] += each.count
        assert outcomes == row.outcomes
    ranks = [search.config.rank(row.stage) for row in found.rows]
    assert ranks == sorted(ranks)


@given(explained_ledgers(), st.randoms(use_true_random=False))
def test_the_order_of_the_opportunities_changes_no_row(search: Search, random: Random) -> None:
    mixed = list(search.opportunities)
    random.shuffle(mixed)
    found = [
        endings(standings(tuple(each), search.config, LATE), search.config)
        for each in (search.opportunities, mixed)
    ]
    assert found[0] == found[1]
    assert found[0].reasons == found[1].reasons
