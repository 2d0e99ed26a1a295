"""Placing files that are no part of a ledger, such as git hooks: whole or not at all."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from opledger.core.failure import Failure
from opledger.files.disk import reason, sync_folder, umask


def read_placed(path: Path) -> bytes | None:
    """A file's bytes; ``None`` where there is no file.

    Raises:
        Failure: it can't be read.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Failure(f"can't read {path}: {reason(error)}", code=1) from None


def mode_of(path: Path, usual: int) -> int:
    """A file's permissions; ``usual`` where there is none."""
    return stat.S_IMODE(path.stat().st_mode) if path.exists() else usual


def usual_mode() -> int:
    """The permissions of a file that is new here."""
    return 0o666 & ~umask()


def place(path: Path, content: bytes, mode: int) -> None:
    """Write a file with these permissions, whole or not at all; folders are made as needed.

    Raises:
        Failure: it can't be written.
    """
    import tempfile  # noqa: PLC0415 - slow to load, and only writing needs it

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(prefix=".opledger-", dir=path.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).chmod(mode)
            Path(temporary).replace(path)
        finally:
            Path(temporary).unlink(missing_ok=True)
        sync_folder(path.parent)
    except OSError as error:
        raise Failure(f"can't write {path}: {reason(error)}", code=1) from None


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """A folder of one's own for a moment, which nobody else can look into.

    Raises:
        Failure: there can be none.
    """
    import tempfile  # noqa: PLC0415 - slow to load, and only writing needs it

    try:
        scratch = tempfile.TemporaryDirectory(prefix="opledger-", ignore_cleanup_errors=True)
    except OSError as error:
        raise Failure(f"can't make a temporary folder: {reason(error)}", code=1) from None
    with scratch as name:
        yield Path(name)


def take_away(path: Path) -> bool:
    """Delete a file, if there is one; whether there was.

    Raises:
        Failure: it can't be deleted.
    """
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise Failure(f"can't delete {path}: {reason(error)}", code=1) from None
    return True


def clear_away(folder: Path) -> None:
    """Delete a folder, if it is there and empty."""
    with suppress(OSError):
        folder.rmdir()


def move(path: Path, target: Path, *, over: bool = False) -> None:
    """Give a file another name, where no file is, or in place of the one that is there.

    Raises:
        Failure: there is one and it is not to go, or it can't be done.
    """
    if not over and os.path.lexists(target):
        raise Failure(f"can't move {path}: {target} is there already", code=1)
    try:
        path.replace(target)
    except OSError as error:
        raise Failure(f"can't move {path}: {reason(error)}", code=1) from None
