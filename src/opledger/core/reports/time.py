"""How long it takes."""

from __future__ import annotations

from opledger.core.figures.statistics import Statistics
from opledger.core.figures.survival import Survival
from opledger.core.narrative.time import interval_text, median_text, whole_text
from opledger.core.reports.sheet import Column, Sheet
from opledger.core.scope import Scope


def write_time(sheet: Sheet, figures: Statistics, scope: Scope) -> None:
    """Median days of every kind, in all and by group."""
    if told := whole_text(figures.times):
        sheet.text(told)
    label = figures.config.label
    times = figures.times
    sheet.heading("How long does it take? Median days")
    heads = ("Cases", "Over", "Waiting", "Median", "95 % interval")
    curves: list[tuple[str, Survival]] = []
    if scope.turns:
        curves.append(("First answer", times.response))
    curves += [(label("stages", stage), curve) for stage, curve in times.stages]
    curves.append(("First event to the end", times.whole))
    sheet.table(
        [Column("Time", wide=True), *(Column(head, number=True) for head in heads)],
        [
            [
                name,
                *(str(count) for count in (curve.n, curve.ended, curve.waiting)),
                median_text(curve),
                interval_text(curve),
            ]
            for name, curve in curves
            if curve.n
        ],
    )
    sheet.text("Those still waiting count as long as they have waited (Kaplan-Meier).", aside=True)
    sheet.heading(f"Median days by {figures.dimension}, and of how many")
    stages = [stage for stage, _ in times.stages]
    kinds = (*["answer"] * scope.turns, *stages, "to the end")
    rows = []
    for group in figures.groups:
        found = dict(group.times.stages)
        answers = [group.times.response] * scope.turns
        those = (*answers, *(found.get(stage) for stage in stages), group.times.whole)
        rows.append([group.label, *(_cell(curve) for curve in those)])
    columns = [Column(figures.dimension.capitalize(), wide=True)]
    sheet.table([*columns, *(Column(kind, number=True) for kind in kinds)], rows)
    if any("?" in cell for row in rows for cell in row[1:]):
        sheet.text("?: too few to say, or fewer than half so far.", aside=True)


def _cell(curve: Survival | None) -> str:
    """``8 of 12``; a dot of nothing, and no median of too few or where it is not reached."""
    if curve is None or not curve.n:
        return "·"
    known = not curve.few and curve.median is not None
    return f"{curve.median if known else '?'} ({curve.n})"
