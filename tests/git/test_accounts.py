"""What is kept of what commits did never says anything else than reading their files does."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.git.asked import counted
from tests.git.branches import ACTS, Act, Branches
from tests.git.repositories import Past, git
from tests.git.test_annals import NOTHING, line

from opledger.files import disk
from opledger.files.cache import Cache
from opledger.git import annals
from opledger.git.accounts import Account, account, accounts
from opledger.git.chronicle import Archive
from opledger.git.repository import Repository, find_repository

A = "opportunities/a.yaml"


def read(repository: Repository, tip: str) -> list[Account]:
    """The accounts, each made of the files themselves."""
    return [account(chapter) for chapter in Archive(repository, tip, NOTHING).told()]


def kept(repository: Repository, tip: str, cache: Cache) -> list[Account]:
    """The accounts, as far as they are known from a cache."""
    return list(accounts(Archive(repository, tip, cache), cache))


@given(acts=ACTS, most=st.sampled_from([1, 2, 5, 1000]), below=st.sampled_from(["", "my search/"]))
@settings(max_examples=30, deadline=None)
def test_whatever_becomes_of_branches_the_accounts_are_those_of_the_files(
    acts: list[Act], most: int, below: str
) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(annals, "_MOST", most)
        branches = Branches(Path(folder) / "a", below)
        cache = Cache(Path(folder) / "kept")
        repository = find_repository(branches.root / below)
        for act in acts:
            tip = branches.do(act)
            expected = read(repository, tip)
            assert kept(repository, tip, cache) == expected
            assert kept(repository, tip, cache) == expected


def test_only_new_commits_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(annals, "_MOST", 50)
    hashes = line(130).write(tmp_path / "a")
    repository, cache = find_repository(tmp_path / "a"), Cache(tmp_path / "kept")
    with counted() as asked:
        kept(repository, hashes[128], cache)
    assert len(asked.parsed) > 128
    with counted() as asked:
        every = kept(repository, hashes[128], cache)
    assert asked.parsed == []
    with counted() as asked:
        assert kept(repository, hashes[130], cache)[:128] == every
    assert len(asked.parsed) == 4  # what each of the two found, and what it made


OTHER_FORMS = (b"\xc1", b"\x01", b"\x93\x90\x90\x90", b"\x93\x01\x02\x03")


@pytest.mark.parametrize("harm", ["cut", "gone", "half of it gone", "another form"])
def test_what_is_kept_may_be_harmed(tmp_path: Path, harm: str) -> None:
    hashes = line(20).write(tmp_path / "a")
    repository, cache = find_repository(tmp_path / "a"), Cache(tmp_path / "kept")
    expected = kept(repository, hashes[20], cache)
    key = f"accounts-1-{Archive(repository, hashes[20], cache).annals.name}-{hashes[20]}"
    assert cache.get(key)
    files = sorted((tmp_path / "kept").iterdir())
    for path in files[:: 2 if harm == "half of it gone" else 1]:
        if harm == "cut":
            path.write_bytes(path.read_bytes()[:50])
        elif harm != "another form":
            path.unlink()
    for content in OTHER_FORMS if harm == "another form" else (None,):
        if content is not None:
            cache.put(key, content)
        assert kept(repository, hashes[20], cache) == expected == read(repository, hashes[20])


def test_other_rules_for_time_zones_are_another_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashes = line(5).write(tmp_path / "a")
    repository, cache = find_repository(tmp_path / "a"), Cache(tmp_path / "kept")
    expected = kept(repository, hashes[5], cache)
    monkeypatch.setattr(disk, "look", lambda path: (len(str(path)), 1))
    with counted() as asked:
        assert kept(repository, hashes[5], cache) == expected
    assert asked.parsed != []


def test_words_with_half_a_sign_are_told_and_not_kept(tmp_path: Path) -> None:
    past, opportunity = Past(), "company: A\nevents: [{date: 2024-01-08, stage: lead}]\n"
    past.commit("2024-01-08", {"ledger.yaml": "", A: opportunity})
    past.commit("2024-01-09", {"ledger.yaml": "", A: opportunity + 'role: "\\ud800"\n'})
    hashes = past.write(tmp_path / "a")
    repository, cache = find_repository(tmp_path / "a"), Cache(tmp_path / "kept")
    for _ in range(2):
        assert kept(repository, hashes[2], cache) == read(repository, hashes[2])


def test_another_repository_has_accounts_of_its_own(tmp_path: Path) -> None:
    hashes = line(5).write(tmp_path / "a")
    cache = Cache(tmp_path / "kept")
    expected = kept(find_repository(tmp_path / "a"), hashes[5], cache)
    git(tmp_path, "clone", "--quiet", "--depth=2", f"file://{tmp_path / 'a'}", "b")
    shallow = find_repository(tmp_path / "b")
    tip = shallow.head or ""
    assert kept(shallow, tip, cache) == read(shallow, tip)
    assert len(kept(shallow, tip, cache)) == 2
    assert kept(find_repository(tmp_path / "a"), hashes[5], cache) == expected
