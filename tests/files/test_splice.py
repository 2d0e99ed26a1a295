"""Edits of a text that touch only the lines they must, or are refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.campaigns.edits import campaign
from tests.ledgers import SETTINGS, SOUND

from opledger.files.nodes import ListNode, MapNode, exact
from opledger.files.source import Source
from opledger.files.splice import (
    Document,
    Unsafe,
    insert_item,
    remove_item,
    remove_key,
    reorder,
    set_value,
)

ROOT = Path(__file__).parents[2]
EVENT = {"date": date(2024, 1, 24), "stage": "onsite"}
ORDER = ("company", "role", "next", "events")


def document(text: str) -> Document:
    return Document.of(Source.of("x.yaml", text))


def put(text: str, place: int, value: object = EVENT) -> str:
    return insert_item(document(text), ("events",), place, value).source.text


def test_an_event_goes_behind_the_last_one_and_before_the_comments_of_what_follows() -> None:
    text = "events:\n  - {date: 2024-01-08}  # first\n\n# about the notes\nnotes: x\n"
    assert put(text, 1) == (
        "events:\n  - {date: 2024-01-08}  # first\n  - {date: 2024-01-24, stage: onsite}\n"
        "\n# about the notes\nnotes: x\n"
    )


def test_an_event_between_two_keeps_the_comments_with_their_own() -> None:
    text = "events:\n- a: 1\n  # of a\n# of b\n- b: 1\n"
    assert put(text, 1) == (
        "events:\n- a: 1\n  # of a\n- {date: 2024-01-24, stage: onsite}\n# of b\n- b: 1\n"
    )
    assert put(text, 0).startswith("events:\n- {date: 2024-01-24, stage: onsite}\n- a: 1\n")


def test_the_ends_of_lines_and_the_mark_at_the_beginning_stay() -> None:
    text = "\ufeffcompany: Kestrel\r\nevents:\r\n  - {date: 2024-01-08}\r\n"
    after = insert_item(document(text), ("events",), 1, EVENT).source
    assert after.content.decode() == text + "  - {date: 2024-01-24, stage: onsite}\r\n"


def test_a_last_line_without_a_break_stays_without() -> None:
    assert put("events:\n- a", 1, "b") == "events:\n- a\n- b"
    assert put("events:\n- a", 1, {"note": "two\nlines\n"}) == (
        'events:\n- a\n- {note: "two\\nlines\\n"}'
    )


def test_a_list_in_brackets_grows_within_them() -> None:
    assert put("events: [{a: 1}, {b: 2}] # c", 1) == (
        "events: [{a: 1}, {date: 2024-01-24, stage: onsite}, {b: 2}] # c"
    )
    assert put("events: []", 0, "x, y") == "events: ['x, y']"
    assert put("events: [\n  a, # first\n  b, # second\n]\n", 2, "c") == (
        "events: [\n  a, # first\n  b, c, # second\n]\n"
    )


def test_a_list_that_begins_in_the_middle_of_a_line_takes_nothing_before_its_first() -> None:
    nested = document("events:\n- - a\n  - b\n")
    with pytest.raises(Unsafe, match="the list begins in the middle of a line"):
        insert_item(nested, ("events", 0), 0, "x")
    assert insert_item(nested, ("events", 0), 2, "c").source.text == (
        "events:\n- - a\n  - b\n  - c\n"
    )


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ("company: Kestrel # c\n", "Kestrel & Co", "company: Kestrel & Co # c\n"),
        ("company: 'It''s'\n", "no", "company: 'no'\n"),
        ("company:\n", "x", "company: x\n"),
        ("company: # c\n", "x", "company: x # c\n"),
        ("company: a\n  b\n  c\nrole: d\n", "x", "company: x\nrole: d\n"),
        ("company: |\n  a\n\n# c\nrole: d\n", "x", "company: x\n\n# c\nrole: d\n"),
        ("company: x\nrole: d\n", "a\nb\n", "company: |\n  a\n  b\nrole: d\n"),
        ("company: x # c\n", "a\nb\n", 'company: "a\\nb\\n" # c\n'),
        ("{company: x, role: d}", "a, b", "{company: 'a, b', role: d}"),
        ("company: x\n", ["a", "b"], "company: [a, b]\n"),
        ("company: [a, b]\n", "x", "company: x\n"),
        ("role: d\n", "x", "company: x\nrole: d\n"),
        ("role: d", "x", "company: x\nrole: d"),
        ("{role: d}", "x", "{company: x, role: d}"),
        ("{}", "x", "{company: x}"),
        ("events: x", "x", "company: x\nevents: x"),
    ],
)
def test_a_value_is_set_in_its_place(text: str, value: object, expected: str) -> None:
    assert set_value(document(text), ("company",), value, ORDER).source.text == expected


def test_a_new_key_goes_behind_those_that_come_before_it() -> None:
    text = "# head\ncompany: x\n\n# the role\nrole: d\nevents:\n- a\n"
    after = set_value(document(text), ("next",), {"due": date(2024, 2, 1)}, ORDER)
    assert after.source.text == (
        "# head\ncompany: x\n\n# the role\nrole: d\nnext: {due: 2024-02-01}\nevents:\n- a\n"
    )
    inner = set_value(after, ("next", "turn"), "me", ("due", "turn"))
    assert "next: {due: 2024-02-01, turn: me}\n" in inner.source.text
    made = set_value(document("company: x\n"), ("next", "turn"), "me", ORDER)
    assert made.source.text == "company: x\nnext: {turn: me}\n"


def test_a_value_of_several_lines_with_comments_is_not_replaced() -> None:
    for text in ("next:\n  due: 1\n", "next: [a, # c\n  b]\n"):
        with pytest.raises(Unsafe, match="its value is more than one line"):
            set_value(document(text), ("next",), "x")


def test_what_is_taken_out_takes_its_lines_along() -> None:
    text = "a: 1\n# of b\nb:\n  - x\n  # of y\n  - y\nc: {d: 1, e: 2}"
    assert remove_key(document(text), ("b",)).source.text == "a: 1\n# of b\nc: {d: 1, e: 2}"
    assert remove_item(document(text), ("b",), 1).source.text == text.replace(
        "  # of y\n  - y\n", ""
    )
    assert remove_key(document(text), ("c", "d")).source.text == text.replace("d: 1, ", "")
    assert remove_key(document(text), ("c", "e")).source.text == text.replace(", e: 2", "")
    assert remove_key(document(text), ("c",)).source.text == text.removesuffix("\nc: {d: 1, e: 2}")
    assert remove_item(document("a: [x, y]"), ("a",), 0).source.text == "a: [y]"


@pytest.mark.parametrize("text", ["a: {b: 1}\n", "a:\n  b: 1\n", "- a:\n    b: 1\n"])
def test_the_only_pair_of_a_mapping_is_taken_out_only_of_brackets(text: str) -> None:
    given_one = document(text)
    path = ("a", "b") if text[0] == "a" else (0, "a", "b")
    if "{" in text:
        assert remove_key(given_one, path).source.text == "a: {}\n"
        return
    with pytest.raises(Unsafe, match="it does not stand alone on its lines"):
        remove_key(given_one, path)


def test_items_change_places_with_their_comments() -> None:
    text = "events:\n  # one\n  - 1\n  - 2 # two\n\n  # three\n  - 3"
    assert reorder(document(text), ("events",), [2, 0, 1]).source.text == (
        "events:\n\n  # three\n  - 3\n  # one\n  - 1\n  - 2 # two"
    )
    flow = reorder(document("events: [a,  b, 'c' ]"), ("events",), [2, 1, 0])
    assert flow.source.text == "events: ['c',  b, a ]"
    with pytest.raises(Unsafe, match="comments within its brackets"):
        reorder(document("events: [a, # c\n  b]"), ("events",), [1, 0])


def test_an_edit_that_would_change_what_other_lines_say_is_refused() -> None:
    with pytest.raises(Unsafe, match="other lines would come to mean something else"):
        document("a: 1\n").spliced(0, 0, "b: 1\n", exact(document("a: 1\n").tree))
    with pytest.raises(Unsafe, match="there is no list"):
        insert_item(document("note: x\n"), ("note",), 0, "b")
    with pytest.raises(Unsafe, match="not plain YAML"):
        document("a: &b 1\n")


def test_a_document_knows_where_things_are() -> None:
    found = document(SOUND)
    assert found.at(("events", 9)) is None
    assert found.at(("role", "x")) is None
    assert isinstance(found.at(("events",)), ListNode)
    assert found.in_lines(("events",))
    assert not found.in_lines(("tags",))


values = st.recursive(
    st.none() | st.booleans() | st.integers(-999, 999) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(st.sampled_from("abc-é:# "), max_size=4), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(value=values, place=st.integers(0, 4), crlf=st.booleans(), ends=st.booleans())
def test_whatever_is_put_in_every_other_line_stays(
    value: object, place: int, crlf: bool, ends: bool
) -> None:
    text = SOUND if ends else SOUND.rstrip("\n")
    text = text.replace("\n", "\r\n") if crlf else text
    before = document(text)
    after = insert_item(before, ("events",), place, value)
    node = after.at(("events",))
    assert isinstance(node, ListNode)
    others = [exact(item) for n, item in enumerate(node.items) if n != place]
    assert [("list", tuple(others))] == [exact(n) for n in [before.at(("events",))] if n]
    old, new = text.splitlines(), after.source.text.splitlines()
    at = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), len(old))
    assert new[:at] + new[at + len(new) - len(old) :] == old


def test_edits_of_the_sample_and_of_every_example_are_right_and_keep_to_their_lines() -> None:
    done = campaign(ROOT / "ledger", 150)
    done += campaign(ROOT / "tests" / "rules", 150)
    assert [each for each in done if each.result in {"wrong", "refused"}] == []
    put_in = [each.result for each in done if each.kind != "set"]
    assert put_in == ["inserted"] * len(put_in)


def test_settings_are_edited_like_any_file() -> None:
    after = set_value(document(SETTINGS), ("search", "ended"), date(2024, 3, 1))
    assert after.source.text == SETTINGS.replace("ended: 2024-02-29", "ended: 2024-03-01")
    tree = after.tree
    assert isinstance(tree, MapNode)
    assert len(tree.pairs) == len([line for line in SETTINGS.splitlines() if line[0] != " "])
