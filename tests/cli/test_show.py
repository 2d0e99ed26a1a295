"""``opledger show``: one opportunity, whole."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.commands import call
from tests.ledgers import SOUND, TODAY, read, write

from opledger.core.contract.opportunities import story_document
from opledger.core.standing import standing

WHOLE = """\
company: Kestrel Labs
alias: A compiler startup
role: Staff engineer
source: inbound
segment: startup
size: 11-50
location: Remote
url: https://kestrel.example/jobs/1
level: {sought: staff}
tags: [compilers, remote]
people: [{name: A. Person, role: CEO, email: a@example.com}, {name: B. Person}]
next: {action: Send references, due: 2024-03-10, turn: me}
questions: [{ask: Who decides?, answer: The founders.}, {ask: When?}]
events:
  - {date: 2024-01-08, stage: lead, by: company}
  - {date: 2024-01-25T03:30:00Z, stage: call, interest: medium, confidence: low}
  - {date: 2024-01-30, note: Thought about it., lesson: Sleep on it.}
  - {date: 2024-02-12, outcome: rejected, reasons: [comp]}
  - {date: 2024-02-20, stage: offer, reopened: They called., fit: {impact: 4}, offer: {base: 1}}
  - {date: 2024-03-05, note: They call again.}
notes: |
  First line.

  Second line.
"""
SETTINGS = """\
timezone: America/New_York
currency: USD
goals: {impact: {label: Building for impact}}
reasons: {comp: Compensation}
"""
PRINTED = """\
Kestrel Labs, Staff engineer                                    as of 2024-03-01
Open at Offer, 53 days so far.
PATH

Facts
source    Cold inbound
segment   startup
size      11-50
location  Remote
level     staff sought, ? offered
link      https://kestrel.example/jobs/1
tags      compilers, remote
interest  medium, confidence low
people    A. Person, CEO, a@example.com; B. Person
alias     A compiler startup

Events
 2024-01-08  First contact
 2024-01-24 22:30  Recruiter or hiring-manager call, interest medium, confidence
 low
 2024-01-30  Note
   Thought about it.
   Lesson: Sleep on it.
 2024-02-12  They said no
   Why: Compensation
 2024-02-20  Offer, Building for impact 4
   Offer: base 1 USD
   Reopened: They called.
 2024-03-05  scheduled
   They call again.

Next
 Send references by 2024-03-10

Questions
 Who decides?
   The founders.
 When?
   (no answer yet)

Notes
 First line.

 Second line.
"""


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    files = {"ledger.yaml": SETTINGS, "opportunities/kestrel-labs.yaml": WHOLE}
    return write(tmp_path, files)


def test_everything_of_one_opportunity_is_shown(ledger: Path) -> None:
    printed = call("show", "kestrel-labs", "--ledger", ledger)
    assert (printed.code, printed.stderr) == (0, "")
    lines = [line.rstrip() for line in printed.stdout.splitlines()]
    start, end = lines.index(next(x for x in lines if x.startswith("/"))), lines.index("Facts")
    path = "".join(lines[start : end - 1])
    assert path == str(ledger / "opportunities/kestrel-labs.yaml")
    assert "\n".join([*lines[:start], "PATH", *lines[end - 1 :], ""]) == PRINTED


def test_a_time_is_shown_on_its_day_in_the_ledgers_zone(ledger: Path) -> None:
    printed = call("show", "kestrel-labs", "--ledger", ledger, "--as-of", "2024-01-24")
    assert " 2024-01-24 22:30  Recruiter or hiring-manager call" in printed.stdout
    assert "Open at Recruiter or hiring-manager call, 16 days so far." in printed.stdout


def test_json_is_the_document_of_the_contract(tmp_path: Path) -> None:
    ledger = read(tmp_path, {"opportunities/kestrel.yaml": SOUND}).ledger
    printed = call("show", "kestrel", "--ledger", tmp_path, "--format", "json")
    each = standing(ledger.opportunities[0], ledger.config, TODAY)
    assert each
    assert printed.stdout == json.dumps(story_document(each), ensure_ascii=False, indent=2) + "\n"


IDS = ("kestrel", "kestrel-labs", "meridian-one", "meridian-two", "vivid")


@pytest.fixture
def several(tmp_path: Path) -> Path:
    return write(
        tmp_path,
        {
            f"opportunities/{name}.yaml": SOUND.replace("Kestrel Labs", name.capitalize())
            for name in IDS
        },
    )


@pytest.mark.parametrize(
    ("given", "company"),
    [("viv", "Vivid"), ("kestrel", "Kestrel"), ("kestrel-", "Kestrel-labs")],
)
def test_the_beginning_of_an_id_is_enough_and_a_whole_one_comes_first(
    several: Path, given: str, company: str
) -> None:
    printed = call("show", given, "--ledger", several)
    assert printed.stdout.startswith(f"{company}, Staff engineer  ")


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ("mer", "'mer' begins several ids: meridian-one, meridian-two"),
        ("vivdi", "no opportunity 'vivdi': did you mean 'vivid'?"),
        ("Meridian One", "no opportunity 'Meridian One': did you mean 'meridian-one'?"),
        ("zzz", "no opportunity 'zzz': 'opledger list' lists them"),
        ("", "no opportunity '': 'opledger list' lists them"),
    ],
)
def test_an_id_that_is_none_is_refused_with_the_nearest(
    several: Path, given: str, error: str
) -> None:
    printed = call("show", given, "--ledger", several)
    assert (printed.code, printed.stdout, printed.stderr) == (2, "", f"opledger: {error}\n")


def test_what_had_not_begun_on_a_day_is_no_story_yet(ledger: Path) -> None:
    printed = call("show", "kestrel-labs", "--ledger", ledger, "--as-of", "2024-01-07")
    assert (printed.code, printed.stdout) == (1, "")
    assert printed.stderr == (
        "opledger: kestrel-labs had not begun on 2024-01-07: its first stage comes later\n"
    )
