"""What is kept of an audit never says anything else than going through the history does."""

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
from opledger.git.annals import Annals
from opledger.git.audited import Audited, audited
from opledger.git.findings import Kind
from opledger.git.repository import Repository


def found(
    repository: Repository,
    tip: str,
    cache: Cache = NOTHING,
    late_after: int | None = None,
    grace: int | None = None,
) -> Audited:
    return audited(Annals(repository, tip, cache), late_after, grace, cache=cache)


@whatever_happens
@settings(max_examples=20, deadline=None)
def test_whatever_becomes_of_branches_what_is_found_is_what_the_files_say(
    acts: list[Act], most: int, below: str
) -> None:
    with branching(most, below) as (branches, repository, cache):
        for number, act in enumerate(acts):
            tip = branches.do(act)
            passing = ((0, 0), (None, None))[number % 2]
            expected = found(repository, tip, NOTHING, *passing)
            assert found(repository, tip, cache, *passing) == expected
            assert found(repository, tip, cache, *passing) == expected


def test_what_was_found_is_told_again_without_reading_a_file(tmp_path: Path) -> None:
    repository, hashes, cache = begun(line(30), tmp_path)
    with counted() as asked:
        expected = found(repository, hashes[30], cache)
    assert len(asked.parsed) == 30
    assert len(expected.findings) > 20
    with counted() as asked:
        assert found(repository, hashes[30], cache) == expected
    assert (asked.parsed, asked.commands) == ([], [])
    told: list[tuple[int, int]] = []
    annals = Annals(repository, hashes[29], cache)
    audited(annals, told=lambda done, every: told.append((done, every)), cache=cache)
    assert told == [(n, 29) for n in range(1, 30)]


def test_what_may_pass_is_kept_apart(tmp_path: Path) -> None:
    """An event that is late, and another one that is changed after two days."""
    past = Past()
    for day, note in ((10, "x"), (12, "y")):
        event = f"{{date: 2024-01-08, stage: lead, note: {note}}}"
        past.commit(f"2024-01-{day}", {"ledger.yaml": "", A: f"company: A\nevents: [{event}]\n"})
    repository, hashes, cache = begun(past, tmp_path)
    for _ in range(2):
        kinds = [
            [each.kind for each in found(repository, hashes[2], cache, *passing).findings]
            for passing in ((None, None), (1, None), (None, 2), (1, 2))
        ]
        late, changed = [Kind.LATE], [Kind.CHANGED]
        assert kinds == [changed, late + changed, [], late]


@harmed
def test_what_is_kept_may_be_harmed(tmp_path: Path, harm: Harm) -> None:
    repository, hashes, cache = begun(line(20), tmp_path)
    expected = found(repository, hashes[20])
    assert found(repository, hashes[20], cache) == expected
    harm(tmp_path / "kept")
    assert found(repository, hashes[20], cache) == expected
    assert found(repository, hashes[20], cache) == expected


UTC = b"\xa3UTC"


@pytest.mark.parametrize(
    "content", [*OTHER_FORMS, b"\x94\x90\x90\x90\x90", b"\x94%b\x91%b\x01\x90" % (UTC, UTC)]
)
def test_what_another_form_of_it_says_counts_for_nothing(tmp_path: Path, content: bytes) -> None:
    repository, hashes, cache = begun(line(5), tmp_path)
    expected = found(repository, hashes[5], cache)
    key = f"audit-1-{Annals(repository, hashes[5], cache).name}-{hashes[5]}-None-None"
    kept = cache.get(key)
    assert kept
    for other in (content, kept.replace(bytes.fromhex(hashes[4]), bytes(20))):
        cache.put(key, other)
        assert found(repository, hashes[5], cache) == expected


def test_other_rules_for_time_zones_are_another_audit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository, hashes, cache = begun(line(5), tmp_path)
    expected = found(repository, hashes[5], cache)
    monkeypatch.setattr(disk, "look", lambda path: (len(str(path)), 1))
    with counted() as asked:
        assert found(repository, hashes[5], cache) == expected
    assert len(asked.parsed) == 5


def test_what_is_found_while_a_content_is_lacking_is_not_kept(tmp_path: Path) -> None:
    """A damaged repository, which is mended from another one."""
    repository, hashes, cache = begun(line(5), tmp_path)
    expected = found(repository, hashes[5])
    name = git(repository.root, "rev-parse", f"{hashes[2]}:opportunities/b.yaml")
    content = repository.folder / "objects" / name[:2] / name[2:]
    content.rename(tmp_path / "aside")
    lacking = found(repository, hashes[5], cache)
    assert lacking == found(repository, hashes[5]) != expected
    (tmp_path / "aside").rename(content)
    assert found(repository, hashes[5], cache) == expected


# Parts of signs, which no file can hold; the second would come back as a whole sign.
HALF_SIGNS = ("\ud800", "\udcc3\udca9")


@pytest.mark.parametrize("half", HALF_SIGNS, ids=ascii)
def test_words_with_half_a_sign_are_found_and_not_kept(tmp_path: Path, half: str) -> None:
    """The check tells them of a date; with the settings, all files are checked."""
    past, sound = Past(), "company: A\nevents: [{date: 2024-01-08, stage: lead}]\n"
    past.commit("2024-01-08", {"ledger.yaml": "", A: sound})
    wrong = sound.replace("2024-01-08", ascii(half).replace("'", '"'))
    past.commit("2024-01-09", {"ledger.yaml": "few: 4\n", A: wrong})
    repository, hashes, cache = begun(past, tmp_path)
    expected = found(repository, hashes[2])
    assert [half in each.text for each in expected.findings] == [True]
    for _ in range(2):
        assert found(repository, hashes[2], cache) == expected
