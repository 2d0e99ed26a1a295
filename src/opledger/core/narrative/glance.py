"""One opportunity at a glance: where it stands, how far it came, whose turn it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opledger.core.figures.waiting import Turn, Wait, waiting
from opledger.core.narrative.search import outcome_sentence
from opledger.core.narrative.waiting import appointment_text, due_text
from opledger.core.narrative.words import event_title, plural

if TYPE_CHECKING:
    from opledger.core.config import Config
    from opledger.core.model import Event
    from opledger.core.standing import Standing


def at_a_glance(each: Standing, config: Config) -> tuple[str, ...]:
    """Where one stands, a sentence a line, the most telling first."""
    lines = [outcome_sentence(each, config)]
    shown = each.stage if each.open else each.furthest
    if each.furthest != shown:
        lines.append(f"It had come as far as {config.label('stages', each.furthest)}.")
    every = waiting((each,), config).every
    if every:
        wait = every[0]
        lines.append(turn_text(wait, config))
        if wait.due or wait.action:
            what = f"Next: {wait.action}" if wait.action else "Next step"
            lines.append(f"{', '.join(part for part in (what, due_text(wait)) if part)}.")
    return tuple(lines)


def turn_text(wait: Wait, config: Config) -> str:
    """Whose turn it is and since when: ``Their turn, for 9 days.``."""
    since = f"for {plural(wait.days, 'day')}" if wait.days else "since today"
    match wait.turn:
        case Turn.MINE:
            return f"My turn, {since}."
        case Turn.THEIRS:
            return f"Their turn, {since}."
        case Turn.SCHEDULED if wait.appointment:
            ahead = plural(wait.ahead or 0, "day")
            return f"{appointment_text(wait.appointment, config)}, in {ahead}."
    return f"It does not say whose turn it is; the last event is {_ago(wait.days)}."


def event_text(event: Event, each: Standing, config: Config) -> str:
    """What an event was, and how long ago: ``On-site, 24 days ago, 13 days after the one before``.

    The day is the standing's.
    """
    days = (each.as_of - event.date).days
    when = _ago(days) if days >= 0 else f"scheduled, in {plural(-days, 'day')}"
    parts = [event_title(event, each.opportunity, config), when]
    before = [e for e in each.opportunity.events if e.nth < event.nth]
    if before and before[-1].date < event.date:
        gap = (event.date - before[-1].date).days
        parts.append(f"{plural(gap, 'day')} after the one before")
    return f"{', '.join(parts)}."


def _ago(days: int) -> str:
    return f"{plural(days, 'day')} ago" if days else "today"
