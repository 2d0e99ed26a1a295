"""The figures of a ledger as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from opledger.core.contract.plain import VERSION, figures, plain, rate_document, record
from opledger.core.figures.beta import PRIOR
from opledger.core.figures.funnel import FunnelRow, Totals
from opledger.core.figures.groups import Group
from opledger.core.figures.judgement import Path
from opledger.core.figures.offers import OfferRow
from opledger.core.figures.statistics import Statistics
from opledger.core.figures.survival import Survival
from opledger.core.figures.timing import Times

# What each report of `stats` holds.
_REPORTS = {
    "funnel": ("totals", "funnel", "flows", "offer_rate", "offer_rate_resolved", "reopened"),
    "groups": ("by",),
    "ends": ("endings",),
    "response": ("response", "silence", "by"),
    "time": ("times", "by"),
    "judgement": ("interest", "judgement"),
    "luck": ("luck",),
    "forecast": ("forecast",),
    "offers": ("offers",),
}


def report_document(document: dict[str, Any], report: str) -> dict[str, Any]:
    """One report's part of the figures."""
    wanted = {"version", "as_of", "known_at", *_REPORTS[report]}
    return {key: value for key, value in document.items() if key in wanted}


def statistics_document(statistics: Statistics, *, known_at: str | None = None) -> dict[str, Any]:
    """The figures as plain lists and dicts; numbers are rounded to four decimals."""
    table = statistics.interest_counts
    return {
        "version": VERSION,
        "as_of": statistics.as_of.isoformat(),
        "known_at": known_at,
        "totals": _totals(statistics.totals),
        "funnel": [_row(row) for row in statistics.funnel],
        "flows": figures(statistics.flows),
        "offer_rate": rate_document(statistics.offer_rate),
        "offer_rate_resolved": rate_document(statistics.offer_rate_resolved),
        "interest": {
            "stages": list(table.stages),
            "rows": [
                {"interest": level, "counts": list(row)}
                for level, row in zip(table.levels, table.counts, strict=True)
            ],
        },
        "by": {
            "dimension": statistics.dimension,
            "groups": [_group(group) for group in statistics.groups],
        },
        "reopened": [each.opportunity.id for each in statistics.reversed],
        "endings": figures(statistics.endings),
        "response": figures(statistics.response),
        "silence": figures(statistics.silence),
        "times": _times(statistics.times),
        "judgement": {
            "paths": [_path(path) for path in statistics.judgement.paths],
            "moves": figures(statistics.judgement.moves),
            "foretold": figures(statistics.judgement.foretold),
            "high": figures(statistics.judgement.high),
            "low": figures(statistics.judgement.low),
        },
        "luck": {"prior": [PRIOR, PRIOR], **figures(statistics.luck)},
        "forecast": figures(statistics.forecast),
        "offers": {
            "rows": [_offer(row) for row in statistics.offers.rows],
            "weighing": figures(statistics.offers.weighing),
            "lowballs": figures(statistics.offers.lowballs),
            "levels": figures(statistics.offers.levels),
        },
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
        "offer_rate": rate_document(group.offer_rate),
        "offer_rate_resolved": rate_document(group.offer_rate_resolved),
        "response": figures(group.response),
        "silence": figures(group.silence),
        "times": _times(group.times, steps=False),
    }


def _times(times: Times, *, steps: bool = True) -> dict[str, Any]:
    return {
        "response": _survival(times.response, steps=steps),
        "whole": _survival(times.whole, steps=steps),
        "stages": [
            {"stage": stage, **_survival(curve, steps=steps)} for stage, curve in times.stages
        ],
    }


def _survival(curve: Survival, *, steps: bool) -> dict[str, Any]:
    document: dict[str, Any] = figures(curve)
    if not steps:
        del document["steps"]
    return document


def _path(path: Path) -> dict[str, Any]:
    return {
        "id": path.standing.opportunity.id,
        "interest": {"first": path.interest[0], "last": path.interest[1]},
        "confidence": {"first": path.confidence[0], "last": path.confidence[1]},
        "moves": [
            {
                "scale": move.scale,
                "before": move.before,
                "after": move.after,
                "event": record(move.event),
            }
            for move in path.moves
        ],
    }


def _offer(row: OfferRow) -> dict[str, Any]:
    about, pay = row.standing, figures(row.pay)
    return {
        "id": about.opportunity.id,
        "company": about.opportunity.company,
        "outcome": plain(about.outcome),
        "offered": row.offered.isoformat(),
        "offer": record(row.offer),
        "pay": pay,
        "first": pay if row.first is row.pay else figures(row.first),
        "raised": figures(row.raised),
        "benchmark": figures(row.benchmark),
        "market": figures(row.market),
        "lowball": figures(row.lowball),
        "beside": figures(row.beside),
    }
