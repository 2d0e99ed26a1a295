"""The one door to the cache: what was worked out once, kept by what it was worked out from.

It lies in the user's own cache folder, never in the ledger: a ledger may be somebody else's, and
what lies in it is only ever read as text. It may be deleted at any time, be damaged, or be written
by two processes at once: then something is worked out anew, and no result is another one.

``OPLEDGER_CACHE`` names another folder, or is ``off``.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cache, cached_property
from importlib.util import find_spec
from pathlib import Path

from opledger.files.disk import READ_FLAGS

VARIABLE, OFF = "OPLEDGER_CACHE", "off"
_SIGN = b"opledger cache 1\n"
_DIGEST = 16  # bytes: far more than chance or decay gets past
_DAY = 86_400
_KEPT = 30 * _DAY  # seconds since an entry was last used
_MOST = 1024**3  # bytes of all entries
_TEMPORARY = ".new-"
_TIDIED = ".tidied"  # its date says when that was


class Cache:
    """Entries of bytes by their keys; without a folder, it keeps nothing.

    A key says all that its content depends on, but for the program itself: what another version
    of it has kept is not found.
    """

    def __init__(self, folder: Path | Callable[[], Path | None] | None) -> None:
        """The folder, or what finds it when something is got or put."""
        self._given = folder
        self._seen_to = False

    @classmethod
    def at_hand(cls) -> Cache:
        """The user's cache; one that keeps nothing where it is off, or has no place to be."""
        return cls(_users_own)

    @cached_property
    def folder(self) -> Path | None:
        """Where the entries lie."""
        return self._given() if callable(self._given) else self._given

    def get(self, key: str) -> bytes | None:
        """What was kept under a key; ``None`` where there is nothing, or it is not whole."""
        if self.folder is None:
            return None
        try:
            path = self._path(self.folder, key)
            with os.fdopen(os.open(path, READ_FLAGS), "rb") as file:
                about = os.fstat(file.fileno())
                if not stat.S_ISREG(about.st_mode) or not _is_mine(about):
                    return None
                content = file.read()
            os.utime(path)  # it is in use, so it stays
        except OSError:
            return None
        start = len(_SIGN) + _DIGEST
        if content[:start] != _SIGN + _sum(key, content[start:]):
            return None
        return content[start:]

    def put(self, key: str, content: bytes) -> None:
        """Keep something under a key, if that can be done, whole or not at all."""
        if self.folder is None:
            return
        import tempfile  # noqa: PLC0415 - slow to load, and most runs find what they need

        with suppress(OSError):
            path = self._path(self.folder, key)
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not _is_mine(self.folder.stat()):
                return
            descriptor, temporary = tempfile.mkstemp(prefix=_TEMPORARY, dir=self.folder)
            try:
                with os.fdopen(descriptor, "wb") as file:
                    file.write(_SIGN + _sum(key, content) + content)
                Path(temporary).replace(path)
            finally:
                with suppress(OSError):
                    Path(temporary).unlink()
            self._see_to(self.folder, path.stat().st_mtime)

    def _see_to(self, folder: Path, now: float) -> None:
        """Tidy the folder, where that was not done for a day."""
        if self._seen_to:
            return
        self._seen_to = True
        stamp = folder / _TIDIED
        with suppress(OSError):
            if abs(now - stamp.lstat().st_mtime) < _DAY:
                return
        with suppress(OSError):
            stamp.unlink()
        stamp.touch(mode=0o600)
        self.tidy(now)

    def tidy(self, now: float) -> None:
        """Remove what a killed process left, and what was not used for a month.

        Of too much, what was not used for longest goes; ``now`` is in seconds since 1970. What was
        used on a later day, by a clock that was wrong, counts as old.
        """
        entries = sorted(self._entries(), key=lambda each: -each[1].st_mtime)
        size = 0
        for path, about in entries:
            age = now - about.st_mtime
            size += about.st_size if age >= -_DAY else 0
            left = age > _DAY and path.name.startswith(_TEMPORARY)
            if left or age > _KEPT or age < -_DAY or size > _MOST:
                with suppress(OSError):
                    path.unlink()

    def clear(self) -> int:
        """Remove everything; returns how many entries there were."""
        count = 0
        if self.folder:
            with suppress(OSError):
                (self.folder / _TIDIED).unlink()
        for path, _ in self._entries():
            with suppress(OSError):
                path.unlink()
                count += 1
        return count

    @property
    def size(self) -> tuple[int, int]:
        """How many entries there are, and how many bytes they take."""
        sizes = [about.st_size for _, about in self._entries()]
        return len(sizes), sum(sizes)

    def _entries(self) -> list[tuple[Path, os.stat_result]]:
        found = []
        with suppress(OSError):
            for entry in os.scandir(self.folder) if self.folder else ():
                with suppress(OSError):
                    about = entry.stat(follow_symlinks=False)
                    known = entry.name.endswith(_SUFFIX) or entry.name.startswith(_TEMPORARY)
                    if known and stat.S_ISREG(about.st_mode):
                        found.append((Path(entry.path), about))
        return sorted(found, key=lambda each: each[0].name)

    @staticmethod
    def _path(folder: Path, key: str) -> Path:
        return folder / (digest(key.encode(), _program()).hex() + _SUFFIX)


def _users_own() -> Path | None:
    named = os.environ.get(VARIABLE, "")
    if named.lower() == OFF:
        return None
    if named:
        return Path(os.path.abspath(named))  # noqa: PTH100 - a link is the user's choice
    from platformdirs import user_cache_path  # noqa: PLC0415 - slow to load, and a small ledger has no cache

    try:
        return user_cache_path("opledger", appauthor=False)
    except (OSError, RuntimeError):  # nobody's home
        return None


_SUFFIX = ".kept"
_READ_BY = ("yaml12", "ruamel.yaml", "tzdata")  # packages by which files are read
NO_CACHE = Cache(None)


def digest(*parts: bytes) -> bytes:
    """A short name for some bytes: equal for equal parts, and for no others."""
    from hashlib import blake2b  # noqa: PLC0415 - slow to load, as well

    made = blake2b(digest_size=_DIGEST)
    for part in parts:
        made.update(len(part).to_bytes(8, "little"))
        made.update(part)
    return made.digest()


def _sum(key: str, content: bytes) -> bytes:
    return digest(key.encode(), content)


@cache
def _program() -> bytes:
    """What stands for the program: any module of it that is another one makes it another.

    So do other parsers, or zones, than those that it was used with.

    Raises:
        OSError: nobody can tell, as it lies in an archive, or is just being replaced.
    """
    looks, folders = [], [str(Path(__file__).parents[1])]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.name.endswith(".py"):
                    about = entry.stat()
                    looks.append(f"{entry.path}:{about.st_mtime_ns}:{about.st_size}")
                elif entry.is_dir() and entry.name != "__pycache__":
                    folders.append(entry.path)
    for found in map(find_spec, _READ_BY):
        if found is not None and found.origin:
            about = Path(found.origin).stat()
            looks.append(f"{found.origin}:{about.st_mtime_ns}:{about.st_size}")
    return digest(sys.version.encode(), "\n".join(sorted(looks)).encode())


def _is_mine(about: os.stat_result) -> bool:
    """Whether it is the user's own: nobody else puts anything into their cache."""
    return not hasattr(os, "getuid") or about.st_uid == os.getuid()
