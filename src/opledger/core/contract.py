"""The JSON contract: what ``--format json`` prints, version 1 (docs/statistics.md).

A change that takes away or renames a key raises :data:`VERSION`; a new key does not.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING, Any

from opledger.core.changes import Change, Recorded, Removed, Restated, Revised
from opledger.core.retelling import told

if TYPE_CHECKING:
    from opledger.core.comparison import Comparison, Pair
    from opledger.core.funnel import FunnelRow, Totals
    from opledger.core.groups import Group
    from opledger.core.rates import Rate
    from opledger.core.standing import Standing
    from opledger.core.statistics import Statistics

VERSION = 1
_DECIMALS = 4


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


def opportunity_document(each: Standing) -> dict[str, Any]:
    """One opportunity as of the day: what its file says, and what follows from it."""
    about = each.opportunity
    return {
        "id": about.id,
        "company": about.company,
        "alias": about.alias,
        "role": about.role,
        "source": about.source,
        "segment": about.segment,
        "size": about.size,
        "location": about.location,
        "url": about.url,
        "tags": list(about.tags),
        "started": each.started.isoformat(),
        "last": each.last.isoformat(),
        "days": each.days,
        "stage": each.stage,
        "furthest": each.furthest,
        "open": each.open,
        "outcome": plain(each.outcome),
        "ended": plain(each.ended),
        "ended_by": plain(each.ended_by),
        "reasons": list(each.reasons),
        "interest": each.interest,
        "confidence": each.confidence,
        "reopened": [
            {
                "outcome": turn.outcome.value,
                "ended": turn.ended.isoformat(),
                "reopened": turn.reopened.isoformat(),
                "why": turn.why,
            }
            for turn in each.reopenings
        ],
    }


def story_document(each: Standing, *, known_at: str | None = None) -> dict[str, Any]:
    """One opportunity with its events, questions, people and notes."""
    about = each.opportunity
    return {
        "version": VERSION,
        "as_of": each.as_of.isoformat(),
        "known_at": known_at,
        **opportunity_document(each),
        "level": record(about.level),
        "market": record(about.market),
        "people": [record(person) for person in about.people],
        "questions": [record(question) for question in about.questions],
        "next": record(about.next),
        "notes": about.notes,
        "events": [record(event) for event in each.events],
        "scheduled": [record(event) for event in each.scheduled],
    }


def list_document(
    standings: tuple[Standing, ...], as_of: date, *, known_at: str | None = None
) -> dict[str, Any]:
    """Several opportunities, without their events."""
    return {
        "version": VERSION,
        "as_of": as_of.isoformat(),
        "known_at": known_at,
        "opportunities": [opportunity_document(each) for each in standings],
    }


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


def record(value: object) -> dict[str, Any] | None:
    """A record as a dict of what is stated in it; ``None`` of nothing."""
    if value is None:
        return None
    names = [name for name in value.__dataclass_fields__ if name != "nth"]  # type: ignore[attr-defined]
    stated = {name: getattr(value, name) for name in names}
    return {name: plain(each) for name, each in stated.items() if each not in (None, (), {})}


def plain(value: object) -> Any:  # noqa: ANN401 - whatever JSON knows
    """A value as JSON knows it: dates as ISO text, enumerations as their word."""
    match value:
        case Enum():
            return value.value
        case datetime() | date():
            return value.isoformat()
        case tuple() | list():
            return [plain(item) for item in value]
        case Mapping():
            return {key: plain(item) for key, item in value.items()}
    return record(value) if hasattr(value, "__dataclass_fields__") else value


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


def rate_document(rate: Rate | None) -> dict[str, Any] | None:
    """A rate with its count, share and interval; shares are ``None`` where ``n`` is 0.

    ``few`` says that ``n`` is below the ledger's ``few``: print the counts, not the share.
    """
    if rate is None:
        return None
    low, high = rate.interval or (None, None)
    return {
        "k": rate.k,
        "n": rate.n,
        "share": _rounded(rate.share),
        "low": _rounded(low),
        "high": _rounded(high),
        "few": rate.few,
    }


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, _DECIMALS)
