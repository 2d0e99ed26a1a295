"""The figures of a ledger as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from opledger.core.contract.plain import VERSION, rate_document
from opledger.core.figures.funnel import FunnelRow, Totals
from opledger.core.figures.groups import Group
from opledger.core.figures.statistics import Statistics


def statistics_document(statistics: Statistics, *, known_at: str | None = None) -> dict[str, Any]:
    """The figures as plain lists and dicts; shares are rounded to four decimals."""
    table = statistics.interest
    return {
        "version": VERSION,
        "as_of": statistics.as_of.isoformat(),
        "known_at": known_at,
        "totals": _totals(statistics.totals),
        "funnel": [_row(row) for row in statistics.funnel],
        "interest": {
            "stages": list(table.stages),
            "rows": [
                {"interest": level, "counts": [len(cell) for cell in row]}
                for level, row in zip(table.levels, table.cells, strict=True)
            ],
        },
        "by": {
            "dimension": statistics.dimension,
            "groups": [_group(group) for group in statistics.groups],
        },
        "reopened": [each.opportunity.id for each in statistics.reversed],
    }


def _totals(totals: Totals) -> dict[str, int]:
    return {name: getattr(totals, name) for name in totals.__dataclass_fields__}


def _row(row: FunnelRow) -> dict[str, Any]:
    return {
        "stage": row.stage,
        "reached": row.reached,
        "stopped": row.stopped,
        "pending": row.pending,
        "ended_by": _by_value(row.ended_by),
        "outcomes": _by_value(row.outcomes),
        "passed": rate_document(row.passed),
        "passed_resolved": rate_document(row.passed_resolved),
    }


def _by_value(counts: Mapping[Any, int]) -> dict[str, int]:
    return {word.value: count for word, count in counts.items()}


def _group(group: Group) -> dict[str, Any]:
    return {
        "word": group.word or None,
        "label": group.label,
        "totals": _totals(group.totals),
        "beyond": rate_document(group.beyond),
        "funnel": [_row(row) for row in group.funnel],
    }
