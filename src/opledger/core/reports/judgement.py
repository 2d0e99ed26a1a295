"""How my judgement moved and what it foretold."""

from __future__ import annotations

from opledger.core.figures.statistics import Statistics
from opledger.core.narrative.judgement import event_text, foretold
from opledger.core.reports.cells import count_cell, rate_cells
from opledger.core.reports.funnel import write_interest
from opledger.core.reports.sheet import Column, Sheet
from opledger.core.scope import Scope


def write_judgement(sheet: Sheet, figures: Statistics, scope: Scope) -> None:
    """What levels foretold, moves by stage, first and last levels, and every move."""
    judgement = figures.judgement
    if not judgement.paths:
        sheet.text("No interest or confidence is stated yet.")
        return
    if told := foretold(judgement):
        sheet.text(told)
    write_interest(sheet, figures)
    if judgement.foretold:
        sheet.heading("What did it foretell? Levels before the offer or the end, of those ended")
        heads = ("Came to an offer", "Accepted", "Share", "95 % interval")
        sheet.table(
            [
                Column("Interest"),
                Column("Confidence"),
                *(Column(head, number=True) for head in heads),
            ],
            [
                [
                    row.interest or "not stated",
                    row.confidence or "not stated",
                    f"{row.offers.k} of {row.offers.n}",
                    *rate_cells(row.accepted),
                ]
                for row in judgement.foretold
            ],
        )
    if judgement.moves:
        sheet.heading("At which stage did it move?")
        heads = ("Interest up", "down", "Confidence up", "down")
        sheet.table(
            [Column("Stage", wide=True), *(Column(head, number=True) for head in heads)],
            [
                [
                    figures.config.label("stages", row.stage),
                    *(count_cell(n) for n in (row.interest_up, row.interest_down)),
                    *(count_cell(n) for n in (row.confidence_up, row.confidence_down)),
                ]
                for row in judgement.moves
            ],
        )
    if not scope.singly:
        return
    sheet.heading("First and last level of each")
    sheet.table(
        [Column("Opportunity", wide=True), Column("Interest"), Column("Confidence")],
        [
            [path.standing.opportunity.company, _way(*path.interest), _way(*path.confidence)]
            for path in judgement.paths
        ],
    )
    _moves(sheet, figures, scope)


def _moves(sheet: Sheet, figures: Statistics, scope: Scope) -> None:
    made = [(move, path.standing) for path in figures.judgement.paths for move in path.moves]
    made.sort(key=lambda pair: pair[0].event.date)
    rows = []
    for move, each in made:
        what = f"{move.scale} {move.before} → {move.after}"
        cells = [each.opportunity.company, what, event_text(move.event, figures.config)]
        rows.append([scope.when(move.event.date), *cells] if scope.months else cells)
    if rows:
        sheet.heading("Every move, with the event that made it")
        heads = [Column("Opportunity"), Column("Move"), Column("What happened", wide=True)]
        sheet.table([Column("Date", fixed=True), *heads] if scope.months else heads, rows)


def _way(first: str | None, last: str | None) -> str:
    """``medium → high``, or the level that stayed."""
    return f"{first} → {last}" if first != last else first or ""
