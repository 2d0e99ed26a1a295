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


def half_text(curve: Survival, what: str) -> str:
    """By when half have done ``what`` (``have answered``), of how many, and who still waits.

    Empty of nothing.
    """
    if not curve.n:
        return ""
    waiting = f", {curve.waiting} still waiting" if curve.waiting else ""
    if curve.few:
        return f"{curve.ended} of {curve.n} {what}{waiting}; too few to say more"
    if curve.median is None:
        return f"{curve.ended} of {curve.n} {what}{waiting}: less than half by the curve"
    of = f"95 % interval {interval_text(curve)}; {plural(curve.n, 'case')}{waiting}"
    return f"half {what} {within(curve.median)} ({of})"


def within(days: int) -> str:
    """``within 8 days``, or ``on the same day``."""
    return f"within {plural(days, 'day')}" if days else "on the same day"


def whole_headline(times: Times) -> str:
    """How long an opportunity takes, as a heading."""
    whole = times.whole
    if whole.few or whole.median is None:
        return whole_text(times).removesuffix(".")
    return f"Half came to an end {within(whole.median)}"


def time_lead(times: Times, *, answers: bool) -> str:
    """What the heading leaves out: its interval, who still waits, and the first answers."""
    whole, first = times.whole, times.response
    sentences = []
    if not whole.few and whole.median is not None:
        going = f"; {whole.waiting} still {'goes' if whole.waiting == 1 else 'go'} on"
        span = f"From the first event, with a 95 % interval of {interval_text(whole)} days"
        sentences.append(span + (going if whole.waiting else "") + ".")
    if answers and not first.few and first.median is not None:
        sentences.append(f"Half of those I asked first answered {within(first.median)}.")
    return " ".join(sentences)
