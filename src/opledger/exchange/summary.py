"""A search on half a page, as blocks: what it came to, the funnel, sources, who waits for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opledger.core.figures.groups import group_by
from opledger.core.figures.waiting import waiting
from opledger.core.narrative.search import headline, where_lost
from opledger.core.narrative.suppression import (
    counts_headline,
    source_label,
    sources_compared,
    stages_label,
    where_most_stopped,
)
from opledger.core.narrative.waiting import besides, owed
from opledger.core.reports.cells import count_cell, rate_cells
from opledger.core.reports.funnel import write_outcome
from opledger.core.reports.sheet import Column, Sheet
from opledger.exchange.flow import END_LABELS

if TYPE_CHECKING:
    from opledger.core.config import Config
    from opledger.core.figures.statistics import Statistics
    from opledger.core.figures.suppression import Counts
    from opledger.core.reports.sheet import Block
    from opledger.core.scope import Scope

_SHARE = (Column("Passed", number=True), Column("Share", number=True))
_INTERVAL = Column("95 % interval", number=True)


def summary(figures: Statistics, scope: Scope) -> tuple[Block, ...]:
    """The search in sentences and tables, as far as may be told; it names no opportunity."""
    sheet = Sheet()
    _head(sheet, figures.config.title, headline(figures.totals, figures.funnel, figures.config))
    if not figures.standings:
        return tuple(sheet.blocks)
    if lost := where_lost(figures):
        sheet.text(lost)
    write_outcome(sheet, figures)
    _sources(sheet, figures)
    if scope.turns and scope.days and figures.totals.open:
        found = waiting(figures.standings, figures.config)
        sheet.heading("Whose turn is it?")
        sheet.text(f"{owed(found)}. {besides(found, figures.config)}")
    _foot(sheet, scope.when(figures.as_of))
    return tuple(sheet.blocks)


def _head(sheet: Sheet, title: str, line: str) -> None:
    sheet.heading(title)
    sheet.text(f"{line}.")


def _foot(sheet: Sheet, when: str) -> None:
    if when:
        sheet.text(f"As of {when}.", aside=True)


def _sources(sheet: Sheet, figures: Statistics) -> None:
    """Each source beside the others; nothing where no source is told."""
    groups = group_by(figures.standings, figures.config, "source")
    if not any(group.word for group in groups):
        return
    stage = figures.config.label("stages", figures.config.conversation_stage)
    sheet.heading("Which source led further?")
    columns = [Column("Source"), Column("Opportunities", number=True)]
    columns += [Column(f"Got past {stage}", number=True), *_SHARE[1:], _INTERVAL]
    rows = []
    for group in groups:
        beyond = rate_cells(group.beyond) if group.beyond else ("·", "", "")
        rows.append([group.label, str(group.totals.opportunities), *beyond])
    sheet.table(columns, rows)


def counts_summary(counts: Counts, config: Config, when: str) -> tuple[Block, ...]:
    """The search in large counts alone."""
    sheet = Sheet()
    _head(sheet, config.title, counts_headline(counts, config))
    if told := where_most_stopped(counts, config):
        sheet.text(told)
    if counts.blocks:
        _blocks(sheet, counts, config)
    if counts.sources:
        line = stages_label(counts.blocks[counts.line].stages, config)
        sheet.heading("Which source led further?")
        columns = [Column("Source"), Column(f"Got past {line}", number=True), *_SHARE[1:]]
        rows = [(source_label(s.word, config), *rate_cells(s.past)) for s in counts.sources]
        sheet.table([*columns, _INTERVAL], rows)
        if told := sources_compared(counts, config):
            sheet.text(told)
    _foot(sheet, when)
    return tuple(sheet.blocks)


def _blocks(sheet: Sheet, counts: Counts, config: Config) -> None:
    ends = [end for end in END_LABELS if any(end in block.ends for block in counts.blocks)]
    rest = any(block.rest for block in counts.blocks)
    heads = [END_LABELS[end] for end in ends] + (["not told apart"] if rest else [])
    rows, passed = [], []
    for block, following in zip(counts.blocks, (*counts.blocks[1:], None), strict=True):
        label = stages_label(block.stages, config)
        told = [count_cell(block.ends.get(end, 0)) for end in ends]
        rows.append([label, str(block.reached), *told, *([count_cell(block.rest)] if rest else [])])
        if following and block.passed:
            to = stages_label(following.stages, config)
            passed.append([f"{label} → {to}", *rate_cells(block.passed)])
    sheet.heading("Where did they end, and who ended them?")
    numbers = [Column(head, number=True) for head in ("Reached", *heads)]
    sheet.table([Column("Stage"), *numbers], rows)
    if passed:
        sheet.heading("How many passed to the next stage?")
        sheet.table([Column("From → to"), *_SHARE, _INTERVAL], passed)
