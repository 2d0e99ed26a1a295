"""What each commit of a ledger changed: told by git once, then kept and only ever gone on with.

It is kept in volumes, each of which goes on from another one and is known by its last commit. A
commit says what came before it, so a volume stays true whatever becomes of branches; it belongs to
one repository, one folder in it and one place where its history is cut off. Nothing here trusts
more than that: which volume to go on from is asked of git, and what is not kept, or is damaged, is
read again.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice
from sys import maxsize
from threading import Lock
from typing import TYPE_CHECKING

import msgpack

from opledger.core.failure import Failure
from opledger.files.cache import Cache, digest
from opledger.files.disk import CONFIG_NAME, MAX_BYTES, Entry, EntryKind, read
from opledger.git.history import FileChange, Step, line_of, listed, steps
from opledger.git.objects import commits
from opledger.git.volumes import FORM, Deed, Volume, ends, packed, unpacked

if TYPE_CHECKING:
    from opledger.files.readings import Told
    from opledger.git.objects import Commit
    from opledger.git.repository import Repository

_MOST = 1000  # commits of a volume, where the history has a place to part it
_AT_ONCE = 25_000  # commits asked for at once: git is slow at the first of them
_NEAR = 64  # commits back to which the volume to go on from is looked for by its name
_REMEMBERED = 8  # tips

Listing = Mapping[str, Sequence[str]]


class Annals:
    """The commits that led to one, and what each changed."""

    def __init__(self, repository: Repository, tip: str, cache: Cache | None = None) -> None:
        """Nothing is read yet; ``cache`` is where volumes are kept, the user's if none is told."""
        self.repository = repository
        identity = _identity(repository)
        self._cache = Cache.at_hand() if cache is None else cache
        if identity is None:
            self._cache = Cache(None)
        self.name = f"history-{FORM}-{identity}" if identity else ""
        self._known: dict[str, Volume] = {}
        self._told: dict[str, Deed] = {}
        self._older = self.tip = tip
        self._compared: Told = _nobody
        self._read: list[Volume] = []

    def begin(self, told: Told) -> None:
        """Have git compare the commits of which nothing is kept.

        ``told`` is called meanwhile with how many of them it has compared, of how many.

        Raises:
            Failure: git can't read them.
        """
        if self._read or not self._older:
            return
        self._compared = told
        try:
            self._open()
        finally:
            self._compared = _nobody

    def newest_first(self) -> Iterator[Deed]:
        """The commits, each behind those that follow it, read as far as they are taken.

        Raises:
            Failure: git can't read them.
        """
        place = 0
        while place < len(self._read) or self._older:
            if place == len(self._read):
                self._open()
            yield from reversed(self._read[place].deeds)
            place += 1

    def all(self) -> tuple[Deed, ...]:
        """The commits, each behind its parents.

        Raises:
            Failure: git can't read them.
        """
        while self._older:
            self._open()
        return tuple(deed for volume in reversed(self._read) for deed in volume.deeds)

    def newest(self, most: int | None, only: str | None = None) -> tuple[Deed, ...]:
        """The last commits that did something to the ledger, or to one id; ``None``: all of them.

        Each stands behind its parents.

        Raises:
            Failure: git can't read them.
        """
        every = self.newest_first() if most else reversed(self.all())
        return tuple(
            islice((deed for deed in every if deed.did(only)), most and min(most, maxsize))
        )[::-1]

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all opportunities that there were, in their order.

        Raises:
            Failure: git can't read them.
        """
        return tuple(sorted({each for deed in self.all() for each in deed.ids}))

    @property
    def opened(self) -> tuple[Volume, ...]:
        """Those of the volumes that were read so far, oldest first."""
        return tuple(reversed(self._read))

    @property
    def volumes(self) -> tuple[Volume, ...]:
        """The commits in volumes, oldest first, each behind the one that it goes on from.

        Raises:
            Failure: git can't read them.
        """
        self.all()
        return self.opened

    def deed(self, name: str) -> Deed:
        """One of the commits.

        Raises:
            KeyError: it is none of them.
            Failure: git can't read them.
        """
        while name not in self._told and self._older:
            self._open()
        return self._told[name]

    def steps(self, deed: Deed) -> Iterator[tuple[Deed | None, tuple[FileChange, ...]]]:
        """The parents of a commit, each with the files that differ; ``None`` before the first."""
        parents: list[Deed | None] = [self.deed(parent) for parent in deed.commit.parents]
        yield from zip(parents or [None], deed.files, strict=True)

    def _open(self) -> None:
        """The volume before those that are open."""
        volume = self._kept(self._older) or self._written(self._older)
        self._read.append(volume)
        self._told |= {deed.commit.hash: deed for deed in volume.deeds}
        self._older = volume.before

    def _kept(self, tip: str) -> Volume | None:
        """The volume that ends with a commit, if it is known or kept."""
        if tip not in self._known:
            content = self._cache.get(f"{self.name}-{tip}")
            volume = unpacked(content, tip) if content else None
            if volume is None:
                return None
            self._known[tip] = volume
        return self._known[tip]

    def _written(self, tip: str) -> Volume:
        """The volumes that lead to a commit, from a kept one on; the last of them."""
        before, listing = self._beginning(tip)
        known = self._known_of(listing)
        places, names, begin = set(ends(listing, before)), list(listing), 0
        last, deeds, whole = before, list[Deed](), len(listing) <= _MOST
        for place, deed in enumerate(self._deeds(listing, known)):
            deeds.append(deed)
            is_end = place == len(names) - 1
            if is_end or (place + 1 - begin >= _MOST and place in places):
                volume = Volume(last, tuple(deeds))
                volume = self._joined(volume) if whole else volume
                self._keep(volume)
                last, deeds, begin = volume.tip, [], place + 1
        if len(known) < len(names):
            self._remember(tip)
        return self._known[tip]

    def _joined(self, volume: Volume) -> Volume:
        """A volume with those before it that are no longer: so there are never many short ones."""
        while volume.before:
            one = self._kept(volume.before)
            size = len(volume.deeds)
            if one is None or len(one.deeds) > size or len(one.deeds) + size > _MOST:
                break
            volume = Volume(one.before, (*one.deeds, *volume.deeds))
        return volume

    def _keep(self, volume: Volume) -> None:
        self._known[volume.tip] = volume
        self._cache.put(f"{self.name}-{volume.tip}", packed(volume))

    def _beginning(self, tip: str) -> tuple[str, Listing]:
        """The commit to go on from, whose volume is kept, and the commits behind it up to a tip.

        It is empty where there is none: then the commits are all of them.
        """
        for start in self._candidates(tip):
            before = start
            while before:
                listing = self._behind(tip, before)
                if listing is None:
                    break
                missing = _missing(listing, before, tip)
                if not missing:
                    return before, listing
                before = self._before_all(before, missing)
        return "", listed(self.repository, tip)

    def _behind(self, tip: str, before: str) -> Listing | None:
        """The commits that lead to one and not to another; ``None`` where that one is gone."""
        try:
            return listed(self.repository, tip, before)
        except Failure:
            return None

    def _candidates(self, tip: str) -> Iterator[str]:
        """Commits whose volumes are kept: one close before a tip, else those asked for lately."""
        lately = self._remembered()
        if not lately:
            return
        near = line_of(self.repository, tip, _NEAR)
        found = next((name for name in near if self._kept(name)), None)
        if found:
            yield found
        yield from (name for name in lately if name != found and self._kept(name))

    def _before_all(self, start: str, names: set[str]) -> str:
        """The commit before the volume from which on all of the names are; empty if none is."""
        left, at = set(names), start
        while left and at:
            volume = self._kept(at)
            if volume is None:
                return ""
            left -= {deed.commit.hash for deed in volume.deeds}
            at = volume.before
        return at

    def _known_of(self, listing: Listing) -> dict[str, Deed]:
        """Those of some commits that are kept, though in a volume that leads elsewhere."""
        if len(listing) > 1:
            for tip in self._remembered():
                self._kept(tip)
        every = (deed for volume in self._known.values() for deed in volume.deeds)
        return {deed.commit.hash: deed for deed in every if deed.commit.hash in listing}

    def _deeds(self, listing: Listing, known: Mapping[str, Deed]) -> Iterator[Deed]:
        """What commits changed, in their order; those that are not known are read."""
        settings: dict[str, str | None] = {}
        fresh = self._fresh([name for name in listing if name not in known], listing)
        for name, parents in listing.items():
            if name in known:
                yield known[name]
                settings[name] = known[name].settings
                continue
            commit, files = next(fresh)
            held = None
            if parents:
                first = parents[0]
                held = settings[first] if first in settings else self._settings_of(first)
            for file in files[0]:
                held = file.after if file.path == CONFIG_NAME else held
            settings[name] = held
            yield Deed(commit, held, files)

    def _settings_of(self, tip: str) -> str | None:
        """What the last commit of a kept volume holds as ``ledger.yaml``."""
        volume = self._known[tip]
        return volume.deeds[-1].settings

    def _fresh(
        self, names: Sequence[str], listing: Listing
    ) -> Iterator[tuple[Commit, tuple[tuple[FileChange, ...], ...]]]:
        """What git says of commits; of many, two parts at a time where there are processors."""
        many = min(2, os.cpu_count() or 1)
        size = min(max(_MOST, -(-len(names) // many)), _AT_ONCE)
        parts = [names[at : at + size] for at in range(0, len(names), size)]
        count = _Count(len(names), self._compared)
        for part in self._answers(parts, many, listing, count):
            for _, of_it in groupby(part, key=lambda step: step.commit.hash):
                every = list(of_it)
                yield every[0].commit, tuple(step.files for step in every)

    def _answers(
        self, parts: Sequence[Sequence[str]], many: int, listing: Listing, count: _Count
    ) -> Iterator[tuple[Step, ...]]:
        if len(parts) <= 1:
            yield from (self._asked(part, listing, count) for part in parts)
            return
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(many) as several:
            yield from several.map(lambda part: self._asked(part, listing, count), parts)

    def _asked(self, names: Sequence[str], listing: Listing, count: _Count) -> tuple[Step, ...]:
        found = commits(self.repository.root, {name: listing[name] for name in names})
        count.more(0)
        return steps(self.repository, tuple(found.values()), count.more)

    def _remembered(self) -> list[str]:
        """The commits whose histories were asked for lately, the last one first."""
        content = self._cache.get(self.name)
        try:
            plain = msgpack.unpackb(content) if content else []
            return [each.hex() for each in plain]
        except (ValueError, TypeError, AttributeError, msgpack.UnpackException):
            return []

    def _remember(self, tip: str) -> None:
        tips = [tip, *(each for each in self._remembered() if each != tip)][:_REMEMBERED]
        self._cache.put(self.name, msgpack.packb([bytes.fromhex(each) for each in tips]))


class _Count:
    """How many commits were compared, of ``every``; several threads may tell."""

    def __init__(self, every: int, told: Told) -> None:
        self._every, self._told = every, told
        self._done, self._lock = 0, Lock()

    def more(self, many: int) -> None:
        with self._lock:
            self._done = min(self._done + many, self._every)
            self._told(self._done, self._every)


def _nobody(_done: int, _every: int) -> None:
    """Nobody is told how far it is."""


def _identity(repository: Repository) -> str | None:
    """What tells one ledger's history from another's: which repository, folder and cutting off.

    ``None`` where that can't be told.
    """
    whole, cut = repository.shared.resolve(), b""
    if repository.shallow:
        cut, trouble = read(whole, Entry("shallow", EntryKind.FILE))
        if trouble or len(cut) > MAX_BYTES:
            return None
    try:
        number = whole.stat().st_ino
    except OSError:
        return None
    where = os.fsencode(whole), b"%d" % number, os.fsencode(repository.prefix)
    return digest(repository.hashing.encode(), *where, cut).hex()


def _missing(listing: Listing, before: str, tip: str) -> set[str]:
    """What a volume of commits would lack behind another one: parents that are in neither.

    A commit without parents lacks what no volume has.
    """
    if tip not in listing:
        return {tip}
    every: Iterable[str] = (p for parents in listing.values() for p in parents or ("",))
    return {parent for parent in every if parent not in listing and parent != before}
