"""Interest: where it began and ended, at which stage it moved, and what it foretold."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from opledger.core.figures.rates import Rate, rate
from opledger.core.late import dataclass
from opledger.core.narrative.judgement import foretold, moved
from opledger.core.narrative.words import plural
from opledger.core.reports.funnel import INTEREST_HEADING
from opledger.core.scope import WHOLE, Scope
from opledger.site.charts.bars import Bar, Bars, Part, bars
from opledger.site.charts.paths import Paths, paths
from opledger.site.views.matrix import Matrix, matrix
from opledger.site.views.rated import rated
from opledger.site.views.reports import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from opledger.core.figures.judgement import Foretold, StageMoves
    from opledger.core.figures.statistics import Statistics
    from opledger.site.charts.intervals import Intervals
    from opledger.site.views.reports import ShownReport


@dataclass(frozen=True, slots=True)
class Scale:
    """Interest or confidence: from first level to last, and the moves by stage, if any."""

    name: str
    told: str
    paths: Paths
    moves: Bars | None


@dataclass(frozen=True, slots=True)
class Held:
    """What came of those held at each level of interest."""

    name: str
    title: str
    chart: Intervals


@dataclass(frozen=True, slots=True)
class Interest:
    """Everything that the page shows."""

    headline: str
    lead: str
    scales: tuple[Scale, ...]
    held: tuple[Held, ...]
    matrix: Matrix
    report: ShownReport


def has_interest(statistics: Statistics) -> bool:
    """Whether interest or confidence is stated anywhere."""
    return any(each.moves for each in statistics.standings)


def interest(statistics: Statistics, scope: Scope = WHOLE) -> Interest | None:
    """The view; ``None`` where neither interest nor confidence is stated."""
    if not has_interest(statistics):
        return None
    judgement, config = statistics.judgement, statistics.config
    table = matrix(statistics)
    if not scope.singly:
        table = replace(table, rows=())
    scales = (
        _scale(
            "interest",
            config.interest,
            [each.interest for each in judgement.paths],
            _moves(statistics, lambda row: (row.interest_up, row.interest_down)),
        ),
        _scale(
            "confidence",
            config.confidence,
            [each.confidence for each in judgement.paths],
            _moves(statistics, lambda row: (row.confidence_up, row.confidence_down)),
        ),
    )
    report = shown(statistics, "judgement", scope)
    parts = tuple(part for part in report.parts if part.heading not in {"", INTEREST_HEADING})
    return Interest(
        headline=moved(judgement, config),
        lead=foretold(judgement),
        scales=tuple(scale for scale in scales if scale),
        held=tuple(_held(statistics)),
        matrix=table,
        report=replace(report, parts=parts),
    )


def _scale(
    name: str,
    levels: Sequence[str],
    ends: Sequence[tuple[str | None, str | None]],
    moves: Bars | None,
) -> Scale | None:
    counts = Counter(
        (levels.index(first), levels.index(last))
        for first, last in ends
        if first is not None and last is not None
    )
    if not counts:
        return None
    up = sum(n for (first, last), n in counts.items() if last > first)
    down = sum(n for (first, last), n in counts.items() if last < first)
    ways = ((up, "rose"), (down, "fell"), (counts.total() - up - down, "where they began"))
    told = ", ".join(f"{count} {way}" for count, way in ways if count)
    return Scale(name, told, paths(levels, counts), moves)


def _moves(statistics: Statistics, counted: Callable[[StageMoves], tuple[int, int]]) -> Bars | None:
    rows = []
    for row in statistics.judgement.moves:
        up, down = counted(row)
        if up or down:
            label = statistics.config.label("stages", row.stage)
            parts = (
                Part("up", up, plural(up, "move") + " up"),
                Part("down", down, plural(down, "move") + " down"),
            )
            told = ", ".join(f"{n} {way}" for n, way in ((up, "up"), (down, "down")) if n)
            rows.append(Bar(label, told, parts))
    return bars(rows) if rows else None


def _held(statistics: Statistics) -> list[Held]:
    """By level of interest, from high to low, however confident I was."""
    found = []
    for name, title, of in (
        ("came-to-offer", "Came to an offer", _offers),
        ("accepted", "Ended in an accepted offer", _accepted),
    ):
        chart = rated(
            (level, _together(statistics, level, of))
            for level in reversed(statistics.config.interest)
        )
        if chart:
            found.append(Held(name, title, chart))
    return found


def _offers(row: Foretold) -> Rate:
    return row.offers


def _accepted(row: Foretold) -> Rate:
    return row.accepted


def _together(statistics: Statistics, level: str, of: Callable[[Foretold], Rate]) -> Rate:
    rates = [of(row) for row in statistics.judgement.foretold if row.interest == level]
    few = statistics.config.few
    return rate(sum(each.k for each in rates), sum(each.n for each in rates), few)
