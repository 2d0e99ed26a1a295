"""When each opportunity began, moved and ended, and how much was in play at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from opledger.core.figures.luck import last_day
from opledger.core.late import dataclass
from opledger.core.narrative.timeline import extent, in_play_text
from opledger.core.narrative.words import OUTCOMES, plural
from opledger.core.scope import WHOLE, Scope
from opledger.site.charts.area import Area, area
from opledger.site.charts.days import Days, Line
from opledger.site.charts.lanes import OTHER, STAGE, Lane, Point, lane
from opledger.site.views.overview import KINDS
from opledger.site.views.reports import ShownReport, shown

if TYPE_CHECKING:
    from opledger.core.config import Config
    from opledger.core.figures.statistics import Statistics
    from opledger.core.model import Event
    from opledger.core.standing import Standing

MOST = 80  # lanes
_MOST_STAGES = 480  # in all lanes: more would make a heavy page


@dataclass(frozen=True, slots=True)
class LaneRow:
    """An opportunity: its lane, how long it took, and the same as dates.

    ``role`` is empty where the company alone says which one it is.

    ``reached`` are the days on which it first reached each of the page's stages, empty where it
    never did; ``end`` is how and when it ended.
    """

    id: str
    company: str
    role: str
    lane: Lane
    long: str
    reached: tuple[str, ...]
    end: str


@dataclass(frozen=True, slots=True)
class Load:
    """What was in play each day; ``told`` says it in words."""

    area: Area
    label: str
    told: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """Everything that the page shows."""

    headline: str
    lead: str
    lines: tuple[Line, ...]
    rows: tuple[LaneRow, ...]
    more: str
    load: Load | None
    stages: tuple[str, ...]
    kinds: tuple[tuple[str, str], ...]
    has_open: bool
    by_month: bool
    luck: ShownReport


def has_timeline(statistics: Statistics, scope: Scope = WHOLE) -> bool:
    """Whether something has begun, and dates and single ones may be told."""
    return bool(statistics.standings) and scope.months and scope.singly


def timeline(statistics: Statistics, scope: Scope = WHOLE) -> Timeline | None:
    """The view; ``None`` where nothing has begun, or no dates or no single one may be told."""
    config, every = statistics.config, statistics.standings
    if not has_timeline(statistics, scope):
        return None
    first = min(each.started for each in every)
    last = statistics.as_of if statistics.totals.open else last_day(every)
    days = Days(first, last, month=not scope.days)
    rows = _chosen(every, config)
    named = Counter(each.opportunity.company for each in rows)
    met = {event.stage for each in rows for event in each.events}
    stages = [stage for stage in config.stage_order if stage in met]
    return Timeline(
        headline=extent(statistics, first, last, scope),
        lead=_lead(statistics, first, last, scope),
        lines=days.lines(),
        rows=tuple(
            _row(each, days, stages, scope, named=named[each.opportunity.company] == 1)
            for each in rows
        ),
        more=(
            f"These are the {len(rows)} of {len(every)} that got furthest; of equals, the latest."
            if len(every) > len(rows)
            else ""
        ),
        load=_load(statistics, days) if scope.days else None,
        stages=tuple(config.label("stages", stage) for stage in stages),
        kinds=tuple(
            (kind, label)
            for kind, label in KINDS.items()
            if any(mark == kind for each in rows for mark in map(_kind, each.events))
        ),
        has_open=any(each.open for each in rows),
        by_month=not scope.days,
        luck=shown(statistics, "luck", scope),
    )


def _chosen(every: Sequence[Standing], config: Config) -> list[Standing]:
    """Those that are shown, in the order in which they began; of many, those that got furthest.

    Of those that got equally far, the latest.
    """
    most = min(MOST, max(1, _MOST_STAGES // len(config.stages)))
    by_start = sorted(every, key=lambda each: (each.started, each.opportunity.id))
    by_start.reverse()
    far = sorted(by_start, key=lambda each: -config.rank(each.furthest))[:most]
    return sorted(far, key=lambda each: (each.started, each.opportunity.id))


def _lead(statistics: Statistics, first: date, last: date, scope: Scope) -> str:
    """From when to when, where the headline does not say it, and how many go on."""
    still = statistics.totals.open
    going = f"{still} {'is' if still == 1 else 'are'} still open" if still else ""
    when = "" if not scope.days else f"{first} to {last}" if first != last else str(first)
    told = "; ".join(part for part in (when, going) if part)
    return f"{told}." if told else ""


def _row(
    each: Standing, days: Days, stages: Sequence[str], scope: Scope, *, named: bool
) -> LaneRow:
    begun = each.events[0]
    told = [event for event in each.events if event.stage or event.outcome or event is begun]
    reached: dict[str | None, str] = {}
    for event in told:
        reached.setdefault(event.stage, scope.when(event.date))
    end = "still open"
    if each.outcome and each.ended:
        end = f"{OUTCOMES[each.outcome]}, {scope.when(each.ended)}"
    return LaneRow(
        id=each.opportunity.id,
        company=each.opportunity.company,
        role="" if named else each.opportunity.role or "",
        lane=lane([Point(event.date, _kind(event)) for event in told], days),
        long=plural(each.days, "day") if scope.days else "",
        reached=tuple(reached.get(stage, "") for stage in stages),
        end=end,
    )


def _kind(event: Event) -> str:
    if event.outcome:
        return "accepted" if event.outcome == "accepted" else event.outcome.ended_by.value
    return STAGE if event.stage else OTHER


def _load(statistics: Statistics, days: Days) -> Load | None:
    load = statistics.luck.load
    if load.first is None or not load.peak:
        return None
    return Load(
        area=area(load.first, load.counts, days),
        label=f"{load.peak} at once",
        told=in_play_text(load),
    )
