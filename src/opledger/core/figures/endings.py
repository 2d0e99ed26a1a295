"""Who ended it, and why: ends by outcome, stage, reason and segment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from opledger.core.vocabulary import Outcome

if TYPE_CHECKING:
    from opledger.core.config import Config
    from opledger.core.standing import Standing


@dataclass(frozen=True, slots=True)
class Ending:
    """So many opportunities that ended so, at this furthest stage, for this reason.

    ``reason`` and ``segment`` are ``None`` where the ledger states none. An opportunity with
    several reasons stands in the row of each.
    """

    outcome: Outcome
    stage: str
    reason: str | None
    segment: str | None
    count: int


@dataclass(frozen=True, slots=True)
class Endings:
    """All ends: ``ended`` opportunities, of which so many are ``explained`` by a reason."""

    ended: int
    explained: int
    rows: tuple[Ending, ...]

    def count(self, **wanted: object) -> int:
        """The sum of the rows whose fields are as wanted.

        By ``reason`` it is a count of opportunities; over all reasons one that has several counts
        for each.
        """
        return sum(
            row.count
            for row in self.rows
            if all(getattr(row, name) == word for name, word in wanted.items())
        )


def endings(standings: Sequence[Standing], config: Config) -> Endings:
    """The ends that stand, in funnel order, then by outcome, the most frequent first."""
    done = [each for each in standings if each.outcome]
    counts: Counter[tuple[Outcome, str, str | None, str | None]] = Counter()
    for each in done:
        for reason in dict.fromkeys(each.reasons) or (None,):
            if each.outcome:
                counts[each.outcome, each.furthest, reason, each.opportunity.segment] += 1
    order = list(Outcome)
    rows = [Ending(*key, count) for key, count in counts.items()]
    rows.sort(
        key=lambda row: (
            config.rank(row.stage),
            order.index(row.outcome),
            -row.count,
            row.reason or "\uffff",
            row.segment or "\uffff",
        )
    )
    return Endings(len(done), sum(bool(each.reasons) for each in done), tuple(rows))
