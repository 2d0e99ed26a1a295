"""How much memory a command holds at most, with all processes that it starts."""

from __future__ import annotations

import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from benchmarks.clock import Broken, Command

MIB = 1024 * 1024
_PROC = Path("/proc")
_PAUSE = 0.01
# The system counts what a process held before it became another program, also as a copy of the one
# that starts it. So a small one does, and tells the most that the command held, and how it ended.
_SMALL = """
import os, sys
pid = os.fork()
if not pid:
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os.execvp(sys.argv[1], sys.argv[1:])
_, status, used = os.wait4(pid, 0)
print(used.ru_maxrss, os.waitstatus_to_exitcode(status))
"""


def peak(command: Command) -> float:
    """MiB: the most that the tree of processes held at one moment.

    Of a single process the system tells the exact most. Where there are several at once, memory
    that they share is counted once, by looking each 10 ms; only Linux tells that, so elsewhere it
    is the most of the largest process.

    Raises:
        Broken: the command ended otherwise than it should.
    """
    command.ready(0)
    process = subprocess.Popen(  # noqa: S603 - the commands of the benchmarks, without a shell
        [sys.executable, "-S", "-c", _SMALL, *command.said(0)],
        cwd=command.folder,
        env=dict(command.environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    together = 0
    while process.poll() is None:
        _, *family = _family(process.pid)
        if len(family) > 1:
            together = max(together, sum(map(_share, family)))
        time.sleep(_PAUSE)
    most, code = map(int, process.communicate()[0].split())
    if code != command.code:
        raise Broken(f"{command.name} ended with {code}, not {command.code}")
    largest = most * (1 if sys.platform == "darwin" else 1024)
    return max(largest, together) / MIB


def _family(top: int) -> Iterator[int]:
    """A process and all below it; itself alone where the system does not tell."""
    children: dict[int, list[int]] = defaultdict(list)
    for folder in _PROC.glob("[0-9]*"):
        with suppress(OSError, IndexError, ValueError):
            fields = (folder / "stat").read_text("utf-8", "replace").rpartition(") ")[2].split()
            children[int(fields[1])].append(int(folder.name))
    waiting = [top]
    while waiting:
        process = waiting.pop()
        yield process
        waiting += children[process]


def _share(process: int) -> int:
    """Bytes of a process, where what is shared with others is parted among them."""
    with suppress(OSError, IndexError, ValueError):
        text = (_PROC / str(process) / "smaps_rollup").read_text("ascii", "replace")
        return int(text.partition("\nPss:")[2].split()[0]) * 1024
    return 0
