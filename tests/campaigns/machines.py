"""Two machines that record in the same opportunities and exchange by pull and push.

    python -m tests.campaigns.machines [ROUNDS]

Half of the rounds pull by merge and half by rebase. At the end every event is in both clones, and
their files are the same to the byte.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tests.campaigns.writers import WHO

from opledger.files.reading import read_ledger

IDS = ("kestrel", "tallow")
FIRST = "company: {}\nrole: Engineer\nevents:\n  - {{date: 2024-01-08, stage: lead}}\n"
BY_HAND = "  # by hand on {}\n  - date: 2024-02-{:02}\n    note: |\n      by hand {}\n"


@dataclass(frozen=True, slots=True)
class Exchanged:
    """What came of it."""

    rounds: int
    recorded: int
    found: int
    conflicts: int
    identical: bool
    sound: bool


def campaign(folder: Path, rounds: int) -> Exchanged:
    """So many rounds of both machines recording and exchanging."""
    environment = {**os.environ, **WHO, "GIT_EDITOR": "true"}
    chance = random.Random(7)  # noqa: S311 - a seed makes it the same each time
    clones = _clones(folder, environment)
    recorded: set[str] = set()
    conflicts = 0
    for number in range(rounds):
        for clone in clones:
            for note in [f"{clone.name} {number} {n}" for n in range(chance.randint(1, 2))]:
                _record(clone, chance, note, environment)
                recorded.add(note)
        for clone in (*clones, clones[0]):
            how = "--rebase" if number % 2 else "--no-rebase"
            if _git(clone, environment, "pull", "--quiet", how, "--no-edit"):
                conflicts += 1
                _git(clone, environment, "merge", "--abort")
            _git(clone, environment, "push", "--quiet", "--no-verify")
    states = [
        {path.name: path.read_bytes() for path in (clone / "opportunities").glob("*.yaml")}
        for clone in clones
    ]
    reading = read_ledger(clones[0], date(2030, 1, 1))
    events = [event for each in reading.ledger.opportunities for event in each.events]
    notes = [event.note.strip() for event in events if event.note]
    return Exchanged(
        rounds,
        len(recorded),
        len(notes) if set(notes) == recorded else -1,
        conflicts,
        states[0] == states[1],
        not reading.errors,
    )


def _clones(folder: Path, environment: Mapping[str, str]) -> list[Path]:
    origin = folder / "origin.git"
    _git(folder, environment, "init", "-q", "--bare", "-b", "main", str(origin))
    first = folder / "anna"
    for path, text in {
        "ledger.yaml": "title: Two machines\nprivate: false\n",
        **{f"opportunities/{name}.yaml": FIRST.format(name.title()) for name in IDS},
    }.items():
        (first / path).parent.mkdir(parents=True, exist_ok=True)
        (first / path).write_text(text)
    for line in ("init -q -b main", "add .", "commit -q -m Start"):
        _git(first, environment, *line.split())
    _git(first, environment, "remote", "add", "origin", str(origin))
    _git(first, environment, "push", "-q", "-u", "origin", "main")
    _git(folder, environment, "clone", "-q", str(origin), "ben")
    clones = [first, folder / "ben"]
    for clone in clones:
        command = [sys.executable, "-m", "opledger", "hooks", "install"]
        subprocess.run(command, cwd=clone, env=dict(environment), check=True, capture_output=True)
    return clones


def _record(clone: Path, chance: random.Random, note: str, environment: Mapping[str, str]) -> None:
    """Half by the command, half by hand, as people do."""
    about, day = chance.choice(IDS), chance.randint(1, 28)
    if chance.random() < 0.5:
        command = [sys.executable, "-m", "opledger", "record", about, "note", "--note", note]
        command += ["--date", f"2024-02-{day:02}"]
        subprocess.run(command, cwd=clone, env=dict(environment), check=True, capture_output=True)
        return
    path = clone / "opportunities" / f"{about}.yaml"
    lines = path.read_text().splitlines(keepends=True)
    dates = [
        (n, line.partition("date: ")[2][:10]) for n, line in enumerate(lines) if "date: " in line
    ]
    later = [n for n, each in dates if each > f"2024-02-{day:02}"]
    at = later[0] if later else len(lines)
    while later and lines[at - 1].lstrip().startswith("#"):
        at -= 1
    text = BY_HAND.format(clone.name, day, note).replace("by hand " + note, note)
    path.write_text("".join([*lines[:at], text, *lines[at:]]))
    _git(clone, environment, "commit", "-q", "-a", "-m", note)


def _git(folder: Path, environment: Mapping[str, str], *command: str) -> int:
    ended = subprocess.run(
        ["git", *command], cwd=folder, env=dict(environment), capture_output=True, check=False
    )
    return ended.returncode


def main() -> None:
    """Run it and print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        print(campaign(Path(folder), int(sys.argv[1]) if len(sys.argv) > 1 else 50))


if __name__ == "__main__":
    main()
