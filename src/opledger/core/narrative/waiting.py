"""Whose turn it is and what to do next, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opledger.core.figures.agenda import Todo, Why
from opledger.core.narrative.words import offer_title, plural

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from opledger.core.config import Config
    from opledger.core.figures.waiting import Usual, Wait, Waiting
    from opledger.core.model import Event
    from opledger.core.standing import Standing


def owed(found: Waiting) -> str:
    """Who owes how many answers: ``16 owe me an answer, I owe 4``."""
    mine, theirs, unstated = (len(each) for each in (found.mine, found.theirs, found.unstated))
    if not mine and not theirs:
        set_for = f"{_are(len(found.scheduled))} scheduled" if found.scheduled else ""
        if not unstated:
            return f"Nobody owes an answer: {set_for}"
        unknown = f"{unstated} {'does' if unstated == 1 else 'do'} not say whose turn it is"
        return ", ".join(part for part in (set_for, unknown) if part)
    parts = [f"{theirs} {'owes' if theirs == 1 else 'owe'} me an answer"] if theirs else []
    if mine:
        parts.append(f"I owe {mine}" if theirs else f"I owe {plural(mine, 'answer')}")
    elif not unstated:
        parts.append("I owe none")
    if not theirs and not unstated:
        parts.append("nobody owes me one")
    return ", ".join(parts)


def besides(found: Waiting, config: Config) -> str:
    """What else is to be known of all that is open: the appointed, the quiet and the overdue."""
    every = found.every
    sentences = [f"{_are(len(every))} open."]
    if found.mine or found.theirs:
        aside = []
        if found.scheduled:
            aside.append(f"{_are(len(found.scheduled))} scheduled")
        if count := len(found.unstated):
            aside.append(f"{count} {'does' if count == 1 else 'do'} not say whose turn it is")
        sentences += [f"{', '.join(aside)}."] if aside else []
    if quiet := sum(wait.quiet for wait in every):
        days = plural(config.quiet_after, "day")
        sentences.append(f"{_are(quiet)} quiet: nothing for {days} or more.")
    if overdue := sum(wait.overdue for wait in every):
        sentences.append(f"{plural(overdue, 'action')} overdue.")
    return " ".join(sentences)


def usual_text(found: Sequence[Wait], config: Config) -> str:
    """What the ticks beside these waits mark; empty where there is no tick."""
    usual = {wait.usual for wait in found if wait.usual}
    own = sorted((each for each in usual if each.source), key=lambda each: (each.days, each.source))
    parts = [f"{plural(each.days, 'day')} ({_source(each, config)})" for each in own]
    rest = next((each for each in usual if not each.source), None)
    if rest and not own:
        return (
            "A tick marks the usual wait: half of all that I asked first answered within"
            f" {plural(rest.days, 'day')}; no source here has enough to say by itself."
        )
    if rest:
        parts.append(f"{plural(rest.days, 'day')} (all sources, where one has too few to say)")
    if not parts:
        return ""
    return (
        "A tick marks the usual wait: half of those that I asked first answered within"
        f" {', '.join(parts)}."
    )


def _source(usual: Usual, config: Config) -> str:
    return config.label("sources", usual.source or "")


def last_text(each: Standing) -> str:
    """The day of the latest event, and what it was if it did not bring it to where it stands."""
    event = each.events[-1]
    if event.stage == each.stage:
        return str(event.date)
    by = {"me": "my message", "company": "their message"}.get(event.by or "", "")
    what = offer_title(event, each.opportunity) if event.offer else by or "note"
    return f"{event.date}, {what[:1].lower()}{what[1:]}"


def appointment_text(event: Event, config: Config) -> str:
    """``On-site on 2024-01-24``, with the time where the file gives one."""
    time = f" at {event.time.astimezone(config.zone):%H:%M}" if event.time else ""
    return f"{_what(event, config)} on {event.date}{time}"


def _what(event: Event, config: Config) -> str:
    return config.label("stages", event.stage) if event.stage else ""


def due_text(wait: Wait) -> str:
    """By when, and how long it is overdue; empty without a day."""
    return due_words(wait.due, wait.standing.as_of)


def answer_text(wait: Wait) -> str:
    """By when an offer is to be answered, and how long that has passed; empty without a day."""
    return due_words(wait.answer, wait.standing.as_of)


def due_words(day: date | None, today: date) -> str:
    """``by 2024-03-03``, ``due today``, ``3 days overdue``; empty without a day."""
    if day is None:
        return ""
    if day < today:
        return f"{plural((today - day).days, 'day')} overdue"
    return f"by {day}" if day > today else "due today"


def todo_text(todo: Todo, config: Config) -> str:
    """What to do, and why: ``Send references, 3 days overdue``."""
    wait = todo.wait
    match todo.why:
        case Why.OVERDUE | Why.DUE:
            return f"{wait.action or 'next step'}, {due_text(wait)}"
        case Why.ANSWER:
            return f"answer the offer, {answer_text(wait)}"
        case Why.MINE:
            due = f", {due_text(wait)}" if wait.due else ""
            doing = f": {wait.action}{due}" if wait.action or due else ""
            if not doing and wait.answer:
                doing = f": answer the offer, {answer_text(wait)}"
            return f"my turn {_since(wait)}{doing}"
        case Why.MET:
            event = wait.appointment
            return f"{appointment_text(event, config)}, {_ahead(wait)}" if event else ""
        case Why.CHASE:
            interest = wait.standing.interest
            return f"quiet for {plural(wait.days, 'day')}, my interest is {interest}: ask"


def _since(wait: Wait) -> str:
    return f"for {plural(wait.days, 'day')}" if wait.days else "since today"


def _ahead(wait: Wait) -> str:
    return ahead_text(wait.ahead or 0)


def ahead_text(days: int) -> str:
    """``today``, ``tomorrow``, ``in 4 days``."""
    return {0: "today", 1: "tomorrow"}.get(days, f"in {plural(days, 'day')}")


def nothing_to_do(found: Waiting) -> str:
    """Why nothing is to be done now, of what is open."""
    told = owed(found)
    why = f". {told}" if ":" in told else f": {told[:1].lower()}{told[1:]}"
    return f"Nothing is due and nothing is my turn{why}."


def _are(count: int) -> str:
    return f"{count} {'is' if count == 1 else 'are'}"
