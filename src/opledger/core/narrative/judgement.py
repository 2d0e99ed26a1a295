"""How my judgement moved and what it foretold, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opledger.core.figures.rates import apart
from opledger.core.narrative.words import OUTCOMES, share_text, shortened

if TYPE_CHECKING:
    from opledger.core.config import Config
    from opledger.core.figures.judgement import Foretold, Judgement
    from opledger.core.model import Event


def foretold(judgement: Judgement) -> str:
    """Whether high interest came to more than low interest did."""
    high, low = judgement.high, judgement.low
    if not high.accepted.n and not low.accepted.n:
        return ""
    ends = [
        f"{level_text(level)}, {share_text(level.accepted)}"
        for level in (high, low)
        if level.accepted.n
    ]
    sentence = f"Ended in an accepted offer: of those held at {'; at '.join(ends)}."
    if high.accepted.few or low.accepted.few:
        return sentence
    differ = apart(high.accepted, low.accepted)
    return sentence + (
        " The intervals lie apart." if differ else " The intervals overlap: this may be chance."
    )


def level_text(level: Foretold) -> str:
    """``interest high, confidence high``; only what is meant or stated."""
    parts = [f"interest {level.interest}" if level.interest else ""]
    parts.append(f"confidence {level.confidence}" if level.confidence else "")
    return ", ".join(part for part in parts if part)


def event_text(event: Event, config: Config) -> str:
    """The event that made a move: its stage or outcome, and the beginning of its note."""
    what = config.label("stages", event.stage) if event.stage else ""
    if event.outcome:
        what = OUTCOMES[event.outcome]
    note = shortened(event.note) if event.note else ""
    return ": ".join(part for part in (what, note) if part) or "noted"
