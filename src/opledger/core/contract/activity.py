"""A period's actions as JSON."""

from __future__ import annotations

from typing import Any

from opledger.core.activity import Period
from opledger.core.contract.plain import VERSION, figures


def period_document(period: Period, *, known_at: str | None = None) -> dict[str, Any]:
    """The actions of a period, in order."""
    return {
        "version": VERSION,
        "known_at": known_at,
        "from": period.first.isoformat(),
        "to": period.last.isoformat(),
        "activities": figures(period.activities),
    }
