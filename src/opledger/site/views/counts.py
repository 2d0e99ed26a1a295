"""The one page of a public site that tells no small count: the search in large ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opledger.core.late import dataclass
from opledger.core.narrative.suppression import (
    counts_headline,
    source_label,
    sources_compared,
    stages_label,
    where_most_stopped,
)
from opledger.site.charts.flow import REST
from opledger.site.charts.intervals import Intervals, Row, intervals
from opledger.site.charts.sankey import End, Sankey, Step, sankey
from opledger.site.views.overview import KINDS
from opledger.site.views.shares import Share, share

if TYPE_CHECKING:
    from opledger.core.config import Config
    from opledger.core.figures.rates import Rate
    from opledger.core.figures.suppression import Block, Counts

_REST = "not told apart"


@dataclass(frozen=True, slots=True)
class CountFigure:
    """A number with what it says, and its interval if it is a share."""

    number: str
    text: str
    interval: str = ""


@dataclass(frozen=True, slots=True)
class CountRow:
    """A row of the table beside the flow; ``ends`` are counts in the order of the columns.

    An end that is not told is empty: its opportunities are in the last column.
    """

    label: str
    reached: int
    ends: tuple[str, ...]
    passed: Share | None


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source: its opportunities, and the share of them that came past the line."""

    label: str
    opportunities: int
    past: Share


@dataclass(frozen=True, slots=True)
class CountsPage:
    """Everything that the page shows; charts are ``None`` where too little may be told."""

    headline: str
    told: str
    few: int
    figures: tuple[CountFigure, ...]
    wide: Sankey | None
    tall: Sankey | None
    columns: tuple[str, ...]
    flow: tuple[CountRow, ...]
    line: str
    sources: tuple[SourceRow, ...]
    source_chart: Intervals | None
    comparison: str


def counts_page(counts: Counts, config: Config) -> CountsPage:
    """The view of the counts, which are all that it is given."""
    steps = counts_steps(counts, config)
    kinds = [kind for kind in KINDS if any(kind in block.ends for block in counts.blocks)]
    rest = any(block.rest for block in counts.blocks)
    return CountsPage(
        headline=counts_headline(counts, config),
        told=where_most_stopped(counts, config),
        few=counts.few,
        figures=_figures(counts, config),
        wide=sankey(steps, upright=False) if steps else None,
        tall=sankey(steps, upright=True) if steps else None,
        columns=(*(KINDS[kind] for kind in kinds), *([_REST] if rest else [])),
        flow=tuple(_flow_row(block, kinds, config, rest=rest) for block in counts.blocks),
        line=stages_label(counts.blocks[counts.line].stages, config) if counts.blocks else "",
        sources=tuple(
            SourceRow(source_label(each.word, config), each.past.n, share(each.past))
            for each in counts.sources
        ),
        source_chart=_chart([(source_label(s.word, config), s.past) for s in counts.sources]),
        comparison=sources_compared(counts, config),
    )


def counts_steps(counts: Counts, config: Config) -> tuple[Step, ...]:
    """The counts as a flow's steps; every opportunity leaves it at exactly one end."""
    return tuple(
        Step(
            label=stages_label(block.stages, config),
            reached=block.reached,
            ends=(
                *(End(kind, KINDS[kind], count) for kind, count in block.ends.items()),
                *([End(REST, _REST, block.rest)] if block.rest else []),
            ),
        )
        for block in counts.blocks
    )


def _figures(counts: Counts, config: Config) -> tuple[CountFigure, ...]:
    if counts.opportunities is None:
        return ()
    figures = [CountFigure(str(counts.opportunities), "opportunities")]
    for block in counts.blocks:
        if block.passed:
            said = share(block.passed)
            text = f"got past {stages_label(block.stages, config)}"
            counted = "" if said.few else f" ({said.count})"
            number = said.count if said.few else said.share
            figures.append(CountFigure(number, text + counted, said.interval))
    return tuple(figures)


def _flow_row(block: Block, kinds: list[str], config: Config, *, rest: bool) -> CountRow:
    # Without a rest, an end of this block that is not told has nobody.
    ends = [str(block.ends.get(kind, "" if block.rest else 0)) for kind in kinds]
    return CountRow(
        label=stages_label(block.stages, config),
        reached=block.reached,
        ends=(*ends, str(block.rest)) if rest else tuple(ends),
        passed=share(block.passed) if block.passed else None,
    )


def _chart(rates: list[tuple[str, Rate]]) -> Intervals | None:
    rows = [
        Row(
            label=label,
            k=each.k,
            n=each.n,
            low=(each.interval or (0.0, 1.0))[0],
            high=(each.interval or (0.0, 1.0))[1],
            share=each.share or 0.0,
            few=each.few,
        )
        for label, each in rates
    ]
    return intervals(rows) if rows else None
