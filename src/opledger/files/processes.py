"""Processes that help this one: how many there may be, how each comes to be, and how it ends.

A process is copied where the system can do that (Linux), and only while nothing else runs in it: a
copy of a process with threads may wait for ever for a lock that one of them had. Elsewhere a new
one is started. Nothing here needs a thread or a semaphore, which not every system gives.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from opledger.core.late import dataclass

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

COPIED, STARTED = "fork", "spawn"
# What comes of it where a system has no process to give.
REFUSED = (OSError, ImportError, RuntimeError)


@dataclass(frozen=True, slots=True)
class Helper:
    """A process that helps, and where what it sends arrives."""

    process: BaseProcess
    connection: Connection

    def end(self) -> None:
        """Whatever it is at, it ends, and is gone."""
        self.process.terminate()
        self.process.join()
        self.connection.close()


def usual_method() -> str:
    """How a process comes to be here; empty where none should."""
    import multiprocessing  # noqa: PLC0415 - slow to load, and few ledgers are so large

    if multiprocessing.current_process().daemon:
        return ""  # it helps another one, and may have no helpers of its own
    if sys.platform != "linux":
        return STARTED
    return COPIED if _threads() == 1 else ""


def processors() -> int:
    """How many processors this process may use."""
    allowed = getattr(os, "sched_getaffinity", None)  # on some systems
    return len(allowed(0)) if allowed else os.cpu_count() or 1


def context_of(method: str) -> Any:  # noqa: ANN401 - no type has all that both have
    """What makes processes of this kind, and what they share."""
    import multiprocessing  # noqa: PLC0415 - as above

    return multiprocessing.get_context(method)


def helper(
    method: str, work: Callable[..., None], *arguments: object, others: Sequence[Helper] = ()
) -> Helper:
    """A process that does ``work(*arguments, connection)``, and sends what comes of it.

    ``others`` are the helpers that there are already. When this process is killed, what they wait
    to send has nobody to take it, so they end, too: none of them holds an end of another's.

    Raises:
        OSError, ImportError, RuntimeError: the system has none to give (:data:`REFUSED`).
    """
    context = context_of(method)
    mine, theirs = context.Pipe(duplex=False)
    copied = (mine, *(each.connection for each in others)) if method == COPIED else ()
    process = context.Process(target=_begin, args=(work, arguments, theirs, copied), daemon=True)
    try:
        with _undisturbed():
            process.start()
    except BaseException:
        mine.close()
        raise
    finally:
        theirs.close()
    return Helper(process, mine)


def _begin(
    work: Callable[..., None],
    arguments: tuple[object, ...],
    theirs: Connection,
    copied: tuple[Connection, ...],
) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that it helps ends it
    for each in copied:
        each.close()
    # Whatever goes wrong, that process does again, and says so; or there is none any more.
    with suppress(Exception):
        work(*arguments, theirs)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Ctrl-C waits until a process has begun; in that one, it stays kept away."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    mine = os.getpid()
    try:
        yield
    finally:
        if os.getpid() == mine:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _threads() -> int:
    """How many threads this process has, those of libraries among them."""
    try:
        return len(os.listdir("/proc/self/task"))  # noqa: PTH208 - no names are wanted
    except OSError:
        return 0  # not known
