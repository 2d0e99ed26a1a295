"""What the files of a ledger hold, for who may not need all of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path

from opledger.files import disk


class Contents(Mapping[str, bytes]):
    """What a ledger's files hold, by their paths: each is read when somebody asks for it.

    One that can't be read is empty.
    """

    def __init__(self, root: Path) -> None:
        """The ledger in this folder."""
        self._root = root

    @cached_property
    def _entries(self) -> dict[str, disk.Entry]:
        every = (disk.config_entry(self._root), *disk.scan(self._root))
        return {entry.path: entry for entry in every}

    def __getitem__(self, path: str) -> bytes:
        """The bytes of a file."""
        return disk.read(self._root, self._entries[path])[0]

    def __iter__(self) -> Iterator[str]:
        """The paths."""
        return iter(self._entries)

    def __len__(self) -> int:
        """How many files there are."""
        return len(self._entries)
