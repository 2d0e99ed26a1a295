"""The funnel: where they ended, how many passed, interest, groups."""

from __future__ import annotations

from collections.abc import Sequence

from opledger.core.figures.rates import Rate
from opledger.core.figures.statistics import Statistics
from opledger.core.narrative.groups import comparison
from opledger.core.narrative.search import reversals
from opledger.core.reports.cells import count_cell, rate_cells
from opledger.core.reports.sheet import Column, Sheet
from opledger.core.scope import Scope

INTEREST_HEADING = "Was my time where my interest was? Final interest by furthest stage"


def write_funnel(sheet: Sheet, figures: Statistics, scope: Scope) -> None:
    """The funnel and what belongs to it."""
    write_outcome(sheet, figures)
    if told := reversals(figures, scope):
        sheet.heading("What was reversed?")
        sheet.text(told)
    if figures.interest_counts.stated:
        write_interest(sheet, figures)
    _groups(sheet, figures)


def write_outcome(sheet: Sheet, figures: Statistics) -> None:
    """Where they ended, and how many passed to the next stage."""
    _funnel(sheet, figures)
    _passed(sheet, figures)


def _funnel(sheet: Sheet, figures: Statistics) -> None:
    sheet.heading("Where did they end, and who ended them?")
    heads = ("Accepted", "Me", "They", "Silence", "Nobody", "Pending")
    # Ends that nothing came to are left out: the stages' labels have the room.
    ends = [n for n in range(len(heads)) if any(row.ends[n] for row in figures.funnel)]
    columns = [
        Column("Stage", wide=True),
        Column("Reached", number=True),
        Column("Stopped", number=True),
    ]
    columns += [Column(heads[end], number=True) for end in ends]
    rows = [
        [
            figures.config.label("stages", row.stage),
            str(row.reached),
            str(row.stopped),
            *(count_cell(row.ends[end]) for end in ends),
        ]
        for row in figures.funnel
    ]
    sheet.table(columns, rows)


def _passed(sheet: Sheet, figures: Statistics) -> None:
    rows = []
    pending = any(row.pending for row in figures.funnel)
    for row, following in zip(figures.funnel, figures.funnel[1:], strict=False):
        if row.passed is None or row.passed_resolved is None:
            continue
        rates = [row.passed, row.passed_resolved] if pending else [row.passed]
        rows.append([f"{row.stage} → {following.stage}", *_cells(rates)])
    if not rows:
        return
    whole = f"{figures.config.conversation_stage} → {figures.config.offer_stage}"
    if whole not in {row[0] for row in rows}:
        rates = [figures.offer_rate, figures.offer_rate_resolved]
        rows.append([f"in all: {whole}", *_cells(rates if pending else rates[:1])])
    sheet.heading("How many passed to the next stage?")
    heads = ["Passed", "Share", "95 % interval"]
    if pending:  # twice as many columns, on as many of the terminal
        heads = ["Passed", "Share", "Interval", "Resolved", "Share", "Interval"]
    sheet.table([Column("From → to"), *(Column(head, number=True) for head in heads)], rows)
    if pending:
        sheet.text(
            "Resolved: without those still pending there. Intervals are of 95 %.", aside=True
        )


def _cells(rates: Sequence[Rate]) -> list[str]:
    return [cell for each in rates for cell in rate_cells(each)]


def write_interest(sheet: Sheet, figures: Statistics) -> None:
    """Final interest by furthest stage."""
    table = figures.interest_counts
    sheet.heading(INTEREST_HEADING)
    columns = [Column("Interest")]
    columns += [Column(stage, number=True) for stage in table.stages]
    rows = [
        [level or "not stated", *(count_cell(n) for n in counts)]
        for level, counts in zip(table.levels, table.counts, strict=True)
    ]
    sheet.table(columns, rows)


def _groups(sheet: Sheet, figures: Statistics) -> None:
    config = figures.config
    stage = config.conversation_stage
    sheet.heading(f"Which {figures.dimension} led further? Conversations that got past '{stage}'")
    columns = [
        Column(figures.dimension.capitalize(), wide=True),
        Column("All", number=True),
        Column(f"Past {stage}", number=True),
        Column("Share", number=True),
        Column("95 % interval", number=True),
        Column("Offers", number=True),
        Column("Accepted", number=True),
    ]
    rows = []
    for group in figures.groups:
        past = group.beyond
        rows.append(
            [
                group.label,
                str(group.totals.opportunities),
                *(rate_cells(past) if past else ("", "", "")),
                count_cell(group.totals.offers),
                count_cell(group.totals.accepted),
            ]
        )
    sheet.table(columns, rows)
    if told := comparison(figures.groups):
        sheet.text(told, aside=True)
