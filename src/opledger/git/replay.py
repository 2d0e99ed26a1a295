"""A finished ledger told as the history it would have: one commit an event, on the event's day.

The same ledger gives the same commits, to the hash, on every machine: author, times and zone are
fixed, and the objects are made here, so that no setting of the user's git takes part.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from opledger.core.changes import changes
from opledger.core.failure import Failure
from opledger.core.late import dataclass
from opledger.core.retelling import retold
from opledger.files.disk import CONFIG_NAME
from opledger.files.source import Source
from opledger.files.splice import Document, remove_item, remove_key
from opledger.git.builder import Builder
from opledger.git.command import writing

if TYPE_CHECKING:
    from opledger.core.model import Ledger, Opportunity
    from opledger.files.readings import Told

AUTHOR = ("Robin Example", "robin@example.org")
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
        content = versions[each.id][event.nth].content
        moments.append(Moment(when, f"{each.id}: {words}", {each.path: content}))
    if ended:
        last = _at(max(ended, day), _EVENING, ledger) + timedelta(hours=2)
        moments.append(Moment(last, "End the search", {CONFIG_NAME: files[CONFIG_NAME]}))
    return tuple(moments)


def _at(day: date, hour: time, ledger: Ledger) -> datetime:
    return datetime.combine(day, hour, ledger.config.zone)


def _versions(each: Opportunity, content: bytes) -> tuple[Source, ...]:
    """The file as it was after each of its events."""
    document = Document.of(Source.of(each.path, content.decode()))
    found = [document.source]
    if each.notes:
        document = remove_key(document, ("notes",))
    answered = [question.date for question in each.questions]
    for event in reversed(each.events[:-1]):
        document = remove_item(document, ("events",), event.nth + 1)
        for place in reversed(range(len(answered))):
            day = answered[place]
            if day and day > event.date:
                document = _without_question(document, place, len(answered))
                del answered[place]
        found.append(document.source)
    return tuple(reversed(found))


def _without_question(document: Document, place: int, many: int) -> Document:
    if many == 1:
        return remove_key(document, ("questions",))
    return remove_item(document, ("questions",), place)


def replay(folder: Path, moments: Sequence[Moment], told: Told | None = None) -> str:
    """Make a folder a repository whose branch ``main`` is these moments; the last one's hash.

    The files themselves are the caller's to write. ``told`` is called after each commit with how
    many there are, of how many.

    Raises:
        Failure: there is no git, or the folder can't be made a repository.
    """
    options = ("--quiet", "--template=", "--initial-branch=main", "--object-format=sha1")
    answer = writing(folder, "init", *options)
    if answer.code:
        raise Failure(f"'git init' failed in {folder}: {answer.complaint}", code=1)
    tip = _objects(folder, moments, told)
    for command in (("update-ref", "refs/heads/main", tip), ("read-tree", tip)):
        answer = writing(folder, *command)
        if answer.code:
            raise Failure(f"'git {command[0]}' failed in {folder}: {answer.complaint}", code=1)
    return tip


def _objects(folder: Path, moments: Sequence[Moment], told: Told | None) -> str:
    """Write the commits and all they hold; the last commit's hash."""
    builder = Builder(folder)
    files: dict[str, str] = {}
    tip = None
    for done, moment in enumerate(moments, 1):
        for path, content in moment.files.items():
            files[path] = builder.blob(content)
        tip = builder.commit(builder.tree(files), tip, AUTHOR, moment.when, moment.message)
        if told is not None:
            told(done, len(moments))
    return tip or ""
