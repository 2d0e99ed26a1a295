"""The edits that the tool makes in an opportunity's file."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest

from opledger.core.config import Config
from opledger.core.model import Opportunity
from opledger.files.editing import add_event, in_date_order, set_next
from opledger.files.reading import read_opportunity
from opledger.files.source import Source
from opledger.files.splice import Document, Unsafe

TODAY = date(2024, 3, 1)
STORY = """\
company: Kestrel
role: Engineer
events:
  - {date: 2024-01-08, stage: lead}
  - {date: 2024-01-24T13:00:00Z, stage: call}
  - {date: 2024-01-24, note: no time}
  - {date: 2024-01-24T17:00:00Z, note: later}
  - {date: 2024-02-20, outcome: rejected}
"""


def read(text: str) -> tuple[Document, Opportunity]:
    source = Source.of("opportunities/kestrel.yaml", text)
    about, _ = read_opportunity(source, Config(), TODAY)
    assert about is not None
    return Document.of(source), about


def added(values: dict[str, object], day: date) -> list[str]:
    """The lines of the events, once one was added."""
    document, about = read(STORY)
    return add_event(document, about, values, day).source.text.splitlines()[3:]


@pytest.mark.parametrize(
    ("day", "place"),
    [
        (date(2024, 1, 1), 0),
        (date(2024, 1, 8), 1),
        (date(2024, 1, 23), 1),
        (date(2024, 1, 24), 4),
        (date(2024, 2, 20), 5),
        (date(2024, 3, 1), 5),
    ],
)
def test_an_event_goes_behind_all_that_happened_until_its_day(day: date, place: int) -> None:
    lines = added({"date": day, "note": "x"}, day)
    assert lines[place] == f"  - {{date: {day}, note: x}}"
    assert [line for line in lines if "note: x" not in line] == STORY.splitlines()[3:]


@pytest.mark.parametrize(("hour", "place"), [(9, 3), (16, 3), (17, 4), (20, 4)])
def test_a_time_counts_beside_other_times_of_the_day(hour: int, place: int) -> None:
    moment = datetime(2024, 1, 24, hour, tzinfo=timezone(timedelta(0)))
    lines = added({"date": moment, "note": "x"}, moment.date())
    assert lines[place] == f"  - {{date: {moment.isoformat()}, note: x}}"


def following(text: str, values: dict[str, object] | None) -> str:
    document, about = read(text)
    return set_next(document, about.next, values).source.text


def test_a_next_action_is_put_where_it_belongs_changed_and_taken_away() -> None:
    due = date(2024, 3, 4)
    first = following(STORY, {"action": "Write", "due": due, "turn": "me"})
    line = "next: {action: Write, due: 2024-03-04, turn: me}\n"
    assert first == STORY.replace("role: Engineer\n", f"role: Engineer\n{line}")
    later = following(first, {"action": "Write", "due": date(2024, 3, 5)})
    assert later == first.replace("03-04, turn: me", "03-05")
    assert following(later, None) == STORY
    assert following(STORY, None) == STORY


def test_a_next_action_in_lines_is_changed_in_its_lines() -> None:
    text = STORY + "next:\n  # soon\n  action: Write   # to her\n  due: 2024-03-04\n"
    assert following(text, {"action": "Call", "due": date(2024, 3, 4), "turn": "me"}) == (
        text.replace("Write ", "Call ") + "  turn: me\n"
    )
    assert following(text, {"due": date(2024, 3, 4)}) == text.replace(
        "  action: Write   # to her\n", ""
    )
    assert following(text, None) == STORY


def test_events_out_of_order_are_moved_and_those_of_a_day_stay() -> None:
    text = (
        "company: Kestrel\nevents:\n  - {date: 2024-01-08, stage: lead}\n"
        "  # of the third\n  - {date: 2024-02-03, note: third}\n"
        "  - {date: 2024-01-24, note: first}\n  - {date: 2024-01-24, note: second}\n"
    )
    document, about = read(text)
    assert in_date_order(document, about).source.text == (
        "company: Kestrel\nevents:\n  - {date: 2024-01-08, stage: lead}\n"
        "  - {date: 2024-01-24, note: first}\n  - {date: 2024-01-24, note: second}\n"
        "  # of the third\n  - {date: 2024-02-03, note: third}\n"
    )
    document, about = read(STORY)
    assert in_date_order(document, about) is document


def test_events_that_are_no_whole_lines_are_left_alone() -> None:
    document, about = read(
        "company: K\nevents: [{date: 2024-02-01, stage: call}, # later\n"
        "  {date: 2024-01-01, stage: lead}]\n"
    )
    with pytest.raises(Unsafe, match="comments within its brackets"):
        in_date_order(document, about)
