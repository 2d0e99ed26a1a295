"""A ledger as rows for a table of data: dicts that all have the same keys, in the same order.

Days are dates, times keep their zone, and words are texts, so that a data frame takes them as
they are. Lists stay lists.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from opledger.core.config import Config
    from opledger.core.model import Event, Offer
    from opledger.core.standing import Standing

_FACTS = ("company", "alias", "role", "source", "segment", "size", "location", "url")
_AMOUNTS = ("base", "bonus", "sign_on", "total")


def opportunity_row(each: Standing) -> dict[str, Any]:
    """One opportunity as of the day: what its file says, and what follows from it."""
    about = each.opportunity
    level, market, ahead = about.level, about.market, about.next
    return {
        "id": about.id,
        **{name: getattr(about, name) for name in _FACTS},
        "level_sought": level.sought if level else None,
        "level_offered": level.offered if level else None,
        "market": market.total if market else None,
        "market_currency": market.currency if market else None,
        "tags": list(about.tags),
        "started": each.started,
        "last": each.last,
        "days": each.days,
        "silent": each.silent,
        "stage": each.stage,
        "furthest": each.furthest,
        "open": each.open,
        "outcome": _word(each.outcome),
        "ended": each.ended,
        "ended_by": _word(each.ended_by),
        "reasons": list(each.reasons),
        "reopened": len(each.reopenings),
        "interest": each.interest,
        "confidence": each.confidence,
        "next_action": ahead.action if ahead else None,
        "next_due": ahead.due if ahead else None,
        "next_turn": _word(ahead.turn) if ahead else None,
    }


def event_rows(standings: Sequence[Standing], config: Config) -> Iterator[dict[str, Any]]:
    """Every event up to the day, by opportunity and in the order of its file.

    Each goal of the ledger has a column of its own, ``fit_<goal>``.
    """
    for each in standings:
        for event in each.events:
            yield _event_row(each, event, config)


def _event_row(each: Standing, event: Event, config: Config) -> dict[str, Any]:
    about = each.opportunity
    return {
        "id": about.id,
        "company": about.company,
        "nth": event.nth,
        "date": event.date,
        "time": event.time,
        "stage": event.stage,
        "outcome": _word(event.outcome),
        "by": _word(event.by),
        "interest": event.interest,
        "confidence": event.confidence,
        "note": event.note,
        "lesson": event.lesson,
        "reasons": list(event.reasons),
        "reopened": event.reopened,
        **_offer_columns(event.offer),
        **{f"fit_{goal}": event.fit.get(goal) for goal in config.goals},
    }


def _offer_columns(offer: Offer | None) -> dict[str, Any]:
    equity = offer.equity if offer else None
    return {
        **{f"offer_{name}": getattr(offer, name, None) for name in _AMOUNTS},
        "offer_equity": equity.value if equity else None,
        "offer_equity_years": equity.years if equity else None,
        "offer_currency": offer.currency if offer else None,
        "offer_form": _word(offer.form) if offer else None,
        "offer_pending": [part.value for part in offer.pending] if offer else [],
        "offer_deadline": offer.deadline if offer else None,
    }


def _word(value: Any) -> str | None:  # noqa: ANN401 - any of the fixed words
    """The word of a fixed one, as a plain text that every library knows."""
    return None if value is None else str(value.value)
