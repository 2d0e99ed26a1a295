"""``opledger diff``: the whole output, at 80 columns and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.commands import call
from tests.conftest import Finished
from tests.git.histories import search

WHOLE = """\
Winter search
Before: as of 2024-01-11, known at 05459d17b6. After: as of 2024-02-20, known at
8d350365c1.
1 opportunity differs.
Settings changed: few.

Opportunity  What changed
────────────────────────────────────────────────────────────────────────────────
kestrel      revised call of 2024-01-11: interest medium -> low; call -> onsite,
             interest low -> high; onsite -> rejected, for level

Totals
               Before  After  Change
────────────────────────────────────
Opportunities       1      1       ·
Conversations       1      1       ·
Open                1      0      -1
Offers              0      0       ·
Accepted            0      0       ·

The funnel
Stage                          Reached  Change  Stopped  Change  Pending  Change
────────────────────────────────────────────────────────────────────────────────
First contact                        1       ·        0       ·        0       ·
Recruiter or hiring-manager          1       ·        0       ·        0      -1
call
Technical screen                     1      +1        0       ·        0       ·
On-site                              1      +1        1      +1        0       ·
Offer                                0       ·        0       ·        0       ·
"""


def tidy(text: str) -> str:
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("diff") / "search"
    search(root)
    return root


def diff(ledger: Path, *arguments: str) -> Finished:
    return call("diff", "--ledger", ledger, *arguments, env={"COLUMNS": "80"})


@pytest.mark.parametrize("names", [("2024-01-11", "HEAD"), ("side", "main"), ("05459d17", "8d35")])
def test_two_commits_are_compared_by_any_of_their_names(
    names: tuple[str, str], ledger: Path
) -> None:
    printed = diff(ledger, *names)
    assert (printed.code, printed.stderr) == (0, "")
    assert tidy(printed.stdout) == WHOLE


def test_nothing_differs_from_itself(ledger: Path) -> None:
    printed = tidy(diff(ledger, "HEAD", "HEAD").stdout)
    assert "\nNo opportunity differs.\n" in printed
    assert "+" not in printed


def test_without_a_second_commit_it_is_the_files_at_hand(tmp_path: Path) -> None:
    hashes = search(tmp_path)
    file = tmp_path / "opportunities" / "kestrel.yaml"
    file.write_text(f"{file.read_text()}  - {{date: 2024-02-25, note: They wrote.}}\n")
    printed = tidy(diff(tmp_path, "HEAD").stdout)
    head = hashes[8][:10]
    assert printed.splitlines()[1:3] == [
        f"Before: as of 2024-02-20, known at {head}. After: as of 2024-03-01.",
        "1 opportunity differs.",
    ]
    assert "\nkestrel      note\n" in printed


def counts(before: int, after: int) -> dict[str, int]:
    return {"before": before, "after": after}


def test_json_has_both_times_the_changes_and_the_figures(ledger: Path) -> None:
    printed = diff(ledger, "side", "v1", "--format", "json")
    rows = {"lead": (1, 2, 0, 0), "call": (1, 2, 1, 2)}
    expected = {
        "version": 1,
        "before": {
            "known_at": "05459d17b648cd74fbf52afab07b885092fef09b",
            "as_of": "2024-01-11",
        },
        "after": {"known_at": "e795805959068ab712c2265fcbb31f13eb88ea6a", "as_of": "2024-01-13"},
        "settings": [],
        "opportunities": [
            {
                "id": "borrel",
                "words": "added; call",
                "changes": [
                    {
                        "kind": "recorded",
                        "words": "call",
                        "event": {"date": "2024-01-12", "stage": "call"},
                    },
                    {
                        "kind": "restated",
                        "words": "company Borrel",
                        "name": "company",
                        "before": None,
                        "after": "Borrel",
                    },
                ],
            }
        ],
        "totals": {
            "opportunities": counts(1, 2),
            "conversations": counts(1, 2),
            "open": counts(1, 2),
            "offers": counts(0, 0),
            "accepted": counts(0, 0),
        },
        "funnel": [
            {
                "stage": stage,
                "reached": counts(*rows.get(stage, (0, 0))[:2]),
                "stopped": counts(0, 0),
                "pending": counts(*rows.get(stage, (0, 0, 0, 0))[2:]),
            }
            for stage in ("lead", "call", "screen", "onsite", "offer")
        ],
    }
    document = json.loads(printed.stdout)
    rates, medians = document.pop("rates"), document.pop("medians")
    assert json.dumps(document) == json.dumps(expected)
    assert [each["name"] for each in rates] == [
        *("lead", "call", "screen", "onsite", "offer_rate", "answered"),
    ]
    assert [each["name"] for each in medians] == ["response", "lead", "call", "whole"]
    assert medians[-1]["after"] == {
        "n": 2,
        "ended": 0,
        "waiting": 2,
        "few": True,
        **dict.fromkeys(("median", "low", "high")),
    }


def test_a_day_is_what_the_ledger_said_at_its_end_with_figures_of_that_day(ledger: Path) -> None:
    """On the 15th the ledger said what was committed on the 13th, and two more days had passed."""
    document = json.loads(diff(ledger, "2024-01-15", "2024-01-26", "--format", "json").stdout)
    assert document["before"] == {
        "known_at": "e795805959068ab712c2265fcbb31f13eb88ea6a",
        "as_of": "2024-01-15",
    }
    assert document["after"]["as_of"] == "2024-01-26"


def test_a_later_and_an_earlier_time_can_be_compared_too(ledger: Path) -> None:
    document = json.loads(diff(ledger, "HEAD", "v1", "--format", "json").stdout)
    told = {each["id"]: each["words"] for each in document["opportunities"]}
    assert told["borrel"] == "added; call"
    assert document["totals"]["open"] == counts(0, 2)


CHECK = "see 'opledger check --at 44724ea6bd'"
ERROR = (
    "44724ea6bd:opportunities/borrel.yaml:2:1: error[syntax]: no valid YAML: the file ends within"
    " a list or mapping; look for a '[' or '{' without its ']' or '}'"
)
FAILURES = {
    "no such commit": (
        ("nix", "HEAD"),
        2,
        "no commit 'nix': name one by its hash, a branch, a tag or a day",
    ),
    "too early": (
        ("2023-12-31", "HEAD"),
        2,
        "no commit was made by 2023-12-31: 'opledger log' lists them all",
    ),
    "no ledger yet": (
        ("v1~3", "HEAD"),
        1,
        "commit 2742940cda has no ledger.yaml: there was no ledger yet",
    ),
    "a ledger with errors": (
        ("HEAD", "HEAD~2"),
        1,
        f"the ledger had errors at commit 44724ea6bd, {CHECK}: {ERROR}",
    ),
}


@pytest.mark.parametrize(("arguments", "code", "text"), FAILURES.values(), ids=FAILURES)
def test_what_can_not_be_compared_is_one_line(
    arguments: tuple[str, ...], code: int, text: str, ledger: Path
) -> None:
    printed = diff(ledger, *arguments)
    assert (printed.code, printed.stdout, printed.stderr) == (code, "", f"opledger: {text}\n")
