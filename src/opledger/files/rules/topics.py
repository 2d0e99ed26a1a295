"""What the rules for whole records are about, so that a record is only held against what it has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from opledger.files.rules.records import (
    Case,
    action_after_end,
    after_end,
    amount_and_pending,
    empty_event,
    future_outcome,
    missing_currency,
    no_stage,
    nothing_to_reopen,
    offer_before_stage,
    offer_not_recorded,
    offer_without_amount,
    out_of_order,
    outcome_before_stage,
    outcome_without_offer,
    outside_search,
    reasons_without_outcome,
    stage_and_outcome,
    total_below_parts,
)
from opledger.files.rules.rule import Rule

if TYPE_CHECKING:
    from opledger.core.model import Opportunity

_OF_EVERY: tuple[Rule[[Case]], ...] = (
    no_stage,
    stage_and_outcome,
    empty_event,
    out_of_order,
    offer_not_recorded,
    outside_search,
)
_OF_ENDS: tuple[Rule[[Case]], ...] = (
    outcome_before_stage,
    after_end,
    outcome_without_offer,
    future_outcome,
)
_OF_OFFERS: tuple[Rule[[Case]], ...] = (
    offer_without_amount,
    offer_before_stage,
    amount_and_pending,
    total_below_parts,
)


def rules_for(record: Opportunity) -> Sequence[Rule[[Case]]]:
    """Those of the rules that can find something in a record; all others are about what it has not.

    That a record was read whole is taken for granted: parts that were wrong are not left out.
    """
    topics = list(_OF_EVERY)
    ends = offers = reasons = reopened = False
    for event in record.events:
        ends = ends or event.outcome is not None
        offers = offers or event.offer is not None
        reasons = reasons or bool(event.reasons)
        reopened = reopened or event.reopened is not None
    if ends:
        topics += _OF_ENDS
    if offers:
        topics += _OF_OFFERS
    if offers or record.market:
        topics.append(missing_currency)
    if reasons:
        topics.append(reasons_without_outcome)
    if reopened:
        topics.append(nothing_to_reopen)
    if record.next:
        topics.append(action_after_end)
    return topics
