"""The history that benchmarks read is the same one everywhere, and a sound ledger's."""

from __future__ import annotations

import json
from pathlib import Path

from benchmarks.past import edits, write
from tests.commands import call
from tests.git.repositories import git


def test_the_same_commits_are_made_everywhere(tmp_path: Path) -> None:
    tip = write(tmp_path / "a", 20, 105)
    assert tip == "9fa91c9d6465357ada898327a224a8b6cc6e85e3"
    assert git(tmp_path / "a", "rev-list", "--count", "HEAD") == "106"
    assert git(tmp_path / "a", "status", "--porcelain") == ""
    assert git(tmp_path / "a", "fsck", "--strict") == ""
    assert len(list((tmp_path / "a" / "opportunities").iterdir())) == 20


def test_it_is_a_sound_ledger_and_an_honest_past(tmp_path: Path) -> None:
    write(tmp_path / "a", 6, 40)
    ended = call("check", "--ledger", tmp_path / "a")
    assert (ended.code, ended.stdout) == (0, "")
    ended = call("audit", "--format", "json", "--ledger", tmp_path / "a")
    kinds = {each["kind"] for each in json.loads(ended.stdout)["findings"]}
    assert kinds <= {"changed-event", "late-event"}  # a level that is changed weeks later


def test_every_file_has_as_many_commits_as_any_other() -> None:
    made = edits(7, 40)
    counts = {edit.path: 0 for edit in made}
    for edit in made:
        counts[edit.path] += 1
    assert counts.pop("ledger.yaml") == 1
    assert sorted(counts.values()) == [5, 5, 6, 6, 6, 6, 6]
    assert [edit.moment for edit in made] == sorted(edit.moment for edit in made)
