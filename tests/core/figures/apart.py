"""How far opledger's formulas are from other people's, for one value at a time.

Each function yields the name of a formula and the largest absolute difference from the libraries
of :mod:`.reference`. A count or a day that differs is a difference of at least 1; one that only
one side has is infinite.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from math import inf, isinf

import numpy as np
from scipy.special import betaln
from scipy.stats import beta as scipy_beta
from scipy.stats import betabinom
from statsmodels.stats.proportion import proportion_confint
from tests.core.figures.reference import (
    Array,
    Passing,
    arrivals,
    by_lifelines,
    by_statsmodels,
    integrated,
    mean_arriving,
    redistributed,
    shortest,
)

from opledger.core.config import Config
from opledger.core.figures.beta import Beta, posterior
from opledger.core.figures.forecast import Expected
from opledger.core.figures.luck import FARTHEST, Luck
from opledger.core.figures.rates import Rate
from opledger.core.figures.survival import Span, Survival

Found = Iterator[tuple[str, float]]
_MOST_POINTS = 4_000  # an integral over more of them than this is left to the matrices
_ROUNDING = 1e-12


def largest(found: Iterable[tuple[str, float]]) -> dict[str, float]:
    """The largest of each name."""
    worst: defaultdict[str, float] = defaultdict(float)
    for name, difference in found:
        worst[name] = max(worst[name], difference)
    return dict(worst)


def gap(one: float | None, other: float | None) -> float:
    """How far apart two figures are; infinitely where only one of them is known."""
    if one is None or other is None:
        return 0.0 if one is other else inf
    return abs(one - other)


def curve_apart(curve: Survival, spans: tuple[Span, ...], *, thorough: bool) -> Found:
    """How far a curve is from the libraries' of these spans."""
    if not spans:
        nothing = (None, None, None, ())
        yield (
            "survival: of nothing",
            float((curve.median, curve.low, curve.high, curve.steps) != nothing),
        )
        return
    ordered = tuple(sorted(spans, key=lambda span: (span.days, span.ended)))
    exact = redistributed(ordered)
    half = next((day for day, share in sorted(exact.items()) if share <= 1 / 2), None)
    shares = {step.day: step.surviving for step in curve.steps}
    yield "survival: share (Efron)", _apart(shares, {day: float(s) for day, s in exact.items()})
    yield "survival: median (Efron)", gap(curve.median, half)
    yield (
        "survival: at risk",
        max(
            abs(step.at_risk - sum(span.days >= step.day for span in spans)) for step in curve.steps
        ),
    )
    band = {step.day: (step.low, step.high) for step in curve.steps if step.surviving}
    ends = {step.day for step in curve.steps if step.ended}
    other = by_statsmodels(ordered)
    yield (
        "survival: share (statsmodels)",
        _apart({day: share for day, share in shares.items() if day in ends}, other.shares),
    )
    inner = {day: each for day, each in band.items() if day in ends}
    yield "survival: band (statsmodels)", _bands_apart(inner, other.band)
    yield "survival: high of median (statsmodels)", gap(curve.high, _told(other.high))
    if thorough:
        fit = by_lifelines(ordered)
        yield "survival: share (lifelines)", _apart(shares, fit.shares)
        # lifelines adds a row for day 0
        known = {day: each for day, each in fit.band.items() if day in band}
        yield "survival: band (lifelines)", _bands_apart(band, known)
        yield "survival: high of median (lifelines)", gap(curve.high, _told(fit.high))
        if 1 / 2 not in exact.values():  # else rounding decides in lifelines
            yield "survival: median (lifelines)", gap(curve.median, _told(fit.median))
    lows = {**other.band, **dict.fromkeys(day for day in ends if not shares[day])}
    low = next((day for day in sorted(lows) if not lows[day] or _low(lows[day]) <= 1 / 2), None)
    yield "survival: low of median", gap(curve.low, low)
    for step, above in zip(curve.steps[1:], curve.steps, strict=False):
        if not step.surviving:
            yield "survival: band once nobody is left", abs(step.high - above.high) + step.low


def _low(band: tuple[float, float] | None) -> float:
    return band[0] if band else 0.0


def _told(day: float) -> float | None:
    return None if isinf(day) else day


def _apart(one: dict[int, float], other: dict[int, float]) -> float:
    if one.keys() != other.keys():
        return inf
    return max((abs(one[day] - other[day]) for day in one), default=0.0)


