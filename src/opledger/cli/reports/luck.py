"""Surface area for luck, on the terminal."""

from __future__ import annotations

from datetime import timedelta

from opledger.cli.reports.cells import count_cell
from opledger.cli.tables import Column, Page
from opledger.core.figures.luck import Luck, Week
from opledger.core.figures.statistics import Statistics
from opledger.core.narrative.luck import chance_text, in_play, needed_text, record

_SUNDAY = timedelta(days=6)
_MOST = 5  # sources that have a column


def print_luck(page: Page, figures: Statistics) -> None:
    """What was in play, what began each week, and the chance of an offer."""
    luck = figures.luck
    page.text(in_play(luck.load))
    if luck.weeks:
        page.heading("What began in each week, and what was in play at its end?")
        _weeks(page, figures)
    page.heading("What are the chances?")
    page.text(record(luck))
    if luck.offers.few:
        page.text("Fewer resolved conversations than that say too little about the next ones.")
        return
    page.gap()
    page.table(
        [Column("Next conversations"), Column("Chance of at least one offer (95 %)", number=True)],
        [[str(chance.n), chance_text(chance)] for chance in luck.chances],
    )
    page.text("How many: " + "; ".join(needed_text(needed) for needed in luck.needed) + ".")
    page.text("If the next ones are like those so far. Prior: Beta(1/2, 1/2), Jeffreys'.", dim=True)


def _weeks(page: Page, figures: Statistics) -> None:
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
    page.table(columns, rows)


def _in_play(luck: Luck, week: Week) -> int:
    """At the end of the week's Sunday, or of the last day."""
    if luck.load.first is None:
        return 0
    place = min((week.monday + _SUNDAY - luck.load.first).days, len(luck.load.counts) - 1)
    return luck.load.counts[place] if place >= 0 else 0
