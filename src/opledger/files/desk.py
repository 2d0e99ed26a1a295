"""Reading a batch of files: what it comes to, from the cache where that is known."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import TZPATH

from opledger.core.late import dataclass
from opledger.files import disk
from opledger.files.batches import Batch
from opledger.files.cache import Cache, digest
from opledger.files.quick import Quick
from opledger.files.reading import key_of, quick_or_ordinary, read_file
from opledger.files.readings import FileReading, Terms
from opledger.files.tally import Tally, as_bytes, from_bytes, tally_of

if TYPE_CHECKING:
    from opledger.core.model import Opportunity

Contents = Mapping[str, tuple[bytes, str]]  # by path: the bytes, or why they can't be read


@dataclass(frozen=True, slots=True)
class Held:
    """A ledger's files that were read already."""

    contents: Contents

    def read(self, entry: disk.Entry) -> tuple[bytes, str]:
        """An entry's bytes, or why it can't be read."""
        return self.contents[entry.path]


class Desk:
    """All that reading a batch takes; each process has its own."""

    def __init__(self, root: Path, terms: Terms, day: date, cache: Cache) -> None:
        self.needs = (root, terms, day, cache)
        self._root, self._terms, self._day, self._cache = self.needs
        self._quick = Quick(terms.config, terms.words, day)

    def kept(self, contents: bytes) -> Tally | None:
        """What a batch of these contents was found to come to, if that holds today."""
        tally = from_bytes(self._cache.get(self._key(contents)))
        return tally if tally and tally.holds_on(self._day) else None

    def read(self, batch: Batch) -> tuple[bytes, Tally]:
        """What stands for a batch's contents, and what it comes to.

        Where one of its files can't be read, or nothing is kept, nothing stands for them.
        """
        held = self._held(batch)
        if self._cache.folder is None or any(reason for _, reason in held.values()):
            return b"", self._tally(batch, held)
        contents = digest(*(part for path in held for part in (os.fsencode(path), held[path][0])))
        tally = self.kept(contents)
        if tally is None:
            tally = self._tally(batch, held)
            self._cache.put(self._key(contents), as_bytes(tally))
        return contents, tally

    def records(self, batch: Batch) -> list[Opportunity]:
        """The sound records of a batch, in order of their paths."""
        read = self._read(batch, self._held(batch))
        return [each.record for each in read if each.sound and each.record]

    def ordinarily(self, entry: disk.Entry) -> FileReading:
        """One file with the places of what is in it."""
        return read_file(disk.Folder(self._root), entry, self._terms, self._day)

    @cached_property
    def _settings(self) -> str:
        config = self._terms.config
        # The system's rules for the zone may change without any file of the ledger.
        zones = [disk.look(Path(folder, config.zone.key)) for folder in TZPATH]
        said = (repr(config), repr(sorted(self._terms.words.items())), repr(zones))
        return digest(*(part.encode() for part in said)).hex()

    def _key(self, contents: bytes) -> str:
        return f"tally {contents.hex()} {self._settings}"

    def _held(self, batch: Batch) -> Contents:
        return {each.path: disk.read(self._root, each) for each in batch.entries}

    def _tally(self, batch: Batch, held: Contents) -> Tally:
        read = self._read(batch, held)
        found = [diagnostic for each in read for diagnostic in each.found]
        sound = [(each.record, key_of(each.record)) for each in read if each.sound and each.record]
        return tally_of(sound, found, self._terms.config, self._day)

    def _read(self, batch: Batch, held: Contents) -> list[FileReading]:
        files, terms = Held(held), self._terms
        return [
            quick_or_ordinary(files, each, terms, self._quick, self._day) for each in batch.entries
        ]
