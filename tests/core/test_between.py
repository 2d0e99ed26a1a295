"""What happened between two days, from the events alone."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from tests.stories import Search, an_event, an_opportunity, day, ledgers, told

from opledger.core.activity import period
from opledger.core.between import happened
from opledger.core.changes import Recorded
from opledger.core.config import Config
from opledger.core.contract.changes import comparison_document
from opledger.core.figures.comparison import compare
from opledger.core.figures.statistics import statistics
from opledger.core.model import Ledger, Opportunity
from opledger.core.narrative.between import between_text, summary
from opledger.core.retelling import told as told_of

KESTREL = an_opportunity(
    an_event(0, "lead", interest="low"),
    an_event(5, "call", interest="high", confidence="low"),
    an_event(9, "rejected", reasons=("fit",)),
    an_event(12, "onsite", reopened="They wrote."),
)
BORREL = told("call screen", "borrel")


def between(since: int, until: int, *opportunities: Opportunity) -> list[tuple[str, str]]:
    found = happened(Ledger(Config(), opportunities), day(since), day(until))
    return [(each.opportunity.id, between_text(each)) for each in found]


def test_only_events_after_the_first_day_up_to_the_last_are_told() -> None:
    assert between(0, 9, KESTREL, BORREL) == [
        ("borrel", "call -> screen"),
        (
            "kestrel",
            "lead -> call, interest low -> high, confidence low; call -> rejected, for fit",
        ),
    ]
    assert between(9, 11, KESTREL, BORREL) == []
    assert between(9, 12, KESTREL) == [("kestrel", "rejected -> onsite, reopened: They wrote.")]


def test_what_had_no_stage_before_begins() -> None:
    assert between(-3, 1, KESTREL, BORREL) == [
        ("borrel", "begins: call; call -> screen"),
        ("kestrel", "begins: lead, interest low"),
    ]


def test_a_note_before_the_first_stage_begins_nothing_yet() -> None:
    early = an_opportunity(an_event(0, note="Read."), an_event(3, "lead"), an_event(4, "call"))
    assert between(-1, 2, early) == [("kestrel", "note")]
    assert told_in_a_sentence(-1, 2, early) == "1 opportunity moved."
    assert between(2, 3, early) == [("kestrel", "begins: lead")]
    assert told_in_a_sentence(2, 3, early) == "1 opportunity moved: 1 began."
    assert between(3, 4, early) == [("kestrel", "lead -> call")]
    assert between(-1, 4, early) == [("kestrel", "begins: note; lead; lead -> call")]


@given(ledgers(), st.integers(-1, 61), st.integers(-1, 61))
def test_the_words_and_the_tables_count_the_same(search: Search, one: int, two: int) -> None:
    since, until = day(min(one, two)), day(max(one, two))
    ledger = Ledger(search.config, search.opportunities)
    found = happened(ledger, since, until)
    figures = compare(statistics(ledger, since), statistics(ledger, until))
    gains = {name: pair.gain for name, pair in figures.totals.items()}
    assert sum(each.begun for each in found) == gains["opportunities"]
    assert sum(between_text(each).startswith("begins") for each in found) == gains["opportunities"]
    words = {"began": "opportunities", "became": "conversations", "came": "offers"}
    words |= {"was": "accepted", "were": "accepted"}
    moved, *counted = re.findall(r"(\d+) (\w+)", summary(figures, found)) or [("0", "")]
    assert int(moved[0]) == len(found)
    told = {words[word]: int(count) for count, word in counted if word in words}
    ended = sum(row.stopped.gain for row in figures.stages)
    assert sum(int(count) for count, word in counted if word == "ended") == max(ended, 0)
    assert told == {name: gains[name] for name in words.values() if gains[name] > 0}


def told_in_a_sentence(since: int, until: int, *opportunities: Opportunity) -> str:
    ledger = Ledger(Config(), opportunities)
    figures = compare(statistics(ledger, day(since)), statistics(ledger, day(until)))
    return summary(figures, happened(ledger, day(since), day(until)))


def test_the_summary_says_what_moved_began_and_ended() -> None:
    assert told_in_a_sentence(20, 30, KESTREL) == "Nothing happened between these days."
    assert told_in_a_sentence(-1, 9, KESTREL, BORREL) == (
        "2 opportunities moved: 2 began, 2 became conversations, 1 ended."
    )
    assert told_in_a_sentence(9, 12, KESTREL) == "1 opportunity moved."  # an end was taken back
    won = told("offer accepted", "won")
    assert told_in_a_sentence(-1, 0, won) == (
        "1 opportunity moved: 1 began, 1 became a conversation, 1 came to an offer."
    )
    assert told_in_a_sentence(0, 1, won) == "1 opportunity moved: 1 ended, 1 was accepted."


@given(ledgers(), st.integers(-1, 61), st.integers(-1, 61))
def test_every_event_between_is_told_once(search: Search, one: int, two: int) -> None:
    since, until = day(min(one, two)), day(max(one, two))
    found = happened(Ledger(search.config, search.opportunities), since, until)
    told_of = {
        each.opportunity.id: [c.event for c in each.changes if isinstance(c, Recorded)]
        for each in found
    }
    expected = {
        each.id: events
        for each in search.opportunities
        if (events := [event for event in each.events if since < event.date <= until])
    }
    assert told_of == expected


@given(ledgers(), st.integers(-1, 61), st.integers(-1, 61), st.integers(-1, 61))
def test_days_beside_each_other_tell_what_they_tell_together(
    search: Search, one: int, two: int, three: int
) -> None:
    ledger = Ledger(search.config, search.opportunities)

    def words(since: int, until: int) -> Counter[tuple[str, str]]:
        found = happened(ledger, day(since), day(until))
        return Counter((each.opportunity.id, told_of(c)) for each in found for c in each.changes)

    first, middle, last = sorted((one, two, three))
    assert words(first, middle) + words(middle, last) == words(first, last)


@given(ledgers(), st.integers(-1, 61), st.integers(-1, 61))
def test_what_lies_after_the_last_day_changes_nothing(search: Search, one: int, two: int) -> None:
    since, until = day(min(one, two)), day(max(one, two))
    known = tuple(
        replace(each, events=tuple(event for event in each.events if event.date <= until))
        for each in search.opportunities
    )

    def everything(opportunities: tuple[Opportunity, ...]) -> list[object]:
        ledger = Ledger(search.config, opportunities)
        found = happened(ledger, since, until)
        figures = compare(statistics(ledger, since), statistics(ledger, until))
        told = [(each.opportunity.id, between_text(each)) for each in found]
        document = comparison_document(figures)
        return [told, summary(figures, found), document, period(ledger, since, until)]

    assert everything(known) == everything(search.opportunities)
