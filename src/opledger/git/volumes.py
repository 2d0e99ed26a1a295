"""A stretch of a ledger's history as bytes and back: its commits and what each of them changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import msgpack

from opledger.core.late import dataclass
from opledger.files.disk import CONFIG_NAME
from opledger.git.history import FileChange
from opledger.git.objects import Commit, moment
from opledger.git.repository import id_of

FORM = 1  # of the bytes; another one is another key
_SECOND = timedelta(seconds=1)
_EPOCH = datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True, slots=True)
class Deed:
    """A commit and the ledger's files that it holds otherwise than each of its parents.

    ``files`` has an entry for each parent, a single one where there is none. ``settings`` is the
    name of what it holds as ``ledger.yaml``; ``None`` where it has none.
    """

    commit: Commit
    settings: str | None
    files: tuple[tuple[FileChange, ...], ...]

    @property
    def ids(self) -> set[str]:
        """The opportunities of which it holds a file otherwise than one of its parents."""
        return {each for files in self.files for each in _ids(files)}

    def did(self, only: str | None = None) -> bool:
        """Whether it did something to the ledger or, if it was told, to one id."""
        if only is None:
            return any(self.files)
        return all(only in _ids(files) for files in self.files)


@dataclass(frozen=True, slots=True)
class Volume:
    """Commits one behind the other, oldest first, the last of which has all others before it.

    ``before`` is the last commit of the volume before, empty where this is the first one: of the
    commits in here no other one's parents are outside.
    """

    before: str
    deeds: tuple[Deed, ...]

    @property
    def tip(self) -> str:
        """Its last commit, by which it is known."""
        return self.deeds[-1].commit.hash


def _ids(files: Iterable[FileChange]) -> set[str]:
    return {id_of(file.path) for file in files if file.path != CONFIG_NAME}


def packed(volume: Volume) -> bytes:
    """A volume as bytes."""
    deeds = [_of_deed(deed) for deed in volume.deeds]
    plain = [bytes.fromhex(volume.before), deeds]
    made: bytes = msgpack.packb(plain, unicode_errors="surrogateescape")
    return made


def unpacked(content: bytes, tip: str) -> Volume | None:
    """The volume that ends with a commit; ``None`` where the bytes are none, or another one."""
    try:
        plain = msgpack.unpackb(content, unicode_errors="surrogateescape")
        before, deeds = plain
        names = _Names()
        volume = Volume(before.hex(), tuple(_deed(each, names) for each in deeds))
    except (ValueError, TypeError, AttributeError, OverflowError, msgpack.UnpackException):
        return None
    return volume if volume.deeds and volume.tip == tip else None


class _Names(dict[bytes, str]):
    """Names of objects as text, each of them once."""

    def __missing__(self, raw: bytes) -> str:
        self[raw] = name = raw.hex()
        return name


def _of_deed(deed: Deed) -> list[Any]:
    commit = deed.commit
    zone = commit.date.utcoffset() or timedelta()
    return [
        bytes.fromhex(commit.hash),
        bytes.fromhex(commit.tree),
        [bytes.fromhex(parent) for parent in commit.parents],
        commit.author,
        commit.email,
        (commit.date - _EPOCH) // _SECOND,
        zone // _SECOND,
        commit.message,
        commit.signed,
        _raw(deed.settings),
        [[[f.path, _raw(f.before), _raw(f.after)] for f in files] for files in deed.files],
    ]


def _deed(plain: list[Any], names: Mapping[bytes, str]) -> Deed:
    name, tree, parents, author, email, seconds, zone, message, signed, settings, every = plain
    commit = Commit(
        hash=names[name],
        tree=names[tree],
        parents=tuple(names[parent] for parent in parents),
        author=author,
        email=email,
        date=moment(seconds, zone),
        message=message,
        signed=signed,
    )
    files = tuple(
        tuple(
            FileChange(path, names[old] if old else None, names[new] if new else None)
            for path, old, new in each
        )
        for each in every
    )
    return Deed(commit, names[settings] if settings else None, files)


def _raw(name: str | None) -> bytes:
    return bytes.fromhex(name) if name else b""


def ends(listing: Mapping[str, Sequence[str]], before: str) -> Iterator[int]:
    """The places of a listing at which a volume may end, last one first.

    Those are the commits that stand between all before and all behind them. ``listing`` are
    commits with their parents, oldest first; ``before`` is the one that they go on from.
    """
    places = {name: place for place, name in enumerate(listing)}
    places[before] = -1
    least = len(listing)
    for place, parents in reversed(list(enumerate(listing.values()))):
        if least >= place:
            yield place
        least = min(least, *(places[parent] for parent in parents)) if parents else -1
