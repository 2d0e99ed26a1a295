"""Until when an offer is to be answered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from opledger.core.model import Event


def deadline(events: Sequence[Event]) -> date | None:
    """The last day to answer the offer that stands, as last stated; ``None`` where none is.

    What was offered before an outcome has ended with it.
    """
    for event in reversed(events):
        if event.outcome:
            return None
        if event.offer and event.offer.deadline:
            return event.offer.deadline
    return None
