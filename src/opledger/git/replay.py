"""A finished ledger told as the history it would have: one commit an event, on the event's day.

The same ledger gives the same commits, to the hash, on every machine: author, times and zone are
fixed, and git is told all of them as they are, so that no setting of the user's takes part.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from opledger.core.changes import changes
from opledger.core.failure import Failure
from opledger.core.late import dataclass
from opledger.core.retelling import retold
from opledger.files.cutting import Cutting
from opledger.files.disk import CONFIG_NAME
from opledger.files.sections import Sections
from opledger.files.source import Source
from opledger.files.splice import Document, remove_item, remove_key
from opledger.git.command import writing

if TYPE_CHECKING:
    from opledger.core.model import Ledger, Opportunity
    from opledger.files.readings import Told
    from opledger.git.command import Answer

AUTHOR = ("Robin Example", "robin@example.org")
_BRANCH = "refs/heads/main"
_Lacking = tuple[Sequence[str], Mapping[str, Sequence[int]]]
_MORNING, _EVENING = time(9, 0), time(18, 30)


@dataclass(frozen=True, slots=True)
class Moment:
    """One commit to be: when, what it is called, and the files that it changes."""

    when: datetime
    message: str
    files: Mapping[str, bytes]


def retraced(ledger: Ledger, files: Mapping[str, bytes]) -> tuple[Moment, ...]:
    """The moments that led to a ledger, in their order; ``files`` are all its files by path.

    A ledger's other files come with the first moment. A question comes with the first event on
    or after its answer, the notes with the last event.
    """
    config = ledger.config
    started = config.search.started or min(e.date for o in ledger.opportunities for e in o.events)
    paths = {each.path for each in ledger.opportunities}
    first = {path: content for path, content in files.items() if path not in paths}
    ended = config.search.ended
    if ended:
        settings = Document.of(Source.of(CONFIG_NAME, first[CONFIG_NAME].decode()))
        first[CONFIG_NAME] = remove_key(settings, ("search", "ended")).source.content
    moments = [Moment(_at(started, _MORNING, ledger), "Start the ledger", first)]
    told = sorted(
        ((event, each) for each in ledger.opportunities for event in each.events),
        key=lambda pair: (pair[0].date, str(pair[0].time or "~"), pair[1].id, pair[0].nth),
    )
    versions = {each.id: _versions(each, files[each.path]) for each in ledger.opportunities}
    day, nth = started, 0
    for event, each in told:
        nth = nth + 1 if event.date == day else 0
        day = event.date
        before, after = (replace(each, events=each.events[: event.nth + n]) for n in (0, 1))
        words = retold(changes(before, after))
        when = _at(day, _EVENING, ledger) + timedelta(minutes=nth)
        content = versions[each.id][event.nth]
        moments.append(Moment(when, f"{each.id}: {words}", {each.path: content}))
    if ended:
        last = _at(max(ended, day), _EVENING, ledger) + timedelta(hours=2)
        moments.append(Moment(last, "End the search", {CONFIG_NAME: files[CONFIG_NAME]}))
    return tuple(moments)


def _at(day: date, hour: time, ledger: Ledger) -> datetime:
    return datetime.combine(day, hour, ledger.config.zone)


def _versions(each: Opportunity, content: bytes) -> tuple[bytes, ...]:
    """The file as it was after each of its events."""
    lacking, cutting = _lacking(each), Cutting.of(content)
    found = [cutting.without(*lacks) for lacks in lacking] if cutting else []
    cut = tuple(text for text in found if text is not None)
    if len(cut) == len(lacking):
        return cut
    # What stays as it is from version to version is parsed once.
    document = Document.of(Source.of(each.path, content.decode()), Sections().parse)
    return tuple(_spliced(document, *lacks).source.content for lacks in lacking)


def _lacking(each: Opportunity) -> list[_Lacking]:
    """What is not yet in the file after each event: keys, and items of lists by their places."""
    found: list[_Lacking] = [((), {})]
    unanswered: set[int] = set()
    for event in reversed(each.events[:-1]):
        days = enumerate(question.date for question in each.questions)
        unanswered |= {place for place, day in days if day and day > event.date}
        keys = ["notes"] if each.notes else []
        items: dict[str, Sequence[int]] = {"events": range(event.nth + 1, len(each.events))}
        if unanswered and len(unanswered) == len(each.questions):
            keys.append("questions")
        elif unanswered:
            items["questions"] = sorted(unanswered)
        found.append((keys, items))
    return found[::-1]


def _spliced(
    document: Document, keys: Sequence[str], items: Mapping[str, Sequence[int]]
) -> Document:
    for name in keys:
        document = remove_key(document, (name,))
    for name, places in items.items():
        for place in reversed(places):
            document = remove_item(document, (name,), place)
    return document


def replay(folder: Path, moments: Sequence[Moment], told: Told | None = None) -> str:
    """Make a folder a repository whose branch ``main`` is these moments; the last one's hash.

    The files themselves are the caller's to write. ``told`` is called for each commit with how
    many there are, of how many.

    Raises:
        Failure: there is no git, or the folder can't be made a repository.
    """
    options = ("--quiet", "--template=", "--initial-branch=main", "--object-format=sha1")
    _done(folder, "init", *options)
    # One stream for all of them: a process, a pack and a change of the branch, not one each.
    given = b"".join(_stream(moments, told))
    answer = _done(folder, "fast-import", "--quiet", "--done", "--date-format=raw", given=given)
    tip = answer.lines[-1]
    _done(folder, "read-tree", tip)
    return tip


def _done(folder: Path, *command: str, given: bytes = b"") -> Answer:
    # Hooks of all of the user's repositories could refuse it, or do something of their own.
    answer = writing(folder, "-c", f"core.hooksPath={os.devnull}", *command, given=given)
    if answer.code:
        raise Failure(f"'git {command[0]}' failed in {folder}: {answer.complaint}", code=1)
    return answer


def _stream(moments: Sequence[Moment], told: Told | None) -> Iterator[bytes]:
    """The moments as ``git fast-import`` takes them; it tells the last one's hash."""
    for done, moment in enumerate(moments, 1):
        when = f"{int(moment.when.timestamp())} {moment.when:%z}"
        yield f"commit {_BRANCH}\nmark :{done}\n".encode()
        for role in ("author", "committer"):
            yield f"{role} {AUTHOR[0]} <{AUTHOR[1]}> {when}\n".encode()
        yield _data(f"{moment.message}\n".encode())
        for path, content in moment.files.items():
            yield b"M 100644 inline %b\n%b" % (_quoted(path), _data(content))
        if told is not None:
            told(done, len(moments))
    yield f"get-mark :{len(moments)}\ndone\n".encode()


def _data(content: bytes) -> bytes:
    return b"data %d\n%b\n" % (len(content), content)


def _quoted(path: str) -> bytes:
    """A path as git reads it in quotes."""
    for sign, written in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n")):
        path = path.replace(sign, written)
    return f'"{path}"'.encode("utf-8", "surrogateescape")
