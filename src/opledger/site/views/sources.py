"""Sources and segments: which led further, who answers, who falls silent, and who ended it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

from opledger.core.late import dataclass
from opledger.core.narrative.endings import ended_text, explained
from opledger.core.narrative.groups import (
    ANSWERED,
    BEYOND,
    SILENT,
    TOO_FEW,
    ahead,
    comparison,
    leading,
)
from opledger.core.reports.every import may_be_told
from opledger.core.scope import WHOLE, Scope
from opledger.site.charts.bars import Bar, Bars, Part, bars
from opledger.site.views.overview import KINDS
from opledger.site.views.rated import rated
from opledger.site.views.reports import shown

if TYPE_CHECKING:
    from opledger.core.figures.groups import Group
    from opledger.core.figures.rates import Rate
    from opledger.core.figures.statistics import Statistics
    from opledger.core.narrative.groups import Measure
    from opledger.site.charts.intervals import Intervals
    from opledger.site.views.reports import ShownReport

_DRAWN = ("source", "segment")
_LISTED = ("size", "level", "tag", "month")
_MOST = 12  # groups in a chart; the tables have all
_LONGEST = 20  # groups in a table of the other dimensions


@dataclass(frozen=True, slots=True)
class Measured:
    """One chart: what share of each group it shows, what that says, and how many groups more.

    ``name`` is its anchor and ``report`` that of its definition on the Method page.
    """

    name: str
    report: str
    title: str
    chart: Intervals
    told: str
    more: str


@dataclass(frozen=True, slots=True)
class Ended:
    """Who ended those of each group of a dimension; one bar a group."""

    dimension: str
    chart: Bars


@dataclass(frozen=True, slots=True)
class Grouped:
    """The groups of one dimension: their charts, their tables, and what these leave out."""

    dimension: str
    heading: str
    charts: tuple[Measured, ...]
    sheets: tuple[ShownReport, ...]
    left: str


@dataclass(frozen=True, slots=True)
class Sources:
    """Everything that the page shows; ``drawn`` have charts, the others tables alone."""

    headline: str
    lead: str
    drawn: tuple[Grouped, ...]
    listed: tuple[Grouped, ...]
    ended: tuple[Ended, ...]
    ends: ShownReport | None


def has_sources(statistics: Statistics) -> bool:
    """Whether a group is stated, or something has ended."""
    return any(
        not each.open or any(getattr(each.opportunity, name) for name in _DRAWN)
        for each in statistics.standings
    )


def sources(statistics: Statistics, scope: Scope = WHOLE) -> Sources | None:
    """The view; ``None`` where no group is stated and nothing has ended."""
    if not has_sources(statistics):
        return None
    by = {name: _by(statistics, name) for name in _DRAWN}
    found = [each for figured in by.values() if (each := _drawn(figured, scope))]
    ended = statistics.endings.ended > 0
    headline, lead = _head(by.values(), statistics, scope)
    return Sources(
        headline=headline,
        lead=lead,
        drawn=tuple(found),
        listed=tuple(
            each
            for name in _LISTED
            if (name != "month" or scope.months) and (each := _listed(_by(statistics, name), scope))
        ),
        ended=tuple(_ended(by[each.dimension]) for each in found) if ended else (),
        ends=shown(statistics, "ends", scope) if ended else None,
    )


def _by(statistics: Statistics, dimension: str) -> Statistics:
    """The figures with the groups of this dimension."""
    if dimension == statistics.dimension:
        return statistics
    return replace(statistics, dimension=dimension)


def _head(by: Collection[Statistics], statistics: Statistics, scope: Scope) -> tuple[str, str]:
    """A difference that is hardly chance, if there is one; and what is said of it."""
    answers = [ANSWERED, SILENT] if may_be_told("response", scope) else []
    for measure in (BEYOND, *answers):
        for each in by:
            if told := ahead(each.groups, measure):
                return told, comparison(each.groups, measure)
    for each in by:
        if told := leading(each.groups, each.dimension):
            said = comparison(each.groups)
            return told, "" if said == TOO_FEW else said
    return explained(statistics.endings).removesuffix("."), ""


def _drawn(by: Statistics, scope: Scope) -> Grouped | None:
    if not any(each.word for each in by.groups):
        return None
    names, charts = ["groups"], [_beyond(by)]
    if may_be_told("response", scope):
        names.append("response")
        charts += [_answered(by), _silent(by)]
    found = tuple(chart for chart in charts if chart)
    sheets = tuple(_sheet(by, name, scope) for name in names)
    return Grouped(by.dimension, f"Which {by.dimension} led further?", found, sheets, "")


def _listed(by: Statistics, scope: Scope) -> Grouped | None:
    """``None`` where fewer than two words stand with several opportunities each."""
    stated = [each for each in by.groups if each.word]
    kept = [each for each in stated if each.totals.opportunities > 1][:_LONGEST]
    if len(kept) < 2:  # noqa: PLR2004
        return None
    by = replace(by, shown_words=frozenset(e.word for e in kept))
    left = len(stated) - len(kept)
    more = f"{left} more with fewer opportunities {'is' if left == 1 else 'are'} left out."
    sheets = (_sheet(by, "groups", scope),)
    return Grouped(by.dimension, f"By {by.dimension}", (), sheets, more if left else "")


def _sheet(by: Statistics, name: str, scope: Scope) -> ShownReport:
    found = shown(by, name, scope)
    return replace(found, title=f"{found.title}, by {by.dimension}")


def _beyond(by: Statistics) -> Measured | None:
    stage = by.config.label("stages", by.config.conversation_stage)
    return _measured(by, BEYOND, "groups", f"Of the conversations, those that got past {stage}")


def _answered(by: Statistics) -> Measured | None:
    return _measured(by, ANSWERED, "response", "Of those that I asked first, those that answered")


def _silent(by: Statistics) -> Measured | None:
    return _measured(by, SILENT, "response", "Of all, those that fell silent: ghosted or quiet")


def _measured(by: Statistics, measure: Measure, report: str, title: str) -> Measured | None:
    told = [(each, rate) for each in by.groups if (rate := measure.rate(each)) and rate.n]
    chart = rated((each.label, rate) for each, rate in told[:_MOST])
    if chart is None:
        return None
    more = len(told) - _MOST
    return Measured(
        name=f"{by.dimension}-{measure.more.split()[0]}",
        report=report,
        title=title,
        chart=chart,
        told=comparison(_those(told), measure),
        more=f"{more} smaller ones stand in the table." if more > 0 else "",
    )


def _ended(by: Statistics) -> Ended:
    """The ends of each group, in the order and the words of the flow."""
    rows = []
    for group in by.groups[:_MOST]:
        counts = [sum(column) for column in zip(*(row.ends for row in group.funnel), strict=True)]
        told = [(kind, KINDS[kind], n) for kind, n in zip(KINDS, counts, strict=True) if n]
        parts = tuple(
            Part(kind, n, f"{n} {words}", loose=kind == "pending") for kind, words, n in told
        )
        count = str(group.totals.opportunities)
        rows.append(Bar(group.label, count, parts, note=ended_text(counts)))
    return Ended(by.dimension, bars(rows))


def _those(told: list[tuple[Group, Rate]]) -> tuple[Group, ...]:
    return tuple(each for each, _ in told)
