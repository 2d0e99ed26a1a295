"""What is kept of what commits did never says anything else than reading their files does."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings
from tests.git.asked import counted
from tests.git.branches import Act
from tests.git.kept import (
    NOTHING,
    OTHER_FORMS,
    A,
    Harm,
    begun,
    branching,
    harmed,
    line,
    whatever_happens,
)
from tests.git.repositories import Past, git

from opledger.files import disk
from opledger.files.cache import Cache
from opledger.git import annals
from opledger.git.accounts import Account, Accounts, account
from opledger.git.annals import Annals
from opledger.git.chronicle import Archive
from opledger.git.repository import Repository, find_repository


def archive(repository: Repository, tip: str) -> Archive:
    return Archive(Annals(repository, tip, NOTHING))


def read(
    repository: Repository, tip: str, most: int | None = None, only: str | None = None
) -> list[Account]:
    """The accounts, each made of the files themselves: of all commits, or of the last ones."""
    past = archive(repository, tip)
    some = most is not None or only is not None
    deeds = past.annals.newest(most, only) if some else None
    every = map(account, past.told(deeds, only))
    if only is None:
        return list(every)
    return [Account(each.commit, "", each.altered) for each in every]


def kept(repository: Repository, tip: str, cache: Cache) -> list[Account]:
    """The accounts, as far as they are known from a cache."""
    return list(Accounts(Annals(repository, tip, cache), cache).all())


def some(
    repository: Repository,
    tip: str,
    cache: Cache,
    most: int | None = None,
    only: str | None = None,
) -> list[Account]:
    """Those of the last commits, or of the last ones that did something to one id."""
    past = Annals(repository, tip, cache)
    return list(Accounts(past, cache).of(past.newest(most, only), only))


@whatever_happens
@settings(max_examples=30, deadline=None)
def test_whatever_becomes_of_branches_the_accounts_are_those_of_the_files(
    acts: list[Act], most: int, below: str
) -> None:
    with branching(most, below) as (branches, repository, cache):
        for act in acts:
            tip = branches.do(act)
            expected = read(repository, tip)
            assert kept(repository, tip, cache) == expected
            assert kept(repository, tip, cache) == expected


@whatever_happens
@settings(max_examples=30, deadline=None)
def test_whatever_is_asked_for_the_accounts_are_those_of_the_files(
    acts: list[Act], most: int, below: str
) -> None:
    """All that did something, the last ones, or those of one id: in any order, on any branch."""
    asked = ((None, None), (2, None), (None, "a"), (3, "b"), (1, "none"))
    with branching(most, below) as (branches, repository, cache):
        for number, act in enumerate(acts):
            tip = branches.do(act)
            for many, only in asked[number % 5 :] + asked[: number % 5]:
                expected = read(repository, tip, many, only)
                if (many, only) == (None, None):
                    deeds = Annals(repository, tip, NOTHING).newest(None)
                    names = {deed.commit.hash for deed in deeds}
                    expected = [each for each in expected if each.commit.hash in names]
                assert some(repository, tip, cache, many, only) == expected
            zone = archive(repository, tip).config.zone
            assert Accounts(Annals(repository, tip, cache), cache).zone is zone


def test_only_new_commits_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(annals, "_MOST", 50)
    repository, hashes, cache = begun(line(130), tmp_path)
    with counted() as asked:
        kept(repository, hashes[128], cache)
    assert len(asked.parsed) > 128
    with counted() as asked:
        every = kept(repository, hashes[128], cache)
    assert asked.parsed == []
    with counted() as asked:
        assert kept(repository, hashes[130], cache)[:128] == every
    assert len(asked.parsed) == 4  # what each of the two found, and what it made


def test_some_of_a_history_that_is_not_kept_are_read_without_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(annals, "_MOST", 50)
    repository, hashes, cache = begun(line(130), tmp_path)
    Annals(repository, hashes[128], cache).all()
    with counted() as asked:
        assert len(some(repository, hashes[128], cache, 20)) == 20
    assert len(asked.parsed) == 20 + 3
    with counted() as asked:
        assert len(some(repository, hashes[128], cache, None, "a")) == 43
    assert len(asked.parsed) == 43 + 2  # each first one of a volume is held against the one before


def test_what_is_known_of_a_history_is_gone_on_with_whatever_is_asked_for(tmp_path: Path) -> None:
    """What one commit did is read for the one id that is asked for, and known to all others."""
    repository, hashes, cache = begun(line(130), tmp_path)
    with counted() as asked:
        assert len(some(repository, hashes[128], cache)) == 128
    assert len(asked.parsed) == 128
    with counted() as asked:
        assert len(some(repository, hashes[129], cache, None, "a")) == 43
        assert len(some(repository, hashes[129], cache, 5)) == 5
        assert len(some(repository, hashes[129], cache)) == 129
    assert len(asked.parsed) == 2  # what it found, and what it made


@harmed
def test_what_is_kept_may_be_harmed(tmp_path: Path, harm: Harm) -> None:
    repository, hashes, cache = begun(line(20), tmp_path)
    expected = kept(repository, hashes[20], cache)
    assert expected == read(repository, hashes[20])
    harm(tmp_path / "kept")
    assert some(repository, hashes[20], cache, 7) == expected[-7:]
    assert some(repository, hashes[20], cache) == expected
    assert kept(repository, hashes[20], cache) == expected


UTC = b"\xa3UTC"


@pytest.mark.parametrize(
    "content", [*OTHER_FORMS, b"\x94\x90\x90\x90\x90", b"\x94%b\x91%b\x01\x80" % (UTC, UTC)]
)
def test_what_another_form_of_it_says_counts_for_nothing(tmp_path: Path, content: bytes) -> None:
    repository, hashes, cache = begun(line(5), tmp_path)
    expected = kept(repository, hashes[5], cache)
    key = f"accounts-2-{Annals(repository, hashes[5], cache).name}-{hashes[5]}"
    assert cache.get(key)
    cache.put(key, content)
    assert some(repository, hashes[5], cache) == expected
    cache.put(key, content)
    assert kept(repository, hashes[5], cache) == expected == read(repository, hashes[5])


def test_other_rules_for_time_zones_are_another_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository, hashes, cache = begun(line(5), tmp_path)
    expected = kept(repository, hashes[5], cache)
    monkeypatch.setattr(disk, "look", lambda path: (len(str(path)), 1))
    with counted() as asked:
        assert kept(repository, hashes[5], cache) == expected
    assert asked.parsed != []


def test_the_zones_of_what_was_known_before_count_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first commits are told in a zone of which the last ones, kept with them, know nothing."""
    past, opportunity = Past(), "company: A\nevents: [{date: 2024-01-08, stage: lead}]\n"
    past.commit("2024-01-08", {"ledger.yaml": "timezone: Europe/Oslo\n", A: opportunity})
    for day in (9, 10, 11):
        noted = f"{opportunity}notes: On day {day}.\n"
        past.commit(f"2024-01-{day:02}", {"ledger.yaml": "timezone: Asia/Tokyo\n", A: noted})
    repository, hashes, cache = begun(past, tmp_path)
    for tip in (hashes[2], hashes[4]):
        kept(repository, tip, cache)
    look = disk.look
    changed = "Europe/Oslo"
    monkeypatch.setattr(disk, "look", lambda path: look(path) + (1,) * str(path).endswith(changed))
    with counted() as asked:
        kept(repository, hashes[4], cache)
    assert len(asked.parsed) == 4


