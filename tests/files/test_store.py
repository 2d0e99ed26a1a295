"""Writing to a file that is there: whole or not at all, and never over what somebody else wrote."""

from __future__ import annotations

import errno
import os
import stat
import tempfile
import threading
from pathlib import Path

import pytest
from tests.campaigns import kills, writers
from tests.ledgers import write

from opledger.core.failure import Failure
from opledger.files import store
from opledger.files.store import LOCK_NAME, locked, replace_file, replace_outside

PATH = "opportunities/kestrel.yaml"


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return write(tmp_path, {PATH: b"old\n"})


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_gets_its_new_content_and_keeps_its_permissions(ledger: Path) -> None:
    (ledger / PATH).chmod(0o640)
    replace_file(ledger, PATH, b"old\n", b"new\n")
    assert (ledger / PATH).read_bytes() == b"new\n"
    assert stat.S_IMODE((ledger / PATH).stat().st_mode) == 0o640
    assert names(ledger / "opportunities") == ["kestrel.yaml"]


def test_a_file_that_changed_since_it_was_read_is_never_overwritten(ledger: Path) -> None:
    (ledger / PATH).write_bytes(b"theirs\n")
    with pytest.raises(Failure) as refused:
        replace_file(ledger, PATH, b"old\n", b"new\n")
    assert str(refused.value) == (
        f"{ledger / PATH} was changed by another program meanwhile: nothing was written"
    )
    assert (ledger / PATH).read_bytes() == b"theirs\n"


def test_a_change_in_the_last_moment_is_seen(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def sync_and_interfere(descriptor: int) -> None:
        (ledger / PATH).write_bytes(b"theirs\n")

    monkeypatch.setattr(os, "fsync", sync_and_interfere)
    with pytest.raises(Failure, match="was changed by another program"):
        replace_file(ledger, PATH, b"old\n", b"new\n")
    assert (ledger / PATH).read_bytes() == b"theirs\n"
    assert names(ledger / "opportunities") == ["kestrel.yaml"]


def test_a_link_is_not_replaced_by_a_file(ledger: Path) -> None:
    (ledger / PATH).unlink()
    (ledger / PATH).symlink_to(ledger / "ledger.yaml")
    with pytest.raises(Failure, match="can't read"):
        replace_file(ledger, PATH, b"", b"new\n")
    assert (ledger / PATH).is_symlink()


def test_a_file_with_a_second_name_is_left_to_an_editor(ledger: Path) -> None:
    (ledger / "other").hardlink_to(ledger / PATH)
    with pytest.raises(Failure, match=r"has another name \(a hard link\)"):
        replace_file(ledger, PATH, b"old\n", b"new\n")
    assert (ledger / "other").read_bytes() == b"old\n"


def test_what_a_write_that_was_cut_off_left_is_swept(ledger: Path) -> None:
    (ledger / "opportunities" / ".opledger-write-abc").touch()
    (ledger / "opportunities" / ".mine").touch()
    replace_file(ledger, PATH, b"old\n", b"new\n")
    assert names(ledger / "opportunities") == [".mine", "kestrel.yaml"]


@pytest.mark.parametrize("call", ["fsync", "fdopen"])
def test_a_disk_that_is_full_leaves_the_file_as_it_was(
    call: str, ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    if call == "fsync":
        monkeypatch.setattr(os, "fsync", full)
    else:
        monkeypatch.setattr(tempfile, "mkstemp", lambda **_: full())
    with pytest.raises(Failure) as refused:
        replace_file(ledger, PATH, b"old\n", b"new\n")
    assert str(refused.value) == (
        f"can't write {ledger / PATH}: no space left on device; it is as it was"
    )
    monkeypatch.undo()
    assert (ledger / PATH).read_bytes() == b"old\n"
    assert names(ledger / "opportunities") == ["kestrel.yaml"]


def test_one_writer_waits_for_the_other_and_leaves_no_lock(ledger: Path) -> None:
    order = []
    inside = threading.Event()

    def other() -> None:
        with locked(ledger):
            order.append("first")
            inside.set()
            order.append("still first")

    thread = threading.Thread(target=other)
    with locked(ledger):
        thread.start()
        order.append("mine")
    thread.join()
    assert inside.is_set()
    assert order == ["mine", "first", "still first"]
    assert LOCK_NAME not in names(ledger)


def test_a_writer_that_never_ends_is_not_waited_for_for_ever(
    ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "_PATIENCE", 0.05)
    with locked(ledger), pytest.raises(Failure) as refused, locked(ledger):
        pass
    assert str(refused.value) == (
        f"another opledger is writing in {ledger}: try again when it has ended"
    )


def test_a_failure_within_the_lock_sets_it_free(ledger: Path) -> None:
    with pytest.raises(Failure, match="mine"), locked(ledger):
        raise Failure("mine")
    assert LOCK_NAME not in names(ledger)
    with locked(ledger):
        pass


def test_where_there_can_be_no_lock_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Failure, match="can't write in"), locked(tmp_path / "file"):
        pass


def test_a_file_that_git_named_is_replaced_whole(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    replace_outside(tmp_path / "a", b"new")
    assert (tmp_path / "a").read_bytes() == b"new"
    with pytest.raises(Failure, match="it is as it was"):
        replace_outside(tmp_path / "b", b"new")


def test_a_process_that_is_killed_while_it_writes_tears_and_loses_nothing(tmp_path: Path) -> None:
    done = kills.campaign(tmp_path, 60)
    assert [(each.sound, each.lost) for each in done] == [(True, 0)] * 60


def test_four_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    done = writers.campaign(tmp_path, 4, 2)
    assert done == writers.Outcome(wanted=8, failed=0, recorded=8, commits=8, sound=True)
