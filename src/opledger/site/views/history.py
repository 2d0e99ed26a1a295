"""The audit log as a page: what each commit did, week by week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from opledger.core.changes import Recorded
from opledger.core.figures.weekly import weekly
from opledger.core.late import dataclass
from opledger.core.narrative.words import plural
from opledger.files.diagnostics import printable

if TYPE_CHECKING:
    from opledger.core.config import Config
    from opledger.core.figures.statistics import Statistics
    from opledger.git.chronicle import Alteration, Chapter

MOST = 250  # changes: some 60 KB


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """What one commit did to one opportunity, or to the settings.

    ``commit`` is the hash's beginning; ``href`` leads to the opportunity's page, where there is
    one; ``late`` says that something was recorded long after it happened; ``told``, that the
    History page has it.
    """

    commit: str
    date: str
    id: str
    name: str
    href: str
    words: str
    late: str
    told: bool = True


@dataclass(frozen=True, slots=True)
class Week:
    """The changes of a week that begins on a Monday, newest first."""

    monday: str
    count: str
    rows: tuple[ChangeRow, ...]


@dataclass(frozen=True, slots=True)
class FunnelWeek:
    """The funnel at the end of a week: counts by stage, each with what the week added to it."""

    monday: str
    reached: tuple[tuple[int, str], ...]
    open: int


@dataclass(frozen=True, slots=True)
class History:
    """The page: how much there is, and the weeks, newest first.

    ``left_out`` says how many older changes are not shown; empty if none are.
    """

    summary: str
    stages: tuple[str, ...]
    funnel: tuple[FunnelWeek, ...]
    weeks: tuple[Week, ...]
    left_out: str


def history(chapters: Sequence[Chapter], statistics: Statistics) -> History:
    """The view of a ledger's commits, given oldest first; those without a change are left out."""
    told = [each for each in chapters if each.alterations or each.settings]
    rows = [row for chapter in reversed(told) for row in _rows(chapter, statistics)]
    weeks = []
    for monday, of_it in groupby(
        rows[:MOST], key=lambda row: _monday(date.fromisoformat(row.date))
    ):
        inner = tuple(of_it)
        weeks.append(Week(str(monday), plural(len(inner), "change"), inner))
    older = max(len(rows) - MOST, 0)
    return History(
        summary=_summary(told, statistics.config),
        stages=tuple(row.stage for row in statistics.funnel),
        funnel=_funnel(statistics),
        weeks=tuple(weeks),
        left_out=f"{plural(older, 'older change')}: 'opledger log' tells them" if older else "",
    )


def changes_by_id(
    chapters: Sequence[Chapter], statistics: Statistics
) -> dict[str, tuple[ChangeRow, ...]]:
    """The changes of each opportunity, oldest first."""
    found: dict[str, list[ChangeRow]] = {}
    rows = [row for chapter in reversed(chapters) for row in _rows(chapter, statistics)]
    for place, row in reversed(list(enumerate(rows))):
        found.setdefault(row.id, []).append(replace(row, told=place < MOST))
    return {each: tuple(rows) for each, rows in found.items()}


def _funnel(statistics: Statistics) -> tuple[FunnelWeek, ...]:
    """Week by week, without the stages that the funnel leaves out."""
    skipped = len(statistics.config.stage_order) - len(statistics.funnel)
    before = (0,) * len(statistics.funnel)
    rows = []
    for week in weekly(statistics.standings, statistics.config):
        reached = week.reached[skipped:]
        cells = tuple(
            (n, f"+{n - m}" if n > m else "") for n, m in zip(reached, before, strict=True)
        )
        rows.append(FunnelWeek(str(week.monday), cells, week.open))
        before = reached
    return tuple(rows)


def _summary(told: Sequence[Chapter], config: Config) -> str:
    if not told:
        return "No commit has changed the ledger yet."
    first, last = (_day(each, config) for each in (told[0], told[-1]))
    people = sorted({each.commit.author for each in told})
    by = f" by {people[0]}" if len(people) == 1 else f" by {len(people)} people"
    return f"{plural(len(told), 'commit')}{by}, from {first} to {last}."


def _rows(chapter: Chapter, statistics: Statistics) -> list[ChangeRow]:
    day = str(_day(chapter, statistics.config))
    short = chapter.commit.short
    rows = [
        _row(chapter, each, statistics, day) for each in chapter.alterations if chapter.words(each)
    ]
    if chapter.settings:
        rows.append(ChangeRow(short, day, "", "ledger.yaml", "", chapter.settings, ""))
    return rows


def _row(chapter: Chapter, each: Alteration, statistics: Statistics, day: str) -> ChangeRow:
    names = {each.opportunity.id: each.opportunity.company for each in statistics.standings}
    return ChangeRow(
        commit=chapter.commit.short,
        date=day,
        id=each.id,
        name=names.get(each.id) or printable(each.id),
        href=f"opportunities/{each.id}.html" if each.id in names else "",
        words=printable(chapter.words(each)).replace("->", "→"),
        late=_late(chapter, each, statistics.config),
    )


def _late(chapter: Chapter, each: Alteration, config: Config) -> str:
    """How long after it happened something was recorded, where that is long."""
    day = _day(chapter, config)
    waited = [
        (day - change.event.date).days
        for change in chapter.made(each)
        if isinstance(change, Recorded)
    ]
    longest = max(waited, default=0)
    return f"recorded {longest} days later" if longest > config.audit.late_after else ""


def _day(chapter: Chapter, config: Config) -> date:
    return chapter.commit.day_in(config.zone)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
