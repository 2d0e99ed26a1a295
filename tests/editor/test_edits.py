"""Edits that turn one text into another and touch little."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from opledger.editor.edits import Edit, applied, between

TEXTS = st.lists(st.sampled_from(["a\n", "b\n", "c\r\n", "d\r", "🦊 e\n", "f"]), max_size=12).map(
    "".join
)


def test_a_changed_word_is_one_edit_of_that_word() -> None:
    before = "role: a\nsource: inbound\nsize: 1\n"
    assert between(before, before.replace("inbound", "warm")) == (Edit(16, 23, "warm"),)


def test_an_added_line_is_put_between() -> None:
    assert between("a\nc\n", "a\nb\nc\n") == (Edit(2, 2, "b\n"),)


def test_the_same_text_needs_no_edit() -> None:
    assert between("a\n", "a\n") == ()


@given(TEXTS, TEXTS)
def test_edits_give_the_other_text_and_lie_beside_each_other(before: str, after: str) -> None:
    edits = between(before, after)
    assert applied(before, edits) == after
    ends = [0]
    for edit in edits:
        assert ends[-1] <= edit.start <= edit.end
        assert before[edit.start : edit.end] != edit.text
        # A line break of two characters is never taken apart: editors can't point into it.
        assert all(before[at - 1 : at + 1] != "\r\n" for at in (edit.start, edit.end))
        ends.append(edit.end)
