"""``opledger audit``: the whole output, at 80 columns and as JSON; what it finds, see tests/git."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.commands import call
from tests.conftest import Finished
from tests.git.histories import search
from tests.git.repositories import Past, git

WHOLE = """\
44724ea6bd 2024-01-24 A. Person
  opportunities/borrel.yaml: [failing-check] fails the check, in 1 commit from
  here: no valid YAML: the file ends within a list or mapping
8d350365c1 2024-02-20 A. Person
  opportunities/borrel.yaml: [deleted-opportunity] borrel was deleted, with 1
  event
  opportunities/kestrel.yaml: [changed-event] revised call of 2024-01-11:
  interest medium -> low
3 findings in 8 commits.
"""
SIGNED = """\
8d350365c1 2024-02-20 A. Person
  [unsigned-commit] the commit is not signed
  opportunities/borrel.yaml: [deleted-opportunity] borrel was deleted, with 1
  event
  opportunities/kestrel.yaml: [changed-event] revised call of 2024-01-11:
  interest medium -> low
3 findings in 1 commit.
"""
WHO = {"author": "A. Person", "email": "a@example.com"}
LAST = {"commit": "8d350365c1ccec09d17a16f0fb6c5895b140df72", **WHO}
FINDINGS = [
    {
        "kind": "failing-check",
        "commit": "44724ea6bdfb95e0e1e4828213b6d6608853bbd3",
        **WHO,
        "date": "2024-01-24T12:00:00+00:00",
        "path": "opportunities/borrel.yaml",
        "event": None,
        "text": "fails the check, in 1 commit from here: no valid YAML: the file ends within a"
        " list or mapping",
    },
    {
        "kind": "deleted-opportunity",
        **LAST,
        "date": "2024-02-20T12:00:00+00:00",
        "path": "opportunities/borrel.yaml",
        "event": None,
        "text": "borrel was deleted, with 1 event",
    },
    {
        "kind": "changed-event",
        **LAST,
        "date": "2024-02-20T12:00:00+00:00",
        "path": "opportunities/kestrel.yaml",
        "event": {"date": "2024-01-11", "stage": "call", "interest": "medium"},
        "text": "revised call of 2024-01-11: interest medium -> low",
    },
]


def tidy(text: str) -> str:
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("audit") / "search"
    search(root)
    return root


def audit(ledger: Path, *arguments: str) -> Finished:
    return call("audit", "--ledger", ledger, *arguments, env={"COLUMNS": "80"})


def kinds(printed: Finished) -> list[str]:
    return [each["kind"] for each in json.loads(printed.stdout)["findings"]]


def test_findings_are_told_commit_by_commit(ledger: Path) -> None:
    printed = audit(ledger)
    assert (printed.code, printed.stderr) == (1, "")
    assert tidy(printed.stdout) == WHOLE


def test_json_has_each_finding_whole(ledger: Path) -> None:
    printed = audit(ledger, "--format", "json")
    expected = {"version": 1, "commits": 8, "findings": FINDINGS}
    assert printed.code == 1
    assert printed.stdout == json.dumps(expected, ensure_ascii=False, indent=2) + "\n"


def _harmed(kept: Path) -> None:
    for path in kept.iterdir():
        path.write_bytes(path.read_bytes()[:-3] + b"abc")


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--format", "json"),
        ("--since", "2024-01-25", "--signed"),
        ("--at", "2024-01-24", "--grace", "30"),
        ("--late-after", "0", "--format", "json"),
    ],
)
def test_what_is_kept_of_it_changes_nothing(
    arguments: tuple[str, ...], ledger: Path, tmp_path: Path
) -> None:
    """Nothing is kept, then what was found, then that is damaged."""

    def told(cache: str | Path, *asked: str) -> Finished:
        env = {"COLUMNS": "80", "OPLEDGER_CACHE": str(cache)}
        return call("audit", "--ledger", ledger, *asked, env=env)

    expected, whole = told("off", *arguments), told("off")
    for harm in (None, None, _harmed, _harmed):
        assert told(tmp_path, *arguments) == expected
        assert told(tmp_path) == whole
        assert told(tmp_path, *arguments) == expected
        if harm:
            harm(tmp_path)


def test_signatures_are_looked_at_if_asked(ledger: Path) -> None:
    printed = audit(ledger, "--signed", "--since", "2024-01-25")
    assert printed.code == 1
    assert tidy(printed.stdout) == SIGNED


def test_an_honest_stretch_has_nothing(ledger: Path) -> None:
    printed = audit(ledger, "--at", "v1")
    assert (printed.code, printed.stdout) == (0, "5 commits: nothing found.\n")
    printed = audit(ledger, "--since", "HEAD~2", "--at", "HEAD~1")
    assert (printed.code, printed.stdout) == (0, "1 commit: nothing found.\n")
    printed = audit(ledger, "--at", "v1", "--format", "json")
    assert json.loads(printed.stdout) == {"version": 1, "commits": 5, "findings": []}


def test_what_may_pass_is_an_option_or_a_setting(tmp_path: Path) -> None:
    lead = "company: K\nevents: [{date: 2024-01-08, stage: lead%s}]\n"
    settings = "audit: {late_after: 20, grace: 30}\n"
    past = Past()
    past.commit("2024-01-18", {"ledger.yaml": "", "opportunities/k.yaml": lead % ""})
    past.commit("2024-01-28", {"ledger.yaml": "", "opportunities/k.yaml": lead % ", note: x"})
    past.commit("2024-01-28", {"ledger.yaml": settings, "opportunities/k.yaml": lead % ", note: x"})
    past.write(tmp_path)
    form = ("--format", "json")
    assert kinds(audit(tmp_path, "--at", "HEAD~1", *form)) == ["late-event", "changed-event"]
    assert kinds(audit(tmp_path, *form)) == []
    assert kinds(audit(tmp_path, "--late-after", "9", *form)) == ["late-event"]
    assert kinds(audit(tmp_path, "--late-after", "10", *form)) == []
    assert kinds(audit(tmp_path, "--grace", "9", *form)) == ["changed-event"]
    assert kinds(audit(tmp_path, "--grace", "10", *form)) == []


def test_what_is_found_since_then_is_judged_by_all_that_was_before(ledger: Path) -> None:
    printed = audit(ledger, "--since", "HEAD~1", "--format", "json")
    assert json.loads(printed.stdout) == {"version": 1, "commits": 1, "findings": FINDINGS[1:]}


def test_a_shallow_clone_is_told_as_one(ledger: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "--depth=2", f"file://{ledger}", "cut")
    printed = audit(tmp_path / "cut", "--format", "json")
    assert printed.stderr == (
        "opledger: a shallow clone: its history is cut off;"
        " 'git fetch --unshallow' brings the rest\n"
    )
    assert kinds(printed) == ["deleted-opportunity", "changed-event"]


FAILURES = {
    "no such commit": (
        ("--since", "nix"),
        "no commit 'nix': name one by its hash, a branch, a tag or a day",
    ),
    "too early": (
        ("--at", "2023-12-31"),
        "no commit was made by 2023-12-31: 'opledger log' lists them all",
    ),
    "less than no days": (
        ("--grace", "-1"),
        "Invalid value for '--grace': -1 is not in the range x>=0 (see 'opledger audit --help')",
    ),
}


@pytest.mark.parametrize(("arguments", "text"), FAILURES.values(), ids=FAILURES)
def test_what_can_not_be_audited_is_one_line(
    arguments: tuple[str, ...], text: str, ledger: Path
) -> None:
    printed = audit(ledger, *arguments)
    assert (printed.code, printed.stdout, printed.stderr) == (2, "", f"opledger: {text}\n")
