"""``opledger list``: opportunities, one a line."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from tests.commands import call
from tests.ledgers import SOUND, TODAY, read, write

from opledger.core.contract.opportunities import list_document
from opledger.core.standing import standings

OPEN = """\
company: Borrel
source: warm
events:
  - {date: 2024-02-10, stage: call, interest: medium, confidence: low}
"""
RECENT = "company: Vivid\nevents:\n  - {date: 2024-02-28, stage: lead}\n"
FILES = {
    "opportunities/kestrel.yaml": SOUND,
    "opportunities/old/borrel.yaml": OPEN,
    "opportunities/vivid.yaml": RECENT,
}


def test_the_newest_is_first_and_what_is_quiet_says_so(tmp_path: Path) -> None:
    printed = call("list", "--ledger", write(tmp_path, FILES))
    assert (printed.code, printed.stderr) == (0, "")
    assert printed.stdout == (
        "3 opportunities                                                 as of 2024-03-01\n"
        "Id            Started     Reached  Interest  State           Days\n"
        "─────────────────────────────────────────────────────────────────\n"
        "vivid         2024-02-28  lead               open               2\n"
        "borrel        2024-02-10  call     medium    quiet, 20 days    20\n"
        "kestrel       2024-01-08  offer    high      accepted          43\n"
    )


def test_what_is_set_for_a_day_ahead_says_so_and_is_not_called_quiet(tmp_path: Path) -> None:
    ahead = OPEN + "  - {date: 2024-03-02, stage: onsite}\n"
    write(tmp_path, {"opportunities/borrel.yaml": ahead, "opportunities/vivid.yaml": RECENT})
    assert call("list", "--ledger", tmp_path).stdout == (
        "2 opportunities                                                 as of 2024-03-01\n"
        "Id            Started     Reached  Interest  State            Days\n"
        "──────────────────────────────────────────────────────────────────\n"
        "vivid         2024-02-28  lead               open                2\n"
        "borrel        2024-02-10  call     medium    onsite tomorrow    20\n"
    )
    past = call("list", "--ledger", tmp_path, "--as-of", "2024-02-29").stdout
    assert "quiet, 19 days" in past
    assert "borrel" in call("list", "--ledger", tmp_path, "state:quiet").stdout


def test_a_filter_says_how_many_of_all_it_found(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    heads = [
        call("list", "--ledger", tmp_path, *terms).stdout.split("  ")[0]
        for terms in (["state:open"], ["stage>=onsite", "source:inbound"], ["nobody"])
    ]
    assert heads == ["2 of 3 opportunities", "1 of 3 opportunities", "0 of 3 opportunities"]


def test_an_empty_ledger_lists_nothing(tmp_path: Path) -> None:
    assert call("list", "--ledger", write(tmp_path, {})).stdout.startswith("0 opportunities  ")


def test_json_is_the_document_of_the_contract(tmp_path: Path) -> None:
    ledger = read(tmp_path, FILES).ledger
    printed = call("list", "--ledger", tmp_path, "--format", "json")
    borrel, kestrel, vivid = standings(ledger.opportunities, ledger.config, TODAY)
    document = list_document((vivid, borrel, kestrel), TODAY)
    assert printed.stdout == json.dumps(document, ensure_ascii=False, indent=2) + "\n"


TRICKY = """\
company: '=cmd|" /C calc"!A0'
alias: '@SUM(A1)'
role: "two\\nlines, and a comma"
location: '-1+2'
size: '+5'
source: warm
tags: [ml, remote]
events:
  - {date: 2024-01-08, stage: call, interest: low, confidence: high}
  - {date: 2024-01-09, outcome: rejected, reasons: [fit, comp]}
"""


def test_csv_reads_back_and_starts_no_formula(tmp_path: Path) -> None:
    write(tmp_path, {"opportunities/tricky.yaml": TRICKY})
    printed = call("list", "--ledger", tmp_path, "--format", "csv")
    assert (printed.code, printed.stderr) == (0, "")
    assert list(csv.DictReader(io.StringIO(printed.stdout), strict=True)) == [
        {
            "id": "tricky",
            "company": '\'=cmd|" /C calc"!A0',
            "alias": "'@SUM(A1)",
            "role": "two\nlines, and a comma",
            "source": "warm",
            "segment": "",
            "size": "'+5",
            "location": "'-1+2",
            "url": "",
            "tags": "ml remote",
            "started": "2024-01-08",
            "last": "2024-01-09",
            "days": "1",
            "stage": "call",
            "furthest": "call",
            "open": "no",
            "outcome": "rejected",
            "ended": "2024-01-09",
            "ended_by": "company",
            "reasons": "fit comp",
            "interest": "low",
            "confidence": "high",
            "reopened": "0",
        }
    ]


def test_csv_of_nothing_has_its_head(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    every = call("list", "--ledger", tmp_path, "--format", "csv").stdout.splitlines()
    none = call("list", "--ledger", tmp_path, "--format", "csv", "nobody").stdout.splitlines()
    assert none == every[:1]


@pytest.mark.parametrize(
    ("terms", "error"),
    [
        (["sorce:inbound"], "unknown filter field 'sorce': did you mean 'source'?"),
        (["source:inbuond"], "unknown source 'inbuond': did you mean 'inbound'?"),
        (["stage", ">=", "onsite"], "'>=' needs a field before it, without blanks: stage>=onsite"),
        (["tag\x1b[2J:x"], None),
        (["started>=\x1b[2J"], "'started' takes a date such as 2024-01-31, not '\\x1b[2J'"),
        (["stage:\n x"], "unknown stage 'x': known: lead, call, screen, onsite, offer"),
    ],
)
def test_a_filter_that_makes_no_sense_is_one_line_and_exit_2(
    tmp_path: Path, terms: list[str], error: str | None
) -> None:
    printed = call("list", "--ledger", write(tmp_path, FILES), *terms)
    if error is None:
        assert (printed.code, printed.stderr) == (0, "")
        return
    assert (printed.code, printed.stdout) == (2, "")
    assert printed.stderr == f"opledger: {error}\n"
