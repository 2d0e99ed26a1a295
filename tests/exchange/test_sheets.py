"""Workbooks as people keep them: real days, links, merged cells, hidden rows, and hostile ones."""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from tests.exchange.imports import Shell
from tests.exchange.logs import import_log

from opledger.core.failure import Failure
from opledger.exchange import sheetparts
from opledger.exchange.origin import Layout, read_rows
from opledger.exchange.rawrows import Header
from opledger.exchange.rows import NoValue, Rows

PLAIN = Layout()
UNCOMPUTED = "its formula was never computed: open the file in a spreadsheet and save it"
TALK = datetime(2024, 3, 5, 13, 30)  # noqa: DTZ001 - a cell has no zone


def workbook(fill: Callable[[Worksheet], None], book: Workbook | None = None) -> bytes:
    book = book or Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    fill(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rows(content: bytes, layout: Layout = PLAIN) -> Rows:
    return read_rows("log.xlsx", content, layout)


def told(content: bytes, layout: Layout = PLAIN) -> list[dict[str, object]]:
    return [dict(row.cells) for row in rows(content, layout).rows]


def with_part(content: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.namelist():
            text = old.read(part)
            new.writestr(part, change(text) if part == name else text)
    return out.getvalue()


def typed(sheet: Worksheet) -> None:
    sheet.append(["Company", "Sent", "Talk", "Share", "Pay", "Remote"])
    sheet.append(["Ñandú", date(2024, 3, 4), TALK, 0.07, 55000.0, True])
    sheet["D2"].number_format = "0%"


def test_values_are_what_they_are() -> None:
    assert told(workbook(typed)) == [
        {
            "Company": "Ñandú",
            "Sent": date(2024, 3, 4),
            "Talk": TALK,
            "Share": "7%",
            "Pay": 55000,
            "Remote": True,
        }
    ]


def test_a_day_is_a_day_whatever_the_mapping_says_of_texts() -> None:
    mapping = """\
    dates: '%m/%d/%Y'
    fields: {company: Company}
    events:
      - {stage: applied, date: Sent}
      - {when: {Remote: 'true'}, stage: call, date: Talk}
    """
    imported = import_log(workbook(typed), mapping, "log.xlsx")
    assert imported.told == {"nandu": "applied 03-04, call 03-05"}
    assert imported.only.extra["Share"] == "7%"


def linked(sheet: Worksheet) -> None:
    sheet.append(["Company", "Job"])
    sheet.append(["Blue Fjord", "Cook"])
    sheet.append(["Old Mill", "https://example.com/2"])
    sheet.append(["Marrow", '=HYPERLINK("https://example.com/3","Analyst")'])
    sheet["B2"].hyperlink = "https://example.com/1"
    sheet["B3"].hyperlink = "https://example.com/2"


def test_the_link_of_a_cell_is_in_a_column_of_its_own() -> None:
    first, second, third = told(workbook(linked))
    assert (first["Job"], first["Job.url"]) == ("Cook", "https://example.com/1")
    assert (second["Job"], second["Job.url"]) == ("https://example.com/2", "")
    assert third["Job.url"] == "https://example.com/3"
    assert isinstance(third["Job"], NoValue)


def test_a_merged_cell_tells_the_same_in_each_of_its_rows() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["Company", "Day", "What"])
        sheet.append(["Blue Fjord", date(2024, 1, 5), "applied"])
        sheet.append([None, date(2024, 1, 9), "call"])
        sheet.append(["Old Mill", date(2024, 1, 9), "applied"])
        sheet.merge_cells("A2:A3")

    found = [row["Company"] for row in told(workbook(fill))]
    assert found == ["Blue Fjord", "Blue Fjord", "Old Mill"]


def test_hidden_rows_are_read_and_told() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["Company"])
        sheet.append(["Blue Fjord"])
        sheet.append(["Old Mill"])
        sheet.row_dimensions[3].hidden = True

    found = rows(workbook(fill))
    assert [row.cells["Company"] for row in found.rows] == ["Blue Fjord", "Old Mill"]
    assert found.notes == ("1 row is hidden in the sheet: it was read too",)


def test_a_formula_never_computed_makes_a_bad_row_only_where_it_is_asked_for() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["Company", "Sent", "Since"])
        sheet.append(["Blue Fjord", "2024-01-05", "=TODAY()-B2"])
        sheet.append(["Old Mill", "=B2+1", "=TODAY()-B3"])

    mapping = "fields: {company: Company}\nevents: [{stage: applied, date: Sent}]\n"
    imported = import_log(workbook(fill), mapping, "log.xlsx")
    assert imported.told == {"blue-fjord": "applied 01-05"}
    assert imported.bad == [
        (
            2,
            3,
            f"'Sent' can't be read: {UNCOMPUTED}",
        )
    ]
    assert "Since" not in imported.only.extra


def test_a_computed_formula_has_its_value_and_an_error_is_none() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["A", "B"])
        sheet.append(["=1+1", "x"])

    def computed(text: bytes) -> bytes:
        assert b"<v></v>" in text or b"<v/>" in text or b"<v />" in text
        for empty in (b"<v></v>", b"<v/>", b"<v />"):
            text = text.replace(empty, b"<v>2</v>")
        broken = b'<row r="3"><c r="A3" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
        broken += b'<c r="B3" t="inlineStr"><is><t>y</t></is></c></row></sheetData>'
        return text.replace(b"</sheetData>", broken)

    content = with_part(workbook(fill), "xl/worksheets/sheet1.xml", computed)
    first, second = told(content)
    assert first == {"A": 2, "B": "x"}
    assert second["A"] == NoValue("the cell holds the error #DIV/0!")


