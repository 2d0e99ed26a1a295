"""The same figures at two times, beside each other."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from opledger.core.figures.funnel import Totals, funnel
from opledger.core.late import dataclass, fields

if TYPE_CHECKING:
    from opledger.core.figures.rates import Rate
    from opledger.core.figures.statistics import Statistics
    from opledger.core.figures.survival import Survival

# The figures that are compared, by their names in Statistics: each is worked out when first asked.
COMPARED = ("standings", "totals", "offer_rate", "response", "times")


@dataclass(frozen=True, slots=True)
class Pair:
    """One count before and after."""

    before: int
    after: int

    @property
    def gain(self) -> int:
        """How many more; negative where there are fewer."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class StagePair:
    """A stage of the funnel at both times; a stage that one of them lacks has counts of 0."""

    stage: str
    reached: Pair
    stopped: Pair
    pending: Pair


@dataclass(frozen=True, slots=True)
class RatePair:
    """One share before and after; ``before`` is ``None`` where the stage was not there."""

    name: str
    before: Rate | None
    after: Rate


@dataclass(frozen=True, slots=True)
class MedianPair:
    """One waiting time before and after; ``before`` is ``None`` where nothing waited."""

    name: str
    before: Survival | None
    after: Survival


@dataclass(frozen=True)
class Comparison:
    """Two times of one ledger: its totals by name, every stage of its funnel, shares and times.

    The ``rates`` are named by the stage that was passed, or ``offer_rate`` and ``answered``; the
    ``medians`` by the stage, or ``response`` and ``whole``.
    """

    before: Statistics
    after: Statistics
    totals: dict[str, Pair]
    stages: tuple[StagePair, ...]

    @cached_property
    def rates(self) -> tuple[RatePair, ...]:
        """The shares that passed a stage, came to an offer and were answered."""
        return _rates(self.before, self.after)

    @cached_property
    def medians(self) -> tuple[MedianPair, ...]:
        """The waiting times: for an answer, at each stage and of the whole."""
        return _medians(self.before, self.after)


def compare(before: Statistics, after: Statistics) -> Comparison:
    """The figures of two times beside each other; the stages are those of the later one."""
    totals = {
        each.name: Pair(getattr(before.totals, each.name), getattr(after.totals, each.name))
        for each in fields(Totals)
    }
    old = {row.stage: row for row in funnel(before.standings, before.config)}
    stages = []
    for row in funnel(after.standings, after.config):
        then = old.get(row.stage)
        stages.append(
            StagePair(
                row.stage,
                Pair(then.reached if then else 0, row.reached),
                Pair(then.stopped if then else 0, row.stopped),
                Pair(then.pending if then else 0, row.pending),
            )
        )
    return Comparison(before, after, totals, tuple(stages))


def _rates(before: Statistics, after: Statistics) -> tuple[RatePair, ...]:
    old = {row.stage: row.passed for row in funnel(before.standings, before.config)}
    new = {row.stage: row.passed for row in funnel(after.standings, after.config)}
    pairs = [RatePair(stage, old.get(stage), rate) for stage, rate in new.items() if rate]
    pairs.append(RatePair("offer_rate", before.offer_rate, after.offer_rate))
    pairs.append(RatePair("answered", before.response.answered, after.response.answered))
    return tuple(pairs)


def _medians(before: Statistics, after: Statistics) -> tuple[MedianPair, ...]:
    old = dict(before.times.stages)
    pairs = [MedianPair("response", before.times.response, after.times.response)]
    pairs += [MedianPair(stage, old.get(stage), curve) for stage, curve in after.times.stages]
    pairs.append(MedianPair("whole", before.times.whole, after.times.whole))
    return tuple(pairs)
