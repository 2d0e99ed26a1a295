"""The edits that the tool makes in an opportunity's file, each as a splice."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from opledger.files.schema import OPPORTUNITY
from opledger.files.splice import Document, insert_item, remove_key, reorder, set_value

if TYPE_CHECKING:
    from opledger.core.model import Event, NextAction, Opportunity

_ORDER = tuple(OPPORTUNITY.fields)
_EVENTS = ("events",)


def add_event(
    document: Document, about: Opportunity, values: Mapping[str, object], day: date
) -> Document:
    """The document with an event more, behind all those that happened before it.

    ``values`` are what its keys say; ``day`` is its day in the ledger's time zone.

    Raises:
        Unsafe: it can't be done by adding lines.
    """
    time = values.get("date")
    moment = time if isinstance(time, datetime) else None
    place = len(about.events)
    while place and _is_later(about.events[place - 1], day, moment):
        place -= 1
    return insert_item(document, _EVENTS, place, values)


def _is_later(event: Event, day: date, moment: datetime | None) -> bool:
    if event.date == day and event.time and moment:
        return event.time > moment
    return event.date > day


def set_next(
    document: Document, before: NextAction | None, values: Mapping[str, object] | None
) -> Document:
    """The document with another next action; ``None`` takes it away.

    Raises:
        Unsafe: it can't be done without touching other lines.
    """
    if values is None:
        return remove_key(document, ("next",)) if document.at(("next",)) else document
    if before is None:
        return set_value(document, ("next",), values, _ORDER)
    for name in ("action", "due", "turn"):
        path = ("next", name)
        value = values.get(name)
        if value is not None and value != getattr(before, name):
            document = set_value(document, path, value, ("action", "due", "turn"))
        elif value is None and document.at(path) is not None:
            document = remove_key(document, path)
    return document


def in_date_order(document: Document, about: Opportunity) -> Document:
    """The document with its events in date order; those of one day stay as they stand.

    Raises:
        Unsafe: they can't be moved as whole lines.
    """
    order = sorted(range(len(about.events)), key=lambda place: about.events[place].date)
    if order == list(range(len(order))):
        return document
    return reorder(document, _EVENTS, order)