def several() -> bytes:
    book = Workbook()
    other = book.create_sheet("Archive")
    other.append(["Company"])
    other.append(["Old Mill"])
    book.create_sheet("Empty")

    def fill(sheet: Worksheet) -> None:
        sheet.title = "Jobs 2024"
        sheet.append(["Company"])
        sheet.append(["Blue Fjord"])

    return workbook(fill, book)


def test_of_several_sheets_one_has_to_be_named() -> None:
    with pytest.raises(Failure, match=r"several sheets \('Jobs 2024', 'Archive'\): say which"):
        rows(several())
    assert told(several(), Layout(sheet="Archive")) == [{"Company": "Old Mill"}]
    with pytest.raises(Failure, match="no sheet 'Jobs'; it has 'Jobs 2024', 'Archive'"):
        rows(several(), Layout(sheet="Jobs"))


def test_a_sheet_is_named_on_the_command_line(shell: Shell) -> None:
    shell.write("log.xlsx", several())
    shell.write(
        "map.yaml",
        "sheet: Jobs 2024\nfields: {company: Company}\n"
        "events: [{stage: lead, date: {constant: 2024-01-05}}]\n",
    )
    arguments = ("import", "log.xlsx", "--map", "map.yaml", "--into", "ledger")
    assert "blue-fjord: lead" in shell(*arguments).out
    assert "old-mill: lead" in shell(*arguments, "--sheet", "Archive").out


def test_a_header_below_a_title_and_a_sheet_without_one() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["My search"])
        sheet.append([])
        sheet.append(["Company", "Role"])
        sheet.append(["Blue Fjord", None])

    content = workbook(fill)
    assert told(content, Layout(header=Header(3))) == [{"Company": "Blue Fjord", "Role": ""}]
    named = Layout(header=Header(4, named=False, given=("A",)))
    assert told(content, named) == [{"A": "Blue Fjord"}]
    with pytest.raises(Failure, match="header_row is 9, but the sheet has 4 rows"):
        rows(content, Layout(header=Header(9)))


@pytest.mark.parametrize("kind", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"])
def test_xml_that_defines_entities_is_refused(kind: str) -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "cc"><!ENTITY d "&b;&b;">]>'

    def poison(text: bytes) -> bytes:
        return bomb + (text.partition(b"?>")[2] if text.startswith(b"<?xml") else text)

    with pytest.raises(Failure, match="document type, which no spreadsheet writes"):
        rows(with_part(workbook(typed), kind, poison))


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/a.bin", b"\0" * (sheetparts.MAX_UNPACKED + 1))
    with pytest.raises(Failure, match="more than 64 MiB unpacked"):
        rows(out.getvalue())


@pytest.mark.parametrize("cell", [b"XFD2", b"A1048576"])
def test_a_sheet_that_claims_to_be_huge_is_refused(cell: bytes) -> None:
    far = b'<row r="%d"><c r="%s"><v>1</v></c></row></sheetData>' % (
        int(cell.lstrip(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ")),
        cell,
    )
    content = with_part(
        workbook(typed),
        "xl/worksheets/sheet1.xml",
        lambda text: text.replace(b"</sheetData>", far),
    )
    with pytest.raises(Failure, match="more than 200,000 rows or 1,000 columns"):
        rows(content)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"PK\x03\x04 and nothing more", "no XLSX workbook, or a damaged one"),
        (b"Company\nBlue Fjord\n", "no XLSX workbook, or a damaged one"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old .xls file, or one with a password"),
    ],
)
def test_what_is_no_workbook_is_refused(content: bytes, message: str) -> None:
    with pytest.raises(Failure, match=message):
        rows(content)


def test_every_damage_is_one_line(shell: Shell) -> None:
    whole = workbook(typed)
    shell.write("map.yaml", "fields: {company: Company}\nevents: [{stage: lead, date: Sent}]\n")
    for at in range(0, len(whole), 97):
        shell.write("log.xlsx", whole[:at] + b"\xff" + whole[at + 1 :])
        shown = shell("import", "log.xlsx", "--map", "map.yaml", "--into", "ledger")
        assert shown.code in {0, 1, 2}, shown
        assert shown.err.count("\n") <= 1


def test_without_openpyxl_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(Failure, match=r"pip install 'opledger\[xlsx\]', or save the sheet as CSV"):
        rows(workbook(typed))


def test_a_workbook_called_csv_says_so(tmp_path: Path) -> None:
    with pytest.raises(Failure, match=r"if it is a workbook, call it .xlsx"):
        read_rows("log.csv", workbook(typed), PLAIN)
    with pytest.raises(Failure, match="no workbook"):
        read_rows("log.csv", b"A\n1\n", Layout(sheet="Jobs"))


def test_dates_of_the_other_epoch_are_the_same_days() -> None:
    book = Workbook()
    book.epoch = datetime(1904, 1, 1)  # noqa: DTZ001 - a spreadsheet's own beginning

    def fill(sheet: Worksheet) -> None:
        sheet.append(["Sent"])
        sheet.append([date(2024, 3, 4)])

    assert told(workbook(fill, book)) == [{"Sent": date(2024, 3, 4)}]
