"""Groups beside each other: how far, how often an offer, how often an answer."""

from __future__ import annotations

from collections.abc import Sequence

from opledger.core.figures.rates import Rate
from opledger.core.figures.statistics import Statistics
from opledger.core.narrative.groups import BEYOND, OFFERED, Measure, comparison
from opledger.core.reports.cells import rate_cells
from opledger.core.reports.sheet import Column, Sheet
from opledger.core.scope import Scope


def write_groups(sheet: Sheet, figures: Statistics, _scope: Scope) -> None:
    """Each group's funnel in short, and its rates, over all and over the resolved ones."""
    _reached(sheet, figures)
    stage = figures.config.conversation_stage
    write_measure(sheet, figures, BEYOND, f"Conversations that got past '{stage}'")
    write_measure(sheet, figures, OFFERED, "Conversations that came to an offer")
    if any(group.offer_rate != group.offer_rate_resolved for group in figures.groups):
        resolved = Measure(lambda group: group.offer_rate_resolved, OFFERED.more)
        write_measure(sheet, figures, resolved, "The same, without those still open")


def _reached(sheet: Sheet, figures: Statistics) -> None:
    stages = [row.stage for row in figures.funnel]
    sheet.heading(f"How far did each {figures.dimension} come? Opportunities that reached")
    columns = [Column(figures.dimension.capitalize(), wide=True)]
    columns += [Column(stage, number=True) for stage in stages]
    columns.append(Column("open", number=True))
    rows = [
        [
            group.label,
            *(str(row.reached) for row in group.funnel if row.stage in stages),
            str(group.totals.open or "·"),
        ]
        for group in figures.groups
    ]
    sheet.table(columns, rows)


def write_measure(sheet: Sheet, figures: Statistics, measure: Measure, title: str) -> None:
    """One rate of every group with its interval, and whether the intervals lie apart."""
    rated = [(group.label, measure.rate(group)) for group in figures.groups]
    found: Sequence[tuple[str, Rate]] = [(label, rate) for label, rate in rated if rate is not None]
    if not found:
        return
    sheet.heading(title)
    heads = ("Of all", "Share", "95 % interval")
    columns = [Column(figures.dimension.capitalize(), wide=True)]
    sheet.table(
        [*columns, *(Column(head, number=True) for head in heads)],
        [[label, *rate_cells(rate)] for label, rate in found],
    )
    if told := comparison(figures.groups, measure):
        sheet.text(told, aside=True)
