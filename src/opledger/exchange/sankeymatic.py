"""The flow as text for SankeyMATIC: ``Source [amount] Target``, one flow a line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from opledger.exchange.flow import flow_chart

if TYPE_CHECKING:
    from collections.abc import Sequence

    from opledger.core.config import Config
    from opledger.core.figures.funnel import FunnelRow

# It has no quotes: brackets are amounts, a # begins a colour, a backslash and n a new line, and
# some beginnings make a line something else than a flow. What looks alike stands in for them.
_ALIKE = str.maketrans({"[": "(", "]": ")", "#": "\uff03", "\\": "\uff3c"})
_OTHER_LINE = re.compile(r":|'|//|move\b")
_COLOURS = {
    "accepted": "#2e7d32",
    "me": "#8d6e63",
    "company": "#c62828",
    "silence": "#9e9e9e",
    "nobody": "#bdbdbd",
    "pending": "#1565c0",
}


def sankeymatic(rows: Sequence[FunnelRow], config: Config) -> str:
    """The text to paste into the page; empty of nothing."""
    chart = flow_chart(rows, config, _spelled)
    lines = [f"{each.source.label} [{each.count}] {each.target.label}" for each in chart.links]
    lines += [f":{node.label} {_COLOURS[node.word]}" for node in chart.nodes if not node.stage]
    return "".join(f"{line}\n" for line in lines)


def _spelled(label: str) -> str:
    alike = label.translate(_ALIKE)
    return f"\u2013 {alike}" if _OTHER_LINE.match(alike) else alike
