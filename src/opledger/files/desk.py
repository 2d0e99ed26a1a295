"""Reading a batch of files: what it comes to, from the cache where that is known."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

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


@dataclass(frozen=True, slots=True)
class Read:
    """A batch that was read: what stands for its contents, what it comes to, and its records.

    Where one of its files can't be read, or nothing is kept, nothing stands for the contents.
    ``records`` are the sound ones in order of their paths, packed, if they were asked for; else,
    and where they can't be packed, ``None``.
    """

    contents: bytes
    tally: Tally
    records: bytes | None = None


class Desk:
    """All that reading a batch takes; each process has its own."""

    def __init__(
        self, root: Path, terms: Terms, day: date, cache: Cache, *, records: bool = False
    ) -> None:
        """``records`` says whether they are wanted, beside what they come to."""
        self.needs = (root, terms, day, cache, records)
        self._root, self._terms, self._day, self._cache, self._records = self.needs
        self._quick = Quick(terms.config, terms.words, day)

    def kept(self, contents: bytes) -> Read | None:
        """What a batch of these contents was found to be, if that is known and holds today."""
        tally = from_bytes(self._cache.get(self._key("tally", contents)))
        if tally is None or not tally.holds_on(self._day):
            return None
        if not self._records:
            return Read(contents, tally)
        records = self._cache.get(self._key("records", contents))
        return Read(contents, tally, records) if records is not None else None

    def read(self, batch: Batch) -> Read:
        """A batch as it is now."""
        held = self._held(batch)
        if self._cache.folder is None or any(reason for _, reason in held.values()):
            return self._made(batch, held, b"")
        contents = digest(*(part for path in held for part in (os.fsencode(path), held[path][0])))
        return self.kept(contents) or self._made(batch, held, contents)

    def records(self, batch: Batch) -> list[Opportunity]:
        """The sound records of a batch, in order of their paths."""
        return [record for record, _ in self._sound(self._read(batch, self._held(batch)))]

    def ordinarily(self, entry: disk.Entry) -> FileReading:
        """One file with the places of what is in it."""
        return read_file(disk.Folder(self._root), entry, self._terms, self._day)

    @cached_property
    def _settings(self) -> str:
        from opledger.core.canonical import canonical  # noqa: PLC0415 - only where there is a cache

        config = self._terms.config
        # The system's rules for the zone may change without any file of the ledger.
        rules = disk.zone_looks(config.zone.key)
        said = map(canonical, (config, sorted(self._terms.words.items()), rules))
        return digest(*(part.encode() for part in said)).hex()

    def _key(self, what: str, contents: bytes) -> str:
        return f"{what} {contents.hex()} {self._settings}"

    def _held(self, batch: Batch) -> Contents:
        return {each.path: disk.read(self._root, each) for each in batch.entries}

    def _made(self, batch: Batch, held: Contents, contents: bytes) -> Read:
        read = self._read(batch, held)
        found = [diagnostic for each in read for diagnostic in each.found]
        sound = self._sound(read)
        tally = tally_of(sound, found, self._terms.config, self._day)
        records = _packed(record for record, _ in sound) if self._records else None
        if contents:
            self._cache.put(self._key("tally", contents), as_bytes(tally))
            if records is not None:
                self._cache.put(self._key("records", contents), records)
        return Read(contents, tally, records)

    @staticmethod
    def _sound(read: Iterable[FileReading]) -> list[tuple[Opportunity, str]]:
        return [(each.record, key_of(each.record)) for each in read if each.sound and each.record]

    def _read(self, batch: Batch, held: Contents) -> list[FileReading]:
        files, terms = Held(held), self._terms
        return [
            quick_or_ordinary(files, each, terms, self._quick, self._day) for each in batch.entries
        ]


def _packed(records: Iterable[Opportunity]) -> bytes | None:
    from opledger.files.packing import packed  # noqa: PLC0415 - only where records are wanted

    return packed(records)
