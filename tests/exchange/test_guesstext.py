"""Columns and statuses that look like the mapping's own words stay what they are in a draft."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.exchange.imports import Shell
from tests.exchange.logs import TODAY

from opledger.exchange.columns import check_columns
from opledger.exchange.gathering import read_log
from opledger.exchange.guess import Guess, guess
from opledger.exchange.guesstext import draft_text
from opledger.exchange.mapfile import read_mapping
from opledger.exchange.plan import plan_import
from opledger.exchange.planned import Plan, Target
from opledger.exchange.samples import sample_of
from opledger.files.source import Source


def found(path: Path, answers: dict[str, str]) -> Guess:
    guessed = guess(sample_of(path), None, answers)
    assert [question.key for question in guessed.questions] == []
    return guessed


def planned(path: Path, answers: dict[str, str]) -> Plan:
    mapping, wrong = read_mapping(Source.of("map.yaml", draft_text(found(path, answers)).text))
    assert mapping is not None, wrong
    rows = read_log(path, mapping)
    assert check_columns(mapping, rows) == ()
    return plan_import(rows, mapping, Target(mapping.config), TODAY)


def test_a_status_between_slashes_is_that_status_and_no_pattern(tmp_path: Path) -> None:
    path = tmp_path / "jobs.csv"
    long = f"/{'(rejected) ' * 40}/"
    path.write_text(
        "Company,Applied,Status\n"
        "Acme Kites,2024-01-05,/Rejected/\n"
        "Blue Fjord,2024-01-06,Not rejected as yet\n"
        "Old Mill,2024-01-07,/(hired/\n"
        f"Northwind,2024-01-08,{long}\n"
    )
    said = {"status Not rejected as yet": "interview", "status /(hired/": "accepted"}
    plan = planned(path, said | {f"status {' '.join(long.split())}": "rejected"})
    ends = {each.opportunity.id: each.opportunity.events[-1] for each in plan.new}
    assert plan.bad == ()
    assert {name: event.outcome or event.stage for name, event in ends.items()} == {
        "acme-kites": "rejected",
        "blue-fjord": "interview",
        "old-mill": "accepted",
        "northwind": "rejected",
    }


def test_a_status_called_otherwise_speaks_for_no_other(tmp_path: Path) -> None:
    path = tmp_path / "jobs.csv"
    path.write_text(
        "Company,Applied,Status\nAcme Kites,2024-01-05,otherwise\nBlue Fjord,2024-01-06,Who knows\n"
    )
    guessed = guess(sample_of(path), None, {"status otherwise": "rejected"})
    mapping, _ = read_mapping(Source.of("map.yaml", draft_text(guessed).text))
    assert mapping is not None
    plan = plan_import(read_log(path, mapping), mapping, Target(mapping.config), TODAY)
    assert [each.opportunity.id for each in plan.new] == ["acme-kites"]
    assert [bad.number for bad in plan.bad] == [2]


@pytest.mark.parametrize(
    ("log", "line"),
    [
        # The first full row below holds a link, so it is no header; one line stands above it.
        (
            "Mine\nAcme Kites,https://example.com/1\nBlue Fjord,https://example.com/2\n",
            "header: none",
        ),
        ("Mine\n\nCompany,Applied\nAcme Kites,2024-01-05\n", "header_row: 3"),
    ],
)
def test_a_draft_is_made_whatever_stands_above_or_is_missing(
    log: str, line: str, shell: Shell
) -> None:
    shell.write("jobs.csv", log)
    shown = shell("import", "jobs.csv", "--guess", "--map-out", "map.yaml")
    assert (shown.code, shown.err) == (0, "")
    assert line in [
        each.partition(" # ")[0].rstrip() for each in shell.files(".")["map.yaml"].split("\n")
    ]


def test_what_is_not_decided_is_told_though_the_column_is_called_hash(tmp_path: Path) -> None:
    path = tmp_path / "jobs.csv"
    path.write_text("Company,#\nAcme Kites,Rejected\nBlue Fjord,Interview\n")
    draft = draft_text(guess(sample_of(path), None, {}))
    assert draft.undecided == ("- {status: '#', date: DECIDE}",)


def test_a_column_of_statuses_that_never_says_one_is_none(tmp_path: Path) -> None:
    path = tmp_path / "jobs.csv"
    path.write_text("Company,Applied,Status\nAcme Kites,2024-01-05,n/a\n")
    plan = planned(path, {})
    assert ([each.opportunity.id for each in plan.new], plan.bad) == (["acme-kites"], ())


def test_the_year_may_come_first_and_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "jobs.csv"
    path.write_text("Company,Applied,Status\nAcme Kites,24-01-23,Rejected\n")
    (question,) = guess(sample_of(path), None, {}).questions
    assert question.answers == (("%d%m", "the day"), ("%y%m", "the year"))
    told = {
        answer: planned(path, {"order": answer}).new[0].opportunity.events[0].date.isoformat()
        for answer, _ in question.answers
    }
    assert told == {"%d%m": "2023-01-24", "%y%m": "2024-01-23"}
