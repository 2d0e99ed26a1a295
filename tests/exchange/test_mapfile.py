"""Every mistake in a mapping is told at once, with its place and what was meant."""

from __future__ import annotations

import pytest
from tests.exchange.logs import faults_of, mapping_of

from opledger.core.config import Config
from opledger.exchange.columns import check_columns
from opledger.exchange.origin import read_rows


def test_all_mistakes_are_told_at_once() -> None:
    assert faults_of(
        """\
        fromat: csv
        dates: '%d.%m'
        fields:
          compny: Company
          source: {column: Via, words: {Friend: warn}}
        events:
          - {stage: aplied, date: Sent}
          - {outcome: rejectd, date: Sent}
          - {stage: call, status: Status, date: Sent}
          - {stage: call}
        statuses:
          Rejected: rejected
          rejected : declined
          Phone: cal
          Gone: {stage: call, outcome: ghosted}
          '/(a+)+/': skip
        skip:
          - {when: {Status: Wish}}
        """
    ) == [
        "1:1 unknown-key: unknown key 'fromat' in a mapping; did you mean 'format'?",
        (
            "2:8 bad-format: '%d.%m' tells no year: write {format: ..., since: 2024-01-01};"
            " use iso, excel, epoch, epoch-ms or a form such as '%m/%d/%Y'"
        ),
        "4:3 missing-key: fields needs 'company'",
        "4:3 unknown-key: unknown key 'compny' in fields; did you mean 'company'?",
        "5:41 unknown-source: unknown source 'warn'; did you mean 'warm'?",
        "7:13 unknown-stage: unknown stage 'aplied'; did you mean 'applied'?",
        "8:15 unknown-outcome: unknown outcome 'rejectd'; did you mean 'rejected'?",
        (
            "9:27 wrong-value: an event has one of 'stage', 'outcome' and 'status', not stage and"
            " status; make two events of it"
        ),
        "10:5 missing-key: an event needs 'date'",
        (
            "13:3 duplicate-key: 'rejected' stands here twice (upper and lower case are alike);"
            " keep one of them"
        ),
        "14:10 unknown-stage: unknown stage or outcome 'cal'; did you mean 'call'?",
        (
            "15:9 wrong-value: a status stands for a 'stage' or an 'outcome';"
            " for several events write a list: [{stage: a}, {outcome: b}]"
        ),
        "16:3 bad-pattern: a repetition over a group that repeats or branches could take for ever",
        "18:5 missing-key: a skip needs 'reason'",
    ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("skip: []", "1:1 missing-key: a mapping needs 'fields'"),
        ("fields: [a]\nevents: x", "1:9 wrong-type: fields has 'key: value' lines, not a list"),
        ("fields: {company: &a b}", "1:19 anchor:"),
        ("fields: {company: {}}\nevents: []", "1:19 wrong-value: a value has one of 'column'"),
        ("fields: {company: {column: a, pattern: '('}}", "1:40 bad-pattern: no regular expression"),
        ("encoding: rot13", "1:11 unknown-word: 'rot13' is no encoding"),
        ("delimiter: ':'", "1:12 unknown-word: delimiter can't be ':'"),
        ("header_row: 0", "1:13 bad-number: header_row is a whole number from 1"),
        ("key: {a: b}", "1:6 wrong-type: a column's name is a text"),
        ("dates: soon", "1:8 bad-format: 'soon' is no date format"),
        ("dates: '%Y'", "1:8 bad-format: '%Y' does not tell day, month and year"),
        ("keep_order: maybe", "1:13 wrong-type: keep_order is true or false, not 'maybe'"),
        ("events: [{date: a, each: [[b]], stage: call}]", "1:27 wrong-type: a list in a list"),
        (
            "events: [{date: {after: last}, stage: call}]",
            "1:25 unknown-word: after can't be 'last'",
        ),
        (
            "events: [{date: a, when: {b: }, stage: call}]",
            "wrong-value: a condition without a value",
        ),
        ("events: [{date: a, status: b}]", "1:10 missing-key: this event has a 'status', but"),
        ("events: [{date: a, stage: call, reasons: b}]", "'reasons' go with an 'outcome'"),
        ("ledger: {stagez: {a: A}}", "1:10 unknown-key: unknown key 'stagez' in ledger"),
        ("ledger: {conversation: x}", "no-such-stage: 'conversation' names 'x'"),
    ],
)
def test_a_mistake_is_told_with_its_place(text: str, fault: str) -> None:
    assert any(fault in each for each in faults_of(text)), faults_of(text)


def test_an_existing_ledgers_words_govern() -> None:
    text = "fields: {company: a}\nevents: [{date: b, stage: call}]\nledger: {stages: {x: X}}\n"
    assert any("unknown stage 'call'" in fault for fault in faults_of(text))
    assert faults_of(text, Config()) == []


def test_a_column_that_the_file_does_not_have_is_told_with_the_one_that_was_meant() -> None:
    mapping = mapping_of(
        """\
        fields: {company: compny, role: {columns: [Job, Titel]}}
        events: [{date: Sent, when: {Statu: x}, stage: applied, by: me}]
        """
    )
    rows = read_rows("x.csv", b"Company,Job,Sent,Status\na,b,c,d\n", mapping.layout)
    told = [f"{d.at.line}:{d.at.column} {d.text}; {d.hint}" for d in check_columns(mapping, rows)]
    assert told == [
        "1:19 the file has no column 'compny'; did you mean 'Company'?",
        (
            "1:49 the file has no column 'Titel'; columns: 'Company', 'Job', 'Sent', 'Status';"
            " a text of your own is {constant: Titel}"
        ),
        "2:30 the file has no column 'Statu'; did you mean 'Status'?",
        (
            "2:61 the file has no column 'me'; columns: 'Company', 'Job', 'Sent', 'Status';"
            " a text of your own is {constant: me}"
        ),
    ]


def test_an_exact_name_with_dots_comes_before_a_path() -> None:
    mapping = mapping_of("fields: {company: a.b}\nevents: [{date: c, stage: applied}]\n")
    rows = read_rows("x.json", b'[{"a.b": "exact", "a": {"b": "path"}, "c": 1}]', mapping.layout)
    assert check_columns(mapping, rows) == ()
