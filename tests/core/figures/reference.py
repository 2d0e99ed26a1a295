"""The formulas by other people's code: lifelines, statsmodels, SciPy and NumPy.

Where a library leaves something open, the choice is said here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import groupby

import numpy as np
from lifelines import KaplanMeierFitter
from lifelines.utils import median_survival_times
from numpy.typing import NDArray
from scipy.special import roots_jacobi
from scipy.stats import betabinom, binom, norm
from statsmodels.duration.survfunc import SurvfuncRight

from opledger.core.figures.survival import Span

Array = NDArray[np.float64]
_Z = float(norm.ppf(0.975))


@dataclass(frozen=True)
class Curve:
    """A curve by the day: its share and its band, and the median with its interval."""

    shares: dict[int, float]
    band: dict[int, tuple[float, float]]
    median: float
    low: float
    high: float


@cache
def by_lifelines(spans: tuple[Span, ...]) -> Curve:
    """The curve that lifelines fits, at every day of the spans.

    Once nobody is left, lifelines gives the band (0, 0); opledger keeps the upper end, as R's
    survfit does with the last one that is defined. So that row is left out of the band here.
    """
    days, ended = [span.days for span in spans], [span.ended for span in spans]
    fit = KaplanMeierFitter().fit(days, ended)
    shares = fit.survival_function_.iloc[:, 0]
    band = fit.confidence_interval_[shares > 0]
    limits = median_survival_times(band) if len(band) else None
    return Curve(
        shares={day: float(shares[day]) for day in {*days}},
        band={int(day): (float(low), float(high)) for day, (low, high) in band.iterrows()},
        median=float(fit.median_survival_time_),
        low=float(limits.iloc[0, 0]) if limits is not None else float("inf"),
        high=float(limits.iloc[0, 1]) if limits is not None else float("inf"),
    )


@cache
def by_statsmodels(spans: tuple[Span, ...]) -> Curve:
    """The curve that statsmodels gives, at the days on which something ended.

    The band is drawn from its standard errors on the log-log scale; it ends where nobody is left.
    """
    found = SurvfuncRight([span.days for span in spans], [int(span.ended) for span in spans])
    rows = zip(found.surv_times, found.surv_prob, found.surv_prob_se, strict=True)
    shares: dict[int, float] = {}
    band: dict[int, tuple[float, float]] = {}
    for day, share, error in rows:
        shares[int(day)] = float(share)
        if share > 0:
            width = _Z * error / (share * abs(np.log(share)))
            band[int(day)] = (float(share ** np.exp(width)), float(share ** np.exp(-width)))
    far = float("inf")
    low = next((day for day, ends in sorted(band.items()) if ends[0] <= 1 / 2), far)
    high = next((day for day, ends in sorted(band.items()) if ends[1] <= 1 / 2), far)
    return Curve(shares, band, far, low, high)


@cache
def redistributed(spans: tuple[Span, ...]) -> dict[int, Fraction]:
    """The share that lasts longer than each day, exactly, by Efron's (1967) other definition.

    Everybody begins with the same weight; whoever is cut off hands his to those who last longer,
    in equal parts; the weight of those who end is gone.
    """
    left = len(spans)
    weight, gone = (Fraction(1, left) if left else Fraction(0)), Fraction(0)
    shares = {}
    for day, group in groupby(sorted(spans, key=_by_day), key=lambda span: span.days):
        for span in group:
            left -= 1
            if span.ended:
                gone += weight
            elif left:
                weight += weight / left
        shares[day] = 1 - gone
    return shares


def _by_day(span: Span) -> tuple[int, bool]:
    """Those that end come before those that are cut off on the same day."""
    return span.days, not span.ended


@dataclass(frozen=True)
class Passing:
    """A stage on the way to an offer: what is open there, and the record of those before."""

    open: int
    passed: int
    stopped: int


def arrivals(stages: Sequence[Passing]) -> Array:
    """The distribution of what arrives at the end, by matrices of SciPy's beta-binomial."""
    weights = np.ones(1)
    for stage in stages:
        coming = np.concatenate([np.zeros(stage.open), weights])
        table = np.array(
            [_passing(n, stage.passed, stage.stopped, len(coming)) for n in range(len(coming))]
        )
        weights = coming @ table
    return weights


@cache
def _passing(count: int, passed: int, stopped: int, width: int) -> Array:
    k = np.arange(width)
    return np.asarray(betabinom.pmf(k, count, passed + 0.5, stopped + 0.5))


def mean_arriving(stages: Sequence[Passing]) -> float:
    """The expected number: each comes through with the product of the mean chances ahead."""
    means = [(each.passed + 0.5) / (each.passed + each.stopped + 1) for each in stages]
    return float(sum(each.open * np.prod(means[n:]) for n, each in enumerate(stages)))


def integrated(stages: Sequence[Passing]) -> Array:
    """The distribution again, by integrating over the chances themselves.

    Given them, what arrives is a sum of binomials: one a stage, each of those with the product of
    the chances ahead. The integral over the betas is Gauss-Jacobi's, exact for polynomials.
    """
    total = sum(stage.open for stage in stages)
    grids = []
    for stage in stages:
        at, weights = roots_jacobi(total // 2 + 1, stage.stopped - 0.5, stage.passed - 0.5)
        grids.append(((at + 1) / 2, weights / weights.sum()))
    chances = _every([at for at, _ in grids])
    found = np.ones((1, chances.shape[1]))
    for n, stage in enumerate(stages):
        ahead = np.prod(chances[n:], axis=0)
        own = binom.pmf(np.arange(stage.open + 1)[:, None], stage.open, ahead)
        both = np.zeros((len(found) + stage.open, chances.shape[1]))
        for k, each in enumerate(own):
            both[k : k + len(found)] += found * each
        found = both
    return np.asarray(found @ np.prod(_every([weights for _, weights in grids]), axis=0))


def _every(axes: Sequence[Array]) -> Array:
    """Every choice of one value an axis: a column each."""
    return np.stack(np.meshgrid(*axes, indexing="ij")).reshape(len(axes), -1)


def shortest(weights: Array, held: float = 0.9) -> tuple[int, float]:
    """The length of the shortest window that holds so much, and the most such a one holds."""
    sums = np.concatenate([[0.0], np.cumsum(weights)])
    for length in range(1, len(weights) + 1):
        inside = sums[length:] - sums[:-length]
        if inside.max() >= held - 1e-12:
            return length, float(inside.max())
    return len(weights), float(sums[-1])
