"""What is due, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opledger.core.figures.agenda import is_to_chase
from opledger.core.figures.schedule import Entry, Kind
from opledger.core.figures.waiting import Turn
from opledger.core.narrative.schedule import entry_title
from opledger.core.narrative.waiting import (
    ahead_text,
    due_text,
    last_text,
    nothing_to_do,
    owed,
)
from opledger.core.narrative.words import plural
from opledger.core.vocabulary import Party

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from opledger.core.config import Config
    from opledger.core.figures.due import Due
    from opledger.core.figures.waiting import Wait

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def due_headline(found: Due) -> str:
    """How much there is: ``2 overdue, 1 today, 3 in the next 7 days``; empty of nothing."""
    within = f"in the next {plural(found.ahead, 'day')}" if found.ahead != 1 else "tomorrow"
    counts = ((found.overdue, "overdue"), (found.today, "today"), (found.coming, within))
    return ", ".join(f"{len(entries)} {what}" for entries, what in counts if entries)


def due_sentence(found: Due, written: int) -> str:
    """Who owes whom an answer; or why nothing is due, of so many ``written`` opportunities."""
    still = len(found.waiting.every)
    if found.ended:
        ended = f"The search ended on {found.ended}."
        are = f"{plural(still, 'is', 'are')} still open in it"
        return f"{ended} {are}: record how it went." if still else ended
    if not written:
        return "No opportunity is written yet: 'opledger add COMPANY' begins one."
    if still and (due_headline(found) or found.waiting.mine):
        return f"{owed(found.waiting)}."
    return nothing_to_do(found.waiting) if still else "" if due_headline(found) else "None is open."


def later_text(found: Due) -> str:
    """What lies further ahead; empty where nothing does."""
    if not found.later:
        return ""
    first = ahead_text(found.later[0].days)
    if len(found.later) == 1:
        return f"1 more {first}."
    return f"{len(found.later)} more later, the first {first}."


def more_text(rest: Sequence[Wait]) -> str:
    """Of those that are left out, how many, and how long they have been waiting at most."""
    return f"{len(rest)} more, silent for {plural(rest[0].days, 'day')} at most" if rest else ""


def weekday(day: date) -> str:
    """``Fri 2024-03-01``."""
    return f"{_WEEKDAYS[day.weekday()]} {day}"


def when_text(entry: Entry, config: Config) -> str:
    """When it is, as seen from its day: ``3 days ago``, ``13:00``, ``in 4 days``."""
    if entry.days < 0:
        return f"{plural(-entry.days, 'day')} late"
    if entry.days:
        return ahead_text(entry.days)
    return _clock(entry, config) or "today"


def what_text(entry: Entry, config: Config) -> str:
    """What it is: ``On-site, Wed 2024-03-06 at 13:00``; of an action also whose turn it is."""
    parts = [entry_title(entry, config)]
    if entry.days:
        clock = _clock(entry, config)
        parts.append(weekday(entry.day) + (f" at {clock}" if clock else ""))
    following = entry.opportunity.next
    if entry.kind is Kind.ACTION and following and following.turn is Party.COMPANY:
        parts.append("their turn")
    return ", ".join(parts)


def wait_text(wait: Wait, config: Config) -> str:
    """What is next, where it stands since when, and how long an answer usually takes."""
    parts = [", ".join(filter(None, (wait.action, due_text(wait))))]
    parts.append(f"{config.label('stages', wait.standing.stage)}, {last_text(wait.standing)}")
    if wait.turn is not Turn.MINE:
        usual = f"usually {plural(wait.usual.days, 'day')}" if wait.usual else ""
        quiet = "quiet" if wait.quiet else ""
        parts.append(", ".join(filter(None, (quiet, usual))))
    if is_to_chase(wait, config) and wait.turn is not Turn.MINE:
        parts.append(f"my interest is {wait.standing.interest}: ask")
    return "; ".join(filter(None, parts))


def _clock(entry: Entry, config: Config) -> str:
    return f"{entry.time.astimezone(config.zone):%H:%M}" if entry.time else ""
