"""Running commands and taking their time: in turns, so that a slow moment of the machine hits all.

Where hyperfine is installed it takes the time, one run a call; else this process does, in the same
way: no shell, nothing on the terminal.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median


class Broken(Exception):
    """A command did not do what it should, so there is nothing to time."""


def _nothing(_round: int) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Command:
    """What is timed: its name in the tables, the words, and where; ``{n}`` is the round.

    ``ready`` is done before each run and not timed; ``environment`` is all that the command sees.
    """

    name: str
    words: tuple[str, ...]
    folder: Path
    environment: Mapping[str, str]
    ready: Callable[[int], None] = _nothing
    code: int = 0

    def said(self, number: int) -> tuple[str, ...]:
        """The words in this round."""
        return tuple(word.replace("{n}", str(number)) for word in self.words)


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds of the runs of one command: by the clock, and of the processors."""

    name: str
    wall: tuple[float, ...]
    busy: tuple[float, ...]

    @property
    def least(self) -> float:
        """The run that the machine disturbed least."""
        return min(self.wall)

    @property
    def middle(self) -> float:
        """The median."""
        return median(self.wall)


@dataclass(slots=True)
class _Runs:
    wall: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)


def hyperfine() -> str | None:
    """Where hyperfine is installed."""
    return shutil.which("hyperfine")


def timer() -> str:
    """What takes the time."""
    return "hyperfine" if hyperfine() else "the harness's own clock"


def measure(commands: Sequence[Command], rounds: int, uncounted: int) -> list[Times]:
    """The times of commands that take turns, after the rounds that are not counted.

    Raises:
        Broken: one of them ended otherwise than it should.
    """
    program = hyperfine()
    once = partial(_by_hyperfine, program) if program else _by_hand
    runs = [_Runs() for _ in commands]
    for number in range(uncounted + rounds):
        for command, kept in zip(commands, runs, strict=True):
            command.ready(number)
            wall, busy = once(command, number)
            if number >= uncounted:
                kept.wall.append(wall)
                kept.busy.append(busy)
    return [
        Times(command.name, tuple(kept.wall), tuple(kept.busy))
        for command, kept in zip(commands, runs, strict=True)
    ]


def output(command: Command, number: int = 0) -> str:
    """What the command prints, run once and not timed.

    Raises:
        Broken: it ended otherwise than it should.
    """
    command.ready(number)
    done = subprocess.run(  # noqa: S603 - the commands of the benchmarks, without a shell
        command.said(number),
        cwd=command.folder,
        env=dict(command.environment),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    _expect(command, done.returncode, done.stderr)
    return done.stdout.decode("utf-8", "replace")


def _by_hyperfine(program: str, command: Command, number: int) -> tuple[float, float]:
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "times.json"
        options = ("-N", "--runs", "1", "--style", "none", "--export-json", str(told))
        ignoring = ("--ignore-failure",) if command.code else ()
        words = (program, *options, *ignoring, "--", shlex.join(command.said(number)))
        done = subprocess.run(  # noqa: S603 - as above
            words,
            cwd=command.folder,
            env=dict(command.environment),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
        if done.returncode:
            first = done.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
            raise Broken(f"{command.name}: {first.partition('. ')[0]}")
        (result,) = json.loads(told.read_text("utf-8"))["results"]
    _expect(command, result["exit_codes"][0], b"")
    return float(result["times"][0]), float(result["user"]) + float(result["system"])


def _by_hand(command: Command, number: int) -> tuple[float, float]:
    begun = time.perf_counter()
    with subprocess.Popen(  # noqa: S603 - as above
        command.said(number),
        cwd=command.folder,
        env=dict(command.environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
    _expect(command, process.returncode, b"")
    return wall, used.ru_utime + used.ru_stime


def _expect(command: Command, code: int, complaints: bytes) -> None:
    if code != command.code:
        last = complaints.decode("utf-8", "replace").strip().rpartition("\n")[2]
        why = last and f": {last}"
        raise Broken(f"{command.name} ended with {code}, not {command.code}{why}")
