"""The overview: the whole search on one page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opledger.core.figures.agenda import agenda
from opledger.core.figures.funnel import ENDS
from opledger.core.figures.waiting import waiting
from opledger.core.late import dataclass
from opledger.core.narrative.groups import comparison
from opledger.core.narrative.result import accepted, accepted_text, effort, is_over
from opledger.core.narrative.search import headline, reversals, where_lost
from opledger.core.narrative.waiting import nothing_to_do, todo_text
from opledger.core.narrative.words import ENDED_BY
from opledger.core.scope import WHOLE, Scope
from opledger.core.vocabulary import Party
from opledger.site.charts.sankey import End, Sankey, Step, sankey
from opledger.site.views.matrix import InterestRow, Named, matrix, name
from opledger.site.views.rated import rated
from opledger.site.views.shares import Share, share

if TYPE_CHECKING:
    from opledger.core.config import Config
    from opledger.core.figures.funnel import FunnelRow
    from opledger.core.figures.groups import Group
    from opledger.core.figures.statistics import Statistics
    from opledger.site.charts.intervals import Intervals

_MOST_TODOS = 7
KINDS = dict(
    zip(
        ENDS,
        ("accepted", *(ENDED_BY[party] for party in Party), "still open"),
        strict=True,
    )
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with what it says, and its interval if it is a share."""

    number: str
    text: str
    interval: str = ""


@dataclass(frozen=True, slots=True)
class FlowRow:
    """A row of the table beside the flow; ``ends`` are counts in the order of :data:`KINDS`."""

    label: str
    reached: int
    ends: tuple[int, ...]
    passed: Share | None
    resolved: Share | None


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One source beside the others."""

    label: str
    opportunities: int
    beyond: Share | None
    offers: int
    accepted: int


@dataclass(frozen=True, slots=True)
class Said:
    """An opportunity and what is said of it."""

    named: Named
    text: str


@dataclass(frozen=True, slots=True)
class Next:
    """What to do next; ``told`` says why there is nothing, ``more`` how much else there is."""

    rows: tuple[Said, ...]
    told: str
    more: str


@dataclass(frozen=True, slots=True)
class Result:
    """What the search came to: what was accepted, and what it took."""

    title: str
    accepted: tuple[Said, ...]
    effort: str


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything that the overview shows."""

    headline: str
    lost: str
    reversals: str
    empty: bool
    figures: tuple[Figure, ...]
    wide: Sankey | None
    tall: Sankey | None
    flow: tuple[FlowRow, ...]
    kinds: tuple[tuple[str, str], ...]
    has_pending: bool
    interest: tuple[InterestRow, ...]
    interest_stages: tuple[str, ...]
    conversation: str
    sources: Intervals | None
    groups: tuple[GroupRow, ...]
    comparison: str
    next: Next | None
    result: Result | None


def overview(statistics: Statistics, scope: Scope = WHOLE) -> Overview:
    """The view of the figures; what to do next is told on private pages alone."""
    config = statistics.config
    steps = flow_steps(statistics)
    flowing = bool(statistics.standings)
    table = matrix(statistics)
    return Overview(
        headline=headline(statistics.totals, statistics.funnel, config),
        lost=where_lost(statistics),
        reversals=reversals(statistics, scope),
        empty=not flowing,
        figures=_figures(statistics),
        wide=sankey(steps, upright=False) if flowing else None,
        tall=sankey(steps, upright=True) if flowing else None,
        flow=tuple(_flow_row(row, config) for row in statistics.funnel),
        kinds=tuple(KINDS.items()),
        has_pending=any(row.pending for row in statistics.funnel),
        interest=table.rows,
        interest_stages=table.stages,
        conversation=config.label("stages", config.conversation_stage),
        sources=rated((group.label, group.beyond) for group in statistics.groups),
        groups=tuple(_group_row(group) for group in statistics.groups),
        comparison=comparison(statistics.groups),
        next=_next(statistics, scope),
        result=_result(statistics, scope),
    )


def flow_steps(statistics: Statistics) -> tuple[Step, ...]:
    """The funnel as the flow's steps; every opportunity leaves it at exactly one end."""
    return tuple(
        Step(
            label=statistics.config.label("stages", row.stage),
            reached=row.reached,
            ends=tuple(
                End(kind, _end_label(kind, row, statistics.config), count)
                for kind, count in zip(KINDS, row.ends, strict=True)
                if count
            ),
        )
        for row in statistics.funnel
    )


def _end_label(kind: str, row: FunnelRow, config: Config) -> str:
    if kind == "me" and row.stage == config.offer_stage:
        return "I declined"
    return KINDS[kind]


def _figures(statistics: Statistics) -> tuple[Figure, ...]:
    totals, config = statistics.totals, statistics.config
    figures = [Figure(str(totals.conversations), "conversations")]
    if totals.conversations < totals.opportunities:
        figures.insert(0, Figure(str(totals.opportunities), "opportunities"))
    for row in statistics.funnel:
        if (
            row.passed
            and row.passed.n
            and config.rank(row.stage) >= config.rank(config.conversation_stage)
        ):
            said = share(row.passed)
            label = config.label("stages", row.stage)
            number = said.count if said.few else said.share
            counts = "" if said.few else f" ({said.count})"
            pending = f"; {row.pending} pending there" if row.pending else ""
            text = f"got past {label}{counts}{pending}"
            figures.append(Figure(number, text, said.interval))
    if totals.open:
        figures.append(Figure(str(totals.open), "still open"))
    return tuple(figures)


def _flow_row(row: FunnelRow, config: Config) -> FlowRow:
    return FlowRow(
        label=config.label("stages", row.stage),
        reached=row.reached,
        ends=row.ends,
        passed=share(row.passed) if row.passed else None,
        resolved=share(row.passed_resolved) if row.passed_resolved else None,
    )


def _group_row(group: Group) -> GroupRow:
    return GroupRow(
        label=group.label,
        opportunities=group.totals.opportunities,
        beyond=share(group.beyond) if group.beyond else None,
        offers=group.totals.offers,
        accepted=group.totals.accepted,
    )


def _next(statistics: Statistics, scope: Scope) -> Next | None:
    """What to do next, as long as anything is open."""
    if scope.public or not statistics.totals.open:
        return None
    found = waiting(statistics.standings, statistics.config)
    todos = agenda(found, statistics.config)
    rest = len(todos) - _MOST_TODOS
    return Next(
        rows=tuple(
            Said(name(todo.wait.standing), todo_text(todo, statistics.config))
            for todo in todos[:_MOST_TODOS]
        ),
        told="" if todos else nothing_to_do(found),
        more=f"{rest} more" if rest > 0 else "",
    )


def _result(statistics: Statistics, scope: Scope) -> Result | None:
    """What it came to, once nothing is open."""
    if statistics.totals.open or not statistics.standings:
        return None
    return Result(
        title="What it came to" if is_over(statistics) else "What it came to so far",
        accepted=tuple(
            Said(name(each), accepted_text(each, statistics.config, scope))
            for each in accepted(statistics)
            if scope.singly
        ),
        effort=effort(statistics, scope),
    )
