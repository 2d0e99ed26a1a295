"""Branches, tags, commits and remotes by their names (that nothing is run: test_doctor)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.git.repositories import Past, committed, git, write

from opledger.core.failure import Failure
from opledger.git.names import Name, Remote, names, remotes


@pytest.fixture(autouse=True)
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the caller's git."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


def test_head_the_branches_the_tags_and_the_latest_commits(tmp_path: Path) -> None:
    first = committed(tmp_path / "ledger")
    ledger = tmp_path / "ledger"
    git(write(ledger, {"ledger.yaml": b"title: Spring\n"}), "commit", "-q", "-a", "-m", "Spring: é")
    second = git(ledger, "rev-parse", "HEAD")
    git(ledger, "branch", "old", first)
    git(ledger, "tag", "-a", "-m", "A tag", "v1", first)
    git(ledger, "tag", "v0", first)
    spring, start = "2024-01-08 Spring: é", "2024-01-08 Start"
    assert names(ledger) == (
        Name("HEAD", spring),
        Name("main", spring),
        Name("old", start),
        Name("v0", start),
        Name("v1", "2024-01-08 A tag"),
        Name(second[:10], spring),
        Name(first[:10], start),
    )


def test_before_the_first_commit_there_are_none(tmp_path: Path) -> None:
    git(write(tmp_path / "ledger"), "init", "--quiet")
    assert names(tmp_path / "ledger") == ()
    with pytest.raises(Failure, match="is in no git repository"):
        names(write(tmp_path / "other"))


def test_only_the_latest_commits_are_named(tmp_path: Path) -> None:
    ledger, past = tmp_path / "ledger", Past()
    for number in range(25):
        past.commit("2024-01-08 12:00", {"ledger.yaml": ""}, message=f"Commit {number}")
    past.write(ledger)
    found = [each.about.removeprefix("2024-01-08 ") for each in names(ledger)]
    assert found[2:] == [f"Commit {number}" for number in range(24, 4, -1)]


def test_a_remote_s_addresses_are_those_that_a_push_goes_to(tmp_path: Path) -> None:
    ledger = tmp_path / "ledger"
    committed(ledger)
    assert remotes(ledger) == ()
    git(ledger, "remote", "add", "origin", "https://example.com/a")
    git(ledger, "remote", "add", "a.b", "/srv/a=b")
    git(ledger, "config", "--add", "remote.a.b.pushurl", "https://example.com/b")
    git(ledger, "config", "--add", "remote.a.b.pushurl", "https://example.com/c")
    git(ledger, "config", "--add", "remote.origin.url", "https://example.com/d")
    assert remotes(ledger) == (
        Remote("origin", ("https://example.com/a", "https://example.com/d")),
        Remote("a.b", ("https://example.com/b", "https://example.com/c")),
    )
