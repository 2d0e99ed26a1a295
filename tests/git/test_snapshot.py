"""A ledger as a commit holds it, or as it is staged."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.git.repositories import LEDGER, Past, git, write
from tests.git.repositories import committed as commit

from opledger.core.failure import Failure
from opledger.files.disk import Entry, EntryKind, Folder
from opledger.files.readings import Files
from opledger.git.repository import find_repository
from opledger.git.snapshot import Snapshot, committed, staged

KESTREL = "opportunities/kestrel.yaml"


def read(root: Path, name: str = "") -> Snapshot:
    repository = find_repository(root)
    return committed(repository, git(root, "rev-parse", name or "HEAD"))


def entries(files: Files) -> list[tuple[str, EntryKind, bytes]]:
    every = [files.config(), *files.scan()]
    kinds = (EntryKind.FILE,)
    return [(e.path, e.kind, files.read(e)[0] if e.kind in kinds else b"") for e in every]


def test_a_commit_is_read_as_the_folder_it_was_made_from(tmp_path: Path) -> None:
    more = {
        "opportunities/old/Big Co.yaml": b"x",
        "opportunities/old.yaml": b"y",
        "opportunities/x.YML": b"z",
        "opportunities/.hidden.yaml": b"x",
        "opportunities/.old/kestrel.yaml": b"x",
        "opportunities/README.md": b"x",
        "opportunities/é/ü.yaml": b"",
        "README.md": b"x",
    }
    commit(tmp_path, LEDGER | more)
    assert entries(read(tmp_path)) == entries(Folder(tmp_path))
    assert [path for path, _, _ in entries(read(tmp_path))][-1] == "opportunities/é/ü.yaml"


def test_an_older_commit_is_read_whatever_the_files_say_now(tmp_path: Path) -> None:
    commit(tmp_path)
    write(tmp_path, {KESTREL: b"changed", "ledger.yaml": b"few: 4"})
    git(tmp_path, "commit", "--quiet", "-a", "-m", "More")
    write(tmp_path, {KESTREL: b"again"})
    old = read(tmp_path, "HEAD~1")
    assert old.read(Entry(KESTREL, EntryKind.FILE)) == (LEDGER[KESTREL], "")
    assert read(tmp_path).read(Entry(KESTREL, EntryKind.FILE)) == (b"changed", "")
    absent = Entry("opportunities/none.yaml", EntryKind.FILE)
    assert old.read(absent) == (b"", "no such file or directory")


def test_a_link_is_told_and_never_followed(tmp_path: Path) -> None:
    past = Past()
    links = {KESTREL: "/etc/passwd", "opportunities/away": "/etc"}
    past.commit("2024-01-08", {"ledger.yaml": ""}, links=links)
    past.write(tmp_path)
    assert entries(read(tmp_path)) == entries(Folder(tmp_path))
    assert [kind for _, kind, _ in entries(read(tmp_path))][1:] == [EntryKind.LINK] * 2


def test_a_submodule_is_no_file(tmp_path: Path) -> None:
    head = commit(tmp_path)
    submodule = f"160000,{head},opportunities/sub.yaml"
    git(tmp_path, "update-index", "--add", "--cacheinfo", submodule)
    git(tmp_path, "commit", "--quiet", "-m", "Sub")
    assert [path for path, _, _ in entries(read(tmp_path))] == ["ledger.yaml", KESTREL]


def test_a_commit_without_a_ledger_says_so(tmp_path: Path) -> None:
    head = commit(tmp_path, {"README.md": b"x"})
    with pytest.raises(Failure) as failure:
        read(tmp_path)
    assert str(failure.value) == f"commit {head[:10]} has no ledger.yaml: there was no ledger yet"


@pytest.mark.parametrize("below", ["", "search/a b/"])
def test_what_is_staged_is_read_from_the_index(below: str, tmp_path: Path) -> None:
    commit(tmp_path, {f"{below}{path}": content for path, content in LEDGER.items()})
    root = tmp_path / below
    write(root, {KESTREL: b"staged", "opportunities/new.yaml": b"new"})
    git(root, "add", ".")
    write(root, {KESTREL: b"not staged"})
    found = entries(staged(find_repository(root)))
    assert [(path, content) for path, _, content in found] == [
        ("ledger.yaml", LEDGER["ledger.yaml"]),
        (KESTREL, b"staged"),
        ("opportunities/new.yaml", b"new"),
    ]


def test_a_merge_that_is_not_settled_is_said(tmp_path: Path) -> None:
    past = Past()
    base = past.commit("2024-01-08", {"ledger.yaml": "", KESTREL: "a\n"})
    past.commit("2024-01-09", {"ledger.yaml": "", KESTREL: "b\n"}, base)
    past.commit("2024-01-09", {"ledger.yaml": "", KESTREL: "c\n"}, base)
    hashes = past.write(tmp_path)
    git(tmp_path, "config", "merge.conflictStyle", "merge")
    with pytest.raises(Exception, match="merge"):
        git(tmp_path, "merge", hashes[2])
    with pytest.raises(Failure) as failure:
        staged(find_repository(tmp_path))
    assert str(failure.value) == f"{KESTREL} has a merge conflict: settle it first"


@pytest.mark.parametrize("hashing", ["sha1", "sha256"])
def test_a_packed_commit_of_either_hash_is_read(hashing: str, tmp_path: Path) -> None:
    commit(tmp_path, None, f"--object-format={hashing}")
    git(tmp_path, "gc", "--quiet", "--prune=now")
    assert entries(read(tmp_path)) == entries(Folder(tmp_path))
