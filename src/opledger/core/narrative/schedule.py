"""What has a day, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opledger.core.figures.schedule import Entry, Kind
from opledger.core.narrative.words import event_title, shortened

if TYPE_CHECKING:
    from opledger.core.config import Config


def entry_title(entry: Entry, config: Config) -> str:
    """What it is: ``On-site``, ``Send references``, ``Answer the offer``.

    Of an entry that is no stage, the first words of its note.
    """
    match entry.kind:
        case Kind.ACTION:
            following = entry.opportunity.next
            return shortened((following and following.action) or "Next step")
        case Kind.ANSWER:
            return "Answer the offer"
    event = entry.event
    if event is None or event.stage or not event.note:
        return event_title(event, entry.opportunity, config) if event else ""
    return shortened(event.note)
