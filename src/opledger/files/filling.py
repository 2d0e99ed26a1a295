"""A folder of made files while it is filled, beside the one that it will replace.

What is the same as in the old folder is not written again: both folders have the one file, by a
hard link. Whether it is the same is told by its bytes, never by its date or size alone. No file is
ever written in place, here or anywhere in opledger, so whoever else has links to these files (a
copy by ``cp -al``, a backup by ``rsync --link-dest``) keeps what they had; and the old folder, in
which a user may change a file in place, goes as soon as the new one has its name.

A file may be noted with a key, which says what it was made from, and the digest of its bytes. A
later build that has the same key for it need not make it, if the bytes are still those. The notes
are no more than that: without them, or with damaged ones, everything is made anew. So it is with
those of somebody else, whose site came with their ledger: anybody can reckon a key, and note it for
a page that says something else. The user's cache knows which notes were written here. Several
processes may fill one folder at once, each with names of its own.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from opledger.core.late import dataclass, pattern
from opledger.files.cache import Cache

LIST_NAME = ".opledger-site"
NOTES_NAME = ".opledger-site-keys"
_HEAD = "# Made by opledger, which replaces this folder whole. The files it put here:\n"
_NOTES_HEAD = "opledger-site-keys 1"  # another number, where the lines mean something else
_NOTE = pattern(r"([0-9a-f]{32}) ([0-9a-f]{32}) (.+)")
_READ_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_BINARY", 0)
)


@dataclass(frozen=True, slots=True)
class Filled:
    """A file as it was put; ``changed`` says whether the old folder had none or another."""

    name: str
    key: str
    digest: str
    changed: bool


class Place(Protocol):
    """Where made files go, by their paths with ``/``; ``filled`` are those put there."""

    filled: list[Filled]

    def put(self, name: str, content: bytes, key: str = "") -> None:
        """A file; ``key`` says what it was made from, if that is known."""

    def keep(self, name: str, key: str) -> bool:
        """Whether a file made from the same is there already, and has been put again."""


class Memory:
    """A place that holds the files as they are put; it knows of none before."""

    def __init__(self) -> None:
        self.filled: list[Filled] = []
        self.files: dict[str, bytes] = {}

    def put(self, name: str, content: bytes, key: str = "") -> None:  # noqa: ARG002 - a place's
        """A file."""
        self.files[name] = content

    def keep(self, name: str, key: str) -> bool:  # noqa: ARG002 - a place's
        """Never."""
        return False


class Filling:
    """A folder that is being filled."""

    def __init__(self, folder: Path, old: Path, moment: int | None = None) -> None:
        """``folder`` does not exist yet; ``old`` holds what was made before, if it exists.

        With ``moment``, seconds since 1970, the files will be dated then.
        """
        self.filled: list[Filled] = []
        self._folder, self._old = os.fspath(folder), os.fspath(old)
        self._moment = moment
        self._made: set[str] = set()
        self._links = True
        folder.mkdir()
        (folder / LIST_NAME).write_bytes(b"")
        self._usual = _looks(os.lstat(folder / LIST_NAME))
        self._known = listed(old)
        self._notes = _notes(old) if NOTES_NAME in self._known else {}
        self.anew = not self._known  # there was nothing before

    def put(self, name: str, content: bytes, key: str = "") -> None:
        """Link the old file if it is the same, else write this one.

        Raises:
            OSError: it can't be written.
        """
        changed = self._place(name, content)
        digest = _digest(content) if key else ""
        self.filled.append(Filled(name, key, digest, changed))

    def keep(self, name: str, key: str) -> bool:
        """Link the old file, if it was made from what has this key, and is still as it was.

        Raises:
            OSError: it can't be written.
        """
        noted = self._notes.get(name)
        if noted is None or noted[0] != key or name not in self._known:
            return False
        found = _read(self._at(self._old, name))
        if found is None or _digest(found[0]) != noted[1]:
            return False
        content, about = found
        if not self._linked(name, about):
            self._write(name, content)
        self.filled.append(Filled(name, key, noted[1], changed=False))
        return True

    def finish(self) -> None:
        """Put the list of the files there, and the notes, if there are any; date it all.

        Raises:
            OSError: they can't be written.
        """
        notes = sorted((each for each in self.filled if each.key), key=lambda each: each.name)
        if notes:
            lines = [f"{each.key} {each.digest} {each.name}" for each in notes]
            content = _lines([_NOTES_HEAD, *lines])
            self.put(NOTES_NAME, content)
            Cache.at_hand().put(_written_here(content), b"")
        names = sorted({each.name for each in self.filled})
        Path(self._folder, LIST_NAME).unlink()
        self._place(LIST_NAME, _HEAD.encode() + _lines(names))
        if self._moment is not None:
            folder = Path(self._folder)
            for path in (*folder.rglob("*"), folder):
                os.utime(path, (self._moment, self._moment))

    def _place(self, name: str, content: bytes) -> bool:
        """Have a file stand here; whether the old folder had none or another."""
        same = self._same(name, content)
        if same is None or not self._linked(name, same):
            self._write(name, content)
        return same is None

    def _at(self, folder: str, name: str) -> str:
        return f"{folder}/{name}"

    def _same(self, name: str, content: bytes) -> os.stat_result | None:
        """How the old file looks, if it has these bytes."""
        if name not in self._known:
            return None
        path = self._at(self._old, name)
        try:
            if os.lstat(path).st_size != len(content):
                return None
        except OSError:
            return None
        found = _read(path)
        return found[1] if found and found[0] == content else None

    def _linked(self, name: str, about: os.stat_result) -> bool:
        """Whether the old file stands here now, too: that very one, and as a new one would be."""
        dated = self._moment is None or about.st_mtime_ns == self._moment * 10**9
        if not self._links or not dated or _looks(about) != self._usual:
            return False
        self._make_folder(name)
        path = self._at(self._folder, name)
        try:
            os.link(self._at(self._old, name), path)
        except FileExistsError:
            return False
        except OSError:
            self._links = False  # a file system without hard links
            return False
        made = os.lstat(path)
        if (made.st_dev, made.st_ino) == (about.st_dev, about.st_ino):
            return True
        Path(path).unlink()  # it was changed for another one just now
        return False

    def _write(self, name: str, content: bytes) -> None:
        self._make_folder(name)
        path = Path(self._at(self._folder, name))
        try:
            _write_new(path, content)
        except FileExistsError:  # by a process that was ended on the way; it may be a link
            path.unlink()
            _write_new(path, content)

    def _make_folder(self, name: str) -> None:
        above = name.rpartition("/")[0]
        if above not in self._made:
            Path(self._at(self._folder, above)).mkdir(parents=True, exist_ok=True)
            self._made.add(above)


def listed(folder: Path) -> frozenset[str]:
    """The files that the list of a made folder names, and the list; nothing where it has none."""
    try:
        lines = (folder / LIST_NAME).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return frozenset()
    return frozenset({LIST_NAME, *lines})


def _notes(folder: Path) -> dict[str, tuple[str, str]]:
    """The key and the digest of each file that this user's opledger noted, by its name."""
    found = _read(os.fspath(folder / NOTES_NAME))
    lines: list[str] = []
    if found and Cache.at_hand().get(_written_here(found[0])) is None:
        return {}
    with suppress(UnicodeDecodeError):
        lines = found[0].decode().split("\n") if found else []
    if not lines or lines[0] != _NOTES_HEAD:
        return {}
    matches = (_NOTE.fullmatch(line) for line in lines[1:])
    return {match[3]: (match[1], match[2]) for match in matches if match}


def _written_here(notes: bytes) -> str:
    """Under what the cache knows these notes."""
    return f"site notes {_digest(notes)}"


def _lines(lines: Iterable[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


def _read(path: str) -> tuple[bytes, os.stat_result] | None:
    """The bytes of a regular file and how it looks; ``None`` where there is none to read."""
    try:
        descriptor = os.open(path, _READ_FLAGS)
    except OSError:
        return None
    try:
        about = os.fstat(descriptor)
        if not stat.S_ISREG(about.st_mode):
            return None
        content = os.read(descriptor, about.st_size + 1)
        if len(content) == about.st_size:
            return content, about
        while part := os.read(descriptor, about.st_size + 1):  # it grew, or comes in pieces
            content += part
        return content, about
    except OSError:
        return None
    finally:
        os.close(descriptor)


def _write_new(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)


def _digest(content: bytes) -> str:
    from hashlib import blake2b  # noqa: PLC0415 - slow to load, and many need the list's name alone

    return blake2b(content, digest_size=16).hexdigest()


def _looks(about: os.stat_result) -> tuple[int, ...]:
    """What a file has beside its bytes that a new one may have otherwise."""
    return about.st_mode, about.st_uid, about.st_gid
