"""``opledger next``: what has to happen next, by when, and whose turn it is."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.commands import call
from tests.conftest import Finished
from tests.git.repositories import git
from tests.ledgers import write

PATH = "opportunities/kestrel.yaml"
TEXT = """\
# mine
company: 'Kestrel'   # quoted
role: Engineer
events:
  - {date: 2024-01-08, stage: lead}
notes: kept
"""
NEXT = "next: {action: Send references, due: 2024-02-14, turn: me}  # soon\n"
IN_LINES = "next:\n  # what\n  action: 'Send'   # now\n  due: 2024-02-01\n"


@pytest.fixture(autouse=True)
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home with an identity, and nothing of the caller's git."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    (tmp_path / ".gitconfig").write_text("[user]\n name = A. Person\n email = a@example.com\n")
    monkeypatch.setenv("HOME", str(tmp_path))


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A ledger with one opportunity, committed; the current folder."""
    folder = write(tmp_path / "ledger", {PATH: TEXT})
    git(folder, "init", "--quiet")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "-m", "Start")
    monkeypatch.chdir(folder)
    return folder


def recommitted(ledger: Path, text: str | bytes) -> None:
    """Another text for the file, committed."""
    write(ledger, {PATH: text})
    git(ledger, "commit", "--quiet", "--all", "--amend", "--no-edit")


def committed(ledger: Path, words: str) -> Finished:
    """How a command ends that has committed."""
    head = git(ledger, "rev-parse", "--short=10", "HEAD")
    assert git(ledger, "log", "-1", "--format=%B") == words
    return Finished(0, f"{words} (commit {head})\n", "")


def test_what_is_next_is_shown(ledger: Path) -> None:
    assert call("next", "kestrel") == Finished(0, "No next action.\n", "")
    recommitted(ledger, TEXT + NEXT)
    line = "kestrel: Send references, by 2024-02-14, my turn\n"
    assert call("next", "kes") == Finished(0, line, "")
    assert git(ledger, "status", "--porcelain") == ""


def test_without_an_id_those_of_all_that_is_open_are_shown(ledger: Path) -> None:
    assert call("next") == Finished(0, "No next action.\n", "")
    ended = TEXT.replace("notes: kept", "next: {action: Never}").replace(
        "  - {date: 2024-01-08, stage: lead}",
        "  - {date: 2024-01-08, stage: lead}\n  - {date: 2024-01-09, outcome: rejected}",
    )
    begins = TEXT.replace("notes: kept\n", "next: {action: Prepare, due: 2024-03-01}\n")
    files = {
        "kestrel": TEXT + NEXT,
        "undated": TEXT.replace("role: Engineer", "role: A") + "next: {turn: company}\n",
        "ended": ended.replace("role: Engineer", "role: B"),
        "begins": begins.replace("role: Engineer", "role: C").replace("2024-01-08", "2024-03-09"),
    }
    write(ledger, {f"opportunities/{name}.yaml": text for name, text in files.items()})
    assert call("next") == Finished(
        0,
        "kestrel: Send references, by 2024-02-14, my turn (16 days overdue)\n"
        "begins: Prepare, by 2024-03-01 (due today)\n"
        "undated: their turn\n",
        "",
    )


def test_once_the_search_has_ended_nothing_is_called_overdue(ledger: Path) -> None:
    ended = "search: {ended: 2024-02-20}\n"
    write(ledger, {"ledger.yaml": ended, "opportunities/kestrel.yaml": TEXT + NEXT})
    assert call("next") == Finished(
        0,
        "kestrel: Send references, by 2024-02-14, my turn\n"
        "The search ended on 2024-02-20: nothing of it is due.\n",
        "",
    )


@pytest.mark.parametrize("given", [("--done",), ("--due", "today"), ("--turn", "me")])
def test_what_is_said_of_no_opportunity_is_refused(ledger: Path, given: tuple[str, ...]) -> None:
    message = "opledger: which opportunity? name it: 'opledger next ID ...'\n"
    assert call("next", *given) == Finished(2, "", message)


