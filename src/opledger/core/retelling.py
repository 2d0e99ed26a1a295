"""A change in the ledger's words: the text of a commit, and of the history that is read back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from opledger.core.changes import Change, Recorded, Removed, Reordered, Restated, Revised
from opledger.core.narrative.words import shortened

if TYPE_CHECKING:
    from opledger.core.model import Event, NextAction


def retold(found: Sequence[Change]) -> str:
    """All changes in one line: ``call -> onsite, interest medium -> high; note``."""
    return "; ".join(told(each) for each in found)


def story(found: Sequence[Change], *, is_new: bool = False, is_gone: bool = False) -> str:
    """What became of an opportunity, in one line; of a new one only its events are told."""
    if is_gone:
        return "deleted"
    if is_new:
        return "; ".join(["added", *(told(each) for each in found if isinstance(each, Recorded))])
    return retold(found) or "the same in other words"


def told(change: Change) -> str:
    """One change in words."""
    match change:
        case Recorded():
            return _recorded(change)
        case Removed(event):
            return f"removed: {event_name(event)}"
        case Revised():
            return _revised(change)
        case Reordered():
            return "events put in another order"
        case Restated():
            return _restated(change)


def event_name(event: Event) -> str:
    """What tells an event from the others: ``onsite of 2024-01-24``."""
    what = event.stage or event.outcome
    if not what:
        scored = event.fit and not (event.interest or event.confidence)
        rest = "score" if scored else "levels"
        what = "offer" if event.offer else "note" if event.note or event.lesson else rest
    return f"{what} of {event.date}"


def _recorded(change: Recorded) -> str:
    event = change.event
    parts = []
    stood = change.outcome or change.stage
    if event.stage or event.outcome:
        now = str(event.stage or event.outcome)
        move = f"{stood} -> {now}" if stood else now
        done = f"{now} again" if stood == now else move
        parts.append(f"{now} scheduled for {event.date}" if change.ahead else done)
    for name in ("interest", "confidence"):
        before, now = getattr(change, name), getattr(event, name)
        if now and now != before:
            parts.append(f"{name} {before} -> {now}" if before else f"{name} {now}")
    if event.offer and not event.stage:
        parts.append("offer revised" if change.offered else "offer stated")
    if event.reopened:
        parts.append(f"reopened: {shortened(event.reopened)}")
    if event.reasons:
        parts.append(f"for {' and '.join(event.reasons)}")
    if not parts:
        rest = "scored" if event.fit else "levels again"
        what = "note" if event.note else "lesson" if event.lesson else rest
        parts.append(f"{what} for {event.date}" if change.ahead else what)
    return ", ".join(parts)


def _revised(change: Revised) -> str:
    parts = []
    for name in change.keys:
        before, after = getattr(change.before, name), getattr(change.after, name)
        if name in {"stage", "outcome", "interest", "confidence", "date", "by"}:
            parts.append(f"{name} {before or 'none'} -> {after or 'none'}")
        else:
            parts.append(f"{name} {_how(before, after)}")
    return f"revised {event_name(change.before)}: {', '.join(parts)}"


def _restated(change: Restated) -> str:
    before, after = change.before, change.after
    match change.name:
        case "next":
            return f"next: {next_words(after)}" if after else "next: done"  # type: ignore[arg-type]
        case "questions" | "people" | "tags":
            return _listed(change.name, before or (), after or ())  # type: ignore[arg-type]
        case "notes" | "level" | "market":
            return f"{change.name} {_how(before, after)}"
    if not before:
        return f"{change.name} {shortened(str(after))}"
    return f"{change.name} {shortened(str(before))} -> {shortened(str(after)) if after else 'none'}"


def _listed(name: str, before: tuple[object, ...], after: tuple[object, ...]) -> str:
    """How many came to a list and went: ``2 questions added``."""
    added = sum(each not in before for each in after)
    removed = sum(each not in after for each in before)
    one = {"questions": "question", "people": "person", "tags": "tag"}[name]
    parts = []
    for count, what in ((added, "added"), (removed, "removed")):
        if count:
            parts.append(f"{count} {one if count == 1 else name} {what}")
    return " and ".join(parts) or f"{name} put in another order"


def _how(before: object, after: object) -> str:
    if not before:
        return "added"
    return "changed" if after else "removed"


def next_words(action: NextAction) -> str:
    """What has to happen next: ``Send references, by 2024-02-14, my turn``."""
    parts = [shortened(action.action) if action.action else ""]
    parts.append(f"by {action.due}" if action.due else "")
    parts.append({"me": "my turn", "company": "their turn"}.get(action.turn or "", ""))
    return ", ".join(part for part in parts if part)
