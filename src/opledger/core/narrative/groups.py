"""What groups beside each other say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations

from opledger.core.figures.groups import Group
from opledger.core.figures.rates import Rate, apart
from opledger.core.late import dataclass
from opledger.core.narrative.words import plural

TOO_FEW = "Too few cases to compare."
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
        return TOO_FEW
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


def leading(groups: Sequence[Group], dimension: str) -> str:
    """Which group led further than another, or furthest so far; empty where none is stated.

    No difference is claimed that :func:`comparison` does not find too.
    """
    stated = [each for each in groups if each.word]
    if not stated:
        return ""
    if len(stated) == 1:
        every = plural(
            sum(each.totals.opportunities for each in groups), "opportunity", "opportunities"
        )
        if len(groups) == 1:
            return f"{every}, all of one {dimension}: {stated[0].label}"
        known = stated[0].totals.opportunities
        return f"{every}, {known} of them from one {dimension}: {stated[0].label}"
    many = plural(len(stated), dimension)
    if told := ahead(groups, BEYOND):
        return told
    best = [(each, rate) for each, rate in _enough(groups, BEYOND) if each.word]
    if len(best) < 2:  # noqa: PLR2004
        return f"{many}, too few conversations of each to compare them"
    most = best[0][1].share
    first = [each for each, rate in best if rate.share == most]
    if len(first) > 1:
        return f"{many}, and none led further than all others"
    few = [each.beyond for each in stated if each.beyond and each.beyond.few]
    aside = " of those with enough cases" if any((r.share or 0) >= (most or 0) for r in few) else ""
    rate = best[0][1]
    told = f"{first[0].label} led furthest{aside} ({rate.k} of {rate.n})"
    return f"{told}, but that may be chance"


def ahead(groups: Sequence[Group], measure: Measure) -> str:
    """The first pair of groups that differ by more than chance; empty where none does."""
    pairs = list(combinations(_enough(groups, measure), 2))
    for upper, lower in pairs:
        if upper[0].word and lower[0].word and apart(upper[1], lower[1], len(pairs)):
            return f"{upper[0].label} {measure.more} {lower[0].label}"
    return ""


def _enough(groups: Sequence[Group], measure: Measure) -> list[tuple[Group, Rate]]:
    """The groups with enough cases, those with the highest share first."""
    rated = [(each, rate) for each in groups if (rate := measure.rate(each)) is not None]
    found = [(each, rate) for each, rate in rated if rate.n and not rate.few]
    return sorted(found, key=lambda pair: -(pair[1].share or 0.0))


def _pairs(count: int) -> str:
    return plural(count, "pair")
