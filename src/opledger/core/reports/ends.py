"""Who ended it and why."""

from __future__ import annotations

from collections.abc import Sequence

from opledger.core.figures.endings import Ending
from opledger.core.figures.statistics import Statistics
from opledger.core.narrative.endings import explained
from opledger.core.reports.cells import count_cell
from opledger.core.reports.sheet import Column, Sheet
from opledger.core.scope import Scope
from opledger.core.vocabulary import Outcome

_NOT_STATED = "not stated"


def write_ends(sheet: Sheet, figures: Statistics, _scope: Scope) -> None:
    """Outcome by reason, reason by stage, and outcome by segment and stage."""
    sheet.text(explained(figures.endings))
    rows = figures.endings.rows
    if not rows:
        return
    config = figures.config
    stages = [stage for stage in config.stage_order if any(r.stage == stage for r in rows)]
    if figures.endings.explained:
        reasons = [
            (config.label("reasons", reason), [row for row in rows if reason in row.reasons])
            for reason in figures.endings.reasons
        ]
        reasons.append((_NOT_STATED, [row for row in rows if not row.reasons]))
        sheet.heading("Why did they end? Outcome by reason")
        _by_outcome(sheet, "Reason", reasons, rows)
        if any(len(row.reasons) > 1 for row in rows):
            sheet.text("Those with several reasons count under each.", aside=True)
        sheet.heading("At which stage? Reason by furthest stage")
        sheet.table(
            [Column("Reason", wide=True), *(Column(stage, number=True) for stage in stages)],
            [
                [name, *(count_cell(_count(found, stage=stage)) for stage in stages)]
                for name, found in reasons
                if found
            ],
        )
    named = []
    for segment in sorted({row.segment for row in rows}, key=lambda word: (word is None, word)):
        found = [row for row in rows if row.segment == segment]
        named.append((config.label("segments", segment) if segment else _NOT_STATED, found))
        here = [(stage, [row for row in found if row.stage == stage]) for stage in stages]
        named += [(f"  {stage}", those) for stage, those in here]
    sheet.heading("Who ended it where? Outcome by segment and furthest stage")
    _by_outcome(sheet, "Segment", named, rows)


def _by_outcome(
    sheet: Sheet, head: str, named: Sequence[tuple[str, Sequence[Ending]]], rows: Sequence[Ending]
) -> None:
    outcomes = [outcome for outcome in Outcome if any(row.outcome is outcome for row in rows)]
    columns = [Column(head, wide=True), Column("All", number=True)]
    sheet.table(
        [*columns, *(Column(outcome.value.capitalize(), number=True) for outcome in outcomes)],
        [
            [
                name,
                str(_count(found)),
                *(count_cell(_count(found, outcome=outcome)) for outcome in outcomes),
            ]
            for name, found in named
            if found
        ],
    )


def _count(rows: Sequence[Ending], stage: str | None = None, outcome: Outcome | None = None) -> int:
    return sum(
        row.count for row in rows if stage in {None, row.stage} and outcome in {None, row.outcome}
    )
