"""JSON as other programs write it, and as nobody should."""

from __future__ import annotations

import pytest

from opledger.exchange.documents import read_lines
from opledger.exchange.origin import is_text_encoding


@pytest.mark.parametrize("depth", [60, 900, 100_000])
def test_a_record_nested_deeper_than_any_log_is_a_bad_row(depth: int) -> None:
    rows = read_lines('{"a": 1}\n' + '{"a": ' * depth + "1" + "}" * depth + "\n")
    assert [row.number for row in rows.rows] == [1]
    assert [(bad.number, bad.reason) for bad in rows.bad] == [(2, "no JSON: nested too deep")]


@pytest.mark.parametrize(
    ("name", "known"),
    [("utf-8", True), ("windows-1252", True), ("base64", False), ("a\0b", False), ("x", False)],
)
def test_an_encoding_is_known_if_it_is_one_of_text(name: str, known: bool) -> None:
    assert is_text_encoding(name) is known