CHANGES = {
    "new": (
        "",
        ("Call them", "--due", "2024-03-10", "--turn", "company"),
        "next: {action: Call them, due: 2024-03-10, turn: company}\n",
        "next: Call them, by 2024-03-10, their turn",
    ),
    "new without an action": ("", ("--turn", "me"), "next: {turn: me}\n", "next: my turn"),
    "of several lines": (
        "",
        ("One\nTwo",),
        "next:\n  action: |-\n    One\n    Two\n",
        "next: One Two",
    ),
    "another action": (
        NEXT,
        ("x: #y, z}",),
        NEXT.replace("Send references", "'x: #y, z}'"),
        "next: x: #y, z}, by 2024-02-14, my turn",
    ),
    "another day": (
        NEXT,
        ("--due", "today"),
        NEXT.replace("2024-02-14", "2024-03-01"),
        "next: Send references, by 2024-03-01, my turn",
    ),
    "another's turn": (
        NEXT,
        ("--turn", "company"),
        NEXT.replace("turn: me", "turn: company"),
        "next: Send references, by 2024-02-14, their turn",
    ),
    "in lines": (
        IN_LINES,
        ("Call", "--turn", "me"),
        "next:\n  # what\n  action: Call   # now\n  due: 2024-02-01\n  turn: me\n",
        "next: Call, by 2024-02-01, my turn",
    ),
    "empty before": ("next:\n", ("Call",), "next: {action: Call}\n", "next: Call"),
    "with a key more": (
        "next: {turn: me}\n",
        ("--due", "2024-03-03"),
        "next: {due: 2024-03-03, turn: me}\n",
        "next: by 2024-03-03, my turn",
    ),
    "done": (NEXT, ("--done",), "", "next: done"),
    "done in lines": (IN_LINES, ("--done",), "", "next: done"),
}


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_what_is_next_changes_its_own_lines_only(name: str, ending: str, ledger: Path) -> None:
    before, arguments, after, words = CHANGES[name]
    text = TEXT.replace("events:", before + "events:")
    recommitted(ledger, "\ufeff" + text.replace("\n", ending))
    assert call("next", "kestrel", *arguments) == committed(ledger, f"kestrel: {words}")
    expected = "\ufeff" + TEXT.replace("events:", after + "events:").replace("\n", ending)
    assert (ledger / PATH).read_bytes().decode() == expected
    assert git(ledger, "status", "--porcelain") == ""
    assert call("check") == Finished(0, "", "")


@pytest.mark.parametrize("arguments", [("--done",), ("Send", "--due", "2024-02-01")])
def test_what_changes_nothing_is_not_written(arguments: tuple[str, ...], ledger: Path) -> None:
    recommitted(ledger, TEXT if arguments == ("--done",) else TEXT + IN_LINES)
    head = git(ledger, "rev-parse", "HEAD")
    assert call("next", "kestrel", *arguments) == Finished(0, "Nothing to change.\n", "")
    assert git(ledger, "rev-parse", "HEAD") == head


def test_it_can_be_written_without_a_commit(ledger: Path) -> None:
    ended = call("next", "kestrel", "Call", "--no-commit")
    assert ended == Finished(0, "kestrel: next: Call (not committed)\n", "")
    assert git(ledger, "status", "--porcelain") == f"M {PATH}"


def test_what_can_t_be_taken_out_is_left_as_it_is(ledger: Path) -> None:
    text = "{company: K, events: [{date: 2024-01-08, stage: lead}], # why\n next: {action: X}}\n"
    recommitted(ledger, text)
    ended = call("next", "kestrel", "--done")
    assert (ended.code, ended.stdout) == (1, "")
    assert ended.stderr.startswith(f"opledger: {PATH} was left as it is: there may be comments")
    assert (ledger / PATH).read_text() == text


NO_DATE = "is no date: write it as 2024-01-31, or 2024-01-31T13:00"
TURN = "Invalid value for '--turn': 'them' is not one of 'me', 'company'"


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (("Call", "--done"), "--done takes the next action away: give nothing else with it"),
        (
            ("--done", "--turn", "me"),
            "--done takes the next action away: give nothing else with it",
        ),
        (("",), "ACTION is empty: say what has to happen, or --done"),
        ((" ", "--turn", "me"), "ACTION is empty: say what has to happen, or --done"),
        (("--due", ""), f"'' {NO_DATE}"),
        (("--due", "soon"), f"'soon' {NO_DATE}"),
        (("--due", "2024-02-30"), "'2024-02-30' is no date: write it as 2024-01-31"),
        (
            ("--due", "2024-02-29T13:00"),
            "--due is a day, without a time: write 2024-02-29; 'record --date' takes a time",
        ),
        (("--turn", "them"), f"{TURN} (see 'opledger next --help')"),
        (("Call", "them"), "Got unexpected extra argument (them) (see 'opledger next --help')"),
    ],
)
def test_what_is_wrong_is_refused(arguments: tuple[str, ...], line: str, ledger: Path) -> None:
    assert call("next", "kestrel", *arguments) == Finished(2, "", f"opledger: {line}\n")
    assert (ledger / PATH).read_text() == TEXT


def test_an_action_that_no_terminal_should_see_is_refused(ledger: Path) -> None:
    ended = call("next", "kestrel", "\x1b[31m")
    assert (ended.code, "error[hidden-character]" in ended.stderr) == (1, True)
    assert (ledger / PATH).read_text() == TEXT
