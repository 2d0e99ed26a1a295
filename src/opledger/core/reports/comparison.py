"""Two times of a ledger beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from opledger.core.narrative.time import interval_text, median_text
from opledger.core.reports.cells import rate_cells
from opledger.core.reports.sheet import Column, Sheet

if TYPE_CHECKING:
    from opledger.core.config import Config
    from opledger.core.figures.comparison import Comparison, Pair
    from opledger.core.figures.survival import Survival

_Cells = tuple[str, str, str]
_NOTHING = ("·", "", "")


def write_counts(sheet: Sheet, figures: Comparison) -> None:
    """Totals and the funnel before and after; nothing where nothing had begun at either time."""
    config = figures.after.config
    if not figures.before.standings and not figures.after.standings:
        return
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
    """Shares and median days before and after, with their intervals."""
    config = figures.after.config
    _shares(sheet, figures, config)
    _medians(sheet, figures, config)


def _shares(sheet: Sheet, figures: Comparison, config: Config) -> None:
    names = {"offer_rate": "Came to an offer", "answered": "Answered me"}
    rows = [
        row
        for each in figures.rates
        if each.after.n or (each.before and each.before.n)
        for row in _both(
            names.get(each.name) or f"Got past {config.label('stages', each.name)}",
            rate_cells(each.before) if each.before else _NOTHING,
            rate_cells(each.after),
        )
    ]
    _table(sheet, "Shares", ("Count", "Share", "95 % interval"), rows)


def _medians(sheet: Sheet, figures: Comparison, config: Config) -> None:
    names = {"response": "First answer", "whole": "First event to the end"}
    rows = [
        row
        for each in figures.medians
        if each.after.n or (each.before and each.before.n)
        for row in _both(
            names.get(each.name) or config.label("stages", each.name),
            _median(each.before),
            _median(each.after),
        )
    ]
    _table(sheet, "Median days", ("Cases", "Median", "95 % interval"), rows)


def _table(sheet: Sheet, title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """The table under its heading; neither where it has no rows."""
    if rows:
        sheet.heading(title)
        numbers = (Column(head, number=True) for head in heads)
        sheet.table([Column("", wide=True), Column(""), *numbers], rows)


def _both(name: str, before: _Cells, after: _Cells) -> tuple[tuple[str, ...], ...]:
    """Two rows: intervals that stand below each other are easy to hold against each other."""
    return (name, "before", *before), ("", "after", *after)


def _median(curve: Survival | None) -> _Cells:
    if curve is None or not curve.n:
        return _NOTHING
    return str(curve.n), median_text(curve), interval_text(curve)


def _cells(pair: Pair) -> tuple[str, str, str]:
    return str(pair.before), *_now(pair)


def _now(pair: Pair) -> tuple[str, str]:
    """A count and its change; a dot where there is none."""
    return str(pair.after), f"{pair.gain:+d}" if pair.gain else "·"
