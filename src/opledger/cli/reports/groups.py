"""Groups beside each other on the terminal: how far, how often an offer, how often an answer."""

from __future__ import annotations

from collections.abc import Sequence

from opledger.cli.reports.cells import rate_cells
from opledger.cli.tables import Column, Page
from opledger.core.figures.rates import Rate
from opledger.core.figures.statistics import Statistics
from opledger.core.narrative.groups import BEYOND, OFFERED, Measure, comparison


def print_groups(page: Page, figures: Statistics) -> None:
    """Each group's funnel in short, and its rates, over all and over the resolved ones."""
    _reached(page, figures)
    stage = figures.config.conversation_stage
    print_measure(page, figures, BEYOND, f"Conversations that got past '{stage}'")
    print_measure(page, figures, OFFERED, "Conversations that came to an offer")
    if any(group.offer_rate != group.offer_rate_resolved for group in figures.groups):
        resolved = Measure(lambda group: group.offer_rate_resolved, OFFERED.more)
        print_measure(page, figures, resolved, "The same, without those still open")


def _reached(page: Page, figures: Statistics) -> None:
    stages = [row.stage for row in figures.funnel]
    page.heading(f"How far did each {figures.dimension} come? Opportunities that reached")
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
    page.table(columns, rows)


def print_measure(page: Page, figures: Statistics, measure: Measure, title: str) -> None:
    """One rate of every group with its interval, and whether the intervals lie apart."""
    rated = [(group.label, measure.rate(group)) for group in figures.groups]
    found: Sequence[tuple[str, Rate]] = [(label, rate) for label, rate in rated if rate is not None]
    if not found:
        return
    page.heading(title)
    heads = ("Of all", "Share", "95 % interval")
    columns = [Column(figures.dimension.capitalize(), wide=True)]
    page.table(
        [*columns, *(Column(head, number=True) for head in heads)],
        [[label, *rate_cells(rate)] for label, rate in found],
    )
    if told := comparison(figures.groups, measure):
        page.text(told, dim=True)
