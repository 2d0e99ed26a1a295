"""How long it takes, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opledger.core.narrative.words import plural

if TYPE_CHECKING:
    from opledger.core.figures.survival import Survival
    from opledger.core.figures.timing import Times


def median_text(curve: Survival) -> str:
    """``8``, ``not reached`` or ``too few``; empty of nothing."""
    if not curve.n:
        return ""
    if curve.few:
        return "too few"
    return "not reached" if curve.median is None else str(curve.median)


def interval_text(curve: Survival) -> str:
    """``6 to 12``, or ``6 or more`` where the record does not reach further; empty of too few."""
    if curve.few or curve.low is None:
        return ""
    return f"{curve.low} or more" if curve.high is None else f"{curve.low} to {curve.high}"


def whole_text(times: Times) -> str:
    """How long an opportunity takes from first to last, and how many still go on."""
    whole = times.whole
    if not whole.n:
        return ""
    going = f"; {whole.waiting} still {'goes' if whole.waiting == 1 else 'go'} on"
    going = going if whole.waiting else ""
    if whole.few or whole.median is None:
        many = plural(whole.ended, "opportunity has", "opportunities have")
        return f"{many} come to an end{going}."
    half = plural(whole.median, "day")
    return f"Half come to an end within {half} of the first event ({interval_text(whole)}){going}."
