"""The same figures at two times, beside each other."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from opledger.core.figures.funnel import Totals, funnel

if TYPE_CHECKING:
    from opledger.core.figures.statistics import Statistics


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
class Comparison:
    """Two times of one ledger: its totals by name, and every stage of its funnel."""

    before: Statistics
    after: Statistics
    totals: dict[str, Pair]
    stages: tuple[StagePair, ...]


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
