"""A history of any length over the ledger of :mod:`benchmarks.made`: the same commits everywhere.

Each opportunity is added with its first event, and then edited once a commit: an event is appended,
or, where it has no more, a level changed. So a person works who commits after every change.

    python -m benchmarks.past FOLDER [FILES [COMMITS]]
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import IO

from benchmarks.made import LEVELS, Made, made, settings

WHO = b"A. Person <a@example.com>"
_EVENTS, _NOTES, _EVENT = "events:\n", "notes: |\n", "  - date: "
_LEVEL = "    interest: "
_EVENING = time(18)


@dataclass(frozen=True, slots=True)
class Edit:
    """A commit: when it was made, its message, and the one file that it writes."""

    moment: datetime
    message: str
    path: str
    content: str


def edits(files: int, commits: int, seed: int = 1) -> list[Edit]:
    """So many commits over so many files, oldest first; the settings are the first one.

    Every file has as many commits as any other, give or take one.
    """
    found = []
    for number, each in enumerate(made(files, seed)):
        many = commits // files + (number < commits % files)
        told = list(_versions(each, many))
        path = f"opportunities/{each.id}.yaml"
        found += [(day, number, Edit(_at(day, number), m, path, text)) for day, m, text in told]
    found.sort(key=lambda each: each[:2])
    begin = _at(found[0][0], -1) if found else datetime(2019, 1, 1, tzinfo=UTC)
    return [Edit(begin, "Begin", "ledger.yaml", settings(files)), *(edit for *_, edit in found)]


def stream(of: list[Edit]) -> Iterator[bytes]:
    """The commits as ``git fast-import`` takes them, a piece a commit."""
    for edit in of:
        when = b"%s %d +0000" % (WHO, int(edit.moment.timestamp()))
        yield b"".join(
            (
                b"commit refs/heads/main\n",
                b"author %s\ncommitter %s\n" % (when, when),
                _data(edit.message),
                b"M 100644 inline %s\n" % edit.path.encode(),
                _data(edit.content),
            )
        )


def write(folder: Path, files: int, commits: int) -> str:
    """Make a repository of a new folder, with its files checked out; the hash of its tip.

    Raises:
        CalledProcessError: git fails.
    """
    folder.mkdir(parents=True)
    _git(folder, "init", "--quiet", "--initial-branch=main")
    asked = ("git", "fast-import", "--quiet", "--done", "--depth=50")
    with subprocess.Popen(asked, cwd=folder, stdin=subprocess.PIPE) as importer:  # noqa: S603 - ours
        if importer.stdin is not None:
            _feed(importer.stdin, edits(files, commits))
    if importer.returncode:
        raise subprocess.CalledProcessError(importer.returncode, asked)
    _git(folder, "reset", "--quiet", "--hard")
    return _git(folder, "rev-parse", "HEAD")


def _feed(pipe: IO[bytes], of: list[Edit]) -> None:
    for piece in stream(of):
        pipe.write(piece)
    pipe.write(b"done\n")


def _versions(of: Made, many: int) -> Iterator[tuple[date, str, str]]:
    """The states of a file, each with its day and the commit's message."""
    head, _, rest = of.text.partition(_EVENTS)
    body, _, notes = rest.partition(_NOTES)
    events = [_EVENT + event for event in body.split(_EVENT)[1:]]
    kept = 0
    for number in range(many):
        last = number == many - 1
        if number == 0 or kept < len(events):
            kept = len(events) if last else number + 1
            day, message = of.events[kept - 1].day, "event" if number else "added"
        else:
            day, message = of.events[-1].day + timedelta(days=number), "level changed"
            events[0] = _with_another_level(events[0])
        text = head + _EVENTS + "".join(events[:kept]) + _NOTES + notes
        yield day, f"{of.id}: {message}", text


def _with_another_level(event: str) -> str:
    before, _, rest = event.partition(_LEVEL)
    level, _, after = rest.partition("\n")
    other = LEVELS[(LEVELS.index(level) + 1) % len(LEVELS)]
    return f"{before}{_LEVEL}{other}\n{after}"


def _at(day: date, number: int) -> datetime:
    """The evening of a day, a second later for each opportunity."""
    return datetime.combine(day, _EVENING, UTC) + timedelta(seconds=(number + 1) % 3600)


def _data(text: str) -> bytes:
    content = text.encode()
    return b"data %d\n%s\n" % (len(content), content)


def _git(folder: Path, *arguments: str) -> str:
    asked = ("git", *arguments)
    return subprocess.run(  # noqa: S603 - ours
        asked, cwd=folder, check=True, capture_output=True, text=True
    ).stdout.strip()


def main() -> None:
    """Make one, as the command line says."""
    folder, *counts = sys.argv[1:]
    files, commits = (*map(int, counts), *(10_000, 50_000)[len(counts) :])
    sys.stdout.write(f"{write(Path(folder), files, commits)}\n")


if __name__ == "__main__":
    main()
