"""A diagnostic's printed forms: nothing in them moves a cursor, breaks a line or hides."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opledger.files.diagnostics import (
    Diagnostic,
    Position,
    Severity,
    as_annotation,
    as_json,
    as_line,
    printable,
)
from opledger.files.source import Source

_ODD = Diagnostic(
    "a%b,c:d\n.yaml", Position(2, 3), Severity.ERROR, "bad-id", "100 %, or\nso: \x1b[2J", "mend"
)
_WARNING = Diagnostic("x.yaml", Position(), Severity.WARNING, "after-end", "said")


def test_a_line_is_one_line() -> None:
    assert as_line(_ODD, _ODD.path) == (
        "a%b,c:d\\x0a.yaml:2:3: error[bad-id]: 100 %, or\\x0aso: \\x1b[2J; mend"
    )
    assert as_line(_WARNING, "there/x.yaml") == "there/x.yaml:1:1: warning[after-end]: said"


def test_an_annotation_escapes_what_separates_its_parts() -> None:
    assert as_annotation(_ODD, _ODD.path) == (
        "::error file=a%25b%2Cc%3Ad\\x0a.yaml,line=2,col=3,title=bad-id"
        "::100 %25, or\\x0aso: \\x1b[2J; mend"
    )
    assert as_annotation(_WARNING, "x.yaml") == (
        "::warning file=x.yaml,line=1,col=1,title=after-end::said"
    )


def test_the_json_form_says_everything() -> None:
    text = as_json([_ODD, _WARNING], ["a", "b"], files=7)
    assert json.loads(text) == {
        "version": 1,
        "files": 7,
        "diagnostics": [
            {
                "path": "a",
                "line": 2,
                "column": 3,
                "severity": "error",
                "code": "bad-id",
                "message": "100 %, or\\x0aso: \\x1b[2J",
                "suggestion": "mend",
            },
            {
                "path": "b",
                "line": 1,
                "column": 1,
                "severity": "warning",
                "code": "after-end",
                "message": "said",
                "suggestion": None,
            },
        ],
    }


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ünïcödé 研究所 مرحبا", "Ünïcödé 研究所 مرحبا"),
        ("👩🏽\u200d💻 کتاب\u200cها", "👩🏽\u200d💻 کتاب\u200cها"),  # noqa: RUF001 - Persian
        ("a\u00a0b\u2003c", "a\u00a0b c"),
        ("\x00\t\r\n\x7f\x9b", "\\x00\\x09\\x0d\\x0a\\x7f\\x9b"),
        ("\u202e\u2066\u2028\ufeff\u200b", "\\u202e\\u2066\\u2028\\ufeff\\u200b"),
        ("\ud800\U000e0001", "\\ud800\\U000e0001"),
    ],
)
def test_what_can_not_be_seen_is_shown_as_its_number(text: str, shown: str) -> None:
    assert printable(text) == shown


@given(st.text())
def test_what_is_printed_is_printable_and_stays_so(text: str) -> None:
    shown = printable(text)
    assert all(each.isprintable() or each in "\u200c\u200d\u00a0" for each in shown)
    assert printable(shown) == shown


@given(st.text(st.sampled_from("ab\r\n\u2028é👩\ufeff")), st.data())
def test_every_character_has_its_line_and_column(text: str, data: st.DataObject) -> None:
    source = Source.of("x.yaml", text)
    index = data.draw(st.integers(0, len(source.text)))
    place = source.position(index)
    before = source.text[:index].replace("\r\n", "\n").replace("\r", "\n")
    if source.text[:index].endswith("\r") and source.text[index:].startswith("\n"):
        before = before[:-1] + "."  # within a line's end
    assert place == Position(before.count("\n") + 1, len(before) - before.rfind("\n"))
    assert not set(source.line(place.line)) & set("\r\n")
