"""Changing a file that is there: under a lock, only if it is still what was read, whole or not.

The new content is written beside the file, made safe on the disk, and takes the file's name in
one step. Whoever reads sees the old file or the new one; a write that was cut off leaves the old
one, and a stray beside it that the next write sweeps away.
"""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from opledger.core.failure import Failure
from opledger.files.disk import Entry, EntryKind, read, reason, sync_folder

LOCK_NAME = ".opledger-lock"
_STRAY = ".opledger-write-"
_PATIENCE = 30.0  # seconds; a write takes a fraction of one
_BETWEEN_TRIES = 0.01


@contextmanager
def locked(root: Path, patience: float = _PATIENCE) -> Iterator[None]:
    """Within, no other opledger writes in the ledger. Reading never asks for the lock.

    Raises:
        Failure: another one has held the lock for ``patience`` seconds, or there can be none.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415 - only who writes needs it

    path = root / LOCK_NAME
    lock = FileLock(path, timeout=patience, poll_interval=_BETWEEN_TRIES)
    try:
        lock.acquire()
    except Timeout:
        message = f"another opledger is writing in {root}: try again when it has ended"
        raise Failure(message, code=1) from None
    except OSError as error:
        message = f"can't write in {root}: {reason(error)}"
        raise Failure(message, code=1) from None
    try:
        yield
    finally:
        with suppress(OSError):  # who waits for it sees that it is gone, and asks anew
            path.unlink()
        lock.release()


def replace_file(root: Path, path: str, before: bytes, after: bytes) -> None:
    """Give a file of the ledger new content, if it still has the content it was read with.

    To be called within :func:`locked`.

    Raises:
        Failure: it has changed since, is no regular file of its own, or can't be written.
    """
    target = root / path
    try:
        _refuse_changed(root, path, before)
        mode = _mode_of_its_own(target)
        _sweep(target.parent)
        _replace(target, after, mode, lambda: _refuse_changed(root, path, before))
    except OSError as error:
        message = f"can't write {target}: {reason(error)}; it is as it was"
        raise Failure(message, code=1) from None


def replace_outside(target: Path, content: bytes) -> None:
    """Give a file that the user or git named new content, whole or not at all.

    Raises:
        Failure: it can't be written.
    """
    try:
        _replace(target, content, stat.S_IMODE(target.lstat().st_mode), lambda: None)
    except OSError as error:
        message = f"can't write {target}: {reason(error)}; it is as it was"
        raise Failure(message, code=2) from None


def _replace(target: Path, content: bytes, mode: int, last_look: Callable[[], None]) -> None:
    descriptor, temporary = tempfile.mkstemp(prefix=_STRAY, dir=target.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(mode)
        last_look()
        Path(temporary).replace(target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    sync_folder(target.parent)


def _refuse_changed(root: Path, path: str, before: bytes) -> None:
    content, trouble = read(root, Entry(path, EntryKind.FILE))
    if trouble:
        message = f"can't read {root / path}: {trouble}"
        raise Failure(message, code=1)
    if content != before:
        message = f"{root / path} was changed by another program meanwhile: nothing was written"
        raise Failure(message, code=1)


def _mode_of_its_own(target: Path) -> int:
    """The file's permissions, where it has no second name that would go on with the old content.

    Raises:
        Failure: it has one, or may not be written.
    """
    about = target.lstat()
    if about.st_nlink > 1:
        message = (
            f"{target} has another name (a hard link), which would keep the old content:"
            " edit it in an editor"
        )
        raise Failure(message, code=1)
    if not os.access(target, os.W_OK):
        message = f"can't write {target}: it is read-only"
        raise Failure(message, code=1)
    return stat.S_IMODE(about.st_mode)


def _sweep(folder: Path) -> None:
    """Remove what writes that were cut off have left; nobody else writes while the lock is held."""
    with suppress(OSError), os.scandir(folder) as found:
        strays = [each.path for each in found if each.name.startswith(_STRAY)]
        for stray in strays:
            with suppress(OSError):
                Path(stray).unlink()
