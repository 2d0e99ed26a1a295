"""Thousands of kills of a process that writes: no torn file, nothing acknowledged lost.

    python -m tests.campaigns.kills [KILLS]

A forked process adds one event after the other to a file, and says so in a pipe each time the
write has returned. It is killed (SIGKILL) at a moment chosen by chance; then the file is read.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import filelock  # noqa: F401 - before the fork: loading it takes longer than a process lives

from opledger.files.reading import read_ledger
from opledger.files.source import Source
from opledger.files.splice import Document, insert_item
from opledger.files.store import locked, replace_file

PATH = "opportunities/kestrel.yaml"
FIRST = "company: Kestrel # as they write it\nevents:\n  - {date: 2024-01-08, stage: lead}\n"
LONGEST = 0.08  # seconds that a process lives, at most
FULL = 60  # events after which the file begins anew


@dataclass(frozen=True, slots=True)
class Killed:
    """What was found after a kill: whether the file was sound and held what was acknowledged."""

    sound: bool
    acknowledged: int
    lost: int
    strays: int


def append(root: Path, note: str) -> None:
    """Add an event as the tool does: under the lock, as a splice, whole or not at all."""
    with locked(root):
        before = (root / PATH).read_bytes()
        document = Document.of(Source.of(PATH, before.decode()))
        place = before.count(b"date:")
        event = {"date": date(2024, 2, 1), "note": note}
        after = insert_item(document, ("events",), place, event).source.content
        replace_file(root, PATH, before, after)


def _write_until_killed(root: Path, pipe: int, first: int) -> None:
    number = first
    while True:
        append(root, f"event {number}")
        os.write(pipe, b".")
        number += 1


def kill_once(root: Path, life: float, known: int) -> Killed:
    """Let a process write for a while, kill it, and look at what it left."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        try:
            _write_until_killed(root, writer, known)
        finally:
            os._exit(1)
    os.close(writer)
    time.sleep(life)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "the writer ended by itself"
    with os.fdopen(reader, "rb") as said:
        acknowledged = len(said.read())
    reading = read_ledger(root, date(2024, 3, 1))
    about = reading.ledger.find("kestrel")
    notes = {event.note for event in about.events} if about else set()
    wanted = {f"event {number}" for number in range(known + acknowledged)}
    strays = len(list((root / "opportunities").glob(".opledger-*")))
    return Killed(not reading.errors, acknowledged, len(wanted - notes), strays)


def campaign(root: Path, kills: int) -> list[Killed]:
    """That many kills in one ledger."""
    chance = random.Random(20240301)  # noqa: S311 - a seed makes it the same each time
    (root / "opportunities").mkdir()
    (root / "ledger.yaml").touch()
    done = []
    known = FULL
    for _ in range(kills):
        if known >= FULL:
            (root / PATH).write_text(FIRST)
            known = 0
        done.append(kill_once(root, chance.random() * LONGEST, known))
        known = (root / PATH).read_text().count("event ")
    return done


def main() -> None:
    """Run it and print the figures."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as folder:
        done = campaign(Path(folder), kills)
        left = sorted(path.name for path in (Path(folder) / "opportunities").iterdir())
    print(len(done), "kills;", sum(each.acknowledged for each in done), "writes acknowledged")
    print("torn or unsound files:", sum(not each.sound for each in done))
    print("acknowledged and lost:", sum(each.lost for each in done))
    print("kills by strays left:", dict(sorted(Counter(each.strays for each in done).items())))
    print("in the folder at the end:", left)


if __name__ == "__main__":
    main()
