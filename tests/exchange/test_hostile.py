"""Files that are broken or made to do harm: nothing is swallowed, nothing gets through."""

from __future__ import annotations

import re

import pytest
from tests.exchange.logs import import_log

from opledger.core.failure import Failure
from opledger.files.reading import parse_text
from opledger.files.source import Source

MAP = """
fields: {company: Company, role: Role}
events: [{stage: applied, date: Sent}]
"""
GOOD = "Blue Fjord,Cook,2024-01-05\n"


def test_an_unclosed_quote_swallows_no_row() -> None:
    log = f'Company,Role,Sent\n{GOOD}"Northwind,Cook,2024-01-06\nOld Mill,Cook,2024-01-07\n'
    imported = import_log(log, MAP)
    assert list(imported.told) == ["blue-fjord", "old-mill"]
    assert imported.bad == [(2, 3, "a quote is opened and never closed")]


def test_a_quote_that_is_closed_rows_later_loses_only_its_own_row() -> None:
    log = f'Company,Role,Sent\n"Northwind,Cook,2024-01-06\n{GOOD}"Old Mill, Ltd",Cook,2024-01-07\n'
    imported = import_log(log, MAP)
    assert list(imported.told) == ["blue-fjord", "old-mill-ltd"]
    assert [(number, line) for number, line, _ in imported.bad] == [(1, 2)]


def test_a_row_over_several_lines_is_one_row_and_lines_are_counted_on() -> None:
    log = 'Company,Role,Sent\n"Blue\nFjord","a\n\nb",2024-01-05\nOld Mill,Cook,never\n'
    imported = import_log(log, MAP)
    assert imported.only.company == "Blue Fjord"
    assert imported.bad == [(2, 6, "'never' in 'Sent' is no date as iso")]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("Northwind,Cook", "2 cells where the header has 3"),
        ("Northwind,Cook,2024-01-05,more", "4 cells where the header has 3"),
        ("North\0wind,Cook,2024-01-05", "it holds a NUL character"),
        ('"North"wind,Cook,2024-01-05', "text follows a closing quote"),
        (",Cook,2024-01-05", "no company ('Company' is empty)"),
        ("Northwind,Cook,", "no event: its dates and statuses are all empty"),
        ("Northwind,Cook,2024-02-30", "'2024-02-30' in 'Sent' is no date as iso"),
        ("Northwind,Cook,1024-02-03", "is no date as iso"),
        (f"Northwind,{'x' * 70_000},2024-01-05", "a text longer than 64 KiB"),
        (f"Northwind,{'x' * 300_000},2024-01-05", "larger than 256 KiB"),
    ],
)
def test_a_bad_row_is_told_with_its_line_and_the_others_come_in(row: str, reason: str) -> None:
    imported = import_log(f"Company,Role,Sent\n{row}\n{GOOD}", MAP)
    assert list(imported.told) == ["blue-fjord"]
    ((number, line, said),) = imported.bad
    assert (number, line) == (1, 2)
    assert reason in said


def test_short_rows_can_be_filled_and_empty_cells_beyond_the_header_do_no_harm() -> None:
    text = "Sent,Company,Role\n2024-01-05,Blue Fjord\n2024-01-06,Old Mill,Cook,,\n"
    assert list(import_log(text, f"short_rows: fill{MAP}").told) == ["blue-fjord", "old-mill"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the file is empty"),
        (b"\n\n", "the file is empty"),
        (b"Company,Role,Sent,role ,Role\n", "columns of the same name: 'Role' (columns 2, 5)"),
        ("Sent,Företag\n".encode("latin-1"), "the file is not UTF-8"),
        ("Company,Role,Sent\n".encode("utf-16"), "it looks like UTF-16"),
        (b'Company,"Role,Sent\n', "the header can't be read"),
        (b"x" * 300 + b",Role,Sent\n", "a column's name is longer than 200"),
    ],
)
def test_a_file_that_can_not_be_read_is_one_clear_failure(content: bytes, said: str) -> None:
    with pytest.raises(Failure, match=re.escape(said)):
        import_log(content, MAP)


