"""How long the search has gone on and how much of it there was at once, in words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from opledger.core.narrative.words import plural

if TYPE_CHECKING:
    from opledger.core.figures.luck import Load
    from opledger.core.figures.statistics import Statistics
    from opledger.core.scope import Scope

_SOME_DAYS, _WEEK, _SOME_WEEKS, _YEAR = 14, 7, 104, 365.25


def lasting(first: date, last: date) -> str:
    """How long it is from the first day to the last, both included: ``9 days``, ``11 weeks``."""
    days = (last - first).days + 1
    if days < _SOME_DAYS:
        return plural(days, "day")
    weeks = round(days / _WEEK)
    return plural(weeks, "week") if weeks <= _SOME_WEEKS else plural(round(days / _YEAR), "year")


def extent(statistics: Statistics, first: date, last: date, scope: Scope) -> str:
    """How many conversations over how long, and the most at once; the peak is one of days."""
    totals, load = statistics.totals, statistics.luck.load
    count, talks = totals.opportunities, totals.conversations
    many = plural(talks, "conversation")
    if talks < count:
        many = plural(count, "opportunity", "opportunities")
    parts = [f"{many} {_over(first, last, scope)}"]
    if talks < count:
        parts.append(_of_them(talks, count))
    if scope.days and talks > 1 and load.peak:
        parts.append("one at a time" if load.peak == 1 else f"at most {load.peak} at once")
    return ", ".join(parts)


def in_play_text(load: Load) -> str:
    """What an area over the days shows."""
    most = f"most on {load.peak_day}" if load.peak > 1 else "never more than one"
    return f"The area shows the conversations in play at the end of each day, {most}."


def _of_them(talks: int, count: int) -> str:
    """How many of several opportunities, or whether the only one, became a conversation."""
    if not talks:
        return "no conversation" if count == 1 else "none of them a conversation"
    return f"{talks} of them {'a conversation' if talks == 1 else 'conversations'}"


def _over(first: date, last: date, scope: Scope) -> str:
    if scope.days:
        return f"over {lasting(first, last)}"
    begin, end = scope.when(first), scope.when(last)
    return f"in {begin}" if begin == end else f"from {begin} to {end}"
