"""How often a command starts git: each time costs as much as reading several files."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.git.asked import counted
from tests.git.repositories import committed, git, write

from opledger.cli.main import run

DIFFERENT = {
    "opportunities/kestrel.yaml": b"company: Kestrel\nevents: [{date: 2024-01-09, stage: call}]\n"
}


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """A ledger with two commits."""
    committed(tmp_path)
    write(tmp_path, DIFFERENT)
    git(tmp_path, "commit", "--quiet", "--all", "-m", "Again")
    return tmp_path


@pytest.mark.parametrize(
    ("command", "asked"),
    [
        (["stats", "--at", "HEAD~1"], ["rev-parse", "cat-file", "ls-tree", "cat-file"]),
        (["list", "--at", "HEAD"], ["rev-parse", "cat-file", "ls-tree", "cat-file"]),
        (["diff", "HEAD~1"], ["rev-parse", "cat-file", "ls-tree", "cat-file"]),
        (
            ["diff", "HEAD~1", "HEAD"],
            ["rev-parse", *["cat-file", "ls-tree", "cat-file"] * 2],
        ),
        (["log"], ["rev-parse"]),
        (["log", "kestrel"], ["rev-parse"]),
        (["log", "-n", "1"], ["rev-parse"]),
        (["log", "--format", "json"], ["rev-parse", "cat-file"]),
        (["audit"], ["rev-parse"]),
        (["audit", "--at", "2024-01-09"], ["rev-parse"]),
        (["audit", "--grace", "9"], ["rev-parse", *["cat-file"] * 2, "ls-tree", "cat-file"]),
    ],
)
def test_git_is_asked_once_for_each_thing(
    ledger: Path, tmp_path_factory: pytest.TempPathFactory, command: list[str], asked: list[str]
) -> None:
    """Once it is kept what each commit changed, what that means in words, and what was found."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OPLEDGER_CACHE", str(tmp_path_factory.mktemp("cache")))
        assert run(["--ledger", str(ledger), "log"]) == 0
        assert run(["--ledger", str(ledger), "audit"]) == 0
        with counted() as told:
            assert run(["--ledger", str(ledger), *command]) == 0
    assert told.commands == asked


READY = ["rev-parse", "ls-files", "var"]  # the repository, what is unmerged, who commits


@pytest.mark.parametrize(
    ("command", "asked"),
    [
        ("record kestrel note --note Met", [*READY, "cat-file", "commit", "rev-parse"]),
        ("next kestrel Call", [*READY, "cat-file", "commit", "rev-parse"]),
        ("add Wren", [*READY, "cat-file", "ls-files", "add", "commit", "rev-parse"]),
        (
            "init {new}",  # before the first commit only symbolic-ref tells the branch
            ["init", *READY[:2], "symbolic-ref", "var", "ls-files", "add", "commit", "rev-parse"],
        ),
    ],
)
def test_for_a_commit_git_is_asked_only_what_is_not_known(
    ledger: Path, tmp_path_factory: pytest.TempPathFactory, command: str, asked: list[str]
) -> None:
    home = tmp_path_factory.mktemp("home")
    (home / ".gitconfig").write_text("[user]\n\tname = A. Person\n\temail = a@example.com\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(home))
        patch.setenv("GIT_CONFIG_NOSYSTEM", "1")
        with counted() as told:
            words = command.format(new=home / "new").split()
            assert run(["--ledger", str(ledger), *words]) == 0
    assert told.commands == asked


def test_doctor_asks_git_no_more_than_it_tells(ledger: Path) -> None:
    with counted() as told:
        run(["--ledger", str(ledger), "doctor"])
    assert told.commands.count("rev-parse") == 1 + 1  # the repository, and where its hooks are
    assert len(told.commands) <= 10
    assert told.commands.count("config") == 3  # shared hooks, the merge driver, remotes
