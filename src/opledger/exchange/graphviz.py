"""The flow as a graph for Graphviz, in its DOT language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opledger.exchange.flow import Node, flow_chart

if TYPE_CHECKING:
    from collections.abc import Sequence

    from opledger.core.config import Config
    from opledger.core.figures.funnel import FunnelRow

_THINNEST, _THICKEST = 1.0, 12.0


def dot(rows: Sequence[FunnelRow], config: Config) -> str:
    """The flow from left to right; the thicker a line, the more went along it."""
    chart = flow_chart(rows, config)
    names = {node: f"{'s' if node.stage else 'e'}{n}" for n, node in enumerate(chart.nodes)}
    most = max((each.count for each in chart.links), default=1)
    lines = ["digraph search {", "  rankdir=LR;", '  node [shape=box, fontname="sans-serif"];']
    lines.append('  edge [fontname="sans-serif"];')
    lines += [f"  {names[node]} [{_look(node)}];" for node in chart.nodes]
    for each in chart.links:
        width = max(_THINNEST, _THICKEST * each.count / most)
        ends = f"{names[each.source]} -> {names[each.target]}"
        lines.append(f'  {ends} [label="{each.count}", penwidth={width:.1f}];')
    return "".join(f"{line}\n" for line in [*lines, "}"])


def _look(node: Node) -> str:
    label = node.label.replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;")
    return f'label="{label}\\n{node.count}"' + ("" if node.stage else ", style=rounded")
