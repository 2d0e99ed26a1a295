"""``opledger log``: the whole output, at 80 columns and as JSON."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from tests.commands import call
from tests.conftest import Finished
from tests.git.histories import search
from tests.git.repositories import Past, git, write

LOG = """\
search                                                                 7 commits
Date        Commit      Opportunity  What it did
────────────────────────────────────────────────────────────────────────────────
2024-02-20  8d350365c1  borrel       deleted
                        kestrel      revised call of 2024-01-11: interest medium
                                     -> low; onsite -> rejected, for level
2024-01-25  fd31eb3710  borrel       mended: it failed the check
                        ledger.yaml  settings changed: few
2024-01-24  44724ea6bd  borrel       edited, and fails the check: no valid YAML:
                                     the file ends within a list or mapping
                        kestrel      call -> onsite, interest medium -> high
2024-01-13  e795805959               merged
2024-01-12  2ea3daecbe  borrel       added; call
2024-01-11  05459d17b6  kestrel      lead -> call, interest medium
2024-01-08  8df886709a  kestrel      added; lead
                        ledger.yaml  settings written
"""
KESTREL = """\
kestrel                                                                4 commits
Date        Commit      What it did
────────────────────────────────────────────────────────────────────────────────
2024-02-20  8d350365c1  revised call of 2024-01-11: interest medium -> low;
                        onsite -> rejected, for level
2024-01-24  44724ea6bd  call -> onsite, interest medium -> high
2024-01-11  05459d17b6  lead -> call, interest medium
2024-01-08  8df886709a  added; lead
"""
FIRST = """\
kestrel                                                     the 2 newest commits
Date        Commit      What it did
────────────────────────────────────────────────────────────────────────────────
2024-01-24  44724ea6bd  call -> onsite, interest medium -> high
2024-02-20  8d350365c1  revised call of 2024-01-11: interest medium -> low;
                        onsite -> rejected, for level
