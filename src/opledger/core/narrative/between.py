"""What happened between two days, in words."""

from __future__ import annotations

from collections.abc import Sequence

from opledger.core.between import Happened
from opledger.core.changes import Recorded
from opledger.core.figures.comparison import Comparison
from opledger.core.narrative.words import plural
from opledger.core.retelling import retold


def between_text(each: Happened) -> str:
    """What happened to one opportunity: ``begins: lead; lead -> call``."""
    if not each.begun:
        return retold(each.changes)
    return f"begins: {retold([change for change in each.changes if isinstance(change, Recorded)])}"


def summary(figures: Comparison, found: Sequence[Happened]) -> str:
    """The difference in one sentence: what moved, began, ended, and came to an offer."""
    if not found:
        return "Nothing happened between these days."
    gains = {name: pair.gain for name, pair in figures.totals.items()}
    ended = figures.after.endings.ended - figures.before.endings.ended
    parts = [
        _more(gains["opportunities"], "began", "began"),
        _more(gains["conversations"], "became a conversation", "became conversations"),
        _more(ended, "ended", "ended"),
        _more(gains["offers"], "came to an offer", "came to an offer"),
        _more(gains["accepted"], "was accepted", "were accepted"),
    ]
    moved = plural(len(found), "opportunity moved", "opportunities moved")
    told = ", ".join(part for part in parts if part)
    return f"{moved}: {told}." if told else f"{moved}."


def _more(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}" if count > 0 else ""
