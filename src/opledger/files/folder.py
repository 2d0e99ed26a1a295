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
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from opledger.core.failure import Failure
from opledger.core.late import dataclass
from opledger.files.disk import reason, sync_folder
from opledger.files.filling import LIST_NAME, Filling, listed

_BESIDE = ".opledger-site-"
_NEW, _OLD = "new", "old"
_SIGNS = 8  # by which the folders of two builds differ
_PATIENCE, _BETWEEN_TRIES = 60.0, 0.05  # seconds


@dataclass(frozen=True, slots=True)
class Replaced:
    """What came of it: the files of the folder, and those that are others than before.

    ``changed`` is ``None`` where there was no such folder.
    """

    files: tuple[str, ...]
    changed: tuple[str, ...] | None


def replace_folder(target: Path, files: Mapping[str, bytes], moment: int | None = None) -> Replaced:
    """Make ``target`` hold exactly these files (by their paths with ``/``) and their list.

    With ``moment``, seconds since 1970, every file and folder is dated then, so that nothing tells
    when it was made.

    Raises:
        Failure: the folder holds something that opledger did not make, or can't be written.
    """

    def fill(filling: Filling) -> None:
        for name, content in files.items():
            filling.put(name, content)

    return fill_folder(target, fill, moment)


def fill_folder(
    target: Path, fill: Callable[[Filling], None], moment: int | None = None
) -> Replaced:
    """Make ``target`` hold exactly what ``fill`` puts there, and the list of it.

    Whatever ``fill`` raises, the folder stays as it was.

    Raises:
        Failure: the folder holds something that opledger did not make, or can't be written.
    """
    whole = Path(os.path.abspath(target))  # noqa: PTH100 - a link is looked at, not followed
    try:
        whole.parent.mkdir(parents=True, exist_ok=True)
        with _alone(whole):
            _sweep(whole)
            _refuse_foreign(whole, whole)
            beside = _made_beside(whole)
            try:
                fresh = beside / _NEW
                filling = Filling(fresh, whole, moment)
                fill(filling)
                made = _replaced(filling)
                filling.finish()
                _swap(fresh, whole, beside / _OLD)
                sync_folder(whole.parent)
            finally:
                with suppress(OSError):
                    _remove(beside)
    except OSError as error:
        message = f"can't write {target}: {reason(error)}"
        raise Failure(message, code=1) from None
    return made


def _replaced(filling: Filling) -> Replaced:
    changed = tuple(sorted(each.name for each in filling.filled if each.changed))
    files = tuple(sorted(each.name for each in filling.filled))
    return Replaced(files, None if filling.anew else changed)


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
    made = {LIST_NAME, *listed(folder)}
    waiting = [""]
    while waiting:
        above = waiting.pop()
        with os.scandir(folder / above) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
        for entry in found:
            inner = above + entry.name
            if entry.is_dir(follow_symlinks=False):
                waiting.append(f"{inner}/")
            elif inner not in made or not entry.is_file(follow_symlinks=False):
                message = (
                    f"{target} holds {inner}, which opledger did not make, so nothing was"
                    " replaced: move it away, or name another folder"
                )
                raise Failure(message, code=1)


def _prefix(target: Path) -> str:
    return f"{_BESIDE}{target.name[:100]}-"


def _made_beside(target: Path) -> Path:
    """A new folder beside it, under a name that no other has; nobody else may look into it."""
    while True:
        beside = target.parent / f"{_prefix(target)}{os.urandom(_SIGNS // 2).hex()}"
        with suppress(FileExistsError):
            beside.mkdir(mode=0o700)
            return beside


def _sweep(target: Path) -> None:
    """Put right what a build that was killed has left; nobody else builds this folder now.

    Killed between the renames, it left the old folder beside: where it is gone, it comes back.
    What the old folder holds of the user's stays in any case.
    """
    for stray in sorted(target.parent.glob(_glob_text(_prefix(target)) + "?" * _SIGNS)):
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
