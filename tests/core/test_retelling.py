"""Changes in the ledger's words."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.stories import an_event, an_opportunity, day, opportunities

from opledger.core.changes import Recorded, Removed, Reordered, Restated, Revised, changes
from opledger.core.config import Config
from opledger.core.model import Event, NextAction, Offer, Opportunity, Person, Question
from opledger.core.narrative.words import shortened
from opledger.core.retelling import event_name, next_words, retold, story, told
from opledger.core.vocabulary import Outcome, Party
from opledger.files.diagnostics import printable

CALL = an_event(3, "call")


def recorded(event: Event, *stood: str, outcome: Outcome | None = None) -> str:
    """An event told where the stage, the interest and the confidence were these."""
    stage, interest, confidence = (*stood, *("",) * 3)[:3]
    return told(Recorded(event, stage or None, outcome, interest or None, confidence or None))


EVENTS = {
    "call": recorded(CALL),
    "lead -> call": recorded(CALL, "lead"),
    "call again": recorded(CALL, "call"),
    "onsite -> rejected": recorded(an_event(3, "rejected"), "onsite"),
    "rejected again": recorded(an_event(3, "rejected"), outcome=Outcome.REJECTED),
    "rejected -> onsite, reopened: They called.": recorded(
        an_event(3, "onsite", reopened="They\ncalled."), "call", outcome=Outcome.REJECTED
    ),
    "interest medium -> high": recorded(an_event(3, interest="high"), "call", "medium"),
    "interest high": recorded(an_event(3, interest="high"), "call"),
    "levels again": recorded(an_event(3, interest="high"), "call", "high"),
    "lead -> call, interest high, confidence low -> high": recorded(
        an_event(3, "call", interest="high", confidence="high"), "lead", "", "low"
    ),
    "offer stated": recorded(an_event(3, offer=Offer(base=1)), "offer"),
    "offer revised": told(
        Recorded(an_event(3, offer=Offer(base=1)), "offer", None, None, None, offered=True)
    ),
    "onsite -> closed, for fit and level": recorded(
        an_event(3, "closed", reasons=("fit", "level")), "onsite"
    ),
    "note": recorded(an_event(3, note="x"), "call"),
    "lesson": recorded(an_event(3, lesson="x"), "call"),
    "interest low -> high ": f"{recorded(an_event(3, interest='high', note='x'), '', 'low')} ",
}


@pytest.mark.parametrize(("words", "said"), EVENTS.items(), ids=EVENTS)
def test_a_recorded_event_is_told_as(words: str, said: str) -> None:
    assert said == words


def test_what_lies_ahead_of_its_commit_is_told_as_scheduled() -> None:
    before = an_opportunity(an_event(0, "lead"))
    events = (an_event(0, "lead"), an_event(3, "call", interest="high"), an_event(4, note="x"))
    after = an_opportunity(*events)
    said = "call scheduled for 2024-01-04, interest high; note for 2024-01-05"
    assert retold(changes(before, after, day(2))) == said
    assert retold(changes(before, after, day(3))) == (
        "lead -> call, interest high; note for 2024-01-05"
    )
    assert retold(changes(before, after, day(4))) == "lead -> call, interest high; note"
    assert retold(changes(before, after)) == "lead -> call, interest high; note"


def test_an_event_without_levels_is_not_told_as_one_with_levels() -> None:
    assert recorded(an_event(3, fit={"growth": 4.0}), "call") == "scored"
    assert event_name(an_event(3, fit={"growth": 4.0})) == "score of 2024-01-04"


NAMES = {
    "call of 2024-01-04": CALL,
    "ghosted of 2024-01-04": an_event(3, "ghosted"),
    "offer of 2024-01-04": an_event(3, offer=Offer(base=1), note="x"),
    "note of 2024-01-04": an_event(3, lesson="x", interest="high"),
    "levels of 2024-01-04": an_event(3, interest="high"),
}


@pytest.mark.parametrize(("name", "event"), NAMES.items(), ids=NAMES)
def test_an_event_is_named(name: str, event: Event) -> None:
    assert event_name(event) == name


REVISED = {
    "interest none -> high": replace(CALL, interest="high"),
    "date 2024-01-04 -> 2024-01-05": replace(CALL, date=day(4)),
    "stage call -> none, outcome none -> closed": an_event(3, "closed"),
    "by none -> me, note added": replace(CALL, by=Party.ME, note="x"),
    "time added": replace(CALL, time=datetime(2024, 1, 4, 9, tzinfo=UTC)),
}


@pytest.mark.parametrize(("words", "after"), REVISED.items(), ids=REVISED)
def test_a_revised_event_is_told_as(words: str, after: Event) -> None:
    assert told(Revised(CALL, after)) == f"revised call of 2024-01-04: {words}"


def test_a_text_of_an_event_that_went_or_changed_is_not_quoted() -> None:
    one, other = replace(CALL, note="x"), replace(CALL, note="y")
    assert told(Revised(one, other)) == "revised call of 2024-01-04: note changed"
    assert told(Revised(one, CALL)) == "revised call of 2024-01-04: note removed"
    assert told(Removed(one)) == "removed: call of 2024-01-04"
    assert told(Reordered()) == "events put in another order"


ACTION = NextAction(action="Send references", due=day(44), turn=Party.ME)
ADA, BOB = Person(name="Ada"), Person(name="Bob")
FACTS = {
    "role CTO": Restated("role", None, "CTO"),
    "role CTO -> VP of much": Restated("role", "CTO", "VP  of\nmuch"),
    "role CTO -> none": Restated("role", "CTO", None),
    "next: Send references, by 2024-02-14, my turn": Restated("next", None, ACTION),
    "next: their turn": Restated("next", ACTION, NextAction(turn=Party.COMPANY)),
    "next: done": Restated("next", ACTION, None),
    "1 person added": Restated("people", None, (ADA,)),
    "2 people removed": Restated("people", (ADA, BOB), ()),
    "1 question added and 1 question removed": Restated(
        "questions", (Question(ask="Why?"),), (Question(ask="Why?", answer="So."),)
    ),
    "2 tags added and 1 tag removed": Restated("tags", ("a",), ("b", "c")),
    "tags put in another order": Restated("tags", ("a", "b"), ("b", "a")),
    "notes added": Restated("notes", None, "x"),
    "notes changed": Restated("notes", "x", "y"),
    "level removed": Restated("level", "x", None),
}


@pytest.mark.parametrize(("words", "change"), FACTS.items(), ids=FACTS)
def test_a_fact_is_told_as(words: str, change: Restated) -> None:
    assert told(change) == words


def test_a_long_text_is_cut() -> None:
    assert shortened("a " * 40) == "a " * 29 + "a…"
    assert len(shortened("x" * 61)) == len(shortened("x" * 60)) == 60
    assert next_words(NextAction(action="x" * 99)) == "x" * 59 + "…"


def test_a_story_is_told_in_one_line() -> None:
    made = changes(None, an_opportunity(an_event(0, "lead"), an_event(1, "call"), role="CTO"))
    assert story(made, is_new=True) == "added; lead; lead -> call"
    assert retold(made) == "lead; lead -> call; company Kestrel; role CTO"
    assert story(made, is_gone=True) == "deleted"
    assert story(()) == "the same in other words"


# Control characters are no matter of these words: the terminal shows them as escapes.
TEXT = st.text(st.characters(codec="utf-8"), min_size=1, max_size=80).filter(str.strip)
VERSIONS = st.one_of(st.none(), opportunities(Config(), "kestrel"))
BREAKS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"


@given(VERSIONS, VERSIONS, TEXT, TEXT)
def test_words_are_one_line_and_never_empty(
    before: Opportunity | None, after: Opportunity | None, one: str, other: str
) -> None:
    if before:
        before = replace(before, role=one, next=NextAction(action=other), notes=one)
    if after:
        event = replace(after.events[-1], note=one, reopened=other)
        after = replace(after, events=(*after.events[:-1], event), role=other, url=one)
    for change in changes(before, after):
        words = told(change)
        assert words.strip() == words != ""
        assert not set(words) & set(BREAKS)
        assert not any(unicodedata.category(c) == "Cc" for c in printable(words))
