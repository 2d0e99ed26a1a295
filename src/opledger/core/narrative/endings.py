"""Why things ended, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opledger.core.figures.endings import Endings


def explained(endings: Endings) -> str:
    """How many ended, and of how many the reason is stated."""
    if not endings.ended:
        return "Nothing has ended yet."
    if endings.ended == 1:
        return f"1 opportunity ended, for {'a' if endings.explained else 'no'} stated reason."
    known = "none of them" if not endings.explained else f"{endings.explained} of them"
    if endings.explained == endings.ended:
        known = "each"
    return f"{endings.ended} opportunities ended, {known} for a stated reason."


_ENDS = ("{} accepted", "I ended {}", "they said no to {}", "{} got no answer", "{} closed")
_PENDING = "{} still open"


def ended_text(ends: Sequence[int]) -> str:
    """``I ended 4, they said no to 11``: counts in the order of :data:`.funnel.ENDS`, in words."""
    counted = zip((*_ENDS, _PENDING), ends, strict=True)
    return ", ".join(text.format(count) for text, count in counted if count)