def test_days_are_those_of_the_zone_at_the_last_commit(tmp_path: Path) -> None:
    past, opportunity = Past(), "company: A\nevents: [{date: 2024-01-08, stage: lead}]\n"
    for zone in ("UTC", "Asia/Tokyo", "America/New_York", ""):
        settings = f"timezone: {zone}\n" if zone else "few: 4\n"
        past.commit("2024-01-08", {"ledger.yaml": settings, A: opportunity})
    repository, hashes, cache = begun(past, tmp_path)
    for _ in range(2):
        for number, zone in enumerate(("UTC", "Asia/Tokyo", "America/New_York", "UTC"), 1):
            found = Accounts(Annals(repository, hashes[number], cache), cache)
            list(found.all())
            assert found.zone.key == zone
            assert Accounts(Annals(repository, hashes[number], cache), cache).zone.key == zone


def test_words_with_half_a_sign_are_told_alike(tmp_path: Path) -> None:
    past, opportunity = Past(), "company: A\nevents: [{date: 2024-01-08, stage: lead}]\n"
    past.commit("2024-01-08", {"ledger.yaml": "", A: opportunity})
    past.commit("2024-01-09", {"ledger.yaml": "", A: opportunity + 'role: "\\ud800"\n'})
    repository, hashes, cache = begun(past, tmp_path)
    for _ in range(2):
        assert kept(repository, hashes[2], cache) == read(repository, hashes[2])
        assert some(repository, hashes[2], cache) == read(repository, hashes[2])


def test_another_repository_has_accounts_of_its_own(tmp_path: Path) -> None:
    _, hashes, cache = begun(line(5), tmp_path)
    expected = kept(find_repository(tmp_path / "a"), hashes[5], cache)
    git(tmp_path, "clone", "--quiet", "--depth=2", f"file://{tmp_path / 'a'}", "b")
    shallow = find_repository(tmp_path / "b")
    tip = shallow.head or ""
    assert kept(shallow, tip, cache) == read(shallow, tip)
    assert len(kept(shallow, tip, cache)) == 2
    assert kept(find_repository(tmp_path / "a"), hashes[5], cache) == expected


def test_what_is_told_while_a_content_is_lacking_is_not_kept(tmp_path: Path) -> None:
    """A damaged repository, which is mended from another one."""
    repository, hashes, cache = begun(line(5), tmp_path)
    expected = read(repository, hashes[5])
    name = git(repository.root, "rev-parse", f"{hashes[2]}:opportunities/b.yaml")
    content = repository.folder / "objects" / name[:2] / name[2:]
    content.rename(tmp_path / "aside")
    lacking = kept(repository, hashes[5], cache)
    assert lacking == read(repository, hashes[5])
    assert [each.altered[0].words for each in lacking[1:5:3]] == [
        "edited, and fails the check: can't read b.yaml: no such file or directory",
        "mended: it failed the check",
    ]
    (tmp_path / "aside").rename(content)
    assert kept(repository, hashes[5], cache) == expected
    assert some(repository, hashes[5], cache) == expected
