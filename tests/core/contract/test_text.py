"""Documents as text: a program reads the document from it, and a change is one of a line."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from opledger.core.contract.text import json_lines_of, json_text

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
VALUES = st.recursive(
    SCALARS, lambda of: st.lists(of, max_size=3) | st.dictionaries(st.text(), of, max_size=3)
)
DOCUMENTS = st.dictionaries(st.text(), VALUES, max_size=4)


@given(DOCUMENTS)
def test_both_forms_read_back_as_the_document(document: dict[str, object]) -> None:
    assert json.loads(json_text(document)) == document
    assert json.loads(json_lines_of(document)) == document


def test_each_part_and_each_item_of_a_list_has_its_line() -> None:
    document = {"version": 1, "rows": [{"id": "ä", "of": [1, 2]}, {"id": "b"}], "none": []}
    assert json_lines_of(document) == (
        '{\n"version": 1,\n"rows": [\n{"id": "ä", "of": [1, 2]},\n{"id": "b"}\n],\n"none": []\n}'
    )
    assert json_lines_of({}) == "{\n\n}"


@given(st.lists(VALUES, min_size=1), st.data(), VALUES)
def test_another_item_is_another_line(
    items: list[object], data: st.DataObject, new: object
) -> None:
    at = data.draw(st.integers(0, len(items) - 1))
    before = json_lines_of({"items": items}).split("\n")
    after = json_lines_of({"items": [*items[:at], new, *items[at + 1 :]]}).split("\n")
    differing = [n for n, (a, b) in enumerate(zip(before, after, strict=True)) if a != b]
    assert differing in ([], [at + 2])
