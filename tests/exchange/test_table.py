"""An export that a spreadsheet or a person has turned about, and what comes back of it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from openpyxl import Workbook
from tests.commands import call
from tests.ledgers import TODAY, write

from opledger.files.reading import read_ledger

# Three stories of one day and more, told in an order that only their rows say.
SEARCH = {
    "ledger.yaml": "timezone: Europe/Berlin\n",
    "opportunities/kestrel.yaml": "company: Kestrel\nevents:\n"
    "  - {date: 2024-01-08, stage: lead, by: me}\n"
    "  - {date: 2024-01-09, stage: call, note: '=1+1'}\n"
    "  - {date: 2024-01-09T17:00:00+01:00, note: Late.}\n"
    "  - {date: 2024-01-09, outcome: rejected}\n"
    "  - {date: 2024-01-09, stage: screen, reopened: They rang.}\n",
    "opportunities/heron.yaml": "company: Heron\nevents: [{date: 2024-01-07, stage: lead}]\n",
    "opportunities/old/owl.yaml": "company: Owl\nevents: [{date: 2024-01-06, stage: lead}]\n",
}


@pytest.fixture
def search(tmp_path: Path) -> Path:
    return write(tmp_path / "search", SEARCH)


def exported(search: Path, form: str) -> Path:
    file = search.parent / f"out.{form}"
    assert call("--ledger", search, "export", form, "--output", file).code == 0
    return file


def cells_of(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))


def saved(file: Path, cells: list[list[str]], encoding: str = "utf-8-sig") -> Path:
    """The table as a spreadsheet saves it that knows nothing of it."""
    with file.open("w", encoding=encoding, newline="") as out:
        csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL).writerows(cells)
    return file


@pytest.mark.parametrize("newest_first", [False, True])
@pytest.mark.parametrize("column", ["date", "stage", "more", "id", "note"])
def test_rows_and_columns_sorted_in_a_spreadsheet_tell_the_same(
    column: str, newest_first: bool, search: Path
) -> None:
    file = exported(search, "csv")
    head, *rows = cells_of(file)
    # By a column in which events of one day differ their order would be another one.
    same_day = [row for row in rows if row[head.index("date")].startswith("2024-01-09")]
    rest = [row for row in rows if row not in same_day]
    rest.sort(key=lambda row: row[head.index(column)], reverse=newest_first)
    turned = [[*reversed(row), "", ""] for row in (head, *same_day, *rest)]
    back = search.parent / "back"
    shown = call("import", saved(file, turned), "--into", back, "--write")
    assert shown.stdout.startswith("3 rows: 3 written, 0 known already, 0 skipped, 0 bad\n")
    assert read_ledger(back, TODAY).ledger == read_ledger(search, TODAY).ledger


def test_lines_in_another_order_tell_the_same(search: Path) -> None:
    file = exported(search, "jsonl")
    file.write_text("".join(sorted(file.read_text().splitlines(keepends=True))))
    back = search.parent / "back"
    assert call("import", file, "--into", back, "--write").code == 0
    assert read_ledger(back, TODAY).ledger == read_ledger(search, TODAY).ledger


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252"])
def test_a_table_in_another_encoding_says_what_to_do(encoding: str, search: Path) -> None:
    file = exported(search, "csv")
    cells = [[cell.replace("Late", "Spät") for cell in row] for row in cells_of(file)]
    refused = call("import", saved(file, cells, encoding), "--into", search.parent / "back")
    assert (refused.code, refused.stdout) == (1, "")
    assert refused.stderr == (
        "opledger: this is an export of opledger, but not in UTF-8, as a spreadsheet saved it: save"
        " it as 'CSV UTF-8'\n"
    )


def test_a_table_saved_as_a_workbook_says_what_to_do(search: Path) -> None:
    book = Workbook()
    for row in cells_of(exported(search, "csv")):
        book.worksheets[0].append(row)
    book.save(search.parent / "out.xlsx")
    refused = call("import", search.parent / "out.xlsx")
    assert (refused.code, refused.stdout) == (2, "")
    assert refused.stderr == (
        "opledger: out.xlsx is an export of opledger, saved as a workbook: save it as 'CSV UTF-8'\n"
    )


def test_a_column_that_was_taken_out_is_told(search: Path) -> None:
    file = exported(search, "csv")
    head, *rows = cells_of(file)
    left = [n for n, name in enumerate(head) if name not in {"by", "offer_note"}]
    saved(file, [[row[n] for n in left] for row in (head, *rows)])
    shown = call("import", file, "--into", search.parent / "back")
    assert "Note: the file has lost columns, and what they held: by, offer_note\n" in shown.stdout


def test_a_file_that_was_renamed_or_moved_does_not_come_in_again(search: Path) -> None:
    file = exported(search, "csv")
    there = search / "opportunities"
    (there / "heron.yaml").rename(there / "grey-heron.yaml")
    (there / "kestrel.yaml").rename(there / "old" / "kestrel.yaml")
    shown = call("import", file, "--into", search, "--write")
    assert shown.stdout == (
        "3 rows: 0 written, 3 known already, 0 skipped, 0 bad\n"
        "Told otherwise by the log, left alone:\n"
        "  heron (row 1 (line 2)): it is called 'grey-heron' there\n"
    )
    assert call("import", exported(search, "jsonl"), "--into", search).stdout.startswith(
        "3 rows: 0 new, 3 known already,"
    )
