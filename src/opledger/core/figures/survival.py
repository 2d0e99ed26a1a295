"""How long something takes, where some of it is still going on: the Kaplan-Meier curve.

Kaplan, E. L.; Meier, P. (1958): Nonparametric estimation from incomplete observations. JASA 53,
457-481. Variance by Greenwood (1926); 95 % band on the log-log scale (Kalbfleisch & Prentice 1980,
The Statistical Analysis of Failure Time Data), which stays within 0 and 1; the median's interval
is where that band crosses a half (Brookmeyer & Crowley 1982, Biometrics 38, 29-41).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from math import exp, log, sqrt

from opledger.core.figures.rates import Z_95
from opledger.core.late import dataclass

_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Span:
    """So many days until something happened; or, not ``ended``, so many days without it so far."""

    days: int
    ended: bool


@dataclass(frozen=True, slots=True)
class Step:
    """A day on which the curve or the number at risk changes.

    ``day`` counts from the start. ``at_risk`` were still going on just before it; ``ended`` and
    ``censored`` of them left on it. ``surviving`` is the share that lasts longer than this day,
    ``low`` and ``high`` its 95 % band. Once nobody is left, the band stays as it was above.
    """

    day: int
    at_risk: int
    ended: int
    censored: int
    surviving: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Survival:
    """The curve of some spans: of ``n``, so many ``ended`` and so many are still ``waiting``.

    ``median`` is the first day by which half have ended, in days; ``None`` where fewer than half
    have. ``low`` and ``high`` bound it with 95 %; ``high`` is ``None`` where the record does not
    reach that far, ``low`` where there is no curve at all. ``few`` says that no median is to be
    shown: ``n`` is below the ledger's ``few``, or a median would rest on fewer ends than that.
    """

    n: int
    ended: int
    waiting: int
    few: bool
    median: int | None
    low: int | None
    high: int | None
    steps: tuple[Step, ...]


def survival(spans: Iterable[Span], few: int) -> Survival:
    """The curve of these spans; without any, one of no steps.

    Those that end and those that are cut off on the same day are both at risk on it.

    Raises:
        ValueError: a span of negative days.
    """
    from fractions import Fraction  # noqa: PLC0415 - slow to load, and 'due' and 'list' seldom get here

    ends: Counter[int] = Counter()
    cuts: Counter[int] = Counter()
    for span in spans:
        if span.days < 0:
            message = f"a span lasts {span.days} days"
            raise ValueError(message)
        (ends if span.ended else cuts)[span.days] += 1
    at_risk = n = ends.total() + cuts.total()
    surviving, spread = Fraction(1), 0.0
    low = high = 1.0
    median: int | None = None
    steps = []
    for day in sorted({*ends, *cuts}):
        gone = ends[day]
        if gone:
            surviving *= Fraction(at_risk - gone, at_risk)
            if gone < at_risk:
                spread += gone / (at_risk * (at_risk - gone))
                low, high = _band(float(surviving), spread)
            else:
                low = 0.0
            if median is None and surviving <= _HALF:
                median = day
        steps.append(Step(day, at_risk, gone, cuts[day], float(surviving), low, high))
        at_risk -= gone + cuts[day]
    return Survival(
        n=n,
        ended=ends.total(),
        waiting=cuts.total(),
        few=n < few or (median is not None and ends.total() < few),
        median=median,
        low=next((step.day for step in steps if step.low <= _HALF), None),
        high=next((step.day for step in steps if step.high <= _HALF), None),
        steps=tuple(steps),
    )


def _band(surviving: float, spread: float) -> tuple[float, float]:
    """The band of a share strictly between 0 and 1; ``spread`` is Greenwood's sum."""
    width = Z_95 * sqrt(spread) / -log(surviving)
    return exp(log(surviving) * exp(width)), exp(log(surviving) * exp(-width))
