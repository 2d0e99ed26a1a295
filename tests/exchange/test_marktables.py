"""Tables in Markdown files, and a second file beside the log."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.exchange.imports import Shell
from tests.exchange.logs import mapping_of

from opledger.core.failure import Failure
from opledger.exchange.gathering import read_log
from opledger.exchange.origin import Layout, read_rows
from opledger.exchange.rawrows import Header
from opledger.exchange.rows import BadRow, Rows

PAGE = """\
# Jobs

Some words | and a bar.

```
| Company | no table |
|---|---|
```

| Company | Role |
|:--|--:|
| Blue Fjord | Cook \\| Baker |
| Old Mill |
| Marrow Health | Analyst | extra |

| Company | Role |
| --- | --- |
| Café Müller | |
"""


def rows(text: str, header: Header | None = None) -> Rows:
    return read_rows("log.md", text.encode(), Layout(header=header or Header()))


def test_the_rows_of_a_table_and_of_one_like_it_below() -> None:
    found = rows(PAGE)
    assert [dict(row.cells) for row in found.rows] == [
        {"Company": "Blue Fjord", "Role": "Cook | Baker"},
        {"Company": "Café Müller", "Role": ""},
    ]
    hint = "; 'short_rows: fill' takes the missing ones as empty"
    assert found.bad == (
        BadRow(2, 13, f"1 cells where the header has 2{hint}"),
        BadRow(3, 14, "3 cells where the header has 2"),
    )


def test_of_tables_that_differ_one_is_named_by_its_line() -> None:
    page = PAGE + "\n| Other |\n|---|\n| x |\n"
    with pytest.raises(
        Failure, match=r"several tables that differ \(headers in lines 10, 16, 20\)"
    ):
        rows(page)
    assert [dict(row.cells) for row in rows(page, Header(20)).rows] == [{"Other": "x"}]
    with pytest.raises(Failure, match="header_row is 3, but no table begins there"):
        rows(page, Header(3))


def test_a_page_without_a_table_says_so() -> None:
    with pytest.raises(Failure, match="no Markdown table"):
        rows("# Nothing\n\n| a | b |\n")


MAP = """\
beside:
  moves: {file: moves.tsv, header: [id, day, to], delimiter: tab, quotes: none, on: {No: id}}
fields: {company: Company}
events: [{each: moves, date: day, status: to}]
statuses: {sent: applied, talk: call}
"""
LOG = "No,Company\n1,Blue Fjord\n2,Old Mill\n"


def test_the_rows_beside_it_become_a_list_in_each_row(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text(LOG, encoding="utf-8")
    moves = '1\t2024-01-05\tsent\n9\t2024-01-06\tsent\n1\t2024-01-09\t"talk\nshort\n'
    (tmp_path / "moves.tsv").write_text(moves, encoding="utf-8")
    found = read_log(tmp_path / "log.csv", mapping_of(MAP))
    assert [row.cells["moves"] for row in found.rows] == [
        [
            {"id": "1", "day": "2024-01-05", "to": "sent"},
            {"id": "1", "day": "2024-01-09", "to": '"talk'},
        ],
        [],
    ]
    assert found.notes == ("moves.tsv: a row belongs to no row of the log, and stayed out: line 2",)
    (bad,) = found.bad
    assert bad.name == "moves.tsv row 4 (line 4)"


def test_a_bad_row_of_the_second_file_is_told_with_its_name(shell: Shell) -> None:
    shell.write("log.csv", LOG)
    shell.write("moves.tsv", "1\t2024-01-05\tsent\n2\t2024-01-05\n")
    shell.write("map.yaml", MAP + "ledger: {stages: {applied: A, call: C, offer: O}}\n")
    shown = shell("import", "log.csv", "--map", "map.yaml", "--into", "ledger")
    assert shown.code == 1
    assert "  moves.tsv row 2 (line 2): 2 cells where the header has 3;" in shown.out


@pytest.mark.parametrize("name", ["../moves.tsv", "/etc/passwd", "a/b.tsv", ".hidden"])
def test_the_second_file_lies_beside_the_first(shell: Shell, name: str) -> None:
    shell.write("log.csv", LOG)
    shell.write("map.yaml", MAP.replace("moves.tsv", name))
    shown = shell("import", "log.csv", "--map", "map.yaml", "--into", "ledger")
    assert (shown.code, shown.out) == (2, "")
    assert "is no file's name; it lies in the folder of the log" in shown.err


def test_a_column_that_the_second_file_lacks_is_named(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text(LOG, encoding="utf-8")
    (tmp_path / "moves.tsv").write_text("1\t2024-01-05\tsent\n", encoding="utf-8")
    with pytest.raises(Failure, match="has no column 'nr'"):
        read_log(tmp_path / "log.csv", mapping_of(MAP.replace("No: id", "No: nr")))
