"""The flow as a Mermaid diagram, which GitHub, GitLab and many editors draw.

A flowchart takes any label. A sankey shows the counts as widths, and takes ASCII alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from opledger.core.failure import Failure
from opledger.exchange.flow import FlowChart, Node, flow_chart

if TYPE_CHECKING:
    from collections.abc import Sequence

    from opledger.core.config import Config
    from opledger.core.figures.funnel import FunnelRow

# Everything else could be a quote, a comment, a directive, a link or a tag to it.
_NOT_PLAIN = re.compile(r"[^\w ,.()'/+\u2013-]")
# The sankey knows no other letters, and takes other signs for something else.
_SANKEY_LABEL = re.compile(r"""[A-Za-z0-9 ,.:;()'"!?/+_-]*""")


def mermaid_flowchart(rows: Sequence[FunnelRow], config: Config) -> str:
    """The flow from left to right: stages as boxes, ends as round ones, counts on the arrows."""
    chart = flow_chart(rows, config)
    names = {node: f"{'s' if node.stage else 'e'}{n}" for n, node in enumerate(chart.nodes)}
    lines = ["flowchart LR"]
    lines += [f"  {names[node]}{_box(node)}" for node in chart.nodes]
    lines += [
        f"  {names[each.source]} -->|{each.count}| {names[each.target]}" for each in chart.links
    ]
    return "".join(f"{line}\n" for line in lines)


def _box(node: Node) -> str:
    text = f'"{_NOT_PLAIN.sub(_entity, node.label)}: {node.count}"'
    return f"[{text}]" if node.stage else f"([{text}])"


def _entity(sign: re.Match[str]) -> str:
    return f"#{ord(sign[0])};"


def mermaid_sankey(rows: Sequence[FunnelRow], config: Config) -> str:
    """The flow with its counts as widths.

    Raises:
        Failure: a label has a letter that it does not take.
    """
    chart = flow_chart(rows, config)
    _refuse_letters(chart)
    lines = ["sankey-beta", ""]
    lines += [f"{_field(each.source)},{_field(each.target)},{each.count}" for each in chart.links]
    return "".join(f"{line}\n" for line in lines)


def _refuse_letters(chart: FlowChart) -> None:
    for node in chart.nodes:
        if not _SANKEY_LABEL.fullmatch(node.label):
            message = (
                f"Mermaid's sankey takes only plain ASCII letters, digits and signs in a label, not"
                f" '{node.label}': leave --as sankey out"
            )
            raise Failure(message, code=1)


def _field(node: Node) -> str:
    return '"' + node.label.replace('"', '""') + '"'
