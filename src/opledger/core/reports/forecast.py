"""The forecast of offers."""

from __future__ import annotations

from opledger.core.figures.rates import rate
from opledger.core.figures.statistics import Statistics
from opledger.core.narrative.forecast import expected
from opledger.core.reports.cells import count_cell, rate_cells
from opledger.core.reports.sheet import Column, Sheet
from opledger.core.scope import Scope


def write_forecast(sheet: Sheet, figures: Statistics, _scope: Scope) -> None:
    """What to expect of the open ones, and the record that it rests on."""
    config = figures.config
    for sentence in expected(figures.forecast, config):
        sheet.text(sentence)
    sheet.heading("What it rests on: open now, and passed so far of those decided")
    heads = ("Open", "Quiet", "Passed", "Share", "95 % interval")
    sheet.table(
        [Column("Stage", wide=True), *(Column(head, number=True) for head in heads)],
        [
            [
                config.label("stages", stage.stage),
                count_cell(stage.open),
                count_cell(stage.quiet),
                *rate_cells(rate(stage.passed, stage.passed + stage.stopped, config.few)),
            ]
            for stage in figures.forecast.stages
        ],
    )
