"""What each commit did to the ledger, in words: worked out once, then kept and gone on with.

A commit's hash says what it holds and what came before, so its account stays true under the same
program and the same rules of time zones. It is kept for each volume of the history, in the user's
cache, as :mod:`opledger.git.annals` keep the volumes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

import msgpack

from opledger.core.changes import Recorded
from opledger.core.late import dataclass
from opledger.files.cache import NO_CACHE, Cache, digest
from opledger.files.disk import ODD_NAMES, zone_looks

if TYPE_CHECKING:
    from opledger.git.chronicle import Alteration, Archive, Chapter
    from opledger.git.objects import Commit
    from opledger.git.volumes import Volume

_FORM = 1  # of the bytes; another one is another key
_NEAR = 64  # commits back to which a volume is looked for that has grown since


@dataclass(frozen=True, slots=True)
class Altered:
    """What a commit did to one opportunity, in one line.

    ``earliest`` is the day of the earliest event that it recorded; ``None`` where it did none.
    """

    id: str
    words: str
    earliest: date | None


@dataclass(frozen=True, slots=True)
class Account:
    """A commit, what it did to the settings, in words, and to each opportunity."""

    commit: Commit
    settings: str
    altered: tuple[Altered, ...]


_Told = tuple[str, tuple[Altered, ...]]  # all of an account but the commit


def account(chapter: Chapter) -> Account:
    """The account of a chapter of the history."""
    altered = tuple(
        Altered(each.id, chapter.words(each), _earliest(chapter, each))
        for each in chapter.alterations
    )
    return Account(chapter.commit, chapter.settings, altered)


def accounts(archive: Archive, cache: Cache | None = None) -> Iterator[Account]:
    """The account of every commit that led to the archive's last one, oldest first.

    They are kept in ``cache``, the user's if none is told.

    Raises:
        Failure: the history can't be read.
    """
    shelf = _Shelf(archive, Cache.at_hand() if cache is None else cache)
    for volume in archive.annals.volumes:
        known = shelf.kept(volume)
        missing = [deed for deed in volume.deeds if deed.commit.hash not in known]
        fresh = map(account, archive.told(missing))
        made: dict[str, Account] = {}
        for deed in volume.deeds:
            told = known.get(deed.commit.hash)
            found = Account(deed.commit, *told) if told else next(fresh)
            made[deed.commit.hash] = found
            yield found
        if missing:
            shelf.keep(volume, made)


class _Shelf:
    """The accounts of one ledger's history that are kept."""

    def __init__(self, archive: Archive, cache: Cache) -> None:
        self._archive = archive
        self._cache = cache if archive.annals.name else NO_CACHE

    def kept(self, volume: Volume) -> Mapping[str, _Told]:
        """What is known of a volume, by the names of commits: of all, or of what it grew from."""
        for deed in volume.deeds[: -_NEAR - 1 : -1]:
            if found := self._read(deed.commit.hash):
                return found
        return {}

    def keep(self, volume: Volume, every: Mapping[str, Account]) -> None:
        """Keep the accounts of a volume; not where one of them has half a sign, as an escape."""
        zones = sorted(self._archive.zones)
        told = {
            bytes.fromhex(name): [
                each.settings,
                [[it.id, it.words, it.earliest and it.earliest.toordinal()] for it in each.altered],
            ]
            for name, each in every.items()
        }
        with suppress(UnicodeEncodeError):
            content = msgpack.packb([zones, _rules(zones), told], unicode_errors=ODD_NAMES)
            self._cache.put(self._key(volume.tip), content)

    def _read(self, tip: str) -> dict[str, _Told]:
        content = self._cache.get(self._key(tip))
        try:
            return _unpacked(content) if content else {}
        except (ValueError, TypeError, AttributeError, OverflowError, msgpack.UnpackException):
            return {}

    def _key(self, tip: str) -> str:
        return f"accounts-{_FORM}-{self._archive.annals.name}-{tip}"


def _unpacked(content: bytes) -> dict[str, _Told]:
    zones, rules, told = msgpack.unpackb(content, unicode_errors=ODD_NAMES, strict_map_key=False)
    if rules != _rules(zones):
        return {}
    return {
        name.hex(): (
            settings,
            tuple(
                Altered(each, words, date.fromordinal(day) if day else None)
                for each, words, day in altered
            ),
        )
        for name, (settings, altered) in told.items()
    }


def _earliest(chapter: Chapter, each: Alteration) -> date | None:
    recorded = (made.event.date for made in chapter.made(each) if isinstance(made, Recorded))
    return min(recorded, default=None)


def _rules(zones: Iterable[str]) -> bytes:
    """What stands for the system's rules for time zones: they change without any commit."""
    return digest(*(repr(zone_looks(zone)).encode() for zone in zones))
