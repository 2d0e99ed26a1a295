"""The audit log as a page: what each commit did, week by week."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from opledger.core.figures.weekly import weekly
from opledger.core.late import dataclass
from opledger.core.narrative.words import plural
from opledger.files.diagnostics import printable

if TYPE_CHECKING:
    from opledger.core.config import Config
    from opledger.core.figures.statistics import Statistics
    from opledger.git.accounts import Account, Altered

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


@dataclass(frozen=True, slots=True)
class Told:
    """The commits of a ledger in rows: what each did, newest first.

    ``commits`` is how many there are, ``days`` and ``people`` are of those that did something.
    """

    commits: int
    rows: tuple[ChangeRow, ...]
    days: tuple[date, ...]
    people: frozenset[str]


def told(accounts: Iterable[Account], statistics: Statistics) -> Told:
    """The commits in rows; each account, given oldest first, is looked at once and let go of."""
    names = {each.opportunity.id: each.opportunity.company for each in statistics.standings}
    commits, days, people = 0, list[date](), set[str]()
    rows: list[tuple[ChangeRow, ...]] = []
    for account in accounts:
        commits += 1
        if account.altered or account.settings:
            days.append(_day(account, statistics.config))
            people.add(account.commit.author)
        rows.append(tuple(_rows(account, names, statistics.config)))
    flat = tuple(row for of_it in reversed(rows) for row in of_it)
    return Told(commits, flat, tuple(days), frozenset(people))


def history(of: Told, statistics: Statistics) -> History:
    """The view of a ledger's commits; those without a change are left out."""
    weeks = []
    for monday, of_it in groupby(
        of.rows[:MOST], key=lambda row: _monday(date.fromisoformat(row.date))
    ):
        inner = tuple(of_it)
        weeks.append(Week(str(monday), plural(len(inner), "change"), inner))
    older = max(len(of.rows) - MOST, 0)
    return History(
        summary=_summary(of),
        stages=tuple(row.stage for row in statistics.funnel),
        funnel=_funnel(statistics),
        weeks=tuple(weeks),
        left_out=f"{plural(older, 'older change')}: 'opledger log' tells them" if older else "",
    )


def changes_by_id(of: Told) -> dict[str, tuple[ChangeRow, ...]]:
    """The changes of each opportunity, oldest first."""
    found: dict[str, list[ChangeRow]] = {}
    for place, row in reversed(list(enumerate(of.rows))):
        found.setdefault(row.id, []).append(row if place < MOST else replace(row, told=False))
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


def _summary(of: Told) -> str:
    if not of.days:
        return "No commit has changed the ledger yet."
    first, last = of.days[0], of.days[-1]
    by = f" by {min(of.people)}" if len(of.people) == 1 else f" by {len(of.people)} people"
    return f"{plural(len(of.days), 'commit')}{by}, from {first} to {last}."


def _rows(account: Account, names: Mapping[str, str], config: Config) -> Iterator[ChangeRow]:
    day = _day(account, config)
    told, short = str(day), account.commit.short
    for each in account.altered:
        if each.words:
            yield ChangeRow(
                commit=short,
                date=told,
                id=each.id,
                name=names.get(each.id) or printable(each.id),
                href=f"opportunities/{each.id}.html" if each.id in names else "",
                words=printable(each.words).replace("->", "→"),
                late=_late(day, each, config),
            )
    if account.settings:
        yield ChangeRow(short, told, "", "ledger.yaml", "", account.settings, "")


def _late(day: date, each: Altered, config: Config) -> str:
    """How long after it happened something was recorded, where that is long."""
    longest = (day - each.earliest).days if each.earliest else 0
    return f"recorded {longest} days later" if longest > config.audit.late_after else ""


def _day(account: Account, config: Config) -> date:
    return account.commit.day_in(config.zone)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
