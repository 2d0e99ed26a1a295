"""A folder of made files, replaced whole: built beside, then swapped.

Such a folder carries a list of what was put into it. Only a folder that is empty, or holds
nothing but what its list names, is ever replaced, so no file of the user's is lost.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from opledger.core.failure import Failure
from opledger.files.disk import reason, sync_folder

LIST_NAME = ".opledger-site"
_HEAD = "# Made by opledger, which replaces this folder whole. The files it put here:\n"


def replace_folder(target: Path, files: Mapping[str, bytes]) -> None:
    """Make ``target`` hold exactly these files (by their paths with ``/``) and their list.

    Raises:
        Failure: the folder holds something that opledger did not make, or can't be written.
    """
    whole = Path(os.path.abspath(target))  # noqa: PTH100 - a link is looked at, not followed
    try:
        _refuse_foreign(whole)
        whole.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=".opledger-", dir=whole.parent))
        try:
            fresh = beside / "new"
            _write(fresh, {**files, LIST_NAME: _list(files)})
            _swap(fresh, whole, beside / "old")
            sync_folder(whole.parent)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
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


def _swap(fresh: Path, target: Path, old: Path) -> None:
    """Two renames; if the second fails, the first is taken back."""
    existed = os.path.lexists(target)
    if existed:
        target.rename(old)
    try:
        fresh.rename(target)
    except OSError:
        if existed:
            old.rename(target)
        raise


def _refuse_foreign(target: Path) -> None:
    if not os.path.lexists(target):
        return
    if target.is_symlink() or not target.is_dir():
        message = f"{target} is no folder: name another one with --output"
        raise Failure(message)
    try:
        listed = (target / LIST_NAME).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        listed = []
    made = {LIST_NAME, *listed}
    for folder, folders, names in os.walk(target, onerror=_unreadable):
        links = [name for name in folders if (Path(folder) / name).is_symlink()]
        for name in sorted([*names, *links]):
            inner = (Path(folder) / name).relative_to(target).as_posix()
            if inner not in made or name in links:
                message = (
                    f"{target} holds {inner}, which opledger did not make, so nothing was"
                    " replaced: move it away, or name another folder with --output"
                )
                raise Failure(message, code=1)


def _unreadable(error: OSError) -> None:
    """A folder that can't be listed may hold anything, so it is never skipped."""
    raise error