def test_a_byte_order_mark_and_crlf_and_junk_above_the_header_do_no_harm() -> None:
    log = b"\xef\xbb\xbfMy jobs;;\r\n;;\r\n Company ;Role;Sent\r\nBlue Fjord;Cook;2024-01-05\r\n"
    assert list(import_log(log, f"header_row: 3{MAP}").told) == ["blue-fjord"]


def test_another_encoding_a_tab_and_no_header() -> None:
    log = "Blå Fjord\tKokk\t2024-01-05\n".encode("windows-1252")
    imported = import_log(
        log,
        """
        encoding: windows-1252
        delimiter: tab
        header: none
        fields: {company: 1, role: '2'}
        events: [{stage: applied, date: 3}]
        """,
    )
    assert imported.only.company == "Blå Fjord"


def test_what_can_not_be_seen_is_replaced_and_told() -> None:
    log = "Company,Role,Sent\n\x1b[31mBlue\u202e Fjord\u200b,\x07Cook,2024-01-05\n"
    imported = import_log(log, MAP)
    assert imported.only.company == "\ufffd[31mBlue Fjord"
    assert imported.plan.repairs == {"characters that can't be seen: taken out or replaced": 4}


@pytest.mark.parametrize(
    "text",
    [
        "=cmd|' /C calc'!A0",
        "!!python/object:os.system",
        "&a [*a]",
        "{{ 7 * 7 }}",
        "a: b # c",
        "---",
        "NO",
        "2024-01-01",
        "0x1F",
        "12:30",
        "~",
        "- x",
        "<<",
        "'",
        '"',
        "`",
        "%TAG",
        "a\n---\nb: c",
    ],
)
def test_any_text_comes_in_as_that_text(text: str) -> None:
    cell = '"' + text.replace('"', '""') + '"'
    imported = import_log(
        f"Company,Role,Sent,Note,\n{cell},Cook,2024-01-05,{cell},{cell}\n",
        """
        fields: {company: Company, role: Role, notes: Note}
        events: [{stage: applied, date: Sent, note: Note}]
    """,
    )
    record = imported.only
    assert record.company == " ".join(text.split())
    assert (record.notes, record.events[0].note, record.extra["5"]) == (text, text, text)


@pytest.mark.parametrize(
    "text", ["[1,", "nope", '{"a": 1}', "[" * 100_000, '[{"a":1,"a":2}]', "[NaN]"]
)
def test_json_that_can_not_be_read_is_one_clear_failure(text: str) -> None:
    with pytest.raises(Failure) as failure:
        import_log(text, "fields: {company: a}\nevents: [{stage: applied, date: a}]\n", "x.json")
    assert "\n" not in str(failure.value)


def test_a_bad_line_of_json_lines_loses_nothing_else() -> None:
    log = '{"c":"Blue Fjord","d":"2024-01-05"}\nnope\n\n7\n{"c":"Old Mill","d":"2024-01-06"}\n'
    imported = import_log(
        log, "fields: {company: c}\nevents: [{stage: applied, date: d}]\n", "x.jsonl"
    )
    assert list(imported.told) == ["blue-fjord", "old-mill"]
    assert [(number, line) for number, line, _ in imported.bad] == [(2, 2), (3, 4)]


def test_a_bad_row_of_several_leaves_the_whole_opportunity_out() -> None:
    rows = ("Blue Fjord,2024-01-05,Sent", "Old Mill,2024-01-05,Sent", "Blue Fjord,x,Sent")
    log = "\n".join(("Company,Sent,What", *rows))
    imported = import_log(
        log,
        """
        group: Company
        fields: {company: Company}
        events: [{status: What, date: Sent}]
        statuses: {Sent: applied}
        """,
    )
    assert list(imported.told) == ["old-mill"]
    assert imported.bad == [(3, 4, "'x' in 'Sent' is no date as iso; left out with it: row 1")]


def test_every_text_that_is_planned_is_sound_yaml() -> None:
    log = "Company,Role,Sent,<<,import,?\n<<,y,2024-01-05,*a,- b,!c\n"
    imported = import_log(log, MAP)
    (file,) = imported.plan.new
    assert parse_text(Source.of("x", file.text))[1] == ()
    assert file.opportunity.extra["import (column)"] == "- b"
