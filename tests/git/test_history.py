"""The commits of a ledger, and which of its files each one changed."""

from __future__ import annotations

from datetime import UTC, date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from tests.git.repositories import Past, git

from opledger.core.failure import Failure
from opledger.git.history import Step, commits_of, last_on, merge_bases, steps
from opledger.git.repository import find_repository

A, B = "opportunities/a.yaml", "opportunities/b.yaml"
START = {"ledger.yaml": "", A: "a"}


def taken(root: Path, tip: str = "HEAD", *without: str) -> tuple[Step, ...]:
    repository = find_repository(root)
    return steps(repository, commits_of(repository, git(root, "rev-parse", tip), *without))


def paths(root: Path) -> list[list[str]]:
    return [[file.path for file in step.files] for step in taken(root)]


def test_a_line_of_commits_is_told_oldest_first(tmp_path: Path) -> None:
    past = Past()
    past.commit("2024-01-08", START)
    past.commit("2024-01-09", {"ledger.yaml": "few: 4", A: "a", B: "b"})
    past.commit("2024-01-10", {"ledger.yaml": "few: 4", B: "c"})
    past.commit("2024-01-11", {"ledger.yaml": "few: 4", B: "c"})
    hashes = past.write(tmp_path)
    found = taken(tmp_path)
    assert [step.commit.hash for step in found] == [hashes[n] for n in (1, 2, 3, 4)]
    assert [step.parent.hash if step.parent else None for step in found] == [
        None,
        *(hashes[n] for n in (1, 2, 3)),
    ]
    assert [[(f.path, f.before is None, f.after is None) for f in s.files] for s in found] == [
        [("ledger.yaml", True, False), (A, True, False)],
        [("ledger.yaml", False, False), (B, True, False)],
        [(A, False, True), (B, False, False)],
        [],
    ]
    name = git(tmp_path, "rev-parse", f"HEAD:{B}")
    assert found[2].files[1].after == name


def test_a_merge_has_a_step_from_each_parent(tmp_path: Path) -> None:
    past = Past()
    base = past.commit("2024-01-08", START)
    ours = past.commit("2024-01-09", START | {A: "ours"}, base)
    theirs = past.commit("2024-01-10", START | {B: "b"}, base)
    third = past.commit("2024-01-10", START | {"README.md": "x"}, base)
    past.commit("2024-01-11", START | {A: "ours", B: "b"}, ours, theirs, third)
    past.write(tmp_path)
    assert paths(tmp_path)[-3:] == [[B], [A], [A, B]]
    asked = ("rev-list", "--topo-order", "--reverse", "--parents", "HEAD")
    listed = [line.split() for line in git(tmp_path, *asked).splitlines()]
    repository = find_repository(tmp_path)
    found = commits_of(repository, repository.head or "")
    assert [[each.hash, *each.parents] for each in found] == listed


def test_what_led_elsewhere_can_be_left_out(tmp_path: Path) -> None:
    past = Past()
    for day in (8, 9, 10):
        past.commit(f"2024-01-0{day - 7}", START | {B: str(day)})
    hashes = past.write(tmp_path)
    (step,) = taken(tmp_path, "HEAD", hashes[2])
    assert (step.commit.hash, step.parent and step.parent.hash) == (hashes[3], hashes[2])
    assert [file.path for file in step.files] == [B]
    assert taken(tmp_path, "HEAD", hashes[3]) == ()


def test_a_ledger_in_a_folder_has_paths_from_there(tmp_path: Path) -> None:
    past = Past()
    here, other = "a b/é/", "a b/"
    past.commit("2024-01-08", {f"{here}ledger.yaml": "", f"{other}ledger.yaml": ""})
    past.commit("2024-01-09", {f"{here}{A}": "a", f"{here}ledger.yaml": "", f"{other}{A}": "a"})
    past.commit("2024-01-10", {f"{here}{A}": "a", f"{here}ledger.yaml": "", "README.md": "x"})
    past.write(tmp_path)
    assert paths(tmp_path / here) == [["ledger.yaml"], [A], []]


def test_odd_names_are_told_as_they_are(tmp_path: Path) -> None:
    names = ["-x", "a b", 'q"q', "new\nline", "tab\t", "é", "\udcff", ":(top)x", "*"]
    files = {
        f"opportunities/{name}.yaml": name.encode("utf-8", "surrogateescape") for name in names
    }
    past = Past()
    past.commit("2024-01-08", files)
    past.write(tmp_path)
    assert set(paths(tmp_path)[0]) == set(files)


