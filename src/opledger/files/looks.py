"""What the files of a batch contained, by how they look from outside: as git's index knows it.

A file that was written just before it was read may be written once more within one tick of the
disk's clock, and look no other. So a look is trusted only if it was old when it was learnt.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from opledger.files.batches import Batch
from opledger.files.cache import Cache

_FRESH = 2_000_000_000  # nanoseconds: no disk's clock is coarser


class Looks:
    """The looks that one ledger's batches had, each with what stands for their contents."""

    def __init__(self, root: Path, cache: Cache, now: int) -> None:
        """``now`` is a moment before any of the files were listed, in nanoseconds since 1970."""
        self._cache = cache
        self._now = now
        self._key = f"looks {os.path.abspath(root)}"  # noqa: PTH100 - a link is another place
        self._known = self._kept()
        self._new: dict[bytes, bytes] = {}

    def contents(self, batch: Batch) -> bytes:
        """What stands for the contents of a batch that looks so; empty where nobody knows."""
        return self._known.get(batch.look, b"") if self._known else b""

    def learn(self, batch: Batch, contents: bytes) -> None:
        """That a batch had these contents, unless they may have changed since."""
        if contents and batch.written < self._now - _FRESH:
            self._new[batch.look] = contents

    def keep(self, batches: Sequence[Batch]) -> None:
        """Keep what is known of the batches that there are."""
        every = {**self._known, **self._new}
        if not every:
            return
        there = {each.look: every[each.look] for each in batches if each.look in every}
        if there != self._known:
            import msgpack  # noqa: PLC0415 - only where there is something to keep

            self._cache.put(self._key, msgpack.packb(there))

    def _kept(self) -> dict[bytes, bytes]:
        content = self._cache.get(self._key)
        if content is None:
            return {}
        import msgpack  # noqa: PLC0415 - only where something was kept

        known: dict[bytes, bytes] = msgpack.unpackb(content, strict_map_key=False)
        return known
