"""What groups beside each other say."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from opledger.core.figures.groups import Group


def comparison(groups: Sequence[Group]) -> str:
    """Whether the intervals of the groups with enough cases lie apart.

    Empty where there is nothing to compare: one group, or no stage beyond a conversation.
    """
    if sum(group.beyond is not None for group in groups) < 2:  # noqa: PLR2004
        return ""
    told = [g for g in groups if g.beyond and not g.beyond.few and g.beyond.interval]
    if len(told) < 2:  # noqa: PLR2004
        return "Too few cases to compare."
    apart = [
        (upper, lower)
        for one, two in combinations(told, 2)
        for upper, lower in [(one, two) if _low(one) >= _low(two) else (two, one)]
        if _low(upper) > _high(lower)
    ]
    if not apart:
        return "All the intervals overlap: the differences may be chance."
    pairs = "; ".join(f"{upper.label} went further than {lower.label}" for upper, lower in apart)
    return f"Intervals that do not overlap: {pairs}."


def _low(group: Group) -> float:
    return group.beyond.interval[0] if group.beyond and group.beyond.interval else 0.0


def _high(group: Group) -> float:
    return group.beyond.interval[1] if group.beyond and group.beyond.interval else 1.0
