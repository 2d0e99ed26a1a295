"""What a newer log tells of a record that was imported before: events to add, or none.

A record remembers which events came from its log (``extra: {import: {events: [...]}}``), so what
the log tells anew can be told from what the user changed. Events are only ever added, behind all
that is known, and only where nothing in the file speaks against them; else the file is left alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Mapping as MappingOf
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from opledger.core.late import dataclass
from opledger.exchange.leftover import RESERVED
from opledger.files.diagnostics import Severity
from opledger.files.editing import add_event
from opledger.files.reading import quick_or_ordinary_opportunity
from opledger.files.splice import Document, Unsafe, insert_item

if TYPE_CHECKING:
    from opledger.core.config import Config
    from opledger.core.model import Event, Opportunity
    from opledger.exchange.story import Entry
    from opledger.files.source import Source

EVENTS = "events"
_MEMORY = ("extra", RESERVED, EVENTS)
_NOTE = "note"


@dataclass(frozen=True, slots=True)
class Update:
    """New content for a file that was imported before; ``added`` are its new events."""

    path: str
    before: bytes
    after: bytes
    opportunity: Opportunity
    added: tuple[Event, ...]


class Differs(Exception):
    """The log and the file tell different stories; the text says in what."""


def remembered(events: Sequence[Entry]) -> list[str]:
    """What a record remembers of the events that its log told: ``2024-01-05 applied``."""
    return [_said(event.date, _word(event)) for event in events]


@dataclass(frozen=True, slots=True)
class Known:
    """A record that was imported before: as it is, and how to get the text of its file."""

    about: Opportunity
    source: Callable[[], Source]


def updated(
    known: Known, told: Sequence[Entry], config: Config, today: date, *, with_time: bool
) -> Update | None:
    """The file with the events that the log tells anew; ``None`` where it tells none.

    Raises:
        Differs: it does, but they can't be added without a doubt.
    """
    new = _new(known.about, told, config)
    if not new:
        return None
    editing = _Editing(known.source(), config, today)
    return editing.update(known.about, new, with_time=with_time)


def _new(about: Opportunity, told: Sequence[Entry], config: Config) -> list[Entry]:
    memory = _memory(about)
    if memory is None:
        _refuse_unknown(about, told)
        return []
    said = remembered(told)
    if said == memory:
        return []
    goes_on = said[: len(memory)] == memory
    if goes_on:
        fresh = list(told[len(memory) :])
    else:
        words = {each.partition(" ")[2] for each in memory}
        fresh = [e for e in told if _word(e) != _NOTE and _word(e) not in words]
    fresh = [e for e in fresh if not _is_told(about, e, memory, config, goes_on=goes_on)]
    if not fresh:
        _refuse_other_days(memory, said, goes_on=goes_on)
        return []
    return _addable(about, fresh, memory, config, goes_on=goes_on)


def _memory(about: Opportunity) -> list[str] | None:
    told = about.extra.get(RESERVED)
    events = told.get(EVENTS) if isinstance(told, MappingOf) else None
    return [str(each) for each in events] if isinstance(events, list | tuple) else None


def _refuse_unknown(about: Opportunity, told: Sequence[Entry]) -> None:
    """Without a memory, only what the file itself says can be known of what was imported."""
    known = {(event.date, event.stage or event.outcome) for event in about.events}
    other = [e for e in told if _word(e) != _NOTE and (e.date, e.stage or e.outcome) not in known]
    if other:
        message = (
            f"the log tells {_said(other[-1].date, _word(other[-1]))}, and the file does not"
            " remember what was imported"
        )
        raise Differs(message)


def _refuse_other_days(memory: list[str], said: list[str], *, goes_on: bool) -> None:
    if goes_on:
        return
    days = {each.partition(" ")[2]: each.partition(" ")[0] for each in memory}
    for each in said:
        day, _, word = each.partition(" ")
        if word in days and each not in memory:
            raise Differs(f"the log now dates '{word}' {day}, not {days[word]}")
    gone = [each for each in memory if each not in said]
    if gone:
        raise Differs(f"the log no longer tells {gone[-1]}")


def _is_told(
    about: Opportunity, entry: Entry, memory: list[str], config: Config, *, goes_on: bool
) -> bool:
    """Whether the file says as much already: on that day, or by an event that the user wrote."""
    if entry.outcome:
        last = _last(about)
        return last is not None and last.outcome is entry.outcome
    if entry.stage:
        same = [event for event in about.events if event.stage == entry.stage]
        own = any(_said(event.date, entry.stage) not in memory for event in same)
        reached = _furthest(about, config) >= config.rank(entry.stage)
        on_that_day = any(event.date == entry.date for event in same)
        return own or on_that_day or (reached and not goes_on)
    return any(event.date == entry.date and event.note == entry.note for event in about.events)


def _addable(
    about: Opportunity, fresh: list[Entry], memory: list[str], config: Config, *, goes_on: bool
) -> list[Entry]:
    """The new events, each as it has to stand behind what is known."""
    last = _last(about)
    latest = max((event.date for event in about.events), default=date.min)
    furthest = _furthest(about, config)
    ended = last.outcome if last else None
    if ended and last and _said(last.date, ended.value) not in memory:
        raise Differs(f"the log goes on with {_tell(fresh)}, but the file says '{ended.value}'")
    known = [each.partition(" ")[0] for each in memory]
    latest = max([latest, *(date.fromisoformat(day) for day in known if _is_day(day))])
    told = []
    for entry in fresh:
        if entry.date < latest:
            raise Differs(f"the log tells {_tell([entry])}, before what the file has last")
        if entry.stage:
            rank = config.rank(entry.stage)
            if rank < furthest or (rank == furthest and not goes_on):
                raise Differs(f"the log goes back to {_tell([entry])}")
            furthest = rank
        again = entry
        if entry.stage or entry.outcome:
            reopened = (entry.reopened or entry.said or "told so in the source") if ended else None
            again = replace(entry, reopened=reopened)
            ended = entry.outcome
        told.append(again)
        latest = entry.date
    return told


@dataclass(frozen=True, slots=True)
class _Editing:
    source: Source
    config: Config
    today: date

    def update(self, about: Opportunity, new: list[Entry], *, with_time: bool) -> Update:
        after = about
        try:
            document = Document.of(self.source)
            for entry in new:
                values = {
                    key: value
                    for key, value in entry.as_values(with_time=with_time).items()
                    if value is not None
                }
                document = add_event(document, after, values, entry.date)
                count = len(_memory(after) or [])
                said = _said(entry.date, _word(entry))
                document = insert_item(document, _MEMORY, count, said)
                after = self._read(document)
        except Unsafe as why:
            raise Differs(f"the log goes on with {_tell(new)}, but {why}") from None
        added = tuple(event for event in after.events if event not in about.events)
        content = document.source.content
        return Update(about.path, self.source.content, content, after, added)

    def _read(self, document: Document) -> Opportunity:
        read, found = quick_or_ordinary_opportunity(document.source, self.config, self.today)
        errors = [each for each in found if each.severity is Severity.ERROR]
        if errors or read is None:
            raise Unsafe("; ".join(filter(None, (errors[0].text, errors[0].hint))))
        return read


def _last(about: Opportunity) -> Event | None:
    """The last event that reached a stage or ended it."""
    return next((e for e in reversed(about.events) if e.stage or e.outcome), None)


def _furthest(about: Opportunity, config: Config) -> int:
    stages = [event.stage for event in about.events if event.stage in config.stages]
    return max((config.rank(stage) for stage in stages if stage), default=-1)


def _word(entry: Entry) -> str:
    return entry.stage or (entry.outcome.value if entry.outcome else _NOTE)


def _said(day: date, word: str) -> str:
    return f"{day} {word}"


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _tell(entries: Sequence[Entry]) -> str:
    return ", ".join(f"'{_word(entry)}' on {entry.date}" for entry in entries)
