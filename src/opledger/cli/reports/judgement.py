"""How my judgement moved and what it foretold, on the terminal."""

from __future__ import annotations

from opledger.cli.reports.cells import count_cell, rate_cells
from opledger.cli.reports.funnel import print_interest
from opledger.cli.tables import Column, Page
from opledger.core.figures.judgement import Path
from opledger.core.figures.statistics import Statistics
from opledger.core.narrative.judgement import event_text, foretold


def print_judgement(page: Page, figures: Statistics) -> None:
    """What levels foretold, moves by stage, first and last levels, and every move."""
    judgement = figures.judgement
    if not judgement.paths:
        page.text("No interest or confidence is stated yet.")
        return
    if told := foretold(judgement):
        page.text(told)
    print_interest(page, figures)
    if judgement.foretold:
        page.heading("What did it foretell? Levels before the offer or the end, of those ended")
        heads = ("Came to an offer", "Accepted", "Share", "95 % interval")
        page.table(
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
        page.heading("At which stage did it move?")
        heads = ("Interest up", "down", "Confidence up", "down")
        page.table(
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
    page.heading("First and last level, and every move between")
    for path in judgement.paths:
        _path(page, path, figures)


def _path(page: Page, path: Path, figures: Statistics) -> None:
    about = path.standing.opportunity
    levels = (("interest", path.interest), ("confidence", path.confidence))
    said = [f"{name} {_way(*ends)}" for name, ends in levels if ends[0]]
    page.text(f"{about.company}: {', '.join(said)}", indent=1)
    for move in path.moves:
        made = event_text(move.event, figures.config)
        what = f"{move.event.date}  {move.scale} {move.before} → {move.after}  {made}"
        page.text(what, indent=3, dim=True)


def _way(first: str | None, last: str | None) -> str:
    return f"{first} → {last}" if first != last else f"{first}"
