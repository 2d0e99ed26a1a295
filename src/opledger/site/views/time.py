"""Time: how long it takes to the end, to the first answer, and in each stage."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from opledger.core.figures.timing import whole_time
from opledger.core.late import dataclass
from opledger.core.narrative.time import half_text, time_lead, whole_headline
from opledger.core.scope import WHOLE, Scope
from opledger.site.charts.curve import Curve, can_be_drawn, curve
from opledger.site.views.reports import shown

if TYPE_CHECKING:
    from opledger.core.figures.statistics import Statistics
    from opledger.core.figures.survival import Survival
    from opledger.site.views.reports import ShownReport


@dataclass(frozen=True, slots=True)
class Drawn:
    """A curve with its name, and what it says; ``chart`` is ``None`` where that is too little."""

    id: str
    name: str
    told: str
    chart: Curve | None


@dataclass(frozen=True, slots=True)
class Time:
    """Everything that the page shows."""

    headline: str
    lead: str
    main: tuple[Drawn, ...]
    stages: tuple[Drawn, ...]
    thin: tuple[Drawn, ...]
    report: ShownReport


def has_time(statistics: Statistics, scope: Scope = WHOLE) -> bool:
    """Whether days may be told, and a curve says something yet."""
    if not scope.days:
        return False
    if can_be_drawn(whole_time(statistics.standings, statistics.config)):  # most often
        return True
    times = statistics.times
    curves = [found for _, found in times.stages]
    if scope.turns and times.response.n:
        curves.append(times.response)
    return any(map(can_be_drawn, curves))


def time(statistics: Statistics, scope: Scope = WHOLE) -> Time | None:
    """The view; ``None`` where no days may be told, or where no curve says anything yet."""
    if not has_time(statistics, scope):
        return None
    times, label = statistics.times, statistics.config.label
    main = [_drawn("whole", "First event to the end", times.whole, "ended")]
    if scope.turns and times.response.n:
        main.append(_drawn("answer", "My first move to their answer", times.response, "answered"))
    stages = [
        _drawn(f"stage-{n}", label("stages", stage), found, "moved on")
        for n, (stage, found) in enumerate(times.stages)
    ]
    report = shown(statistics, "time", scope)
    return Time(
        headline=whole_headline(times),
        lead=time_lead(times, answers=scope.turns),
        main=tuple(each for each in main if each.chart),
        stages=tuple(each for each in stages if each.chart),
        thin=tuple(each for each in (*main, *stages) if not each.chart),
        report=replace(report, parts=tuple(part for part in report.parts if part.heading)),
    )


def _drawn(name: str, title: str, found: Survival, ended: str) -> Drawn:
    told = half_text(found, ended)
    return Drawn(name, title, told, curve(found, ended) if can_be_drawn(found) else None)
