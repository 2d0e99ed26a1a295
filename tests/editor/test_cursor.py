"""Where a place is in a file, however much of it is typed."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.editor.marked import unmarked
from tests.ledgers import SOUND

from opledger.editor.cursor import Cursor, cursor_at
from opledger.files.schema import OPPORTUNITY


def at(marked: str) -> Cursor | None:
    text, index = unmarked(marked)
    return cursor_at(text, OPPORTUNITY, index)


def told(marked: str) -> Any:  # noqa: ANN401 - a short form of a cursor
    found = at(marked)
    if found is None:
        return None
    text, _ = unmarked(marked)
    return (
        "key" if found.is_key else "value",
        found.path,
        text[found.start : found.end],
        sorted(found.present),
    )


PLACES = {
    "an empty file": ("‸", ("key", (), "", [])),
    "a half-typed first key": ("com‸", ("key", (), "com", [])),
    "the next key": ("company: A\nro‸", ("key", (), "ro", ["company"])),
    "a key before others": ("‸\ncompany: A\nrole: B\n", ("key", (), "", ["company", "role"])),
    "a key that is there": ("comp‸any: A\nrole: B\n", ("key", (), "company", ["role"])),
    "behind a colon": ("source: ‸", ("value", ("source",), "", [])),
    "directly behind a colon": ("source:‸", ("value", ("source",), "", [])),
    "a half-typed value": ("source: inb‸\nrole: A\n", ("value", ("source",), "inb", [])),
    "within a value": ("source: in‸bound # cold\n", ("value", ("source",), "inbound", [])),
    "a value in quotes": ("source: 'inb‸'\n", ("value", ("source",), "'inb'", [])),
    "a value in an open quote": ("source: 'inb‸\nrole: A\n", ("value", ("source",), "'inb", [])),
    "a value on the next line": ("source:\n  in‸", ("value", ("source",), "in", [])),
    "a mapping below its key": ("next:\n  ‸", ("key", ("next",), "", [])),
    "a mapping before its keys": ("next:\n  ‸\n  due: x\n", ("key", ("next",), "", ["due"])),
    "a word below a mapping's key": ("next:\n  act‸\n", ("key", ("next",), "act", [])),
    "an event's first key": ("events:\n  - ‸", ("key", ("events", 0), "", [])),
    "an event right behind its dash": ("events:\n  -‸", ("key", ("events", 0), "", [])),
    "a half-typed event": ("events:\n  - da‸", ("key", ("events", 0), "da", [])),
    "the second key of an event": (
        "events:\n  - date: 2024-01-01\n    st‸\n    note: a\n",
        ("key", ("events", 0), "st", ["date", "note"]),
    ),
    "a blank line in an event": (
        "events:\n  - date: 2024-01-01\n    ‸\n  - date: 2024-01-02\n",
        ("key", ("events", 0), "", ["date"]),
    ),
    "the second event": (
        "events:\n  - date: 2024-01-01\n    stage: lead\n  - date: 2024-01-02\n    outcome: re‸\n",
        ("value", ("events", 1, "outcome"), "re", []),
    ),
    "events at the margin": (
        "events:\n- date: 2024-01-01\n  ‸\nnotes: a\n",
        ("key", ("events", 0), "", ["date"]),
    ),
    "a key behind events at the margin": (
        "events:\n- date: 2024-01-01\n‸\nnotes: a\n",
        ("key", (), "", ["events", "notes"]),
    ),
    "where another event goes": (
        "events:\n  - date: 2024-01-01\n  ‸\n",
        ("value", ("events",), "", []),
    ),
    "brackets": (
        "events:\n  - {date: 2024-01-01, st‸}\n",
        ("key", ("events", 0), "st", ["date"]),
    ),
    "open brackets": (
        "events:\n  - {date: 2024-01-01, st‸\n  - {date: 2024-01-02, stage: call}\n",
        ("key", ("events", 0), "st", ["date"]),
    ),
    "a key between others in brackets": (
        "events:\n  - {date: 2024-01-01, ‸, note: a}\n",
        ("key", ("events", 0), "", ["date", "note"]),
    ),
    "a value in brackets": (
        "events:\n  - {date: 2024-01-01, stage: ‸}\n",
        ("value", ("events", 0, "stage"), "", []),
    ),
    "a value in open brackets": (
        "events:\n  - {date: 2024-01-01, stage: ca‸\nnotes: a\n",
        ("value", ("events", 0, "stage"), "ca", []),
    ),
    "a time in brackets": (
        "events:\n  - {date: 2024-01-01T10:00:00-05:00, by: ‸\n",
        ("value", ("events", 0, "by"), "", []),
    ),
    "brackets over lines": (
        "events:\n  - {date: 2024-01-01,\n     st‸\n     }\nnotes: a\n",
        ("key", ("events", 0), "st", ["date"]),
    ),
    "brackets in brackets": (
        "events:\n  - {date: 2024-01-01, offer: {base: 1, cur‸",
        ("key", ("events", 0, "offer"), "cur", ["base"]),
    ),
    "behind brackets in brackets": (
        "events: [{date: 2024-01-01, offer: {base: 1}, ‸}]",
        ("key", ("events", 0), "", ["date", "offer"]),
    ),
    "a list of words": ("tags: [a, ‸]", ("value", ("tags", 1), "", ["a"])),
    "a word of a list": ("tags: [a, re‸, c]", ("value", ("tags", 1), "re", ["a", "c"])),
    "a list of words in lines": ("tags:\n  - a\n  - ‸", ("value", ("tags", 1), "", ["a"])),
    "scores": (
        "events:\n  - {date: 2024-01-01, fit: {impact: 3, ‸}}\n",
        ("key", ("events", 0, "fit"), "", ["impact"]),
    ),
    "scores in lines": (
        "events:\n  - date: 2024-01-01\n    fit:\n      gr‸\n",
        ("key", ("events", 0, "fit"), "gr", []),
    ),
    "behind a text in lines": (
        "notes: |\n  role: is text\n\n  more\nro‸",
        ("key", (), "ro", ["notes"]),
    ),
    "a broken file": (
        "company: 'A\nrole: [\nevents:\n  - {date: 2024-01-01, st‸",
        ("key", ("events", 0), "st", ["date"]),
    ),
    "windows lines": (
        "company: A\r\nevents:\r\n  - date: 2024-01-01\r\n    st‸\r\n",
        ("key", ("events", 0), "st", ["date"]),
    ),
    "emoji and CJK before": ("company: 🦊 狐\nro‸", ("key", (), "ro", ["company"])),
}


@pytest.mark.parametrize("place", PLACES)
def test_a_place_is_told_from_what_stands_around_it(place: str) -> None:
    marked, expected = PLACES[place]
    assert told(marked) == expected


NOTHING = {
    "a comment": "company: A\n# ro‸\n",
    "a comment behind a value": "company: A # ro‸\n",
    "a text in lines": "notes: |\n  ro‸\n",
    "a blank line in such a text": "notes: |\n  a\n  ‸\n  b\n",
    "below a text": "company: A\n    ro‸\n",
    "an unknown key's value": "compnay:\n  ‸\n",
    "extra": "extra:\n  any: ‸\n",
}


@pytest.mark.parametrize("place", NOTHING)
def test_nothing_is_offered_where_nothing_of_the_format_can_stand(place: str) -> None:
    assert told(NOTHING[place]) is None


@given(st.lists(st.sampled_from([*"-:[]{},#'\"|>\n\r\t ab🦊", "  ", "\n  - ", "events:"])))
def test_any_text_has_an_answer_at_any_place(pieces: list[str]) -> None:
    text = "".join(pieces)
    for index in range(len(text) + 1):
        found = cursor_at(text, OPPORTUNITY, index)
        if found is not None:
            assert found.start <= index <= found.end <= len(text)
            assert "\n" not in text[found.start : found.end]


def test_every_cut_of_a_sound_file_ends_somewhere() -> None:
    ends = [cursor_at(SOUND[:cut], OPPORTUNITY, cut) for cut in range(len(SOUND))]
    assert sum(found is not None for found in ends) > len(ends) / 2
    for before, after in pairwise(ends):
        assert before is None or after is None or before.start <= after.start
