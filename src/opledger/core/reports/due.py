"""What is due, as a sheet: overdue, today, coming, then whose turn it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opledger.core.narrative.due import later_text, more_text, wait_text, what_text, when_text
from opledger.core.narrative.words import plural
from opledger.core.reports.sheet import Block, Column, Sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from opledger.core.config import Config
    from opledger.core.figures.due import Due

MOST = 10  # rows of those that wait
_WIDEST = 24  # columns up to which ids stand below each other in all groups


def due_sheet(found: Due, config: Config) -> tuple[Block, ...]:
    """The blocks; a group in which there is nothing is left out.

    Whose turn it is is told of what has no day up to then.
    """
    coming = f"Next {plural(found.ahead, 'day')}" if found.ahead > 1 else "Tomorrow"
    dated = (("Overdue", found.overdue), ("Today", found.today), (coming, found.coming))
    groups = {
        title: [
            (when_text(entry, config), entry.opportunity.id, what_text(entry, config))
            for entry in entries
        ]
        for title, entries in dated
    }
    open_ones = found.waiting
    turns = (
        ("My turn", found.undated(open_ones.mine)),
        ("Their turn", found.undated(open_ones.theirs)),
        ("Turn not stated", found.undated(open_ones.unstated)),
    )
    groups |= {
        title: [
            (plural(wait.days, "day"), wait.standing.opportunity.id, wait_text(wait, config))
            for wait in waits[:MOST]
        ]
        for title, waits in turns
    }
    rest = {title: more_text(waits[MOST:]) for title, waits in turns}
    rest[coming] = later_text(found)
    sheet = Sheet()
    widths = _widths([(title, *row) for title, rows in groups.items() for row in rows])
    for title, rows in groups.items():
        if rows:
            heads = [Column(title.ljust(widths[0]), fixed=True)]
            heads += [Column("Opportunity"), Column("What")]
            sheet.table(heads, [(row[0], row[1].ljust(widths[1]), row[2]) for row in rows])
        if rest.get(title):
            sheet.text(rest[title], aside=True)
    return tuple(sheet.blocks)


def _widths(rows: Sequence[Sequence[str]]) -> tuple[int, int]:
    """How wide the first two columns are in all groups, so that they stand below each other."""
    first = max((max(len(title), len(when)) for title, when, *_ in rows), default=0)
    ids = [len(name) for _, _, name, _ in rows]
    return first, max((width for width in ids if width <= _WIDEST), default=0)
