"""Other people's published searches, imported and counted twice.

Each funnel is held against a count that is made here from the raw file alone, knowing nothing of
the importer.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.conftest import Command

from opledger.core.calendar import as_of_day
from opledger.core.figures.funnel import funnel
from opledger.core.standing import standings
from opledger.core.vocabulary import Party
from opledger.files.reading import read_ledger

pytestmark = pytest.mark.real_data

MAPS = Path(__file__).resolve().parents[1] / "maps"
TODAY = date(2026, 1, 1)
# What a stage's row of the funnel holds: reached, stopped, pending, ended by whom.
Counts = dict[str, tuple[int, int, int, dict[str, int]]]


def imported(typed: Command, log: Path, into: Path) -> Counts:
    """Import a log for real, check the ledger, and count its funnel."""
    arguments = ("import", log, "--map", MAPS / f"{log.stem}.yaml", "--into", into, "--write")
    first = typed(*arguments, cwd=into.parent)
    assert (first.code, first.stderr) == (0, "")
    before = {path.name: path.read_bytes() for path in (into / "opportunities").iterdir()}
    again = typed(*arguments, cwd=into.parent)
    assert again.code == 0
    assert ": 0 written," in again.stdout
    assert before == {path.name: path.read_bytes() for path in (into / "opportunities").iterdir()}
    checked = typed("--ledger", into, "check", cwd=into.parent)
    assert checked.code == 0, checked.stdout
    reading = read_ledger(into, TODAY)
    assert reading.errors == ()
    config = reading.ledger.config
    found = standings(reading.ledger.opportunities, config, as_of_day(config, TODAY))
    return {
        row.stage: (row.reached, row.stopped, row.pending, _ends(row.ended_by))
        for row in funnel(found, config)
    }


def _ends(ended_by: dict[Party, int]) -> dict[str, int]:
    return {party.value: count for party, count in ended_by.items() if count}


def counted(stages: list[str], ended: list[tuple[str, str | None]]) -> Counts:
    """The funnel of (furthest stage, who ended it) pairs, by plain counting."""
    counts: Counts = {}
    for place, stage in enumerate(stages):
        reached = sum(stages.index(furthest) >= place for furthest, _ in ended)
        here = [by for furthest, by in ended if furthest == stage]
        by_whom = Counter(by for by in here if by)
        pending = here.count(None)
        counts[stage] = (reached, len(here) - pending, pending, dict(by_whom))
    return counts


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_event_log(typed: Command, real_data: Path, tmp_path: Path) -> None:
    log = real_data / "event-log.json"
    records: list[dict[str, Any]] = json.loads(log.read_text(encoding="utf-8"))
    ends = {
        "applicationRejected": "company",
        "rejected": "company",
        "applicationIgnored": "silence",
        "unresponsive": "silence",
        "withdrew": "me",
    }
    told: list[tuple[str, str | None]] = []
    for record in records:
        words = [
            entry["status"] for entry in sorted(record["statusLog"], key=lambda e: e["timestamp"])
        ]
        furthest = "applied"
        if "initialScreen" in words:
            furthest = "screen"
        if any(word.startswith("interview") for word in words):
            furthest = "interview"
        told.append((furthest, ends.get(words[-1])))
    wanted = counted(["applied", "screen", "interview", "offer"], told)
    assert imported(typed, log, tmp_path / "ledger") == wanted
    assert wanted["applied"] == (138, 98, 13, {"silence": 55, "company": 42, "me": 1})
    assert wanted["interview"][0] == 10

    days = Counter(
        datetime.fromisoformat(e["timestamp"]).astimezone(ZoneInfo("America/New_York")).date()
        for record in records
        for e in record["statusLog"]
    )
    ledger = read_ledger(tmp_path / "ledger", TODAY).ledger
    assert Counter(e.date for o in ledger.opportunities for e in o.events) == days


def test_the_applications_with_responses(typed: Command, real_data: Path, tmp_path: Path) -> None:
    log = real_data / "applications-with-responses.csv"
    told: list[tuple[str, str | None]] = []
    for row in rows_of(log):
        word = row["Response?"]
        furthest = "interview" if word.startswith("Inter") else "applied"
        if word == "Offer" or row["Job Offer"] == "Yes":
            furthest = "offer"
        by = {
            "Ghosted": "silence",
            "Rejected": "company",
            "Inter + Rejec": "company",
            "Position Removed": "nobody",
        }.get(word)
        told.append((furthest, by))
    wanted = counted(["applied", "interview", "offer"], told)
    assert imported(typed, log, tmp_path / "ledger") == wanted
    assert wanted == {
        "applied": (177, 164, 0, {"silence": 114, "company": 49, "nobody": 1}),
        "interview": (13, 2, 9, {"company": 2}),
        "offer": (2, 0, 2, {}),
    }


def test_the_applications_with_outcomes(typed: Command, real_data: Path, tmp_path: Path) -> None:
    log = real_data / "applications-with-outcomes.csv"
    told: list[tuple[str, str | None]] = []
    left_out = 0
    for row in rows_of(log):
        word = row["application_status"]
        if word == "Need to apply" or word.startswith("Didn't apply"):
            left_out += 1
            continue
        furthest = "interview" if row["interviewed"] == "Yes" else "applied"
        furthest = "offer" if word.endswith("offer") else furthest
        by = {"Rejected": "company", "No response to application": "silence"}.get(word, "me")
        told.append((furthest, by))
    assert left_out == 33
    wanted = counted(["applied", "interview", "offer"], told)
    assert imported(typed, log, tmp_path / "ledger") == wanted
    assert wanted == {
        "applied": (55, 52, 0, {"company": 17, "silence": 35}),
        "interview": (3, 1, 0, {"company": 1}),
        "offer": (2, 2, 0, {"me": 2}),
    }
