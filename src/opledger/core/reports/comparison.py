"""Two times of a ledger beside each other."""

from __future__ import annotations

from opledger.core.config import Config
from opledger.core.figures.comparison import Comparison, Pair
from opledger.core.figures.rates import Rate
from opledger.core.figures.survival import Survival
from opledger.core.narrative.time import median_text
from opledger.core.reports.cells import percent_cell
from opledger.core.reports.sheet import Column, Sheet


def write_counts(sheet: Sheet, figures: Comparison) -> None:
    """Totals and the funnel before and after."""
    config = figures.after.config
    sheet.heading("Totals")
    columns = [Column(""), *(Column(head, number=True) for head in ("Before", "After", "Change"))]
    sheet.table(columns, [(name.capitalize(), *_cells(p)) for name, p in figures.totals.items()])
    sheet.heading("The funnel")
    heads = ("Reached", "Change", "Stopped", "Change", "Pending", "Change")
    sheet.table(
        [Column("Stage"), *(Column(head, number=True) for head in heads)],
        [
            (
                config.label("stages", row.stage),
                *_now(row.reached),
                *_now(row.stopped),
                *_now(row.pending),
            )
            for row in figures.stages
        ],
    )


def write_rates(sheet: Sheet, figures: Comparison) -> None:
    """Shares and median days before and after."""
    config = figures.after.config
    _shares(sheet, figures, config)
    _medians(sheet, figures, config)


def _shares(sheet: Sheet, figures: Comparison, config: Config) -> None:
    sheet.heading("Shares")
    names = {"offer_rate": "Came to an offer", "answered": "Answered me"}
    sheet.table(
        [
            Column(""),
            *(Column(head, number=True) for head in ("Before", "Share", "After", "Share")),
        ],
        [
            (
                names.get(each.name) or f"Got past {config.label('stages', each.name)}",
                *_rate(each.before),
                *_rate(each.after),
            )
            for each in figures.rates
            if each.after.n or (each.before and each.before.n)
        ],
    )


def _medians(sheet: Sheet, figures: Comparison, config: Config) -> None:
    sheet.heading("Median days")
    names = {"response": "First answer", "whole": "First event to the end"}
    sheet.table(
        [
            Column(""),
            *(Column(head, number=True) for head in ("Before", "Cases", "After", "Cases")),
        ],
        [
            (
                names.get(each.name) or config.label("stages", each.name),
                *_median(each.before),
                *_median(each.after),
            )
            for each in figures.medians
            if each.after.n or (each.before and each.before.n)
        ],
    )


def _rate(rate: Rate | None) -> tuple[str, str]:
    return (f"{rate.k} of {rate.n}", percent_cell(rate)) if rate and rate.n else ("·", "")


def _median(curve: Survival | None) -> tuple[str, str]:
    return (median_text(curve), str(curve.n)) if curve and curve.n else ("·", "·")


def _cells(pair: Pair) -> tuple[str, str, str]:
    return str(pair.before), *_now(pair)


def _now(pair: Pair) -> tuple[str, str]:
    """A count and its change; a dot where there is none."""
    return str(pair.after), f"{pair.gain:+d}" if pair.gain else "·"
