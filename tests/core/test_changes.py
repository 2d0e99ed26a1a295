"""What is different between two versions of an opportunity."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.stories import an_event, an_opportunity, opportunities

from opledger.core import changes as changing
from opledger.core.changes import (
    Change,
    Recorded,
    Removed,
    Reordered,
    Restated,
    Revised,
    changed_settings,
    changes,
    event_key,
    missing,
)
from opledger.core.config import Audit, Config
from opledger.core.model import Event, Level, NextAction, Offer, Opportunity
from opledger.core.vocabulary import Outcome

LEAD = an_event(0, "lead")
CALL = an_event(3, "call", interest="medium")
NOTE = an_event(4, note="They wrote.")
A, B = Offer(base=1), Offer(base=2)


def at(*events: Event, **more: Any) -> Opportunity:  # noqa: ANN401 - as it takes
    """An opportunity whose events stand at their places."""
    return an_opportunity(*(replace(e, nth=n) for n, e in enumerate(events)), **more)


def plainly(event: Event) -> Recorded:
    """It was recorded when nothing was there."""
    return Recorded(event, None, None, None, None)


def test_the_same_has_no_changes() -> None:
    one = at(LEAD, CALL, notes="x", tags=("a",))
    assert changes(one, replace(one)) == ()
    assert changes(None, None) == ()


def test_a_new_event_knows_how_the_story_stood() -> None:
    ended = an_event(5, "rejected", confidence="low")
    again = an_event(9, "onsite", reopened="They called.")
    assert changes(at(LEAD, CALL, ended), at(LEAD, CALL, ended, again)) == (
        Recorded(again, "call", Outcome.REJECTED, "medium", "low"),
    )
    later = an_event(10, note="x")
    assert changes(at(LEAD, ended, again), at(LEAD, ended, again, later)) == (
        Recorded(later, "onsite", None, None, "low"),
    )


def test_a_new_event_knows_whether_an_offer_was_stated_before() -> None:
    offer, first, better = (an_event(5, "offer"), an_event(6, offer=A), an_event(7, offer=B))
    assert changes(at(LEAD, offer), at(LEAD, offer, first, better)) == (
        Recorded(first, "offer", None, None, None, offered=False),
        Recorded(better, "offer", None, None, None, offered=True),
    )


def test_a_new_opportunity_is_its_events_and_its_facts() -> None:
    assert changes(None, at(LEAD, CALL)) == (
        plainly(LEAD),
        Recorded(CALL, "lead", None, None, None),
        Restated("company", None, "Kestrel"),
    )


def test_a_gone_opportunity_is_its_events_and_its_facts() -> None:
    assert changes(at(LEAD, CALL, role="CTO"), None) == (
        Removed(LEAD),
        Removed(CALL),
        Restated("company", "Kestrel", None),
        Restated("role", "CTO", None),
    )


REVISIONS = {
    "another level": (CALL, replace(CALL, interest="high"), ("interest",)),
    "another day": (CALL, an_event(7, "call", interest="medium"), ("date",)),
    "another stage": (CALL, an_event(3, "screen", interest="medium"), ("stage",)),
    "an end in place of a stage": (CALL, an_event(3, "closed"), ("stage", "outcome", "interest")),
    "a note beside it": (CALL, replace(CALL, note="x"), ("note",)),
    "the note on another day": (NOTE, an_event(9, note="They wrote."), ("date",)),
    "other words": (NOTE, an_event(4, note="They called."), ("note",)),
    "a time of day": (CALL, replace(CALL, time=datetime(2024, 1, 4, 9, tzinfo=UTC)), ("time",)),
    "other goals": (replace(CALL, fit={"a": 1}), replace(CALL, fit={"a": 2}), ("fit",)),
}


@pytest.mark.parametrize(("before", "after", "keys"), REVISIONS.values(), ids=REVISIONS)
def test_an_event_is_revised_by(before: Event, after: Event, keys: tuple[str, ...]) -> None:
    (change,) = changes(at(LEAD, before), at(LEAD, after))
    assert change == Revised(before, after)
    assert isinstance(change, Revised)
    assert change.keys == keys


def test_what_has_nothing_in_common_is_removed_and_recorded() -> None:
    other = an_event(9, "onsite")
    assert changes(at(LEAD, NOTE), at(LEAD, other)) == (
        Removed(NOTE),
        Recorded(other, "lead", None, None, None),
    )


def test_of_several_events_of_a_day_the_closest_are_paired() -> None:
    one, two = an_event(4, note="One"), an_event(4, note="Two")
    new, told = an_event(4, note="New"), replace(two, interest="high")
    assert changes(at(LEAD, one, two), at(LEAD, new, told)) == (
        Revised(one, new),
        Revised(two, told),
    )


def test_one_of_two_equal_events_can_go() -> None:
    assert changes(at(LEAD, NOTE, NOTE), at(LEAD, NOTE)) == (Removed(NOTE),)
    assert missing([NOTE, NOTE, LEAD], [NOTE]) == [NOTE, LEAD]


def test_only_another_order_is_said_as_such() -> None:
    other = an_event(4, lesson="x")
    assert changes(at(LEAD, NOTE, other), at(LEAD, other, NOTE)) == (Reordered(),)


def test_the_same_moment_in_another_zone_is_no_change() -> None:
    moment = datetime(2024, 1, 4, 23, tzinfo=UTC)
    timed = replace(CALL, time=moment)
    tokyo = moment.astimezone(timezone(timedelta(hours=9)))
    moved = replace(an_event(4, "call", interest="medium"), time=tokyo)
    assert changes(at(LEAD, timed), at(LEAD, moved)) == ()
    assert event_key(timed) == event_key(moved)
    later = replace(moved, time=tokyo + timedelta(days=2), date=moved.date + timedelta(days=2))
    (change,) = changes(at(LEAD, timed), at(LEAD, later))
    assert isinstance(change, Revised)
    assert change.keys == ("time",)


def test_facts_are_restated_each_by_its_name() -> None:
    before = at(LEAD, role="CTO", tags=("a",), level=Level(sought="staff"))
    after = at(LEAD, alias="A startup", tags=("b",), next=NextAction(action="Call"))
    assert changes(before, after) == (
        Restated("alias", None, "A startup"),
        Restated("role", "CTO", None),
        Restated("level", Level(sought="staff"), None),
        Restated("tags", ("a",), ("b",)),
        Restated("next", None, NextAction(action="Call")),
    )


def test_nothing_in_other_words_and_what_importers_keep_are_no_change() -> None:
    assert changes(at(LEAD, notes=None), at(LEAD, notes="")) == ()
    assert changes(at(LEAD), at(LEAD, extra={"a": 1}, path="elsewhere.yaml")) == ()


def test_settings_are_compared_by_their_keys() -> None:
    assert changed_settings(Config(), Config()) == ()
    after = Config(title="Spring", few=3, audit=Audit(grace=2))
    assert changed_settings(Config(), after) == ("title", "few", "audit")


VERSIONS = st.one_of(st.none(), opportunities(Config(), "kestrel"))
BOTH = st.tuples(VERSIONS, VERSIONS)


@given(VERSIONS)
def test_nothing_differs_from_itself(one: Opportunity | None) -> None:
    assert changes(one, one) == ()


@given(BOTH, st.lists(st.sampled_from([LEAD, CALL, NOTE]), max_size=3))
def test_where_events_are_the_same_from_the_first_on_no_other_changes_are_found(
    both: tuple[Opportunity | None, Opportunity | None], first: list[Event]
) -> None:
    before, after = (each and at(*first, *each.events, notes=each.notes) for each in both)
    found = changes(before, after)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(changing, "_alike", lambda *_: 0)
        assert changes(before, after) == found


def test_an_event_at_the_end_is_compared_with_none_of_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked: list[int] = []

    def key(event: Event) -> Event:
        looked.append(event.nth)
        return event

    monkeypatch.setattr(changing, "event_key", key)
    events = [replace(NOTE, note=f"Number {n}.") for n in range(50)]
    assert len(changes(at(*events[:49]), at(*events))) == 1
    assert looked == [49]


@given(BOTH)
def test_the_changes_explain_every_difference(
    both: tuple[Opportunity | None, Opportunity | None],
) -> None:
    before, after = both
    found = changes(before, after)
    assert applied(before, found) == counted(after)
    names = {change.name for change in found if isinstance(change, Restated)}
    facts = {"company", "source", "segment", "size", "location", "level", "tags"}
    differ = {
        n for n in facts if (getattr(before, n, None) or ()) != (getattr(after, n, None) or ())
    }
    assert names == differ


@given(BOTH)
def test_backwards_what_was_recorded_is_removed(
    both: tuple[Opportunity | None, Opportunity | None],
) -> None:
    there, back = (Counter(type(c) for c in changes(*pair)) for pair in (both, both[::-1]))
    assert there[Recorded] - there[Removed] == back[Removed] - back[Recorded]
    assert (there == Counter()) == (back == Counter())


def counted(one: Opportunity | None) -> Counter[object]:
    return Counter(event_key(event) for event in one.events) if one else Counter()


def applied(before: Opportunity | None, found: tuple[Change, ...]) -> Counter[object]:
    """The events after the changes, as often as each is there."""
    events = counted(before)
    for change in found:
        if isinstance(change, Removed):
            events[event_key(change.event)] -= 1
        if isinstance(change, Revised):
            events[event_key(change.before)] -= 1
            events[event_key(change.after)] += 1
        if isinstance(change, Recorded):
            events[event_key(change.event)] += 1
    assert min(events.values(), default=0) >= 0
    return +events
