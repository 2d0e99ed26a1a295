"""Surface area for luck."""

from __future__ import annotations

from opledger.core.figures.luck import Luck, Week
from opledger.core.figures.statistics import Statistics
from opledger.core.narrative.luck import chance_text, in_play, needed_text, record
from opledger.core.reports.cells import count_cell
from opledger.core.reports.sheet import Column, Sheet
from opledger.core.scope import Scope

_MOST = 5  # sources that have a column


def write_luck(sheet: Sheet, figures: Statistics, scope: Scope) -> None:
    """What was in play, what began each week, and the chance of an offer."""
    luck = figures.luck
    if scope.days:
        sheet.text(in_play(luck.load))
    if luck.weeks and scope.days:
        sheet.heading("What began in each week, and what was in play at its end?")
        _weeks(sheet, figures)
    sheet.heading("What are the chances?")
    sheet.text(record(luck))
    if luck.offers.few:
        few = figures.config.few
        sheet.text(f"Fewer than {few} resolved conversations say too little about the next ones.")
        return
    sheet.table(
        [Column("Next conversations"), Column("Chance of at least one offer (95 %)", number=True)],
        [[str(chance.n), chance_text(chance)] for chance in luck.chances],
    )
    sheet.text("How many: " + "; ".join(needed_text(needed) for needed in luck.needed) + ".")
    sheet.text(
        "If the next ones are like those so far. Prior: Beta(1/2, 1/2), Jeffreys'.", aside=True
    )


def _weeks(sheet: Sheet, figures: Statistics) -> None:
    luck = figures.luck
    sources = [source for source, _ in luck.weeks[0].counts]
    shown = sources if len(sources) <= _MOST else sources[: _MOST - 1]
    names = [source or "not stated" for source in shown]
    names += ["others"] if len(shown) < len(sources) else []
    columns = [Column("Week from", wide=True)]
    columns += [Column(name, number=True) for name in (*names, "All", "In play")]
    rows = []
    for week in luck.weeks:
        counts = [count for _, count in week.counts]
        cells = [count_cell(count) for count in counts[: len(shown)]]
        if len(shown) < len(sources):
            cells.append(count_cell(sum(counts[len(shown) :])))
        in_play = count_cell(_in_play(luck, week))
        rows.append([str(week.monday), *cells, count_cell(week.count), in_play])
    sheet.table(columns, rows)


def _in_play(luck: Luck, week: Week) -> int:
    """At the end of the week's Sunday; after the last event nothing changed."""
    if luck.load.first is None:
        return 0
    sunday = (week.monday - luck.load.first).days + 6
    place = min(sunday, len(luck.load.counts) - 1)
    return luck.load.counts[place] if place >= 0 else 0
