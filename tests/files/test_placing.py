"""Files that are no part of a ledger: written whole, deleted, moved; or one line why not."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from opledger.core.failure import Failure
from opledger.files.placing import clear_away, mode_of, move, place, read_placed, take_away


def test_a_file_is_placed_with_its_folders_and_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b"
    assert (read_placed(path), mode_of(path, 0o644)) == (None, 0o644)
    for content, mode in ((b"one", 0o755), (b"", 0o600)):
        place(path, content, mode)
        assert (read_placed(path), stat.S_IMODE(path.stat().st_mode)) == (content, mode)
        assert mode_of(path, 0o644) == mode
    assert [each.name for each in path.parent.iterdir()] == ["b"]


def test_what_is_taken_away_is_gone_and_so_is_its_empty_folder(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b"
    place(path, b"", 0o644)
    clear_away(path.parent)
    assert (take_away(path), take_away(path)) == (True, False)
    clear_away(path.parent)
    clear_away(path.parent)
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_moved_over_another_only_if_that_is_meant(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    place(one, b"1", 0o644)
    place(other, b"2", 0o644)
    with pytest.raises(Failure, match=f"^can't move {one}: {other} is there already$"):
        move(one, other)
    move(one, other, over=True)
    assert (read_placed(one), read_placed(other)) == (None, b"1")


def test_what_can_t_be_done_is_one_line(tmp_path: Path) -> None:
    place(tmp_path / "file", b"", 0o644)
    below = tmp_path / "file" / "x"
    with pytest.raises(Failure, match=f"^can't write {below}: "):
        place(below, b"", 0o644)
    with pytest.raises(Failure, match=f"^can't read {tmp_path}: is a directory$"):
        read_placed(tmp_path)
    with pytest.raises(Failure, match=f"^can't delete {tmp_path}: "):
        take_away(tmp_path)
    with pytest.raises(Failure, match=f"^can't move {tmp_path / 'gone'}: "):
        move(tmp_path / "gone", tmp_path / "new")
