"""A folder of made files, replaced whole: built beside, then swapped.

Such a folder carries a list of what was put into it. Only a folder that is empty, or holds
nothing but what its list names, is ever replaced, so no file of the user's is lost.

The swap is two renames, so for a moment there is no folder; a build that is killed just then
leaves none, and the next one puts that right. (A system can exchange two folders in one step, but
Python has no name for it.) Builds of one folder go one after the other.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from opledger.core.failure import Failure
from opledger.files.disk import reason, sync_folder

LIST_NAME = ".opledger-site"
_HEAD = "# Made by opledger, which replaces this folder whole. The files it put here:\n"
_BESIDE = ".opledger-site-"
_NEW, _OLD = "new", "old"
_PATIENCE, _BETWEEN_TRIES = 60.0, 0.05  # seconds


def replace_folder(target: Path, files: Mapping[str, bytes], moment: int | None = None) -> None:
    """Make ``target`` hold exactly these files (by their paths with ``/``) and their list.

    With ``moment``, seconds since 1970, every file and folder is dated then, so that nothing tells
    when it was made.

    Raises:
        Failure: the folder holds something that opledger did not make, or can't be written.
    """
    whole = Path(os.path.abspath(target))  # noqa: PTH100 - a link is looked at, not followed
    try:
        whole.parent.mkdir(parents=True, exist_ok=True)
        with _alone(whole):
            _sweep(whole)
            _refuse_foreign(whole, whole)
            beside = Path(tempfile.mkdtemp(prefix=_prefix(whole), dir=whole.parent))
            try:
                fresh = beside / _NEW
                _write(fresh, {**files, LIST_NAME: _list(files)})
                if moment is not None:
                    _date(fresh, moment)
                _swap(fresh, whole, beside / _OLD)
                sync_folder(whole.parent)
            finally:
                with suppress(OSError):
                    _remove(beside)
    except OSError as error:
        message = f"can't write {target}: {reason(error)}"
        raise Failure(message, code=1) from None


def _list(files: Mapping[str, bytes]) -> bytes:
    return (_HEAD + "".join(f"{name}\n" for name in sorted(files))).encode()


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    folder.mkdir()
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _date(folder: Path, moment: int) -> None:
    for path in (*folder.rglob("*"), folder):
        os.utime(path, (moment, moment))


def _swap(fresh: Path, target: Path, old: Path) -> None:
    """Two renames; if the second fails, or the old one holds more by now, the first is undone."""
    existed = os.path.lexists(target)
    if existed:
        target.rename(old)
    try:
        if existed:
            _refuse_foreign(old, target)  # what was put there meanwhile
        fresh.rename(target)
    except (OSError, Failure):
        if existed:
            old.rename(target)
        raise


def _refuse_foreign(folder: Path, target: Path) -> None:
    """Refuse a folder that holds what opledger did not put there; ``target`` is told as its name.

    Raises:
        Failure: it does, or is no folder.
    """
    if not os.path.lexists(folder):
        return
    if folder.is_symlink() or not folder.is_dir():
        message = f"{target} is no folder: name another one with --output"
        raise Failure(message)
    try:
        listed = (folder / LIST_NAME).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        listed = []
    made = {LIST_NAME, *listed}
    for within, folders, names in os.walk(folder, onerror=_unreadable):
        links = [name for name in folders if (Path(within) / name).is_symlink()]
        for name in sorted([*names, *links]):
            path = Path(within) / name
            inner = path.relative_to(folder).as_posix()
            if inner not in made or name in links or not _is_plain(path):
                message = (
                    f"{target} holds {inner}, which opledger did not make, so nothing was"
                    " replaced: move it away, or name another folder"
                )
                raise Failure(message, code=1)


def _is_plain(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def _unreadable(error: OSError) -> None:
    """A folder that can't be listed may hold anything, so it is never skipped."""
    raise error


def _prefix(target: Path) -> str:
    return f"{_BESIDE}{target.name[:100]}-"


def _sweep(target: Path) -> None:
    """Put right what a build that was killed has left; nobody else builds this folder now.

    Killed between the renames, it left the old folder beside: where it is gone, it comes back.
    What the old folder holds of the user's stays in any case.
    """
    for stray in sorted(target.parent.glob(_glob_text(_prefix(target)) + "????????")):
        if stray.is_symlink() or not stray.is_dir():
            continue
        old = stray / _OLD
        if os.path.lexists(old) and not os.path.lexists(target):
            old.rename(target)
        with suppress(Failure, OSError):
            _refuse_foreign(old, target)
            _remove(stray)


def _remove(beside: Path) -> None:
    """Remove what stood beside, the list of the old folder last.

    Killed on the way, it leaves nothing that its list doesn't name, so the next build takes it.
    """
    old = beside / _OLD
    if old.is_dir():
        for path in old.iterdir():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            elif path.name != LIST_NAME:
                path.unlink()
    shutil.rmtree(beside)


def _glob_text(text: str) -> str:
    return "".join(f"[{each}]" if each in "*?[" else each for each in text)


@contextmanager
def _alone(target: Path) -> Iterator[None]:
    """Within, no other build replaces a folder in the same place, where the system knows locks.

    The folder above is what is locked, so nothing is left behind.

    Raises:
        Failure: another one has been at it for a minute.
    """
    if sys.platform == "win32":
        yield
        return
    import fcntl  # noqa: PLC0415 - there is none on Windows

    descriptor = os.open(target.parent, os.O_RDONLY)
    try:
        until = time.monotonic() + _PATIENCE
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > until:
                    message = f"another build is writing {target}: try again when it has ended"
                    raise Failure(message, code=1) from None
                time.sleep(_BETWEEN_TRIES)
            except OSError:
                break  # a file system without locks
        yield
    finally:
        os.close(descriptor)
