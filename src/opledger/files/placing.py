"""Placing files that are no part of a ledger, such as git hooks: whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from opledger.core.failure import Failure
from opledger.files.disk import reason


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


def place(path: Path, content: bytes, mode: int) -> None:
    """Write a file with these permissions; folders are made as needed.

    Raises:
        Failure: it can't be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(prefix=".opledger-", dir=path.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
            Path(temporary).chmod(mode)
            Path(temporary).replace(path)
        finally:
            Path(temporary).unlink(missing_ok=True)
    except OSError as error:
        raise Failure(f"can't write {path}: {reason(error)}", code=1) from None


def take_away(path: Path) -> None:
    """Delete a file, if there is one.

    Raises:
        Failure: it can't be deleted.
    """
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise Failure(f"can't delete {path}: {reason(error)}", code=1) from None


def move(path: Path, target: Path) -> None:
    """Give a file another name, where no file is.

    Raises:
        Failure: there is one, or it can't be done.
    """
    if os.path.lexists(target):
        raise Failure(f"can't move {path}: {target} is there already", code=1)
    try:
        path.rename(target)
    except OSError as error:
        raise Failure(f"can't move {path}: {reason(error)}", code=1) from None