def _bands_apart(
    one: dict[int, tuple[float, float]], other: dict[int, tuple[float, float]]
) -> float:
    if one.keys() != other.keys():
        return inf
    return max(
        (abs(a - b) for day in one for a, b in zip(one[day], other[day], strict=True)), default=0.0
    )


def rate_apart(rate: Rate, k: int, n: int, config: Config) -> Found:
    """How far a rate is from ``k`` in ``n``, and its interval from the one of statsmodels."""
    yield "rates: counts", abs(rate.k - k) + abs(rate.n - n) + abs(rate.few - (n < config.few))
    if n:
        low, high = proportion_confint(k, n, method="wilson")
        assert rate.interval
        yield "rates: Wilson", max(abs(rate.interval[0] - low), abs(rate.interval[1] - high))


def beta_apart(one: Beta, a: float, b: float) -> Found:
    """How far a beta and its beta-binomials are from SciPy's."""
    yield "beta: mean", abs(one.mean - float(scipy_beta.mean(a, b)))
    points = np.linspace(0, 1, 9)
    yield (
        "beta: below",
        max(
            abs(one.below(float(x)) - float(known))
            for x, known in zip(points, scipy_beta.cdf(points, a, b), strict=True)
        ),
    )
    shares = np.array([0.025, 0.05, 0.5, 0.95, 0.975])
    yield (
        "beta: quantile",
        max(
            abs(one.quantile(float(share)) - float(known))
            for share, known in zip(shares, scipy_beta.ppf(shares, a, b), strict=True)
        ),
    )
    for count in (0, 1, 7, 20):
        known = betabinom.pmf(np.arange(count + 1), count, a, b)
        own = one.successes(count)
        yield "beta: successes", max(abs(own.get(k, 0) - float(p)) for k, p in enumerate(known))
        yield "beta: none of", abs(one.none_of(count) - float(known[0]))


def chances_apart(found: Luck, k: int, n: int) -> Found:
    """How far the chances are from SciPy's, after ``k`` offers in ``n`` conversations."""
    a, b = k + 0.5, n - k + 0.5
    yield from beta_apart(posterior(k, n - k), a, b)
    low, high = (float(scipy_beta.ppf(share, a, b)) for share in (0.025, 0.975))
    for each in found.chances:
        none = float(betabinom.pmf(0, each.n, a, b))
        yield "luck: chance", abs(each.share - (1 - none))
        yield (
            "luck: interval of chance",
            max(
                abs(each.low - (1 - (1 - low) ** each.n)),
                abs(each.high - (1 - (1 - high) ** each.n)),
            ),
        )
    tries: Array = np.arange(1, FARTHEST + 1, dtype=np.float64)
    at_least = np.asarray(1 - np.exp(betaln(a, b + tries) - betaln(a, b)), np.float64)
    for needed in found.needed:
        yield "luck: needed", gap(needed.n, _first_of(at_least, needed.share))
        for own, chance in ((needed.low, high), (needed.high, low)):
            yield (
                "luck: interval of needed",
                gap(own, _first_of(1 - (1 - chance) ** tries, needed.share)),
            )


def _first_of(chances: Array, share: float) -> int | None:
    """The first number of tries at which the chance is reached but for rounding, one by one."""
    reached = np.nonzero(chances >= share - _ROUNDING)[0]
    return int(reached[0]) + 1 if len(reached) else None


def expected_apart(own: Expected, stages: Sequence[Passing]) -> Found:
    """How far a forecast is from the matrices', and from the integral's where that is small."""
    weights = arrivals(stages)
    total = sum(stage.open for stage in stages)
    yield "forecast: open", abs(own.open - total)
    yield (
        "forecast: mean",
        max(
            abs(own.mean - mean_arriving(stages)),
            abs(own.mean - float(weights @ np.arange(total + 1))),
        ),
    )
    yield "forecast: any", abs(own.any - (1 - float(weights[0])))
    if stages and (total // 2 + 1) ** len(stages) <= _MOST_POINTS:
        again = integrated(stages)
        yield (
            "forecast: distribution (matrices and integral)",
            float(np.max(np.abs(weights - again))),
        )
        yield "forecast: any (integral)", abs(own.any - (1 - float(again[0])))
    # Of windows that weigh the same but for rounding, any will do.
    length, most = shortest(weights)
    inside = float(weights[own.low : own.high + 1].sum())
    yield "forecast: interval's length", abs(own.high - own.low + 1 - length)
    yield "forecast: interval's weight", abs(inside - most)
