"""The flow of a search as nodes and links, for programs that draw it: counts alone.

Every stage is a node and so is every way it ended; what flows into a stage flows out of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from opledger.core.figures.funnel import ENDS
from opledger.core.late import dataclass
from opledger.core.narrative.words import ENDED_BY
from opledger.core.vocabulary import Party
from opledger.files.diagnostics import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from opledger.core.config import Config
    from opledger.core.figures.funnel import FunnelRow

END_LABELS = dict(
    zip(ENDS, ("accepted", *(ENDED_BY[party] for party in Party), "still open"), strict=True)
)


@dataclass(frozen=True, slots=True)
class Node:
    """A stage, or one of :data:`.ENDS`: its word, its label on one line, and how many got there."""

    word: str
    label: str
    count: int
    stage: bool


@dataclass(frozen=True, slots=True)
class Link:
    """So many that went from one node to another."""

    source: Node
    target: Node
    count: int


@dataclass(frozen=True, slots=True)
class FlowChart:
    """The stages in their order, then the ends that anything came to, and the links between."""

    nodes: tuple[Node, ...]
    links: tuple[Link, ...]


def flow_chart(
    rows: Sequence[FunnelRow], config: Config, spelled: Callable[[str], str] = str
) -> FlowChart:
    """The funnel as a chart; ``spelled`` writes a label as the format takes it.

    No two labels are alike as they are spelled, as most programs tell nodes apart by them.
    """
    reached = [row for row in rows if row.reached]
    counts = [sum(row.ends[n] for row in reached) for n in range(len(ENDS))]
    named: dict[tuple[bool, str], str] = {
        (True, row.stage): config.label("stages", row.stage) for row in reached
    }
    named |= {(False, end): END_LABELS[end] for end, n in zip(ENDS, counts, strict=True) if n}
    labels = _told_apart({key: spelled(_one_line(label)) for key, label in named.items()}, spelled)
    stages = {
        row.stage: Node(row.stage, labels[True, row.stage], row.reached, stage=True)
        for row in reached
    }
    ends = {
        end: Node(end, labels[False, end], n, stage=False)
        for end, n in zip(ENDS, counts, strict=True)
        if n
    }
    links = []
    for row, following in zip(reached, (*reached[1:], None), strict=True):
        source = stages[row.stage]
        if following:
            links.append(Link(source, stages[following.stage], following.reached))
        links += [Link(source, ends[end], n) for end, n in zip(ENDS, row.ends, strict=True) if n]
    return FlowChart((*stages.values(), *ends.values()), tuple(links))


def _one_line(label: str) -> str:
    return " ".join(printable(label.replace("\n", " ").replace("\t", " ")).split())


def _told_apart(
    labels: Mapping[tuple[bool, str], str], spelled: Callable[[str], str]
) -> dict[tuple[bool, str], str]:
    """The labels, each unlike the others: the word stands behind one that is taken already."""
    told: dict[tuple[bool, str], str] = {}
    for (stage, word), label in labels.items():
        text, number = label, 1
        while text in told.values():
            text = f"{label} ({spelled(word)})" if number == 1 else f"{label} ({number})"
            number += 1
        told[stage, word] = text
    return told
