"""What changed, as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from opledger.core.between import Happened
from opledger.core.changes import Change, Recorded, Removed, Restated, Revised
from opledger.core.contract.plain import plain, rate_document, record
from opledger.core.figures.comparison import Comparison, Pair
from opledger.core.figures.survival import Survival
from opledger.core.narrative.between import between_text
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
    """The totals, the funnel, shares and median days at two times."""
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
        "rates": [
            {
                "name": each.name,
                "before": rate_document(each.before),
                "after": rate_document(each.after),
            }
            for each in comparison.rates
        ],
        "medians": [
            {"name": each.name, "before": _median(each.before), "after": _median(each.after)}
            for each in comparison.medians
        ],
    }


def between_document(found: Sequence[Happened]) -> list[dict[str, Any]]:
    """What happened to each opportunity, in words and as changes."""
    return [
        {
            "id": each.opportunity.id,
            "begun": each.begun,
            "words": between_text(each),
            "changes": [change_document(change) for change in each.changes],
        }
        for each in found
    ]


def _median(curve: Survival | None) -> dict[str, Any] | None:
    """The counts and the median, without the steps of the curve."""
    if curve is None:
        return None
    names = ("n", "ended", "waiting", "few", "median", "low", "high")
    return {name: getattr(curve, name) for name in names}


def _pair(pair: Pair) -> dict[str, int]:
    return {"before": pair.before, "after": pair.after}
