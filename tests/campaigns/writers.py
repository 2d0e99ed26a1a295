"""Several processes that record in one ledger at once: nothing is lost.

    python -m tests.campaigns.writers [WRITERS [RECORDS]]

Every writer runs the real command, with a commit each, on one and the same opportunity.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from opledger.files.reading import read_ledger

FILES = {
    "ledger.yaml": "title: Writers\n",
    "opportunities/kestrel.yaml": (
        "company: Kestrel\nevents:\n  - {date: 2024-01-08, stage: lead}\n"
    ),
}
WHO = {
    "GIT_AUTHOR_NAME": "A. Person",
    "GIT_AUTHOR_EMAIL": "a@example.com",
    "GIT_COMMITTER_NAME": "A. Person",
    "GIT_COMMITTER_EMAIL": "a@example.com",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many records there should be, and how many the file and the history have."""

    wanted: int
    failed: int
    recorded: int
    commits: int
    sound: bool


def record(root: Path, note: str, environment: Mapping[str, str]) -> int:
    """Record a note with the real command; its exit code."""
    command = [sys.executable, "-m", "opledger", "record", "kestrel", "note", "--note", note]
    ended = subprocess.run(
        command, cwd=root, env=dict(environment), capture_output=True, check=False
    )
    return ended.returncode


def campaign(root: Path, writers: int, records: int) -> Outcome:
    """So many writers, each with so many records."""
    environment = {**os.environ, **WHO}
    for path, text in FILES.items():
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_text(text)
    for command in (("init", "-q", "-b", "main"), ("add", "."), ("commit", "-q", "-m", "Start")):
        subprocess.run(["git", *command], cwd=root, env=environment, check=True)

    def write(writer: int) -> int:
        codes = [record(root, f"by {writer}, {n}", environment) for n in range(records)]
        return sum(code != 0 for code in codes)

    with ThreadPoolExecutor(writers) as pool:
        failed = sum(pool.map(write, range(writers)))
    reading = read_ledger(root, date(2030, 1, 1))
    about = reading.ledger.find("kestrel")
    notes = {event.note for event in about.events if event.note} if about else set()
    counted = subprocess.run(
        ["git", "rev-list", "--count", "HEAD"],
        cwd=root,
        env=environment,
        check=True,
        capture_output=True,
    )
    return Outcome(
        writers * records, failed, len(notes), int(counted.stdout) - 1, not reading.errors
    )


def main() -> None:
    """Run it and print the figures."""
    writers, records = (int(given) for given in (*sys.argv[1:3], *("8", "60")[len(sys.argv) - 1 :]))
    with tempfile.TemporaryDirectory() as folder:
        print(campaign(Path(folder), writers, records))


if __name__ == "__main__":
    main()
