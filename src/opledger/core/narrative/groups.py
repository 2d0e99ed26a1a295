"""What groups beside each other say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations

from opledger.core.figures.groups import Group
from opledger.core.figures.rates import Rate, apart
from opledger.core.narrative.words import plural

_NAMED = 6  # pairs that are told by name


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
    """Which groups with enough cases differ by more than chance, as many as are looked at.

    Empty where there is nothing to compare: one group, or no stage beyond a conversation.
    """
    rated = [(each.label, rate) for each in groups if (rate := measure.rate(each)) is not None]
    return rates_compared(rated, measure.more)


def rates_compared(rated: Sequence[tuple[str, Rate]], more: str) -> str:
    """Which of these rates, by their labels, differ by more than chance; ``more`` is the verb.

    Empty where there is nothing to compare.
    """
    if len(rated) < 2:  # noqa: PLR2004
        return ""
    told = [(label, rate) for label, rate in rated if not rate.few and rate.n]
    if len(told) < 2:  # noqa: PLR2004
        return "Too few cases to compare."
    told.sort(key=lambda pair: -(pair[1].share or 0.0))
    pairs = list(combinations(told, 2))
    lying = [(upper, lower) for upper, lower in pairs if apart(upper[1], lower[1])]
    if not lying:
        return "All the intervals overlap: the differences may be chance."
    sure = [(upper, lower) for upper, lower in lying if apart(upper[1], lower[1], len(pairs))]
    if not sure:
        return (
            f"{_pairs(len(lying))} of intervals {'does' if len(lying) == 1 else 'do'} not overlap,"
            f" but among {len(pairs)} pairs that may be chance."
        )
    named = [f"{upper[0]} {more} {lower[0]}" for upper, lower in sure[:_NAMED]]
    others = f"; and {_pairs(len(sure) - _NAMED)} more" if len(sure) > _NAMED else ""
    beside = f", also as one of {len(pairs)} pairs" if len(pairs) > 1 else ""
    return f"Intervals that do not overlap{beside}: {'; '.join(named)}{others}."


def _pairs(count: int) -> str:
    return plural(count, "pair")
