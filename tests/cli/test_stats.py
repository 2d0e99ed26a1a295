"""``opledger stats``: the small cases; tests/test_sample.py has the whole outputs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.commands import call
from tests.ledgers import TODAY, read, write

from opledger.core.contract.statistics import statistics_document
from opledger.core.figures.statistics import statistics

KESTREL = "company: Kestrel\nsource: warm\nevents:\n  - {date: 2024-02-01, stage: call}\n"
BORREL = """\
company: Borrel
source: inbound
events:
  - {date: 2024-01-01, stage: onsite}
  - {date: 2024-01-05, outcome: rejected}
  - {date: 2024-01-09, stage: offer, offer: {base: 1, currency: USD}, reopened: They called.}
  - {date: 2024-04-01, stage: call, note: To be}
"""
FILES = {"opportunities/kestrel.yaml": KESTREL, "opportunities/borrel.yaml": BORREL}

SMALL = """\
Job search                                                      as of 2024-03-01
2 conversations, 1 on-site, 1 offer.
2 are still open.

Where did they end, and who ended them?
Stage                             Reached  Stopped  Pending
───────────────────────────────────────────────────────────
Recruiter or hiring-manager call        2        0        1
Technical screen                        1        0        ·
On-site                                 1        0        ·
Offer                                   1        0        1

How many passed to the next stage?
From → to             Passed    Share  Interval  Resolved    Share  Interval
────────────────────────────────────────────────────────────────────────────
call → screen         1 of 2  too few              1 of 1  too few
screen → onsite       1 of 1  too few              1 of 1  too few
onsite → offer        1 of 1  too few              1 of 1  too few
in all: call → offer  1 of 2  too few              1 of 1  too few
Resolved: without those still pending there. Intervals are of 95 %.

What was reversed?
Borrel had ended (they said no, 2024-01-05) and was reopened on 2024-01-09: it
reached Offer; now it is open.

Which source led further? Conversations that got past 'call'
Source             All  Past call    Share  95 % interval  Offers  Accepted
───────────────────────────────────────────────────────────────────────────
Cold inbound         1     1 of 1  too few                      1         ·
Warm introduction    1     0 of 1  too few                      ·         ·
Too few cases to compare.

What these mean: opledger stats funnel --explain; the other reports: groups,
ends, response, time, judgement, luck, forecast, offers.
"""


def without_trailing_blanks(text: str) -> str:
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


def test_a_small_search_is_told_without_a_percentage(tmp_path: Path) -> None:
    printed = call("stats", "--ledger", write(tmp_path, FILES))
    assert (printed.code, printed.stderr) == (0, "")
    assert without_trailing_blanks(printed.stdout) == SMALL


def test_an_empty_ledger_says_what_to_do_first(tmp_path: Path) -> None:
    printed = call("stats", "--ledger", write(tmp_path, {}))
    assert (printed.code, printed.stderr) == (0, "")
    assert printed.stdout == (
        "Job search                                                      as of 2024-03-01\n"
        "No opportunities yet.\n"
        "Write the first one: opportunities/<id>.yaml (docs/format.md).\n"
    )


def test_before_everything_it_says_that_there_will_be_some(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    printed = call("stats", "--ledger", tmp_path, "--as-of", "2023-01-01")
    assert printed.stdout.splitlines()[1:] == [
        "No opportunities yet.",
        "2 opportunities begin after that day.",
    ]


def test_json_is_the_document_of_the_contract(tmp_path: Path) -> None:
    reading = read(tmp_path, FILES)
    printed = call("--ledger", tmp_path, "stats", "--format", "json", "--by", "month")
    expected = statistics_document(statistics(reading.ledger, TODAY, "month"))
    assert printed.stdout == json.dumps(expected, ensure_ascii=False, indent=2) + "\n"


def test_the_day_it_is_can_be_set_for_a_build(tmp_path: Path) -> None:
    write(tmp_path, {**FILES, "ledger.yaml": "timezone: America/New_York\n"})
    seconds = {"SOURCE_DATE_EPOCH": "1704423600"}  # 2024-01-05, three hours after midnight UTC
    printed = call("stats", "--ledger", tmp_path, "--format", "json", env=seconds)
    document = json.loads(printed.stdout)
    assert (document["as_of"], document["totals"]["open"]) == ("2024-01-04", 1)
    none = call("stats", "--ledger", tmp_path, env={"SOURCE_DATE_EPOCH": "soon"})
    assert (none.code, none.stdout) == (2, "")
    assert none.stderr == "opledger: SOURCE_DATE_EPOCH is no number of seconds: 'soon'\n"


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (("--compare", "2024-01-20"), "--compare"),
        (("--explain",), "--explain"),
        (("groups", "--explain"), "--explain"),
        (("--compare", "2024-01-20", "--format", "json"), "--compare as JSON"),
        (("offers",), "offers"),
        (("luck", "--format", "json"), "luck as JSON"),
        (("funnel", "--format", "json"), "funnel as JSON"),
    ],
)
def test_groups_are_refused_where_none_are_shown(
    arguments: tuple[str, ...], what: str, tmp_path: Path
) -> None:
    printed = call("stats", "--ledger", write(tmp_path, FILES), *arguments, "--by", "segment")
    listed = "groups, response, time, all"
    listed = listed if "JSON" in what else f"funnel, {listed}"
    assert (printed.code, printed.stdout) == (2, "")
    assert printed.stderr == (
        f"opledger: {what} has no groups for --by: leave it out, or ask for {listed}\n"
    )


@pytest.mark.parametrize("form", ["table", "json"])
@pytest.mark.parametrize("report", [(), ("groups",), ("response",), ("time",), ("all",)])
def test_groups_are_by_what_is_asked_for_wherever_they_are_shown(
    report: tuple[str, ...], form: str, tmp_path: Path
) -> None:
    one = {**FILES, "opportunities/in-may.yaml": "company: May\nsegment: maytime\nevents:\n"}
    one["opportunities/in-may.yaml"] += "  - {date: 2024-01-08, stage: call}\n"
    ledger = write(tmp_path, one)
    by = [
        call("stats", "--ledger", ledger, *report, "--format", form, *more)
        for more in ((), ("--by", "source"), ("--by", "segment"))
    ]
    assert [each.code for each in by] == [0, 0, 0]
    assert by[0].stdout == by[1].stdout != by[2].stdout
    assert "maytime" in by[2].stdout


def test_without_anything_to_compare_there_is_no_heading(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    printed = call(
        "stats", "--ledger", tmp_path, "--as-of", "2023-01-01", "--compare", "2023-01-02"
    )
    assert without_trailing_blanks(printed.stdout).splitlines() == [
        "Job search                                         from 2023-01-01 to 2023-01-02",
        "Nothing happened between these days.",
    ]
