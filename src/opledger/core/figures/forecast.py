"""Offers to expect from what is open now, by the ledger's own record.

The chance to pass a stage is the beta distribution of those that passed and those that stopped
there (:mod:`.beta`), and independent from stage to stage. So many of those open at the first stage
pass it: a beta-binomial count. They join those open at the second, and so on: what arrives at the
offer stage has an exact distribution, found by going through the stages once. Nothing is drawn.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from opledger.core.figures.beta import posterior
from opledger.core.figures.response import is_quiet
from opledger.core.late import dataclass

if TYPE_CHECKING:
    from opledger.core.config import Config
    from opledger.core.figures.funnel import FunnelRow
    from opledger.core.standing import Standing

_HELD = 0.9
_NEGLIGIBLE = 1e-15
_DECIMALS = 12


@dataclass(frozen=True, slots=True)
class Expected:
    """How many of some open opportunities will come to an offer.

    ``mean`` is the expected count, ``low`` to ``high`` hold with 90 %, and ``any`` is the chance
    of at least one.
    """

    open: int
    mean: float
    low: int
    high: int
    any: float


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is open before an offer at one stage, and how many passed and stopped there so far."""

    stage: str
    open: int
    quiet: int
    passed: int
    stopped: int


@dataclass(frozen=True, slots=True)
class Forecast:
    """The forecast: with all that is open, and as if what is quiet had already ended.

    ``thin`` are the stages on the way at which fewer than the ledger's ``few`` were decided: where
    there is one, the prior says more than the record does, and no forecast is to be shown.
    """

    stages: tuple[Waiting, ...]
    every: Expected
    lively: Expected
    thin: tuple[str, ...]


def forecast(standings: Sequence[Standing], rows: Sequence[FunnelRow], config: Config) -> Forecast:
    """The forecast from a whole funnel's rows and the standings that they were counted from."""
    stages = []
    last = config.rank(config.offer_stage)
    for row, following in pairwise(rows[: last + 1]):
        quiet = sum(each.furthest == row.stage and is_quiet(each, config) for each in standings)
        stages.append(Waiting(row.stage, row.pending, quiet, following.reached, row.stopped))
    begun = next((n for n, stage in enumerate(stages) if stage.open), len(stages))
    return Forecast(
        stages=tuple(stages),
        every=_expected(stages, [stage.open for stage in stages], [0] * len(stages)),
        lively=_expected(
            stages,
            [stage.open - stage.quiet for stage in stages],
            [stage.quiet for stage in stages],
        ),
        thin=tuple(s.stage for s in stages[begun:] if s.passed + s.stopped < config.few),
    )


def _expected(stages: Sequence[Waiting], open_at: Sequence[int], ended: Sequence[int]) -> Expected:
    """What comes of those open at each stage; so many more are taken to have ended there."""
    arriving = {0: 1.0}
    for stage, here, more in zip(stages, open_at, ended, strict=True):
        chance = posterior(stage.passed, stage.stopped + more)
        passing: defaultdict[int, float] = defaultdict(float)
        for before, weight in arriving.items():
            for count, share in chance.successes(before + here).items():
                if weight * share > _NEGLIGIBLE:
                    passing[count] += weight * share
        arriving = passing
    low, high = interval(arriving)
    return Expected(
        open=sum(open_at),
        mean=sum(count * weight for count, weight in arriving.items()),
        low=low,
        high=high,
        any=1 - arriving.get(0, 0.0),
    )


def interval(weights: Mapping[int, float]) -> tuple[int, int]:
    """The fewest neighbouring counts that hold 90 % of the weight; of several, the heaviest.

    Cutting 5 % off at each end instead would leave far more than 90 % within where the counts are
    small.
    """
    counts = range(min(weights), max(weights) + 1)
    sums = [0.0, *accumulate(weights.get(count, 0.0) for count in counts)]
    best = (len(counts), -1.0, counts[0])
    end = 0
    for start, count in enumerate(counts):
        while end < len(counts) and _inside(sums, start, end) < _HELD:
            end += 1
        inside = _inside(sums, start, end)
        if inside < _HELD:
            break
        best = min(best, (end - start, -inside, count))
    length, _, low = best
    return low, low + length - 1


def _inside(sums: Sequence[float], start: int, end: int) -> float:
    """The share of the weight between two places; rounded, so that no last bit decides a tie."""
    return round((sums[end] - sums[start]) / sums[-1], _DECIMALS)
