"""The examples of every rule, one folder each below ``tests/rules``; the tests and docs use them.

``breaks/`` is a ledger that breaks the rule, ``expected.txt`` all that ``check`` prints of it, and
``keeps/`` one like it that is sound. A ledger that git can't hold is made by :data:`MADE`, and
``made.txt`` says what it is.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from opledger.files.disk import MAX_BYTES, Folder
from opledger.files.reading import read_config
from opledger.files.rules.document import Example
from opledger.files.rules.events import MAX_NODES, MAX_SCALAR
from opledger.files.schemafiles import write_schemas

FOLDER = Path(__file__).parent / "rules"
_NAME = "opportunities/kestrel-labs.yaml"
_HEAD = "company: Kestrel Labs\nevents:\n  - {date: 2024-01-08, stage: lead}\n"
_NOBODY = 65534


def _link(root: Path) -> None:
    outside = root.with_name("outside.yaml")
    outside.write_text(_HEAD, encoding="utf-8")
    (root / _NAME).symlink_to(outside)


def _forbidden(root: Path) -> None:
    (root / _NAME).write_text(_HEAD, encoding="utf-8")
    (root / _NAME).chmod(0)


def _transcript(root: Path) -> None:
    (root / _NAME).write_text(_HEAD + "# They said a lot.\n" * (MAX_BYTES // 19 + 1))


def _numbers(root: Path) -> None:
    (root / _NAME).write_text(f"{_HEAD}extra:\n  clicks: [{'1, ' * MAX_NODES}]\n")


def _long_text(root: Path) -> None:
    (root / _NAME).write_text(f"{_HEAD}notes: {'word ' * (MAX_SCALAR // 5 + 1)}\n")


def _schemas(root: Path) -> None:
    write_schemas(root, read_config(Folder(root))[0])


MADE: dict[str, Callable[[Path], None]] = {
    "not-a-regular-file": _link,
    "unreadable": _forbidden,
    "file-too-big": _transcript,
    "too-many-values": _numbers,
    "text-too-long": _long_text,
}

# What a sound example needs beside its files, and would have to be made anew too often.
KEPT: dict[str, Callable[[Path], object]] = {"stale-schema": _schemas}


def place(code: str, which: str, root: Path) -> Path:
    """Make the example of a rule (``breaks`` or ``keeps``) in a new folder."""
    (root / "opportunities").mkdir(parents=True)
    (root / "ledger.yaml").touch()
    if which == "breaks" and code in MADE:
        MADE[code](root)
    else:
        shutil.copytree(FOLDER / code / which, root, dirs_exist_ok=True)
        if which == "keeps" and code in KEPT:
            KEPT[code](root)
    return root


@contextmanager
def as_nobody(root: Path, closed: Path | None = None) -> Iterator[None]:
    """Within, the process may read what everybody may, even if it runs as root.

    ``closed`` is a folder that nobody may list.
    """
    if closed is not None:
        closed.chmod(0)
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        yield
        return
    for folder in (root, *(path for path in root.rglob("*") if path.is_dir())):
        folder.chmod(0 if folder == closed else 0o755)
    os.seteuid(_NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def read_examples() -> dict[str, Example]:
    """The breaking example of every folder, for the page that documents the rules."""
    return {folder.name: _example(folder) for folder in sorted(FOLDER.iterdir())}


def _example(folder: Path) -> Example:
    breaks = folder / "breaks"
    files = {
        path.relative_to(breaks).as_posix(): path.read_bytes()
        for path in sorted((*breaks.rglob("*.y*ml"), *breaks.rglob("*.json")))
    }
    made = folder / "made.txt"
    return Example(
        files=files,
        printed=(folder / "expected.txt").read_text(encoding="utf-8"),
        made=made.read_text(encoding="utf-8") if made.exists() else "",
    )
