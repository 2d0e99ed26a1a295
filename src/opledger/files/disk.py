"""The one door to the disk: what lies in a ledger, its bytes, and writing a new file whole.

Reading never follows a link, never opens what is not a regular file, and never waits.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
import time
from collections.abc import Iterator
from dataclasses import field
from enum import Enum
from itertools import islice
from pathlib import Path, PurePosixPath

from opledger.core.failure import Failure
from opledger.core.late import dataclass, pattern

CONFIG_NAME = "ledger.yaml"
FOLDER = "opportunities"
MAX_BYTES = 256 * 1024
SUFFIX = ".yaml"
ID = pattern(r"[a-z0-9][a-z0-9-]{0,79}")  # of an opportunity: the name of its file
MANY = 256  # files of a ledger: fewer are read sooner than the cache is asked
ODD_NAMES = "surrogateescape"  # how paths that are no UTF-8 are written, as Python has them
_YAML = (SUFFIX, ".yml")
READ_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


class EntryKind(Enum):
    """What an entry of a folder is."""

    FILE = "file"
    FOLDER = "folder"
    LINK = "link"
    SPECIAL = "special"


@dataclass(frozen=True, slots=True)
class Entry:
    """Something in the ledger; ``path`` is relative to it, with ``/``.

    ``trouble`` is the system's word where a folder can't be listed. ``look`` is how a file looked
    from outside when it was listed (:func:`look_of`), where that is known.
    """

    path: str
    kind: EntryKind
    trouble: str = ""
    look: tuple[int, ...] = field(default=(), compare=False, repr=False)

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Folder:
    """A ledger's files as they lie on the disk now."""

    root: Path

    def config(self) -> Entry:
        """The ledger's own file."""
        return config_entry(self.root)

    def scan(self) -> Iterator[Entry]:
        """See :func:`scan`."""
        return scan(self.root)

    def read(self, entry: Entry) -> tuple[bytes, str]:
        """See :func:`read`."""
        return read(self.root, entry)


def find_ledger(start: Path) -> Path | None:
    """The nearest folder from here upward that has a ``ledger.yaml``; ``None`` if none has."""
    here = Path(os.path.abspath(start))  # noqa: PTH100 - resolve() would follow links
    for folder in (here, *here.parents):
        if os.path.lexists(folder / CONFIG_NAME):
            return folder
    return None


def config_entry(root: Path) -> Entry:
    """The ledger's own file."""
    kind = kind_of(root / CONFIG_NAME)
    return Entry(CONFIG_NAME, EntryKind.SPECIAL if kind is EntryKind.FOLDER else kind)


def entry_at(root: Path, path: str) -> Entry:
    """What stands at a path in the ledger now; a file where there is nothing, or out of reach."""
    return Entry(path, kind_of(root / path))


def scan(root: Path) -> Iterator[Entry]:
    """Every entry below ``opportunities/`` that could be a record, in order of the paths.

    Names that begin with a dot are an editor's or the system's, and other files than YAML are the
    user's own affair; both are left out. A link or special file is an entry, never followed.
    """
    top = root / FOLDER
    if not os.path.lexists(top):
        return
    if kind_of(top) is not EntryKind.FOLDER:
        yield Entry(FOLDER, _not_a_folder(kind_of(top)))
        return
    open_folders = [_records(root, FOLDER)]
    while open_folders:  # no recursion: folders can be nested deeper than Python's stack
        entry = next(open_folders[-1], None)
        if entry is None:
            open_folders.pop()
        elif entry.kind is EntryKind.FOLDER and not entry.trouble:
            open_folders.append(_records(root, entry.path))
        else:
            yield entry


def has_many(root: Path) -> bool:
    """Whether there are so many names below ``opportunities/`` that the cache is worth asking."""
    try:
        with os.scandir(root / FOLDER) as listed:
            return sum(1 for _ in islice(listed, MANY)) == MANY
    except OSError:
        return False


def entries(root: Path, path: str) -> Iterator[Entry]:
    """What lies in a folder of the ledger, by name, but for names that begin with a dot.

    A folder that can't be listed is the one entry, with its trouble. Each entry is looked at when
    it is asked for, so that nobody waits for a large folder.
    """
    try:
        with os.scandir(root / path) as listed:
            found = sorted((each for each in listed), key=lambda each: each.name)
    except OSError as error:
        yield Entry(path, EntryKind.FOLDER, reason(error))
        return
    for each in found:
        if not each.name.startswith("."):
            yield _entry(each, f"{path}/{each.name}")


def _records(root: Path, path: str) -> Iterator[Entry]:
    return (entry for entry in entries(root, path) if entry.trouble or _counts(entry))


def _entry(found: os.DirEntry[str], path: str) -> Entry:
    try:
        about = found.stat(follow_symlinks=False)
    except FileNotFoundError:
        return Entry(path, EntryKind.FILE)  # gone since: reading says so
    except OSError as error:
        return Entry(path, EntryKind.FOLDER, reason(error))  # what it is can't be known
    return Entry(path, _kind(about.st_mode), look=look_of(about))


def _counts(entry: Entry) -> bool:
    odd = entry.kind is EntryKind.FOLDER or entry.kind is EntryKind.LINK
    return odd or is_record_name(entry.name)


def stem_of(path: str) -> str:
    """The name of a path's file without its suffix, as ``PurePosixPath.stem`` has it, but fast."""
    name = path.rpartition("/")[2]
    stem = name.removesuffix(SUFFIX)
    return stem if stem and stem != name else PurePosixPath(path).stem


def is_record_name(name: str) -> bool:
    """Whether a file of this name in ``opportunities/`` is looked at."""
    return not name.startswith(".") and name.lower().endswith(_YAML)


