"""Why things ended, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opledger.core.narrative.words import plural

if TYPE_CHECKING:
    from opledger.core.figures.endings import Endings


def explained(endings: Endings) -> str:
    """How many ended, and of how many the reason is stated."""
    if not endings.ended:
        return "Nothing has ended yet."
    known = "none of them" if not endings.explained else f"{endings.explained} of them"
    if endings.explained == endings.ended:
        known = "each"
    many = plural(endings.ended, "opportunity", "opportunities")
    return f"{many} ended, {known} for a stated reason."
