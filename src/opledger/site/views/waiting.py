"""Whose turn it is with what is open, and what is to be expected of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from opledger.core.figures.waiting import Turn, Wait, waiting
from opledger.core.late import dataclass
from opledger.core.narrative.waiting import (
    ahead_text,
    appointment_text,
    besides,
    due_text,
    last_text,
    owed,
    usual_text,
)
from opledger.core.narrative.words import plural
from opledger.core.scope import WHOLE, Scope
from opledger.site.charts.silence import Bar, bar, longest
from opledger.site.views.matrix import level_rank
from opledger.site.views.opportunity import Level
from opledger.site.views.reports import ShownReport, shown

if TYPE_CHECKING:
    from opledger.core.config import Config
    from opledger.core.figures.statistics import Statistics

MOST = 30  # rows of a table


@dataclass(frozen=True, slots=True)
class WaitRow:
    """An open opportunity; ``silent`` is in days, ``usual`` the usual wait in words."""

    id: str
    company: str
    role: str
    stage: str
    last: str
    interest: Level | None
    silent: str
    quiet: bool
    bar: Bar
    usual: str
    next: str
    due: str
    overdue: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Those whose turn it is; ``key`` is an anchor, ``more`` says what is left out.

    ``ticks`` says what the ticks mark, once, above the first of them.
    """

    key: str
    title: str
    ticks: str
    rows: tuple[WaitRow, ...]
    more: str
    has_interest: bool
    has_next: bool


@dataclass(frozen=True, slots=True)
class MetRow:
    """An appointment."""

    id: str
    company: str
    what: str
    ahead: str
    next: str


@dataclass(frozen=True, slots=True)
class WaitingPage:
    """Everything that the page shows."""

    headline: str
    lead: str
    groups: tuple[Group, ...]
    met: tuple[MetRow, ...]
    met_next: bool
    met_more: str
    forecast: ShownReport


_TITLES = {
    Turn.MINE: "Whom do I owe an answer?",
    Turn.THEIRS: "Who owes me an answer?",
    Turn.UNSTATED: "Whose turn is not stated?",
}


def has_waiting(statistics: Statistics, scope: Scope = WHOLE) -> bool:
    """Whether something is open, and may be told one by one."""
    return not scope.public and any(each.open for each in statistics.standings)


def waiting_page(statistics: Statistics, scope: Scope = WHOLE) -> WaitingPage | None:
    """The view; ``None`` where nothing is open, and on public pages."""
    if not has_waiting(statistics, scope):
        return None
    config = statistics.config
    found = waiting(statistics.standings, config)
    groups = ((Turn.MINE, found.mine), (Turn.THEIRS, found.theirs), (Turn.UNSTATED, found.unstated))
    most = longest([(wait.days, _tick(wait)) for _, waits in groups for wait in waits[:MOST]])
    ticked = [
        (turn, wait) for turn, waits in groups for wait in waits[:MOST] if _tick(wait) is not None
    ]
    first = ticked[0][0] if ticked else None
    ticks = usual_text([wait for _, wait in ticked], config)
    met = [wait for wait in found.every if wait.appointment]
    met.sort(key=lambda wait: wait.ahead or 0)
    return WaitingPage(
        headline=owed(found),
        lead=f"As of {statistics.as_of}, {besides(found, config)}",
        groups=tuple(
            _group(turn, waits, most, "" if turn is not first else ticks, config)
            for turn, waits in groups
            if waits
        ),
        met=tuple(_met(wait, config) for wait in met[:MOST]),
        met_next=any(wait.action or wait.due for wait in met[:MOST]),
        met_more=f"{len(met) - MOST} more later" if len(met) > MOST else "",
        forecast=shown(statistics, "forecast", scope),
    )


def _tick(wait: Wait) -> int | None:
    """The usual wait is that for their answer, so it says nothing where it is my turn."""
    return wait.usual.days if wait.usual and wait.turn is not Turn.MINE else None


def _group(turn: Turn, waits: Sequence[Wait], most: int, ticks: str, config: Config) -> Group:
    rest = waits[MOST:]
    return Group(
        key=turn.value,
        title=_TITLES[turn],
        ticks=ticks,
        rows=tuple(_row(wait, most, config) for wait in waits[:MOST]),
        more=f"{len(rest)} more, silent for {plural(rest[0].days, 'day')} at most" if rest else "",
        has_interest=any(wait.standing.interest for wait in waits[:MOST]),
        has_next=any(wait.action or wait.due for wait in waits[:MOST]),
    )


def _row(wait: Wait, most: int, config: Config) -> WaitRow:
    each = wait.standing
    usual = _tick(wait)
    interest = each.interest
    return WaitRow(
        id=each.opportunity.id,
        company=each.opportunity.company,
        role=each.opportunity.role or "",
        stage=config.label("stages", each.stage),
        last=last_text(each),
        interest=Level(interest, level_rank(interest, config.interest)) if interest else None,
        silent=plural(wait.days, "day"),
        quiet=wait.quiet,
        bar=bar(wait.days, usual, most),
        usual="" if usual is None else f"usually {usual}",
        next=wait.action,
        due=due_text(wait),
        overdue=wait.overdue,
    )


def _met(wait: Wait, config: Config) -> MetRow:
    each = wait.standing.opportunity
    due = due_text(wait)
    return MetRow(
        id=each.id,
        company=each.company,
        what=appointment_text(wait.appointment, config) if wait.appointment else "",
        ahead=ahead_text(wait.ahead or 0),
        next=", ".join(part for part in (wait.action, due) if part),
    )
