"""Batches read by several processes, where there are so many that it is worth starting them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from opledger.files.batches import Batch
from opledger.files.desk import Desk, Read

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from opledger.files.processes import Helper

_WORTH = 1_000  # files for each further process
_MOST = 8  # processes: then the disk is the limit


def read_batches(desk: Desk, batches: Sequence[Batch]) -> Iterator[Read]:
    """Each batch as it is now, in their order.

    The same for any number of processes. Where none can be started, or one is killed, this one
    reads what is left.
    """
    worth = sum(len(batch.entries) for batch in batches) // _WORTH
    if worth > 1:
        # Slow to load, and of use only here.
        from opledger.files.processes import processors, usual_method  # noqa: PLC0415

        count, method = min(processors(), _MOST, worth), usual_method()
        if count > 1 and method:
            yield from _by_others(desk, batches, count, method)
            return
    yield from map(desk.read, batches)


def _by_others(desk: Desk, batches: Sequence[Batch], count: int, method: str) -> Iterator[Read]:
    from opledger.files.processes import REFUSED, helper  # noqa: PLC0415 - as above

    whose, shares = _shared(batches, count)
    helpers: list[Helper] = []
    try:
        with suppress(*REFUSED):
            for share in shares:
                helpers.append(helper(method, _work, desk.needs, share, others=helpers))
        for batch, nth in zip(batches, whose, strict=True):
            yield (_sent(helpers[nth]) if nth < len(helpers) else None) or desk.read(batch)
    finally:
        for each in helpers:
            each.end()


def _shared(batches: Sequence[Batch], count: int) -> tuple[list[int], list[list[Batch]]]:
    """Who reads each batch, and what each reads: about the same number of files."""
    whose: list[int] = []
    shares: list[list[Batch]] = [[] for _ in range(count)]
    files = [0] * count
    for batch in batches:
        nth = files.index(min(files))
        whose.append(nth)
        shares[nth].append(batch)
        files[nth] += len(batch.entries)
    return whose, shares


def _sent(helper: Helper) -> Read | None:
    """The next that a helper has read; ``None`` from one that is gone."""
    with suppress(EOFError, OSError):
        read: Read = helper.connection.recv()
        return read
    return None


def _work(needs: tuple[object, ...], share: Sequence[Batch], connection: Connection) -> None:
    *usual, records = needs
    desk = Desk(*usual, records=records)  # type: ignore[arg-type]
    for batch in share:
        connection.send(desk.read(batch))