def test_what_is_no_file_of_the_ledger_is_left_out(tmp_path: Path) -> None:
    others = ("opportunities/.a.yaml", "opportunities/.x/a.yaml", "opportunities/a.txt", "x.yaml")
    past = Past()
    past.commit("2024-01-08", START | dict.fromkeys(others, "x"))
    past.write(tmp_path)
    assert paths(tmp_path) == [["ledger.yaml", A]]


@pytest.mark.parametrize("hashing", ["sha1", "sha256"])
def test_a_packed_history_is_read(hashing: str, tmp_path: Path) -> None:
    past = Past()
    for number in range(5):
        past.commit(f"2024-01-0{number + 1}", START | {A: f"{number}\n" * 100})
    past.write(tmp_path, f"--object-format={hashing}")
    git(tmp_path, "gc", "--quiet", "--prune=now")
    assert paths(tmp_path) == [["ledger.yaml", A], *[[A]] * 4]


def test_a_shallow_clone_begins_where_it_was_cut(tmp_path: Path) -> None:
    past = Past()
    for number in range(5):
        past.commit(f"2024-01-0{number + 1}", START | {A: f"{number}"})
    past.write(tmp_path / "whole")
    git(tmp_path, "clone", "--quiet", "--depth=2", f"file://{tmp_path / 'whole'}", "cut")
    assert find_repository(tmp_path / "cut").shallow
    assert paths(tmp_path / "cut") == [["ledger.yaml", A], [A]]
    assert taken(tmp_path / "cut")[0].parent is None


def test_a_commit_that_is_lacking_is_said(tmp_path: Path) -> None:
    past = Past()
    past.commit("2024-01-08", START)
    past.write(tmp_path)
    with pytest.raises(Failure, match="can't read the history"):
        commits_of(find_repository(tmp_path), "1" * 40)


def test_the_common_ancestors_of_two_commits(tmp_path: Path) -> None:
    past = Past()
    base = past.commit("2024-01-08", START)
    one = past.commit("2024-01-09", START, base)
    other = past.commit("2024-01-10", START, base)
    past.commit("2024-01-11", {"README.md": "another history"}, 0)
    hashes = past.write(tmp_path)
    repository = find_repository(tmp_path)
    assert merge_bases(repository, hashes[one], hashes[other]) == (hashes[base],)
    assert merge_bases(repository, hashes[one], hashes[4]) == ()


def last(root: Path, day: int, hashes: dict[int, str], zone: str = "UTC") -> int | None:
    repository = find_repository(root)
    of = commits_of(repository, repository.head or "")
    found = last_on(of, date(2024, 1, day), ZoneInfo(zone))
    return {name: number for number, name in hashes.items()}[found.hash] if found else None


def test_the_last_commit_of_a_day_is_told_by_the_ledgers_clock(tmp_path: Path) -> None:
    past = Past()
    past.commit("2024-01-08 12:00", START)
    past.commit("2024-01-09 23:30-05:00", START)
    past.commit("2024-01-12 12:00", START)
    hashes = past.write(tmp_path)
    assert [last(tmp_path, day, hashes) for day in (7, 8, 9, 10, 30)] == [None, 1, 1, 2, 3]
    assert last(tmp_path, 9, hashes, "America/New_York") == 2


def test_a_rebased_commit_stands_for_all_that_it_is_built_on(tmp_path: Path) -> None:
    past = Past()
    past.commit("2024-01-10", START)
    past.commit("2024-01-08", START)
    hashes = past.write(tmp_path)
    assert last(tmp_path, 10, hashes) == 2


def test_of_two_branches_a_day_stands_for_the_later_one(tmp_path: Path) -> None:
    for turned in (False, True):
        past = Past()
        base = past.commit("2024-01-08", START)
        one = past.commit("2024-01-09", START, base)
        other = past.commit("2024-01-10", START, base)
        past.commit("2024-01-12", START, *((other, one) if turned else (one, other)))
        hashes = past.write(tmp_path / str(turned))
        days = [last(tmp_path / str(turned), day, hashes) for day in (8, 9, 10, 11, 12)]
        assert days == [1, 2, 3, 3, 4]


def test_dates_have_the_zone_they_were_made_in(tmp_path: Path) -> None:
    past = Past()
    past.commit("2024-01-08 12:00+05:30", START, committed="2024-03-01 12:00")
    past.write(tmp_path)
    (step,) = taken(tmp_path)
    assert step.commit.date.isoformat() == "2024-01-08T12:00:00+05:30"
    assert step.commit.date.astimezone(UTC).hour == 6
