"""``opledger fmt``: events in date order, and nothing else touched."""

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
company: 'K'   # quoted
events:
  - {date: 2024-01-11, stage: call}   # second

  # first's comment
  - date:   2024-01-08
    stage: lead
    # within it
# the end's
notes: kept
"""
SORTED = """\
company: 'K'   # quoted
events:

  # first's comment
  - date:   2024-01-08
    stage: lead
    # within it
  - {date: 2024-01-11, stage: call}   # second
# the end's
notes: kept
"""
TOLD = "kestrel: events put in another order"


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


TEXTS = {
    "lf": (TEXT, SORTED),
    "crlf": (TEXT.replace("\n", "\r\n"), SORTED.replace("\n", "\r\n")),
    "bom": ("\ufeff" + TEXT, "\ufeff" + SORTED),
    "no last break": (
        "company: K\nevents:\n- {date: 2024-01-11, stage: call}\n- {date: 2024-01-08, stage: lead}",
        "company: K\nevents:\n- {date: 2024-01-08, stage: lead}\n- {date: 2024-01-11, stage: call}",
    ),
    "brackets": (
        "company: K\nevents: [{date: 2024-01-11, stage: call},  {date: 2024-01-08, stage: lead}]",
        "company: K\nevents: [{date: 2024-01-08, stage: lead},  {date: 2024-01-11, stage: call}]",
    ),
    "of one day": (
        (
            "company: K\nevents:\n- {date: 2024-01-11, note: b}\n- {date: 2024-01-11, note: a}\n"
            "- {date: 2024-01-08, stage: lead}\n"
        ),
        (
            "company: K\nevents:\n- {date: 2024-01-08, stage: lead}\n"
            "- {date: 2024-01-11, note: b}\n"
            "- {date: 2024-01-11, note: a}\n"
        ),
    ),
}


@pytest.mark.parametrize("name", TEXTS)
def test_events_move_as_they_stand(name: str, ledger: Path) -> None:
    before, after = TEXTS[name]
    recommitted(ledger, before)
    assert call("fmt") == committed(ledger, TOLD)
    assert (ledger / PATH).read_bytes().decode() == after
    head = git(ledger, "rev-parse", "HEAD")
    assert call("fmt") == Finished(0, "", "")
    assert git(ledger, "rev-parse", "HEAD") == head
    assert call("check") == Finished(0, "", "")


def test_whether_it_would_move_something_can_be_asked(ledger: Path) -> None:
    line = f"{PATH}: events out of date order\n"
    assert call("fmt", "--check") == Finished(1, line, "")
    assert (ledger / PATH).read_text() == TEXT
    recommitted(ledger, SORTED)
    assert call("fmt", "--check") == Finished(0, "", "")


def test_it_can_be_written_without_a_commit(ledger: Path) -> None:
    assert call("fmt", "--no-commit") == Finished(0, f"{TOLD} (not committed)\n", "")
    assert git(ledger, "status", "--porcelain") == f"M {PATH}"


def test_only_the_named_files_are_put_in_order(ledger: Path) -> None:
    others = ("opportunities/tallow.yaml", "opportunities/old/wren.yaml")
    write(ledger, dict.fromkeys(others, TEXT.replace("'K'", "'T'")))
    (ledger / others[1]).write_text(TEXT.replace("'K'", "'W'"))
    git(ledger, "add", ".")
    git(ledger, "commit", "--quiet", "-m", "More")
    assert call("fmt", "opportunities/old").stdout.startswith("wren: events put")
    assert (ledger / PATH).read_text() == TEXT
    assert call("fmt", PATH, others[0]).stdout.count("events put in another order") == 2
    assert git(ledger, "rev-list", "--count", "HEAD") == "5"  # a commit for each
    assert git(ledger, "status", "--porcelain") == ""


def test_a_file_that_can_t_be_put_in_order_is_named_and_the_others_are(ledger: Path) -> None:
    odd = (
        "company: O\nevents: [{date: 2024-01-11, stage: call}, # x\n {date: 2024-01-08, note: y}]\n"
    )
    files = {
        "opportunities/broken.yaml": "company: [\n",
        "opportunities/odd.yaml": odd,
        "opportunities/wrong.yaml": TEXT.replace("'K'", "'W'") + "bad: 1\n",
    }
    write(ledger, files)
    git(ledger, "add", ".")
    git(ledger, "commit", "--quiet", "-m", "More")
    ended = call("fmt")
    assert (ended.code, ended.stdout.startswith(TOLD)) == (1, True)
    first, second, third = ended.stderr.splitlines()
    assert first.startswith(
        "opledger: mend it first: opportunities/broken.yaml:2:1: error[syntax]: "
    )
    assert second == (
        "opledger: opportunities/odd.yaml was left as it is: there may be comments within its"
        " brackets"
    )
    start = "opledger: mend it first: opportunities/wrong.yaml:11:1: error[unknown-key]: "
    assert third.startswith(start)
    for path, text in files.items():
        assert (ledger / path).read_text() == text


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("nowhere.yaml", "nowhere.yaml does not exist"),
        ("kestrel", "kestrel does not exist"),
        ("-", "- does not exist"),
        ("/", "/ is no file of the ledger in {root}: see opportunities/"),
        ("..", ".. is no file of the ledger in {root}: see opportunities/"),
    ],
)
def test_what_is_no_file_of_the_ledger_is_refused(name: str, line: str, ledger: Path) -> None:
    told = f"opledger: {line.format(root=ledger)}\n"
    assert call("fmt", name) == Finished(2, "", told)
    assert (ledger / PATH).read_text() == TEXT


def test_a_link_is_not_followed(ledger: Path, tmp_path: Path) -> None:
    (tmp_path / "outside.yaml").write_text(TEXT)
    (ledger / "opportunities" / "link.yaml").symlink_to(tmp_path / "outside.yaml")
    assert call("fmt").code == 0
    assert (tmp_path / "outside.yaml").read_text() == TEXT
