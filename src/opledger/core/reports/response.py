"""Who answers and who falls silent."""

from __future__ import annotations

from opledger.core.figures.statistics import Statistics
from opledger.core.narrative.groups import ANSWERED, SILENT, comparison
from opledger.core.narrative.response import answered, fallen_silent
from opledger.core.reports.cells import count_cell, percent_cell, rate_cells
from opledger.core.reports.sheet import Column, Sheet
from opledger.core.scope import Scope


def write_response(sheet: Sheet, figures: Statistics, _scope: Scope) -> None:
    """Answers and silence, in all and by group."""
    sheet.text(answered(figures.response))
    sheet.text(fallen_silent(figures.silence))
    head = Column(figures.dimension.capitalize(), wide=True)
    if figures.response.answered.n:
        sheet.heading(f"Who answers? By {figures.dimension}, of those that I asked first")
        _answers(sheet, figures, head)
    sheet.heading(f"Who falls silent? By {figures.dimension}, of all opportunities")
    heads = ("Ghosted", "Quiet", "Both", "Share", "95 % interval")
    rows = []
    for group in figures.groups:
        silence = group.silence
        numbers = (count_cell(silence.ghosted.k), count_cell(silence.quiet.k))
        rows.append([group.label, *numbers, *rate_cells(silence.silent)])
    sheet.table([head, *(Column(name, number=True) for name in heads)], rows)
    if told := comparison(figures.groups, SILENT):
        sheet.text(told, aside=True)


def _answers(sheet: Sheet, figures: Statistics, head: Column) -> None:
    waiting = figures.response.answered != figures.response.answered_resolved
    heads = ["Answered", "Share", "95 % interval"]
    heads += ["Resolved", "Share"] if waiting else []
    heads.append("Talked")
    rows = []
    for group in figures.groups:
        asked = group.response
        cells = [group.label, *rate_cells(asked.answered)]
        if waiting:
            resolved = asked.answered_resolved
            cells += [f"{resolved.k} of {resolved.n}", percent_cell(resolved)]
        rows.append([*cells, count_cell(asked.talked.k)])
    sheet.table([head, *(Column(name, number=True) for name in heads)], rows)
    if told := comparison(figures.groups, ANSWERED):
        sheet.text(told, aside=True)
