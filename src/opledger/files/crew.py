"""Batches read by several processes, where there are so many that it is worth starting them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence

from opledger.files.batches import Batch
from opledger.files.desk import Desk
from opledger.files.tally import Tally

_WORTH = 1_000  # files for each further process
_MOST = 8  # processes: then the disk is the limit
_TAKEN = 4  # batches at a time


def read_batches(desk: Desk, batches: Sequence[Batch]) -> Iterator[tuple[bytes, Tally]]:
    """What stands for the contents of each batch, and what it comes to, in their order.

    The same for any number of processes. Where none can be started, or one is killed, this one
    reads what is left.
    """
    done = 0
    files = sum(len(batch.entries) for batch in batches)
    count = min(_processors(), _MOST, files // _WORTH)
    if count > 1:
        for read in _by_others(desk, batches, count):
            done += 1
            yield read
    for batch in batches[done:]:
        yield desk.read(batch)


def _by_others(desk: Desk, batches: Sequence[Batch], count: int) -> Iterator[tuple[bytes, Tally]]:
    # Slow to load, and of use only here.
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415
    from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415
    from multiprocessing import get_context  # noqa: PLC0415

    # A copy of this process knows everything already, where the system can make one safely.
    how = get_context("fork" if sys.platform.startswith("linux") else "spawn")
    try:
        with ProcessPoolExecutor(count, how, _sit_down, desk.needs) as crew:
            try:
                yield from crew.map(_read, batches, chunksize=_TAKEN)
            finally:
                crew.shutdown(wait=True, cancel_futures=True)
    except (OSError, BrokenProcessPool):
        return


_desk: list[Desk] = []  # of a process that works for another one


def _sit_down(*needs: object) -> None:
    import signal  # noqa: PLC0415 - slow to load, and only another process needs it

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one that it works for will end it
    _desk[:] = [Desk(*needs)]  # type: ignore[arg-type]


def _read(batch: Batch) -> tuple[bytes, Tally]:
    return _desk[0].read(batch)


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
