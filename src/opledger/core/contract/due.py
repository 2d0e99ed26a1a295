"""What is due, as JSON and as rows of a table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from opledger.core.config import Config
from opledger.core.contract.plain import VERSION, figures, plain
from opledger.core.figures.due import Due
from opledger.core.figures.schedule import Entry
from opledger.core.figures.waiting import Wait
from opledger.core.narrative.schedule import entry_title

COLUMNS = (
    *("group", "id", "company", "role", "kind", "what", "date", "time", "days"),
    *("turn", "silent", "quiet", "usual"),
)
_GROUPS = ("overdue", "today", "coming", "later")


def due_document(found: Due, config: Config, *, known_at: str | None = None) -> dict[str, Any]:
    """What has a day, in four lists, and every open opportunity with whose turn it is."""
    return {
        "version": VERSION,
        "as_of": found.as_of.isoformat(),
        "known_at": known_at,
        "ended": plain(found.ended),
        "ahead": found.ahead,
        "pressing": found.pressing,
        **{group: [_entry(entry, config) for entry in getattr(found, group)] for group in _GROUPS},
        "waiting": [_wait(wait) for wait in found.waiting.every],
    }


def due_rows(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The same as rows: each of the four lists, then the open ones, whose group is ``open``."""
    for group in _GROUPS:
        for entry in document[group]:
            yield {"group": group, **entry}
    for wait in document["waiting"]:
        usual = wait["usual"] and wait["usual"]["days"]
        row = {"group": "open", "kind": None, "time": None, **wait, "usual": usual}
        yield {**row, "what": wait["action"], "date": wait["due"], "days": wait["left"]}


def _entry(entry: Entry, config: Config) -> dict[str, Any]:
    about = entry.opportunity
    local = entry.time and entry.time.astimezone(config.zone)
    return {
        "id": about.id,
        "company": about.company,
        "role": about.role,
        "kind": entry.kind.value,
        "stage": entry.event.stage if entry.event else None,
        "what": entry_title(entry, config),
        "date": entry.day.isoformat(),
        "time": plain(local),
        "days": entry.days,
        "key": entry.key,
    }


def _wait(wait: Wait) -> dict[str, Any]:
    about = wait.standing.opportunity
    return {
        "id": about.id,
        "company": about.company,
        "role": about.role,
        "stage": wait.standing.stage,
        "interest": wait.standing.interest,
        "turn": wait.turn.value,
        "last": wait.standing.last.isoformat(),
        "silent": wait.days,
        "quiet": wait.quiet,
        "usual": figures(wait.usual),
        "action": wait.action or None,
        "due": plain(wait.due),
        "left": wait.left,
    }
