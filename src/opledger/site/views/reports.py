"""Reports of the figures as parts of pages: the same sheets that the terminal prints."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from opledger.core.definitions import TITLES
from opledger.core.late import dataclass
from opledger.core.reports.every import report
from opledger.core.reports.sheet import Facts, Grid, Heading, Text
from opledger.core.scope import WHOLE, Scope

if TYPE_CHECKING:
    from opledger.core.figures.statistics import Statistics
    from opledger.core.reports.sheet import Block

_MOST_ROWS = 120


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """One block: its ``kind`` is ``text``, ``aside``, ``grid`` or ``facts``, and that is filled.

    ``more`` is how many rows of the grid are left out.
    """

    kind: str
    text: str = ""
    grid: Grid | None = None
    facts: tuple[tuple[str, str], ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """What stands under one heading, which is empty for what comes before the first."""

    heading: str
    blocks: tuple[ShownBlock, ...]


@dataclass(frozen=True, slots=True)
class ShownReport:
    """One report; its ``name`` is its anchor, here and on the Method page."""

    name: str
    title: str
    parts: tuple[Part, ...]


def shown(statistics: Statistics, name: str, scope: Scope = WHOLE) -> ShownReport:
    """One of :data:`opledger.core.definitions.REPORTS`, as far as it may be told."""
    return ShownReport(name, TITLES[name], _parts(report(statistics, name, scope)))


def _parts(blocks: tuple[Block, ...]) -> tuple[Part, ...]:
    parts: list[tuple[str, list[ShownBlock]]] = [("", [])]
    for block in blocks:
        match block:
            case Heading(text):
                parts.append((text, []))
            case Text(text, aside):
                parts[-1][1].append(ShownBlock("aside" if aside else "text", text=text))
            case Grid():
                kept = replace(block, rows=block.rows[:_MOST_ROWS])
                more = len(block.rows) - len(kept.rows)
                parts[-1][1].append(ShownBlock("grid", grid=kept, more=more))
            case Facts(pairs):
                parts[-1][1].append(ShownBlock("facts", facts=pairs))
    return tuple(Part(heading, tuple(found)) for heading, found in parts if found)
