"""What changed, as JSON."""

from __future__ import annotations

from typing import Any

from opledger.core.changes import Change, Recorded, Removed, Restated, Revised
from opledger.core.contract.plain import plain, record
from opledger.core.figures.comparison import Comparison, Pair
from opledger.core.retelling import told


def change_document(change: Change) -> dict[str, Any]:
    """One change: its ``kind``, its ``words``, and what was and is."""
    document: dict[str, Any] = {"kind": type(change).__name__.lower(), "words": told(change)}
    match change:
        case Recorded(event=event):
            document["event"] = record(event)
        case Removed(event=event):
            document["event"] = record(event)
        case Revised(before=before, after=after):
            document |= {"before": record(before), "after": record(after)}
        case Restated(name=name, before=before, after=after):
            document |= {"name": name, "before": plain(before), "after": plain(after)}
    return document


def comparison_document(comparison: Comparison) -> dict[str, Any]:
    """The totals and the funnel at two times."""
    return {
        "totals": {name: _pair(pair) for name, pair in comparison.totals.items()},
        "funnel": [
            {
                "stage": each.stage,
                "reached": _pair(each.reached),
                "stopped": _pair(each.stopped),
                "pending": _pair(each.pending),
            }
            for each in comparison.stages
        ],
    }


def _pair(pair: Pair) -> dict[str, int]:
    return {"before": pair.before, "after": pair.after}
