"""How my judgement moved and what it foretold, in words."""

from __future__ import annotations

from collections.abc import Sequence
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
    if high.accepted.few and low.accepted.few:
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


def moved(judgement: Judgement, config: Config) -> str:
    """In how many my interest rose and fell from first to last; else my confidence.

    Empty where neither is stated.
    """
    for name, scale, ends in (
        ("interest", config.interest, [each.interest for each in judgement.paths]),
        ("confidence", config.confidence, [each.confidence for each in judgement.paths]),
    ):
        ways = [
            scale.index(last) - scale.index(first)
            for first, last in ends
            if first is not None and last is not None
        ]
        if ways:
            return _moved(name, ways)
    return ""


def _moved(name: str, ways: Sequence[int]) -> str:
    up, down = sum(way > 0 for way in ways), sum(way < 0 for way in ways)
    parts = [f"rose in {up}" if up else "", f"fell in {down}" if down else ""]
    told = " and ".join(part for part in parts if part)
    if not told:
        return f"My {name} ended where it began in {'all ' * (len(ways) > 1)}{len(ways)}"
    return f"My {name} {told} of {len(ways)}"


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
