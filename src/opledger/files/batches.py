"""A ledger's files cut into batches, each of which is read, and kept in the cache, by itself.

Where a batch ends follows from the names alone: a file more or less changes the batch that it is
in, and no other. (Chunks by content, as in rsync and in backup programs; here the content are the
names.)
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cached_property
from zlib import crc32

from opledger.core.late import dataclass
from opledger.files.cache import digest
from opledger.files.disk import Entry

_USUAL = 64  # files in a batch, by the average of many
_MOST = 8 * _USUAL


@dataclass(frozen=True)
class Batch:
    """Files beside each other, in order of their paths."""

    entries: tuple[Entry, ...]

    @cached_property
    def look(self) -> bytes:
        """How its files look from outside: another one when a file was written, came or went."""
        return digest(repr([(each.path, each.look) for each in self.entries]).encode())

    @property
    def written(self) -> int:
        """When the last of its files was written, in nanoseconds since 1970."""
        return max((moment for each in self.entries for moment in each.look[:2]), default=0)


def batches(entries: Iterable[Entry]) -> list[Batch]:
    """The entries in batches, each entry in exactly one, in the order they are given in."""
    found, gathered = [], []
    for entry in entries:
        gathered.append(entry)
        if crc32(os.fsencode(entry.path)) % _USUAL == 0 or len(gathered) == _MOST:
            found.append(Batch(tuple(gathered)))
            gathered = []
    if gathered:
        found.append(Batch(tuple(gathered)))
    return found
