"""JSON with an indent is what the library writes, to the byte."""

from __future__ import annotations

import json
from datetime import date
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opledger.core.contract.text import json_text
from opledger.core.frozen import frozen


class Word(StrEnum):
    ONE = "one"


leaves = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.just(Word.ONE)
    | st.sampled_from(['"\\/\b\f\n\r\t\x00\x1f\x7f', "\u2028é\U0001d4b3", "\ud800"])
)
documents = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner)
        | st.lists(inner).map(tuple)
        | st.dictionaries(st.text() | st.just(Word.ONE), inner)
        | st.dictionaries(st.text(), inner).map(frozen)
    ),
)


@given(documents, st.sampled_from([0, 1, 2, 4]))
def test_it_is_what_the_library_writes(document: object, indent: int) -> None:
    assert json_text(document, indent) == json.dumps(document, ensure_ascii=False, indent=indent)


@pytest.mark.parametrize("document", [date(2024, 1, 8), [{1, 2}], {1: "a"}, {"a": b"x"}])
def test_what_json_does_not_know_is_refused(document: object) -> None:
    with pytest.raises(TypeError):
        json_text(document, 1)
