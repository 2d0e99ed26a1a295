"""How far one total is above another, and how sure that is where parts of either are unknown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from fractions import Fraction
from math import inf, isinf

from opledger.core.figures.exact import exact
from opledger.core.figures.pay import Total
from opledger.core.late import dataclass


class Bound(StrEnum):
    """How sure a gap is."""

    EXACT = "exact"
    LEAST = "at least"
    MOST = "at most"
    BETWEEN = "between"
    KNOWN = "of what is known"
    NAMED = "as named so far"


@dataclass(frozen=True, slots=True)
class Gap:
    """How much one total is above another (below it: negative), as an amount and a share.

    Whatever the unknown parts are, it is ``at least`` or ``at most`` that, or ``between`` that and
    ``most``. Where both may be more, it is the gap ``of what is known``; where one was named while
    parts of it are pending, the gap ``as named so far``: neither is a bound.
    """

    amount: float
    share: float
    bound: Bound
    most: float | None = None
    most_share: float | None = None

    @property
    def sure(self) -> bool:
        """Whether it says anything for sure."""
        return self.bound not in {Bound.KNOWN, Bound.NAMED}


Number = Fraction | float  # a float where it is without end


@dataclass(frozen=True, slots=True)
class _End:
    """The lower or the upper end of a gap."""

    amount: Number
    share: Number


_NO_LEAST, _NO_MOST = _End(-inf, -inf), _End(inf, inf)


def gap(of: Total, other: Total) -> Gap | None:
    """``None`` where either lacks its base, or the other is nought: there is no share of it."""
    if of.comparable and other.low is not None:
        return _gap(of, other.low, other.high)
    return _named(of, _shown(other))


@dataclass(frozen=True, slots=True)
class Highest:
    """What is known of the highest of some totals; of none of them, nothing.

    It is at least ``low`` and, unless that is ``None``, at most ``high``. ``comparable`` says
    whether enough is known of any; ``named`` is the highest of what was told or named so far.
    """

    comparable: bool = False
    low: float = -inf
    high: float | None = -inf
    named: float | None = None

    @classmethod
    def of(cls, total: Total) -> Highest:
        """One alone."""
        return cls(total.comparable, total.amount or 0.0, total.high, _shown(total))

    def __or__(self, other: Highest) -> Highest:
        """That of the totals of both."""
        unending = self.high is None or other.high is None
        named = [each for each in (self.named, other.named) if each is not None]
        return Highest(
            self.comparable or other.comparable,
            max(self.low, other.low),
            None if unending else max(self.high or 0.0, other.high or 0.0),
            max(named, default=None),
        )


def without_each(of: Sequence[Highest]) -> list[Highest]:
    """For each of them, all the others united: in so many steps as there are, not their square."""
    after = [Highest()]
    for each in reversed(of):
        after.append(each | after[-1])
    before, found = Highest(), []
    for index, each in enumerate(of):
        found.append(before | after[len(of) - 1 - index])
        before |= each
    return found


def beside(of: Total, others: Highest) -> Gap | None:
    """The gap to the highest of the others, true whichever of them that is.

    The highest is at least the most that is known of any. An other that lacks its base may be the
    highest too; where all of them do, there is nothing to compare.
    """
    if not of.comparable or not others.comparable:
        return _named(of, others.named)
    return _gap(of, others.low, others.high)


def middle(gaps: Sequence[Gap]) -> Gap:
    """The median of gaps that are sure, as sure as they are."""
    return _picked(gaps, _median)


def lowest(gaps: Sequence[Gap]) -> Gap:
    """The lowest of gaps that are sure, as sure as they are."""
    return _picked(gaps, min)


def _median(numbers: Iterable[Number]) -> Number:
    order = sorted(numbers)
    return (order[len(order) // 2] + order[~(len(order) // 2)]) / 2


def _picked(gaps: Sequence[Gap], pick: Callable[[Iterable[Number]], Number]) -> Gap:
    """One figure of the lower ends of gaps, and the same of their upper ends, which bound it."""
    lows, highs = [_low(each) for each in gaps], [_high(each) for each in gaps]
    low, high = (
        _End(pick([end.amount for end in ends]), pick([end.share for end in ends]))
        for ends in (lows, highs)
    )
    known = _End(
        pick([exact(each.amount) for each in gaps]), pick([exact(each.share) for each in gaps])
    )
    return _told(low, high, known)


def _gap(of: Total, low: float, high: float | None) -> Gap | None:
    """The gap to what is at least ``low`` and at most ``high``."""
    if not low:
        return None
    return _told(
        _NO_LEAST if of.low is None or high is None else _apart(of.low, high),
        _NO_MOST if of.high is None else _apart(of.high, low),
        _apart(of.low or 0.0, low),
    )


def _told(low: _End, high: _End, known: _End) -> Gap:
    if low == high:
        return Gap(float(low.amount), float(low.share), Bound.EXACT)
    if not isinf(low.amount) and not isinf(high.amount):
        ends = (float(each) for each in (high.amount, high.share))
        return Gap(float(low.amount), float(low.share), Bound.BETWEEN, *ends)
    if not isinf(low.amount):
        return Gap(float(low.amount), float(low.share), Bound.LEAST)
    if not isinf(high.amount):
        return Gap(float(high.amount), float(high.share), Bound.MOST)
    return Gap(float(known.amount), float(known.share), Bound.KNOWN)


def _named(of: Total, other: float | None) -> Gap | None:
    """The gap as named so far, where one of the two was named and the other is known or named."""
    own = _shown(of)
    if own is None or not other:
        return None
    end = _apart(own, other)
    return Gap(float(end.amount), float(end.share), Bound.NAMED)


def _shown(total: Total) -> float | None:
    return total.low if total.low is not None else total.named


def _apart(of: float, other: float) -> _End:
    amount = exact(of) - exact(other)
    return _End(amount, amount / exact(other))


def _low(each: Gap) -> _End:
    if each.bound is Bound.MOST:
        return _NO_LEAST
    return _End(exact(each.amount), exact(each.share))


def _high(each: Gap) -> _End:
    if each.bound is Bound.LEAST:
        return _NO_MOST
    if each.most is not None and each.most_share is not None:
        return _End(exact(each.most), exact(each.most_share))
    return _End(exact(each.amount), exact(each.share))
