"""The funnel: how far opportunities came, where they stopped, and who ended it.

Every opportunity is counted at exactly one end: it stopped at its furthest stage, or it is
pending there. So at each stage ``reached == stopped + pending + reached at the next stage``. An
end that was reopened is not an end; the opportunity counts where it finally ended.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from opledger.core.figures.census import Counted, census
from opledger.core.figures.rates import Rate, rate
from opledger.core.late import dataclass
from opledger.core.vocabulary import Outcome, Party

if TYPE_CHECKING:
    from opledger.core.config import Config
    from opledger.core.figures.census import Census
    from opledger.core.standing import Standing


@dataclass(frozen=True, slots=True)
class FunnelRow:
    """One stage: counts of opportunities.

    ``passed`` and ``passed_resolved`` are the share that reached the next stage, of all that
    reached this one and of those no longer pending here; ``None`` at the last stage.
    """

    stage: str
    reached: int
    stopped: int
    pending: int
    outcomes: Mapping[Outcome, int]
    passed: Rate | None
    passed_resolved: Rate | None

    @property
    def ended_by(self) -> dict[Party, int]:
        """How many of the stopped each party ended; accepting an offer is an end by me."""
        counts = dict.fromkeys(Party, 0)
        for outcome, count in self.outcomes.items():
            counts[outcome.ended_by] += count
        return counts

    @property
    def ends(self) -> tuple[int, ...]:
        """Every opportunity whose furthest stage this is, by its end, in the order of :data:`ENDS`.

        An accepted offer is set apart from the other ends by me.
        """
        accepted = self.outcomes.get(Outcome.ACCEPTED, 0)
        by_party = self.ended_by
        by_party[Party.ME] -= accepted
        return (accepted, *(by_party[party] for party in Party), self.pending)


ENDS = ("accepted", *(party.value for party in Party), "pending")


def end_of(each: Standing) -> str:
    """How one ended, as the flow names it: one of :data:`ENDS`."""
    if each.outcome is Outcome.ACCEPTED:
        return "accepted"
    return each.ended_by.value if each.ended_by else "pending"


@dataclass(frozen=True, slots=True)
class Totals:
    """How many there are of each, as of the day."""

    opportunities: int
    conversations: int
    open: int
    offers: int
    accepted: int


@dataclass(frozen=True, slots=True)
class Flow:
    """So many opportunities that went from a stage to the next one, or to an end of it.

    ``target`` is a stage, or one of :data:`ENDS`.
    """

    source: str
    target: str
    count: int


def totals(of: Counted, config: Config) -> Totals:
    """The counts that head every report."""
    counted = census(of)
    reached = reaching(counted, config)
    return Totals(
        opportunities=counted.total,
        conversations=reached[config.conversation_stage],
        open=sum(n for kind, n in counted if kind.open),
        offers=reached[config.offer_stage],
        accepted=sum(n for kind, n in counted if kind.outcome is Outcome.ACCEPTED),
    )


def funnel(of: Counted, config: Config) -> tuple[FunnelRow, ...]:
    """A row for every stage, in funnel order."""
    counted = census(of)
    order = config.stage_order
    by_stage = reaching(counted, config)
    reached = [by_stage[stage] for stage in order]
    here: dict[str, Counter[Outcome | None]] = {stage: Counter() for stage in order}
    for kind, n in counted:
        here[kind.furthest][kind.outcome] += n
    rows = []
    for place, stage in enumerate(order):
        ends = here[stage]
        pending = ends[None]
        passed = resolved = None
        if place + 1 < len(order):
            beyond = reached[place + 1]
            passed = rate(beyond, reached[place], config.few)
            resolved = rate(beyond, reached[place] - pending, config.few)
        rows.append(
            FunnelRow(
                stage=stage,
                reached=reached[place],
                stopped=ends.total() - pending,
                pending=pending,
                outcomes={outcome: ends[outcome] for outcome in Outcome if ends[outcome]},
                passed=passed,
                passed_resolved=resolved,
            )
        )
    return tuple(rows)


def flows(rows: Sequence[FunnelRow]) -> tuple[Flow, ...]:
    """Every flow of the funnel that anything takes, in its order.

    What flows into a stage flows out of it: its ends and the next stage together.
    """
    found = []
    for row, following in zip(rows, (*rows[1:], None), strict=True):
        found += [Flow(row.stage, end, n) for end, n in zip(ENDS, row.ends, strict=True) if n]
        if following and following.reached:
            found.append(Flow(row.stage, following.stage, following.reached))
    return tuple(found)


def telling(rows: Sequence[FunnelRow], config: Config) -> tuple[FunnelRow, ...]:
    """The rows from the first stage that tells something.

    A stage before the conversation stage at which nothing stopped and nothing is pending says
    the same as the next one; such rows at the head are left out.
    """
    first = 0
    while (
        first < config.rank(config.conversation_stage)
        and not rows[first].stopped
        and not rows[first].pending
    ):
        first += 1
    return tuple(rows[first:])


def reaching(counted: Census, config: Config) -> dict[str, int]:
    """How many got to each stage or a later one: a skipped stage counts as passed."""
    furthest: Counter[str] = Counter()
    for kind, n in counted:
        furthest[kind.furthest] += n
    reached, found = 0, {}
    for stage in reversed(config.stage_order):
        reached += furthest[stage]
        found[stage] = reached
    return found
