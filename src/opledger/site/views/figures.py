"""The figures page: every report of the figures but the funnel, which the overview shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opledger.core.definitions import definitions
from opledger.core.reports.every import may_be_told, report
from opledger.core.reports.sheet import Facts, Grid, Heading, Text
from opledger.core.scope import WHOLE, Scope

if TYPE_CHECKING:
    from opledger.core.figures.statistics import Statistics
    from opledger.core.reports.sheet import Block

_SHOWN_ELSEWHERE = "funnel"


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """One block: its ``kind`` is ``text``, ``aside``, ``grid`` or ``facts``, and that is filled."""

    kind: str
    text: str = ""
    grid: Grid | None = None
    facts: tuple[tuple[str, str], ...] = ()


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


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything that the page shows."""

    empty: bool
    reports: tuple[ShownReport, ...]


def figures(statistics: Statistics, scope: Scope = WHOLE) -> Figures:
    """The view: what may be told."""
    if not statistics.standings:
        return Figures(empty=True, reports=())
    sections = definitions(statistics.config, str(statistics.as_of))
    shown = (
        ShownReport(
            section.report, section.title, _parts(report(statistics, section.report, scope))
        )
        for section in sections
        if section.report != _SHOWN_ELSEWHERE and may_be_told(section.report, scope)
    )
    return Figures(empty=False, reports=tuple(shown))


def _parts(blocks: tuple[Block, ...]) -> tuple[Part, ...]:
    parts: list[tuple[str, list[ShownBlock]]] = [("", [])]
    for block in blocks:
        match block:
            case Heading(text):
                parts.append((text, []))
            case Text(text, aside):
                parts[-1][1].append(ShownBlock("aside" if aside else "text", text=text))
            case Grid():
                parts[-1][1].append(ShownBlock("grid", grid=block))
            case Facts(pairs):
                parts[-1][1].append(ShownBlock("facts", facts=pairs))
    return tuple(Part(heading, tuple(found)) for heading, found in parts if found)
