"""What each commit did to the ledger, in words: worked out once, then kept and gone on with.

A commit's hash says what it holds and what came before it, so its account stays true under the same
program and the same rules of time zones. It is kept for each volume of the history, in the user's
cache, as :mod:`opledger.git.annals` keep the volumes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import msgpack

from opledger.core.late import dataclass
from opledger.files.cache import NO_CACHE, Cache, digest
from opledger.files.disk import ODD_NAMES, zone_looks

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from opledger.core.changes import Change
    from opledger.git.annals import Annals
    from opledger.git.chronicle import Archive, Chapter
    from opledger.git.objects import Commit
    from opledger.git.volumes import Deed, Volume

_FORM = 2  # of the bytes; another one is another key
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


@dataclass(frozen=True, slots=True)
class _Kept:
    """What is known of a volume, by the names of commits, and the ledger's zone at its end.

    ``zones`` are all those in which something of it was told.
    """

    zone: str
    zones: tuple[str, ...]
    told: Mapping[str, _Told]


_NOTHING = _Kept("", (), {})


def account(chapter: Chapter) -> Account:
    """The account of a chapter of the history."""
    altered = []
    for each in chapter.alterations:
        made = chapter.made(each)
        altered.append(Altered(each.id, chapter.words(each, made), _earliest(made)))
    return Account(chapter.commit, chapter.settings, tuple(altered))


class Accounts:
    """The accounts of a history: those that are kept, and others made of the files."""

    def __init__(self, annals: Annals, cache: Cache | None = None) -> None:
        """Nothing is read yet; ``cache`` is where accounts are kept, the user's if none is told."""
        self._annals = annals
        self._cache = (Cache.at_hand() if cache is None else cache) if annals.name else NO_CACHE
        self._read = lru_cache(1)(self._unpacked)

    @cached_property
    def _archive(self) -> Archive:
        from opledger.git.chronicle import Archive

        return Archive(self._annals)

    @property
    def zone(self) -> ZoneInfo:
        """The ledger's time zone at the last commit.

        Raises:
            Failure: the history can't be read; so do all that follow.
        """
        from zoneinfo import ZoneInfo

        kept = self._read(self._annals.tip)
        return ZoneInfo(kept.zone) if kept else self._archive.config.zone

    def all(self) -> Iterator[Account]:
        """The account of every commit, oldest first."""
        for volume in self._annals.volumes:
            yield from self._whole(volume, self._known(volume))

    def of(self, deeds: Sequence[Deed], only: str | None = None) -> Iterator[Account]:
        """The accounts of commits that were taken of the annals, or what they say of one id.

        They are told oldest first. Where nothing is kept, files are read for these alone.
        """
        names = {deed.commit.hash for deed in deeds}
        for volume in self._annals.opened:
            wanted = [deed for deed in volume.deeds if deed.commit.hash in names]
            if not wanted:
                continue
            known = self._known(volume)
            # Of a volume that has only grown, what is new is read whole, so that it can be kept.
            if known.told or (
                only is None and len(wanted) == sum(deed.did() for deed in volume.deeds)
            ):
                told = self._whole(volume, known)
            else:
                told = map(account, self._archive.told(wanted, only))
            for each in told:
                if each.commit.hash in names:
                    yield each if only is None else _about(each, only)

    def _whole(self, volume: Volume, known: _Kept) -> Iterator[Account]:
        """The accounts of a volume; they are kept when all are told."""
        missing = [deed for deed in volume.deeds if deed.commit.hash not in known.told]
        fresh = map(account, self._archive.told(missing)) if missing else iter(())
        made: dict[str, Account] = {}
        for deed in volume.deeds:
            told = known.told.get(deed.commit.hash)
            found = Account(deed.commit, *told) if told else next(fresh)
            made[deed.commit.hash] = found
            yield found
        if missing and self._archive.whole:  # what is lacking may be fetched later on
            self._keep(volume, made, known.zones)

    def _known(self, volume: Volume) -> _Kept:
        """What is known of a volume, by the names of commits: of all, or of what it grew from."""
        for deed in volume.deeds[: -_NEAR - 1 : -1]:
            if kept := self._read(deed.commit.hash):
                return kept
        return _NOTHING

    def _keep(self, volume: Volume, every: Mapping[str, Account], before: Iterable[str]) -> None:
        """Keep the accounts of a volume, if all come back as they are: half a sign may not."""
        zone = self._archive.config_at(volume.deeds[-1]).timezone
        zones = tuple(sorted({*before, *self._archive.zones}))  # of what was known, too
        kept = _Kept(
            zone, zones, {name: (each.settings, each.altered) for name, each in every.items()}
        )
        told = {
            bytes.fromhex(name): [
                settings,
                [[it.id, it.words, it.earliest and it.earliest.toordinal()] for it in altered],
            ]
            for name, (settings, altered) in kept.told.items()
        }
        with suppress(UnicodeEncodeError):
            plain = [zone, zones, zone_rules(zones), told]
            content = msgpack.packb(plain, unicode_errors=ODD_NAMES)
            if _kept(content) == kept:
                self._cache.put(self._key(volume.tip), content)

    def _unpacked(self, tip: str) -> _Kept | None:
        content = self._cache.get(self._key(tip))
        try:
            return _kept(content) if content else None
        except (ValueError, TypeError, AttributeError, OverflowError, msgpack.UnpackException):
            return None

    def _key(self, tip: str) -> str:
        return f"accounts-{_FORM}-{self._annals.name}-{tip}"


def _kept(content: bytes) -> _Kept | None:
    plain = msgpack.unpackb(content, unicode_errors=ODD_NAMES, strict_map_key=False)
    zone, zones, rules, told = plain
    if zone not in zones or rules != zone_rules(zones):
        return None
    found = {
        name.hex(): (
            settings,
            tuple(
                Altered(each, words, date.fromordinal(day) if day else None)
                for each, words, day in altered
            ),
        )
        for name, (settings, altered) in told.items()
    }
    return _Kept(zone, tuple(zones), found)


def _about(each: Account, only: str) -> Account:
    """What an account says of one opportunity."""
    return Account(each.commit, "", tuple(it for it in each.altered if it.id == only))


def _earliest(made: Iterable[Change]) -> date | None:
    from opledger.core.changes import Recorded

    return min((each.event.date for each in made if isinstance(each, Recorded)), default=None)


def zone_rules(zones: Iterable[str]) -> bytes:
    """What stands for the system's rules for time zones: they change without any commit."""
    return digest(*(repr(zone_looks(zone)).encode() for zone in zones))
