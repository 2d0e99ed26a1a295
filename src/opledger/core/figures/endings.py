"""Who ended it, and why: ends by outcome, stage, reason and segment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from opledger.core.late import dataclass
from opledger.core.vocabulary import Outcome

if TYPE_CHECKING:
    from opledger.core.config import Config
    from opledger.core.standing import Standing


@dataclass(frozen=True, slots=True)
class Ending:
    """So many opportunities that ended so, at this furthest stage, for these reasons.

    ``reasons`` is empty and ``segment`` is ``None`` where the ledger states none.
    """

    outcome: Outcome
    stage: str
    reasons: tuple[str, ...]
    segment: str | None
    count: int


@dataclass(frozen=True, slots=True)
class Endings:
    """All ends that stand: ``ended`` opportunities, ``explained`` of them by a reason.

    Each opportunity counts in exactly one of the ``rows``, which stand in funnel order.
    """

    ended: int
    explained: int
    rows: tuple[Ending, ...]

    @property
    def reasons(self) -> tuple[str, ...]:
        """Every reason that is stated, the most frequent first."""
        counts: Counter[str] = Counter()
        for row in self.rows:
            counts.update(dict.fromkeys(row.reasons, row.count))
        return tuple(sorted(counts, key=lambda reason: (-counts[reason], reason)))


def endings(standings: Sequence[Standing], config: Config) -> Endings:
    """The ends of these opportunities."""
    counts: Counter[tuple[Outcome, str, tuple[str, ...], str | None]] = Counter()
    for each in standings:
        if each.outcome:
            reasons = tuple(sorted(set(each.reasons)))
            counts[each.outcome, each.furthest, reasons, each.opportunity.segment] += 1
    order = list(Outcome)
    rows = [Ending(*key, count) for key, count in counts.items()]
    rows.sort(
        key=lambda row: (
            config.rank(row.stage),
            order.index(row.outcome),
            row.reasons,
            row.segment or "",
        )
    )
    return Endings(
        ended=sum(row.count for row in rows),
        explained=sum(row.count for row in rows if row.reasons),
        rows=tuple(rows),
    )
