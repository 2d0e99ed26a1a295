"""Opportunities as JSON."""

from __future__ import annotations

from datetime import date
from typing import Any

from opledger.core.contract.plain import VERSION, plain, record
from opledger.core.standing import Standing


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
