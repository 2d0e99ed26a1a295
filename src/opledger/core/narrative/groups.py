"""What groups beside each other say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations

from opledger.core.figures.groups import Group
from opledger.core.figures.rates import Rate, apart


@dataclass(frozen=True, slots=True)
class Measure:
    """A rate of a group, and what is said of one group that has more of it than another."""

    rate: Callable[[Group], Rate | None]
    more: str


BEYOND = Measure(lambda group: group.beyond, "went further than")
OFFERED = Measure(lambda group: group.offer_rate, "came to an offer more often than")
ANSWERED = Measure(lambda group: group.response.answered, "answered more often than")
SILENT = Measure(lambda group: group.silence.silent, "fell silent more often than")


def comparison(groups: Sequence[Group], measure: Measure = BEYOND) -> str:
    """Whether the intervals of the groups with enough cases lie apart.

    Empty where there is nothing to compare: one group, or no stage beyond a conversation.
    """
    rated = [(each, rate) for each in groups if (rate := measure.rate(each)) is not None]
    if len(rated) < 2:  # noqa: PLR2004
        return ""
    told = [(each, rate) for each, rate in rated if not rate.few and rate.n]
    if len(told) < 2:  # noqa: PLR2004
        return "Too few cases to compare."
    pairs = []
    for one, two in combinations(told, 2):
        if apart(one[1], two[1]):
            upper, lower = sorted((one, two), key=lambda pair: -(pair[1].share or 0.0))
            pairs.append(f"{upper[0].label} {measure.more} {lower[0].label}")
    if not pairs:
        return "All the intervals overlap: the differences may be chance."
    return f"Intervals that do not overlap: {'; '.join(pairs)}."
