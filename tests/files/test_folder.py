"""A folder of made files is replaced whole, and nothing of the user's is ever lost."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from tests.conftest import Command
from tests.examples import as_nobody

from opledger.core.failure import Failure
from opledger.files import folder
from opledger.files.filling import LIST_NAME
from opledger.files.folder import replace_folder

OLD = {"index.html": b"old", "a/b.html": b"stale"}
NEW = {"index.html": b"new", "c/d/e.html": b"deep"}


def held(folder: Path) -> dict[str, bytes]:
    """What a folder holds, but for the list."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != LIST_NAME
    }


def test_a_folder_is_replaced_whole(tmp_path: Path) -> None:
    site = tmp_path / "deep" / "site"
    replace_folder(site, OLD)
    assert held(site) == OLD
    replace_folder(site, NEW)
    assert held(site) == NEW
    assert sorted(path.name for path in site.iterdir()) == [LIST_NAME, "c", "index.html"]
    assert [path.name for path in site.parent.iterdir()] == ["site"]


def test_the_list_says_what_was_put_there(tmp_path: Path) -> None:
    replace_folder(tmp_path / "site", NEW)
    lines = (tmp_path / "site" / LIST_NAME).read_text().splitlines()
    assert lines[0].startswith("# Made by opledger")
    assert lines[1:] == ["c/d/e.html", "index.html"]


@pytest.mark.parametrize("inside", ["", "a/b/c"])
def test_an_empty_folder_is_taken(inside: str, tmp_path: Path) -> None:
    (tmp_path / "site" / inside).mkdir(parents=True)
    replace_folder(tmp_path / "site", NEW)
    assert held(tmp_path / "site") == NEW


def test_a_made_file_that_was_changed_or_deleted_is_made_again(tmp_path: Path) -> None:
    replace_folder(tmp_path / "site", OLD)
    (tmp_path / "site" / "index.html").write_text("mine")
    (tmp_path / "site" / "a" / "b.html").unlink()
    replace_folder(tmp_path / "site", OLD)
    assert held(tmp_path / "site") == OLD


def _file(path: Path) -> None:
    path.write_text("mine")


def _folder_link(path: Path) -> None:
    path.symlink_to(Path(__file__).parent)


def _broken_link(path: Path) -> None:
    path.symlink_to("nowhere")


@pytest.mark.parametrize("make", [_file, _folder_link, _broken_link, os.mkfifo])
@pytest.mark.parametrize("name", ["mine.txt", "a/mine.txt", "opportunities/.kestrel.yaml"])
def test_a_folder_with_anything_foreign_is_left_alone(
    make: Callable[[Path], None], name: str, tmp_path: Path
) -> None:
    site = tmp_path / "site"
    replace_folder(site, OLD)
    (site / name).parent.mkdir(exist_ok=True)
    make(site / name)
    with pytest.raises(Failure) as caught:
        replace_folder(site, NEW)
    assert str(caught.value) == (
        f"{site} holds {name}, which opledger did not make, so nothing was replaced:"
        " move it away, or name another folder"
    )
    assert os.path.lexists(site / name)
    assert (site / "index.html").read_bytes() == b"old"


