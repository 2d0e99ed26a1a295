"""What is kept of a history never says anything else than git does, and is only gone on with."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import settings
from tests.git.asked import counted
from tests.git.branches import Act, Branches
from tests.git.kept import (
    NOTHING,
    OTHER_FORMS,
    A,
    Harm,
    begun,
    branching,
    harmed,
    line,
    text,
    whatever_happens,
)
from tests.git.repositories import Past, git

from opledger.core.failure import Failure
from opledger.files.cache import Cache
from opledger.git import annals
from opledger.git.annals import Annals
from opledger.git.chronicle import Archive
from opledger.git.history import FileChange, commits_of
from opledger.git.repository import Repository, find_repository, is_ledgers
from opledger.git.volumes import Deed

EMPTY = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"  # git's own name for a tree of nothing


def plainly(repository: Repository, tip: str) -> tuple[Deed, ...]:
    """What git says of a history where it is asked commit by commit and pair by pair."""
    return tuple(
        Deed(
            commit,
            _blob(repository, commit.hash, "ledger.yaml"),
            tuple(_changed(repository, each, commit.hash) for each in commit.parents or (EMPTY,)),
        )
        for commit in commits_of(repository, tip)
    )


def _changed(repository: Repository, before: str, after: str) -> tuple[FileChange, ...]:
    asked = ("diff-tree", "-r", "--no-renames", "--name-only", before, after)
    names = [name.strip('"') for name in git(repository.root, *asked).splitlines()]
    paths = [name.removeprefix(repository.prefix) for name in names]
    return tuple(
        FileChange(path, _blob(repository, before, path), _blob(repository, after, path))
        for path in paths
        if is_ledgers(path)
    )


def _blob(repository: Repository, tree: str, path: str) -> str | None:
    held = git(repository.root, "ls-tree", "--full-tree", tree, "--", repository.prefix + path)
    return held.split()[2] if held else None


@whatever_happens
@settings(max_examples=40, deadline=None)
def test_whatever_becomes_of_branches_the_kept_history_is_gits(
    acts: list[Act], most: int, below: str
) -> None:
    """Commits, amended and dropped ones, new branches and roots, merges of any two."""
    with branching(most, below) as (branches, repository, cache):
        expected, tip = tuple[Deed, ...](), ""
        for act in acts:
            tip = branches.do(act)
            expected = Annals(repository, tip, NOTHING).all()
            assert Annals(repository, tip, cache).all() == expected
            backwards = Annals(repository, tip, cache).newest_first()
            assert tuple(backwards)[::-1] == expected
        assert plainly(repository, tip) == expected


def test_only_new_commits_are_read(tmp_path: Path) -> None:
    repository, hashes, cache = begun(line(300), tmp_path)
    Annals(repository, hashes[299], cache).all()
    with counted() as asked:
        every = Annals(repository, hashes[300], cache).all()
    assert len(every) == 300
    # The new commit, and its parent for the tree to compare it with.
    assert asked.objects == [hashes[300], hashes[299]]
    assert asked.commands == [*["rev-list"] * 2, *["cat-file"] * 2, *["diff-tree"] * 2]
    with counted() as asked:
        assert Annals(repository, hashes[300], cache).all() == every
    assert asked.commands == []


def test_of_an_amended_merged_or_dropped_past_only_what_is_new_is_read(tmp_path: Path) -> None:
    branches = Branches(tmp_path / "a")
    repository, cache = find_repository(branches.root), Cache(tmp_path / "kept")
    for number in range(12):
        branches.do(("commit", 0, number % 3))
    branches.do(("branch", 0, 0))
    for branch in (0, 0, 1, 1, 1):
        tip = branches.do(("commit", branch, 0))
        Annals(repository, tip, cache).all()
    acts: list[Act] = [("amend", 0, 1), ("merge", 0, 1), ("reset", 0, 1), ("commit", 0, 2)]
    for act in acts:
        known = set(branches.hashes.values())
        tip = branches.do(act)
        with counted() as asked:
            Annals(repository, tip, cache).all()
        parents = sorted(commits_of(repository, tip)[-1].parents)
        read = [*asked.objects[:1], *sorted(asked.objects[1:])]
        assert read == ([] if tip in known else [tip, *parents])


def test_the_last_commits_need_only_the_last_volume(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(annals, "_MOST", 50)
    repository, hashes, cache = begun(line(300), tmp_path)
    Annals(repository, hashes[300], cache).all()
    assert cache.size[0] == 6 + 1
    read = Annals(repository, hashes[300], cache)
    newest = [deed.commit.hash for deed, _ in zip(read.newest_first(), range(20), strict=False)]
    assert newest == [hashes[n] for n in range(300, 280, -1)]
    assert len(read._read) == 1


def test_the_last_twenty_of_300_commits_parse_at_most_forty_versions(tmp_path: Path) -> None:
    repository, hashes, cache = begun(line(300), tmp_path)
    Annals(repository, hashes[300], cache).all()
    with counted() as asked:
        archive = Archive(Annals(repository, hashes[300], cache))
        told = [chapter.commit.hash for chapter in archive.told(archive.annals.newest(20))]
    assert told == [hashes[n] for n in range(281, 301)]
    assert len(asked.parsed) == 20 + 3  # what each of them made, and what the first found
    assert asked.commands == ["cat-file"]


def test_the_whole_history_parses_each_version_once(tmp_path: Path) -> None:
    hashes = line(300).write(tmp_path / "a")
    with counted() as asked:
        archive = Archive(Annals(find_repository(tmp_path / "a"), hashes[300], NOTHING))
        held = [len(archive._versions) for _ in archive.told()]
    assert len(asked.parsed) == 300
    assert max(held) == 3  # a version is let go of when it is not told again
    assert held[-1] == 0


# Whatever is wrong with what is kept.


@harmed
def test_what_is_kept_may_be_harmed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, harm: Harm
) -> None:
    monkeypatch.setattr(annals, "_MOST", 7)
    repository, hashes, cache = begun(line(60), tmp_path)
    expected = Annals(repository, hashes[60], NOTHING).all()
    assert Annals(repository, hashes[50], cache).all() == expected[:50]
    harm(tmp_path / "kept")
    assert Annals(repository, hashes[60], cache).all() == expected
    assert Annals(repository, hashes[60], cache).all() == expected


@pytest.mark.parametrize("content", OTHER_FORMS)
def test_what_another_form_of_it_says_counts_for_nothing(tmp_path: Path, content: bytes) -> None:
    repository, hashes, cache = begun(line(5), tmp_path)
    expected = Annals(repository, hashes[5], NOTHING).all()
    read = Annals(repository, hashes[5], cache)
    for key in (read.name, f"{read.name}-{hashes[5]}"):
        cache.put(key, content)
    assert read.all() == expected


def test_two_at_once_keep_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(annals, "_MOST", 7)
    repository, hashes, cache = begun(line(60), tmp_path)
    expected = Annals(repository, hashes[60], NOTHING).all()
    tips = [hashes[n] for n in (60, 40, 60, 20, 50, 60)]
    with ThreadPoolExecutor(6) as several:
        found = list(several.map(lambda tip: Annals(repository, tip, cache).all(), tips))
    assert found == [expected[: len(each)] for each in found]
    assert [len(each) for each in found] == [60, 40, 60, 20, 50, 60]
    assert Annals(repository, hashes[60], cache).all() == expected


# Whatever a repository is.


def test_a_shallow_clone_that_is_deepened_is_told_anew(tmp_path: Path) -> None:
    line(9).write(tmp_path / "a")
    git(tmp_path, "clone", "--quiet", "--depth=3", f"file://{tmp_path / 'a'}", "b")
    cache = Cache(tmp_path / "kept")
    for deeper in ("--depth=5", "--depth=2", "--unshallow"):
        repository = find_repository(tmp_path / "b")
        tip = repository.head or ""
        expected = Annals(repository, tip, NOTHING).all()
        assert Annals(repository, tip, cache).all() == expected
        git(tmp_path / "b", "fetch", "--quiet", deeper)
    repository = find_repository(tmp_path / "b")
    assert len(Annals(repository, repository.head or "", cache).all()) == 9


def test_a_replaced_commit_counts_for_nothing(tmp_path: Path) -> None:
    repository, hashes, cache = begun(line(6), tmp_path)
    git(tmp_path / "a", "replace", hashes[4], hashes[1])
    replaced = Annals(repository, hashes[6], cache).all()
    git(tmp_path / "a", "replace", "--delete", hashes[4])
    assert [deed.commit.hash for deed in replaced] == [hashes[n] for n in range(1, 7)]
    assert Annals(repository, hashes[6], cache).all() == replaced


def test_two_ledgers_of_a_repository_and_two_repositories_are_kept_apart(tmp_path: Path) -> None:
    past = Past()
    for number in range(4):
        mine = {"mine/ledger.yaml": "", f"mine/{A}": text(number)}
        past.commit(f"2024-01-0{number + 1}", {**mine, "yours/ledger.yaml": "few: 4\n"})
    hashes = past.write(tmp_path / "a")
    cache = Cache(tmp_path / "kept")
    git(tmp_path, "clone", "--quiet", tmp_path / "a", "b")
    git(tmp_path / "a", "worktree", "add", "--quiet", tmp_path / "tree")
    git(tmp_path, "clone", "--quiet", "--shared", tmp_path / "a", "alternate")
    (tmp_path / "b").rename(tmp_path / "moved")
    for folder in ("a/mine", "a/yours", "moved/mine", "tree/mine", "alternate/yours"):
        repository = find_repository(tmp_path / folder)
        expected = Annals(repository, hashes[4], NOTHING).all()
        assert Annals(repository, hashes[4], cache).all() == expected
        assert [len(deed.files[0]) for deed in expected] == (
            [2, 1, 1, 1] if folder.endswith("mine") else [1, 0, 0, 0]
        )


def test_a_worktree_goes_on_with_what_its_repository_kept(tmp_path: Path) -> None:
    hashes = line(6).write(tmp_path / "a")
    cache = Cache(tmp_path / "kept")
    git(tmp_path / "a", "worktree", "add", "--quiet", tmp_path / "tree")
    expected = Annals(find_repository(tmp_path / "a"), hashes[6], cache).all()
    with counted() as asked:
        assert Annals(find_repository(tmp_path / "tree"), hashes[6], cache).all() == expected
    assert asked.commands == ["rev-parse"]


def test_a_commit_that_is_gone_is_not_gone_on_from(tmp_path: Path) -> None:
    """An amended one that git has thrown away."""
    branches = Branches(tmp_path / "a")
    repository, cache = find_repository(branches.root), Cache(tmp_path / "kept")
    for number in range(5):
        Annals(repository, branches.do(("commit", 0, number % 3)), cache).all()
    last = branches.do(("amend", 0, 1))
    git(branches.root, "update-ref", "-d", "refs/heads/c6")
    git(branches.root, "prune", "--expire=now")
    assert Annals(repository, last, cache).all() == plainly(repository, last)


def test_what_cannot_be_read_is_one_line(tmp_path: Path) -> None:
    hashes = line(3).write(tmp_path / "a")
    repository = find_repository(tmp_path / "a")
    with pytest.raises(Failure, match="can't read the history"):
        Annals(repository, hashes[3][:-1] + "z", NOTHING).all()
