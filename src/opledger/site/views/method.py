"""The method page: how every figure is defined, and the ledger's own words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opledger.core.narrative.words import OUTCOMES
from opledger.core.vocabulary import Outcome
from opledger.site.views.frame import checkout_text

if TYPE_CHECKING:
    from opledger.core.figures.statistics import Statistics
    from opledger.git.repository import Checkout


@dataclass(frozen=True, slots=True)
class Method:
    """Everything that the method page shows."""

    as_of: str
    ended: bool
    commit: str
    opportunities: int
    events: int
    stages: tuple[tuple[str, str], ...]
    conversation: str
    offer: str
    sources: tuple[tuple[str, str], ...]
    interest: tuple[str, ...]
    confidence: tuple[str, ...]
    outcomes: tuple[tuple[str, str], ...]
    quiet_after: int
    few: int
    timezone: str


def method(statistics: Statistics, checkout: Checkout | None) -> Method:
    """The view."""
    config = statistics.config
    return Method(
        as_of=str(statistics.as_of),
        ended=config.search.ended == statistics.as_of,
        commit=checkout_text(checkout).removeprefix(", "),
        opportunities=len(statistics.standings),
        events=sum(len(each.events) for each in statistics.standings),
        stages=tuple((word, config.label("stages", word)) for word in config.stages),
        conversation=config.label("stages", config.conversation_stage),
        offer=config.label("stages", config.offer_stage),
        sources=tuple((word, config.label("sources", word)) for word in config.sources),
        interest=config.interest,
        confidence=config.confidence,
        outcomes=tuple((outcome.value, OUTCOMES[outcome]) for outcome in Outcome),
        quiet_after=config.quiet_after,
        few=config.few,
        timezone=config.timezone,
    )