def test_a_folder_without_a_list_is_foreign(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("mine")
    with pytest.raises(Failure, match=r"holds index\.html, which opledger did not make"):
        replace_folder(tmp_path, NEW)
    assert held(tmp_path) == {"index.html": b"mine"}


@pytest.mark.parametrize("make", [_file, _folder_link, _broken_link, os.mkfifo])
def test_what_is_no_folder_is_refused(make: Callable[[Path], None], tmp_path: Path) -> None:
    site = tmp_path / "here" / "site"
    site.parent.mkdir()
    make(site)
    with pytest.raises(Failure, match="is no folder: name another one with --output"):
        replace_folder(site, NEW)
    assert os.path.lexists(site)
    assert sorted(path.name for path in site.parent.iterdir()) == ["site"]


def test_a_list_that_is_a_link_or_no_text_is_no_list(tmp_path: Path) -> None:
    site = tmp_path / "site"
    replace_folder(site, OLD)
    (site / LIST_NAME).write_bytes(b"\xff\n")
    with pytest.raises(Failure, match="which opledger did not make"):
        replace_folder(site, NEW)
    assert held(site) == OLD


@pytest.mark.parametrize("name", ["../outside.txt", "/outside.txt"])
def test_a_list_can_t_name_what_lies_outside(name: str, tmp_path: Path) -> None:
    replace_folder(tmp_path / "site", OLD)
    with (tmp_path / "site" / LIST_NAME).open("a") as file:
        file.write(f"{name}\n")
    (tmp_path / "outside.txt").write_text("kept")
    replace_folder(tmp_path / "site", NEW)
    assert (tmp_path / "outside.txt").read_text() == "kept"


def test_a_failure_on_the_way_leaves_the_old_folder(tmp_path: Path) -> None:
    site = tmp_path / "site"
    replace_folder(site, OLD)
    with pytest.raises(Failure, match="can't write"):
        replace_folder(site, {"index.html": b"new", "index.html/below.html": b"can't be"})
    assert held(site) == OLD
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_name_that_is_too_long_leaves_the_old_folder(tmp_path: Path) -> None:
    replace_folder(tmp_path / "site", OLD)
    with pytest.raises(Failure, match="name too long"):
        replace_folder(tmp_path / "site", {"x" * 300: b""})
    assert held(tmp_path / "site") == OLD


def test_a_folder_that_can_t_be_written_is_said_in_one_line(tmp_path: Path) -> None:
    replace_folder(tmp_path / "site", OLD)
    with as_nobody(tmp_path), pytest.raises(Failure) as caught:
        replace_folder(tmp_path / "site", NEW)
    assert str(caught.value) == f"can't write {tmp_path / 'site'}: permission denied"
    assert held(tmp_path / "site") == OLD


def test_a_folder_that_can_t_be_looked_into_is_left_alone(tmp_path: Path) -> None:
    site = tmp_path / "site"
    replace_folder(site, OLD)
    (site / "closed").mkdir()
    (site / "closed" / "mine.txt").write_text("mine")
    with as_nobody(tmp_path, site / "closed"), pytest.raises(Failure, match="permission denied"):
        replace_folder(site, NEW)
    (site / "closed").chmod(0o700)
    assert held(site) == OLD | {"closed/mine.txt": b"mine"}


def test_a_file_on_the_way_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Failure, match=r"^can't write .*: (not a directory|file exists)$"):
        replace_folder(tmp_path / "file" / "site", NEW)


def test_a_relative_path_is_one_from_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    replace_folder(Path("site"), NEW)
    assert held(tmp_path / "site") == NEW


# A build that is killed, and two at once.

LOOP = """
import sys
from pathlib import Path
from opledger.files.folder import replace_folder
print("on", flush=True)
for n in range(100_000):
    text = b"%d" % n
    files = {f"{name}.html": text for name in ("index", "a", "b/c", "b/d")}
    replace_folder(Path(sys.argv[1]), {**files, f"only-{n % 2}.html": text})
"""


def looping(run: Command, site: Path) -> subprocess.Popen[bytes]:
    """A process that builds a folder again and again."""
    process = subprocess.Popen(
        [sys.executable, "-c", LOOP, str(site)], env=run.environment(), stdout=subprocess.PIPE
    )
    assert process.stdout
    assert process.stdout.readline() == b"on\n"
    return process


def is_whole(files: dict[str, bytes]) -> bool:
    """Whether all files are of one build."""
    return len(files) == 5 and len(set(files.values())) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal")
def test_a_build_that_is_killed_leaves_an_old_folder_a_new_one_or_none(
    run: Command, tmp_path: Path
) -> None:
    site = tmp_path / "site"
    gone = 0
    for n in range(15):
        process = looping(run, site)
        time.sleep(0.02 + 0.0037 * (n % 13))
        process.kill()
        process.communicate()
        if site.exists():
            assert is_whole(held(site)), n
        else:
            gone += 1
    replace_folder(site, NEW)
    assert held(site) == NEW
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
    assert gone < 15