"""
AUTHORS = """\
search                                                                          the 2 newest commits
Date        Commit      Author     Opportunity  What it did
────────────────────────────────────────────────────────────
2024-01-13  e795805959  A. Person               merged
2024-01-12  2ea3daecbe  B. Coach   borrel       added; call
"""
CHANGED = {"date": "2024-01-11", "stage": "call", "interest": "medium"}
LAST = {
    "version": 1,
    "shallow": False,
    "commits": [
        {
            "commit": "8d350365c1ccec09d17a16f0fb6c5895b140df72",
            "author": "A. Person",
            "email": "a@example.com",
            "date": "2024-02-20T12:00:00+00:00",
            "subject": "The end",
            "merge": False,
            "settings": "",
            "opportunities": [
                {
                    "id": "kestrel",
                    "path": "opportunities/kestrel.yaml",
                    "words": "revised call of 2024-01-11: interest medium -> low;"
                    " onsite -> rejected, for level",
                    "added": False,
                    "deleted": False,
                    "errors": [],
                    "changes": [
                        {
                            "kind": "revised",
                            "words": "revised call of 2024-01-11: interest medium -> low",
                            "before": CHANGED,
                            "after": CHANGED | {"interest": "low"},
                        },
                        {
                            "kind": "recorded",
                            "words": "onsite -> rejected, for level",
                            "event": {
                                "date": "2024-02-20",
                                "outcome": "rejected",
                                "reasons": ["level"],
                            },
                        },
                    ],
                }
            ],
        }
    ],
}


def tidy(text: str) -> str:
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("log") / "search"
    search(root)
    return root


def log(ledger: Path, *arguments: str, columns: str = "80") -> Finished:
    return call("log", "--ledger", ledger, *arguments, env={"COLUMNS": columns})


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [((), LOG), (("kestrel",), KESTREL), (("kest", "-n", "2", "--reverse"), FIRST)],
    ids=["all", "one", "newest-in-order"],
)
def test_the_history_is_told_in_words(
    arguments: tuple[str, ...], expected: str, ledger: Path
) -> None:
    printed = log(ledger, *arguments)
    assert (printed.code, printed.stderr) == (0, "")
    assert tidy(printed.stdout) == expected


def test_where_there_is_room_and_several_wrote_the_author_is_told(ledger: Path) -> None:
    printed = log(ledger, "--at", "v1", "-n", "2", columns="100")
    assert tidy(printed.stdout) == AUTHORS


@pytest.mark.parametrize("at", ["v1", "main~3", "HEAD~3", "2024-01-13", "e7958059"])
def test_it_is_told_up_to_a_commit(at: str, ledger: Path) -> None:
    document = json.loads(log(ledger, "--at", at, "--format", "json").stdout)
    subjects = [each["subject"] for each in document["commits"]]
    assert subjects == ["Merge", "As it was", "They called", "Start"]


def test_json_has_what_was_and_what_is(ledger: Path) -> None:
    printed = log(ledger, "kestrel", "-n", "1", "--format", "json")
    assert json.loads(printed.stdout) == LAST
    assert printed.stdout == json.dumps(LAST, ensure_ascii=False, indent=2) + "\n"


def test_json_says_why_a_file_failed(ledger: Path) -> None:
    document = json.loads(log(ledger, "borrel", "--format", "json").stdout)
    flags = [
        (told["added"], told["deleted"], told["errors"], len(told["changes"]))
        for commit in document["commits"]
        for told in commit["opportunities"]
    ]
    error = "no valid YAML: the file ends within a list or mapping"
    assert flags == [
        (False, True, [], 2),
        (False, False, [], 0),
        (False, False, [error], 0),
        (True, False, [], 2),
    ]


def test_more_commits_may_be_asked_for_than_there_can_be(ledger: Path) -> None:
    assert log(ledger, "-n", str(2**70)) == log(ledger)
    assert log(ledger, "-n", "1").stdout.splitlines()[0].endswith(" the newest commit")


@pytest.mark.skipif(sys.platform == "win32", reason="no file has such a name there")
def test_a_name_with_a_line_break_is_one_row(tmp_path: Path) -> None:
    past = Past()
    opportunity = "company: A\nevents: [{date: 2024-01-08, stage: lead}]\n"
    past.commit("2024-01-08", {"ledger.yaml": "", "opportunities/a\nb.yaml": opportunity})
    past.write(tmp_path / "search")
    rows = tidy(log(tmp_path / "search").stdout).splitlines()
    assert [row[:10] for row in rows if r" a\x0ab " in row] == ["2024-01-08"]


def _harmed(kept: Path) -> None:
    for path in kept.iterdir():
        path.write_bytes(path.read_bytes()[:-3] + b"abc")


@pytest.mark.parametrize("arguments", [(), ("kestrel",), ("borrel",), ("-n", "3"), ("--at", "v1")])
def test_what_is_kept_of_it_changes_no_word(
    arguments: tuple[str, ...], ledger: Path, tmp_path: Path
) -> None:
    """Nothing is kept, then what the whole history did, then that is damaged."""

    def told(cache: str | Path, *asked: str) -> str:
        printed = call(
            "log", "--ledger", ledger, *asked, env={"COLUMNS": "80", "OPLEDGER_CACHE": str(cache)}
        )
        assert (printed.code, printed.stderr) == (0, "")
        return printed.stdout

    expected, whole = told("off", *arguments), told("off")
    for harm in (None, None, _harmed, _harmed):
        assert told(tmp_path, *arguments) == expected
        assert told(tmp_path) == whole
        assert told(tmp_path, *arguments) == expected
        if harm:
            harm(tmp_path)


FAILURES = {
    "no such id": (("nix",), "no opportunity 'nix': 'opledger list' lists them"),
    "nearly an id": (("kestral",), "no opportunity 'kestral': did you mean 'kestrel'?"),
    "not there yet": (
        ("borrel", "--at", "side"),
        "no opportunity 'borrel': 'opledger list' lists them",
    ),
    "no such commit": (
        ("--at", "nix"),
        "no commit 'nix': name one by its hash, a branch, a tag or a day",
    ),
    "an option in place of a commit": (
        ("--at", "--output=x"),
        "no commit '--output=x': name one by its hash, a branch, a tag or a day",
    ),
    "too early": (
        ("--at", "2023-12-31"),
        "no commit was made by 2023-12-31: 'opledger log' lists them all",
    ),
    "no day": (("--at", "2024-02-30"), "'2024-02-30' is no date: write it as 2024-01-31"),
}


@pytest.mark.parametrize(("arguments", "text"), FAILURES.values(), ids=FAILURES)
def test_what_can_not_be_told_is_one_line(
    arguments: tuple[str, ...], text: str, ledger: Path
) -> None:
    printed = log(ledger, *arguments)
    assert (printed.code, printed.stdout, printed.stderr) == (2, "", f"opledger: {text}\n")


def test_before_the_ledger_there_is_nothing_to_tell(ledger: Path) -> None:
    printed = log(ledger, "--at", "v1~3")
    assert (printed.code, printed.stderr) == (0, "")
    assert printed.stdout.splitlines()[1:] == ["No commit has changed the ledger yet."]


def test_without_a_commit_it_says_how_to_make_one(tmp_path: Path) -> None:
    write(tmp_path)
    git(tmp_path, "init", "--quiet")
    printed = call("log", "--ledger", tmp_path)
    hint = "'git add .' and 'git commit' make the first one"
    assert printed.stderr == f"opledger: {tmp_path} has no commit yet: {hint}\n"
    assert (printed.code, printed.stdout) == (1, "")


def test_without_a_repository_it_says_how_to_start_one(tmp_path: Path) -> None:
    printed = call("log", "--ledger", write(tmp_path))
    hint = "'git init' there starts its history"
    assert printed.stderr == f"opledger: {tmp_path} is in no git repository: {hint}\n"
    assert (printed.code, printed.stdout) == (1, "")


def test_a_shallow_clone_is_told_as_one(ledger: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{ledger}", "cut")
    printed = log(tmp_path / "cut", "--format", "json")
    assert printed.stderr == (
        "opledger: a shallow clone: its history is cut off;"
        " 'git fetch --unshallow' brings the rest\n"
    )
    document = json.loads(printed.stdout)
    assert (document["shallow"], len(document["commits"])) == (True, 1)


def test_in_a_larger_repository_only_the_ledgers_commits_are_told(tmp_path: Path) -> None:
    past = Past()
    inner = {"search/ledger.yaml": "", "x.md": "1"}
    base = past.commit("2024-01-08", inner, message="Start")
    ours = past.commit("2024-01-09", inner | {"x.md": "2"}, base)
    theirs = past.commit("2024-01-10", inner | {"y.md": "2"}, base)
    past.commit("2024-01-11", inner | {"x.md": "2", "y.md": "2"}, ours, theirs)
    past.write(tmp_path)
    document = json.loads(log(tmp_path / "search", "--format", "json").stdout)
    assert [each["subject"] for each in document["commits"]] == ["Start"]


def test_nothing_of_the_data_moves_the_terminal(tmp_path: Path) -> None:
    past = Past()
    file = 'company: "K\\u202Ee"\nevents: [{date: 2024-01-08, stage: lead}]\n'
    author = "A\x1b[31m\u202eB <a@example.com>"
    past.commit("2024-01-08", {"ledger.yaml": "title: x"}, author=author)
    past.commit("2024-01-09", {"ledger.yaml": "", "opportunities/k\x1b[1m.yaml": file})
    past.write(tmp_path)
    printed = log(tmp_path, columns="120").stdout
    assert not any(not (c.isprintable() or c == "\n") for c in printed)
