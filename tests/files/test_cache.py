"""What is kept is found again whole, or not at all; and nobody's result depends on it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from opledger.files import cache
from opledger.files.cache import Cache, digest

KEY, CONTENT = "ledger 1", b"what was worked out\x00\xff" * 100


@pytest.fixture
def kept(tmp_path: Path) -> Cache:
    """A cache that holds one entry."""
    made = Cache(tmp_path / "cache")
    made.put(KEY, CONTENT)
    return made


def only_file(kept: Cache) -> Path:
    """The file of its one entry."""
    (path,) = only_files(kept)
    return path


def test_what_was_kept_is_found_again(kept: Cache) -> None:
    assert kept.get(KEY) == CONTENT
    assert kept.get("ledger 2") is None
    assert kept.size == (1, only_file(kept).stat().st_size)


def test_what_is_kept_anew_takes_the_place_of_what_was(kept: Cache) -> None:
    kept.put(KEY, b"")
    assert kept.get(KEY) == b""
    assert kept.size[0] == 1


def test_an_entry_that_is_damaged_anywhere_is_none(kept: Cache) -> None:
    path = only_file(kept)
    whole = path.read_bytes()
    for at in (0, 3, 17, 20, 40, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert kept.get(KEY) is None, at
        path.write_bytes(whole[:at])
        assert kept.get(KEY) is None, at
    path.write_bytes(whole + b"\0")
    assert kept.get(KEY) is None
    path.write_bytes(whole)
    assert kept.get(KEY) == CONTENT


def test_an_entry_of_another_key_is_none(kept: Cache) -> None:
    """Somebody renamed the files."""
    other = Cache(only_file(kept).parent)
    content = only_file(kept).read_bytes()
    other.put("ledger 2", b"other")
    for path in only_files(other):
        path.write_bytes(content)
    assert (other.get(KEY), other.get("ledger 2")) == (CONTENT, None)


def only_files(kept: Cache) -> list[Path]:
    """The files of all entries."""
    assert kept.folder
    return sorted(kept.folder.glob("*.kept"))


@pytest.mark.skipif(sys.platform == "win32", reason="links and pipes are made otherwise there")
@pytest.mark.parametrize("kind", ["link", "pipe", "folder", "unreadable"])
def test_what_is_no_file_of_mine_is_none_and_nothing_hangs(
    kind: str, kept: Cache, tmp_path: Path
) -> None:
    path = only_file(kept)
    path.unlink()
    match kind:
        case "link":
            path.symlink_to(tmp_path / "nowhere")
        case "pipe":
            os.mkfifo(path)
        case "folder":
            path.mkdir()
        case "unreadable":
            path.write_bytes(b"")
            path.chmod(0)
    assert kept.get(KEY) is None
    kept.put(KEY, b"new")
    assert kept.get(KEY) == (None if kind == "folder" else b"new")


def test_a_cache_that_is_off_or_can_not_be_written_keeps_nothing_and_says_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPLEDGER_CACHE", "off")
    assert Cache.at_hand().folder is None
    (tmp_path / "file").write_text("")
    for broken in (Cache(None), Cache(tmp_path / "file"), Cache(tmp_path / "file" / "in")):
        broken.put(KEY, CONTENT)
        broken.tidy(time.time())
        assert (broken.get(KEY), broken.size, broken.clear()) == (None, (0, 0), 0)
    assert (tmp_path / "file").read_text() == ""


def test_it_lies_where_the_user_says_or_in_the_users_own_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPLEDGER_CACHE", str(tmp_path / "mine"))
    assert Cache.at_hand().folder == tmp_path / "mine"
    monkeypatch.delenv("OPLEDGER_CACHE")
    monkeypatch.setenv("HOME", str(tmp_path))
    if sys.platform.startswith("linux"):
        monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
        assert Cache.at_hand().folder == tmp_path / ".cache" / "opledger"


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such permissions")
def test_nobody_else_can_look_into_it(kept: Cache) -> None:
    assert kept.folder
    assert kept.folder.stat().st_mode & 0o777 == 0o700
    assert only_file(kept).stat().st_mode & 0o777 == 0o600


def test_another_version_of_the_program_finds_nothing(
    kept: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "_program", lambda: b"another one")
    assert kept.get(KEY) is None
    kept.put(KEY, b"of the other")
    monkeypatch.undo()
    assert kept.get(KEY) == CONTENT


def test_a_program_in_an_archive_keeps_nothing_and_goes_on(tmp_path: Path) -> None:
    """Nobody can look at its modules there, so nobody knows which program it is."""
    package = Path(cache.__file__).parents[1]
    archive = shutil.make_archive(str(tmp_path / "all"), "zip", package.parent, package.name)
    code = (
        "from opledger.files.cache import Cache\n"
        "kept = Cache.at_hand()\n"
        "kept.put('key', b'content')\n"
        "print(kept.get('key'), kept.size)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": archive, "OPLEDGER_CACHE": str(tmp_path / "cache")},
        capture_output=True,
        check=False,
        text=True,
    )
    assert (ended.stdout, ended.stderr) == ("None (0, 0)\n", "")


def test_what_is_not_used_for_a_month_goes_and_what_is_in_use_stays(kept: Cache) -> None:
    long_ago = time.time() - 31 * 86_400
    os.utime(only_file(kept), (long_ago, long_ago))
    assert kept.get(KEY) == CONTENT  # and so it is in use
    kept.put("old", b"")
    old = next(path for path in only_files(kept) if path.stat().st_size < len(CONTENT))
    os.utime(old, (long_ago, long_ago))
    assert kept.folder
    (kept.folder / ".new-killed").write_bytes(b"half")
    os.utime(kept.folder / ".new-killed", (long_ago, long_ago))
    (kept.folder / "notes.txt").write_text("mine")
    os.utime(kept.folder / "notes.txt", (long_ago, long_ago))
    kept.tidy(time.time())
    assert kept.get(KEY) == CONTENT
    assert kept.get("old") is None
    assert (kept.folder / "notes.txt").exists()
    assert kept.size[0] == 1


def test_it_is_tidied_once_a_day_by_whoever_keeps_something(kept: Cache) -> None:
    assert kept.folder
    old = kept.folder / "0123.kept"
    for days, goes in ((0, False), (-2, True), (2, True)):  # also where a clock went back
        old.write_bytes(b"")
        os.utime(old, (time.time() - 31 * 86_400,) * 2)
        os.utime(kept.folder / ".tidied", (time.time() + days * 86_400,) * 2)
        Cache(kept.folder).put("new", b"")
        assert old.exists() != goes, days
    assert kept.get(KEY) == CONTENT


def test_an_entry_from_the_future_goes_and_takes_no_other_with_it(kept: Cache) -> None:
    kept.put("of a clock that was wrong", b"")
    odd = next(path for path in only_files(kept) if path.stat().st_size < len(CONTENT))
    os.utime(odd, (time.time() + 60 * 86_400,) * 2)
    kept.tidy(time.time())
    assert (odd.exists(), kept.get(KEY)) == (False, CONTENT)


def test_of_too_much_what_was_not_used_for_longest_goes(
    kept: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "_MOST", 3 * len(CONTENT))
    for hours in (1, 2, 3):
        kept.put(f"unused for {hours} hours", CONTENT)
        newest = max(only_files(kept), key=lambda path: path.stat().st_mtime_ns)
        os.utime(newest, (time.time() - hours * 3600,) * 2)
    kept.tidy(time.time())
    found = [kept.get(f"unused for {hours} hours") is not None for hours in (1, 2, 3)]
    assert (kept.get(KEY), found) == (CONTENT, [True, False, False])


def test_clearing_it_takes_its_entries_and_nothing_else(kept: Cache) -> None:
    assert kept.folder
    (kept.folder / "notes.txt").write_text("mine")
    kept.put("ledger 2", b"")
    assert kept.clear() == 2
    assert kept.size == (0, 0)
    assert [path.name for path in kept.folder.iterdir()] == ["notes.txt"]


WRITER = """
import sys
from pathlib import Path
from opledger.files.cache import Cache
kept = Cache(Path(sys.argv[1]))
for n in range(400):
    kept.put("shared", sys.argv[2].encode() * (1 + n * 37 % 5000))
"""


def test_two_processes_at_once_leave_one_whole_entry(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(Path(cache.__file__).parents[2])}
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path), sign], env=environment)
        for sign in "ab"
    ]
    kept, seen = Cache(tmp_path), set()
    while any(writer.poll() is None for writer in writers):
        found = kept.get("shared")
        seen.add(found and found[:1])
        assert found is None or len(set(found)) == 1
    assert [writer.returncode for writer in writers] == [0, 0]
    assert seen & {b"a", b"b"}
    assert kept.size[0] == 1


def test_a_digest_tells_parts_apart_and_not_only_their_bytes() -> None:
    assert digest(b"ab", b"c") != digest(b"a", b"bc")
    assert digest(b"ab", b"c") == digest(b"ab", b"c")