def read(root: Path, entry: Entry, limit: int = MAX_BYTES) -> tuple[bytes, str]:
    """The file's bytes, at most one more than the limit, and the reason where it can't be read."""
    try:
        descriptor = os.open(os.path.join(root, entry.path), READ_FLAGS)  # noqa: PTH118 - often
    except OSError as error:
        return b"", reason(error)
    try:
        about = os.fstat(descriptor)
        if not stat.S_ISREG(about.st_mode):
            return b"", "not a regular file"
        return _read_all(descriptor, about.st_size, limit), ""
    except OSError as error:
        return b"", reason(error)
    finally:
        os.close(descriptor)


def _read_all(descriptor: int, size: int, limit: int) -> bytes:
    """All of it, at most one byte more than the limit; ``size`` is what it seems to be."""
    wanted = min(size, limit) + 1
    content = os.read(descriptor, wanted)
    if len(content) == size:
        return content
    while len(content) <= limit:  # it grew meanwhile, or comes in pieces
        part = os.read(descriptor, limit + 1 - len(content))
        if not part:
            break
        content += part
    return content


def look(path: Path) -> tuple[int, ...]:
    """How a file looks from outside (:func:`look_of`); empty where none is."""
    try:
        return look_of(path.lstat())
    except OSError:
        return ()


def zone_looks(name: str) -> list[tuple[int, ...]]:
    """How the system's rules for a time zone look from outside, wherever they may lie."""
    from zoneinfo import TZPATH  # noqa: PLC0415 - slow to load, and most runs read a small ledger

    found = (Path(folder, name) for folder in TZPATH)
    return [each for path in found for each in (look(path), _look_behind(path))]


def _look_behind(path: Path) -> tuple[int, ...]:
    """How the file looks that a link leads to."""
    try:
        return look_of(path.stat())
    except OSError:
        return ()


def look_of(about: os.stat_result) -> tuple[int, ...]:
    """How a file looks from outside: another one after it was written.

    First the moments at which its content and its name were last changed, in nanoseconds since
    1970. What is written within one tick of the disk's clock, at the same size, looks the same.
    """
    return (
        about.st_mtime_ns,
        about.st_ctime_ns,
        about.st_size,
        about.st_ino,
        about.st_mode,
    )


def moment() -> int:
    """Now, in nanoseconds since 1970, to be held against when files were written."""
    return time.time_ns()


def refuse_other_than_folder(path: Path) -> None:
    """Refuse a path where something stands that is no folder of its own.

    Raises:
        Failure: there is a file, or a link, which could lead out of the ledger.
    """
    if os.path.lexists(path) and (path.is_symlink() or not path.is_dir()):
        message = f"{path} is no folder, or a link to one: nothing was written"
        raise Failure(message, code=1)


def first_inside(folder: Path) -> str | None:
    """The first name in a folder that does not begin with a dot; ``None`` where there is none.

    Raises:
        Failure: it is no folder, or can't be listed.
    """
    if folder.is_symlink() or not folder.is_dir():
        raise Failure(f"{folder} is no folder")
    try:
        names = sorted(entry.name for entry in os.scandir(folder))
    except OSError as error:
        raise Failure(f"can't read {folder}: {reason(error)}", code=1) from None
    return next((name for name in names if not name.startswith(".")), None)


def read_outside(path: Path, limit: int) -> bytes:
    """The bytes of a file that the user named, which need not lie in the ledger.

    Raises:
        Failure: it can't be read, or is larger than ``limit`` bytes.
    """
    try:
        if path.exists() and not path.is_file():
            message = f"can't read {path}: it is no file"
            raise Failure(message)
        with path.open("rb") as file:
            content = file.read(limit + 1)
    except OSError as error:
        message = f"can't read {path}: {reason(error)}"
        raise Failure(message) from None
    if len(content) > limit:
        message = f"{path} is larger than {limit // 1024:,} KiB: split it"
        raise Failure(message)
    return content


def write_new(path: Path, content: bytes) -> None:
    """Write a file that must not exist yet, whole or not at all; folders are made as needed.

    Raises:
        Failure: it exists, or can't be written.
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
            Path(temporary).chmod(0o666 & ~umask())
            _place(Path(temporary), path)
        finally:
            Path(temporary).unlink(missing_ok=True)
        sync_folder(path.parent)
    except FileExistsError:
        message = f"{path} exists already: nothing was written to it"
        raise Failure(message, code=1) from None
    except OSError as error:
        message = f"can't write {path}: {reason(error)}"
        raise Failure(message, code=1) from None


def _place(temporary: Path, path: Path) -> None:
    """Give the finished file its name, never over another one."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if os.path.lexists(path):
            raise FileExistsError(errno.EEXIST, "exists", str(path)) from None
        temporary.rename(path)


def sync_folder(folder: Path) -> None:
    """Make the folder's entries safe against a power cut, where the system can."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def umask() -> int:
    """The permissions that a new file does not get here."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def kind_of(path: Path) -> EntryKind:
    """What stands at a path, never followed; what is gone or out of reach is taken for a file."""
    try:
        mode = path.lstat().st_mode
    except OSError:
        return EntryKind.FILE  # gone or out of reach: reading says why
    return _kind(mode)


def _kind(mode: int) -> EntryKind:
    if stat.S_ISLNK(mode):
        return EntryKind.LINK
    if stat.S_ISDIR(mode):
        return EntryKind.FOLDER
    return EntryKind.FILE if stat.S_ISREG(mode) else EntryKind.SPECIAL


def _not_a_folder(kind: EntryKind) -> EntryKind:
    return EntryKind.LINK if kind is EntryKind.LINK else EntryKind.SPECIAL


def reason(error: OSError) -> str:
    """The system's word for what went wrong, in lower case."""
    return (error.strerror or type(error).__name__).lower()
