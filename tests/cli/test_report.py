"""``opledger report``: a period, in each form, and what is wrong with a call."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import html5lib
import pytest
from tests.commands import call
from tests.ledgers import write

KESTREL = """\
company: Kestrel <b>Labs</b>
role: =SUM(A1)
source: application
events:
  - {date: 2024-01-08, stage: lead, by: me, note: "Secret 4711"}
  - {date: 2024-01-11, by: company, interest: low, lesson: "Secret 4711"}
  - {date: 2024-02-01, outcome: rejected, reasons: [secret-4711]}
  - {date: 2024-04-01, stage: call, reopened: Later.}
notes: Secret 4711
"""
TEXT = """\
Job search                                              2024-01-08 to 2024-03-01
3 actions with 1 company; 1 new opportunity.

Date        Company                Action                 Result
────────────────────────────────────────────────────────────────────────────────
2024-01-08  Kestrel <b>Labs</b>,   First contact (by way  they said no,
            =SUM(A1)               of: Application form)  2024-02-01
2024-01-11  Kestrel <b>Labs</b>,   Message received       they said no,
            =SUM(A1)                                      2024-02-01
2024-02-01  Kestrel <b>Labs</b>,   They said no           they said no,
            =SUM(A1)                                      2024-02-01
"""


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return write(tmp_path, {"opportunities/kestrel.yaml": KESTREL})


def tidy(text: str) -> str:
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


def test_without_days_it_is_the_whole_search_so_far(ledger: Path) -> None:
    printed = call("report", "--ledger", ledger, env={"COLUMNS": "80"})
    assert (printed.code, printed.stderr) == (0, "")
    assert tidy(printed.stdout) == TEXT


def test_csv_reads_back_and_no_cell_is_a_formula(ledger: Path) -> None:
    printed = call("report", "--ledger", ledger, "--format", "csv", "--to", "2024-01-31")
    rows = list(csv.DictReader(io.StringIO(printed.stdout)))
    assert rows == [
        {
            "date": "2024-01-08",
            "company": "Kestrel <b>Labs</b>",
            "role": "'=SUM(A1)",
            "action": "First contact",
            "via": "Application form",
            "by": "by me",
            "result": "open at First contact",
        },
        {
            "date": "2024-01-11",
            "company": "Kestrel <b>Labs</b>",
            "role": "'=SUM(A1)",
            "action": "Message received",
            "via": "",
            "by": "by them",
            "result": "open at First contact",
        },
    ]


def test_html_is_one_sound_page_with_the_same_cells(ledger: Path) -> None:
    printed = call("report", "--ledger", ledger, "--format", "html").stdout
    page = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(printed)
    rows = [[cell.text or "" for cell in row] for row in page.iter("tr")]
    listed = call("report", "--ledger", ledger, "--format", "csv").stdout.replace("'=", "=")
    heads, *cells = csv.reader(io.StringIO(listed))
    assert heads.pop(4) == "via"
    for cell in cells:
        via = cell.pop(4)
        cell[3] += f" (by way of: {via})" if via else ""
    assert rows == [[head.capitalize() for head in heads], *cells]
    assert "<script" not in printed
    assert "src=" not in printed
    assert "href=" not in printed


@pytest.mark.parametrize("form", ["text", "csv", "html", "json"])
def test_no_form_holds_anything_private(form: str, ledger: Path) -> None:
    printed = call("report", "--ledger", ledger, "--format", form)
    assert printed.code == 0
    assert "4711" not in printed.stdout
    assert not re.search(r"\blow\b", printed.stdout)


def test_json_is_this_document(ledger: Path) -> None:
    printed = call("report", "--ledger", ledger, "--format", "json", "--from", "2024-01-20")
    assert json.loads(printed.stdout) == {
        "version": 1,
        "known_at": None,
        "from": "2024-01-20",
        "to": "2024-03-01",
        "activities": [
            {
                "date": "2024-02-01",
                "id": "kestrel",
                "company": "Kestrel <b>Labs</b>",
                "role": "=SUM(A1)",
                "action": "They said no",
                "by": None,
                "via": "",
                "result": "they said no, 2024-02-01",
            }
        ],
    }


def test_days_that_lie_ahead_are_not_known_yet(ledger: Path) -> None:
    ahead = call("report", "--ledger", ledger, "--to", "2024-12-31", "--format", "json")
    assert json.loads(ahead.stdout)["to"] == "2024-03-01"
    assert "2024-04-01" not in ahead.stdout


def test_an_empty_period_says_so(ledger: Path) -> None:
    early = call("report", "--ledger", ledger, "--to", "2023-01-01")
    assert early.stdout.splitlines()[1] == "Nothing was done in these days."


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (
            ("--from", "2024-02-02", "--to", "2024-02-01"),
            "--from 2024-02-02 is after the last day, 2024-02-01",
        ),
        (("--from", "2024-06-01"), "--from 2024-06-01 is after the last day, 2024-03-01"),
    ],
)
def test_days_in_the_wrong_order_are_one_line(
    arguments: tuple[str, ...], text: str, ledger: Path
) -> None:
    printed = call("report", "--ledger", ledger, *arguments)
    assert (printed.code, printed.stdout, printed.stderr) == (2, "", f"opledger: {text}\n")