def test_a_build_that_was_killed_between_the_renames_is_put_right(tmp_path: Path) -> None:
    site = tmp_path / "site"
    replace_folder(site, OLD)
    stray = tmp_path / ".opledger-site-site-abcd1234"
    stray.mkdir()
    site.rename(stray / "old")
    with pytest.raises(Failure, match="can't write"):  # the next one fails, too
        replace_folder(site, {"x": b"", "x/y": b""})
    assert held(site) == OLD
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_what_a_build_left_that_was_killed_while_it_tidied_up_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever it is killed, what is left still has the list that says it is opledger's."""
    site = tmp_path / "site"
    replace_folder(site, OLD)
    moment, seen = 0, 0
    really_unlink, really_rmtree = Path.unlink, shutil.rmtree

    class Killed(BaseException):
        pass

    def step() -> None:
        nonlocal seen
        seen += 1
        if seen > moment:
            raise Killed

    def unlink(path: Path) -> None:
        step()
        really_unlink(path)

    def rmtree(path: Path) -> None:
        for inner in sorted(path.rglob("*")):
            if inner.is_file():
                step()
                really_unlink(inner)
        step()
        really_rmtree(path)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", unlink)
        patched.setattr(shutil, "rmtree", rmtree)
        for moment in range(30):
            seen = 0
            with suppress(Killed):
                replace_folder(site, NEW if moment % 2 else OLD)
    replace_folder(site, NEW)
    assert held(site) == NEW
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_what_a_killed_build_left_is_kept_where_it_holds_something_of_mine(tmp_path: Path) -> None:
    stray = tmp_path / ".opledger-site-site-abcd1234"
    (stray / "old").mkdir(parents=True)
    (stray / "old" / "mine.txt").write_text("mine")
    (tmp_path / ".opledger-site-site-link1234").symlink_to(Path(__file__).parent)
    (tmp_path / ".opledger-site-other-abcd1234").mkdir()
    with pytest.raises(Failure, match=r"holds mine\.txt, which opledger did not make"):
        replace_folder(tmp_path / "site", NEW)
    assert (tmp_path / "site" / "mine.txt").read_text() == "mine"
    assert (tmp_path / ".opledger-site-other-abcd1234").exists()
    assert Path(__file__).exists()


def test_two_builds_at_once_go_one_after_the_other(run: Command, tmp_path: Path) -> None:
    site = tmp_path / "site"
    processes = [looping(run, site) for _ in range(2)]
    until = time.monotonic() + 0.5
    looks = 0
    while time.monotonic() < until:
        replace_folder(site, NEW)
        looks += 1
    for process in processes:
        assert process.poll() is None, "it ended by itself, so it failed"
        process.kill()
        process.communicate()
    assert looks
    replace_folder(site, NEW)
    assert held(site) == NEW
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_file_of_mine_that_comes_while_it_builds_is_never_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    replace_folder(site, OLD)
    swap = folder._swap

    def late(fresh: Path, target: Path, old: Path) -> None:
        (target / "mine.txt").write_text("mine")
        swap(fresh, target, old)

    monkeypatch.setattr(folder, "_swap", late)
    with pytest.raises(Failure, match=r"site holds mine\.txt, which opledger did not make"):
        replace_folder(site, NEW)
    assert held(site) == OLD | {"mine.txt": b"mine"}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


@pytest.mark.parametrize("make", [_folder_link, _broken_link, os.mkfifo])
def test_a_made_file_that_was_replaced_by_something_else_is_mine(
    make: Callable[[Path], None], tmp_path: Path
) -> None:
    site = tmp_path / "site"
    replace_folder(site, OLD)
    (site / "index.html").unlink()
    make(site / "index.html")
    with pytest.raises(Failure, match=r"holds index\.html, which opledger did not make"):
        replace_folder(site, NEW)
    assert os.path.lexists(site / "index.html")


def test_a_link_above_the_folder_is_a_place_like_any_other(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    replace_folder(tmp_path / "link" / "site", NEW)
    assert held(tmp_path / "real" / "site") == NEW


def test_dated_to_a_moment_nothing_tells_when_it_was_made(tmp_path: Path) -> None:
    for files in (OLD, NEW):
        replace_folder(tmp_path / "site", files, 315_532_800)
        found = [tmp_path / "site", *(tmp_path / "site").rglob("*")]
        assert {path.stat().st_mtime_ns for path in found} == {315_532_800 * 10**9}


def test_a_folder_with_a_name_like_a_pattern(tmp_path: Path) -> None:
    other = tmp_path / ".opledger-site-x-abcd1234"
    other.mkdir()
    for name in ("*", "[x]", "?", "x" * 240):
        replace_folder(tmp_path / name, NEW)
        assert held(tmp_path / name) == NEW
    assert other.exists()
