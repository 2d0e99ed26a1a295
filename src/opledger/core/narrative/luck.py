"""Load and chances, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opledger.core.figures.luck import FARTHEST
from opledger.core.narrative.words import likely, percent, plural

if TYPE_CHECKING:
    from opledger.core.figures.luck import Chance, Load, Luck, Needed


def in_play(load: Load) -> str:
    """The peak, the average and what is in play now."""
    if not load.peak:
        return "No conversation has been in play at the end of any day."
    peak = plural(load.peak, "conversation")
    return (
        f"At most {peak} in play at once, on {load.peak_day}; {load.mean:.1f} on average,"
        f" {load.counts[-1]} on the last day."
    )


def record(luck: Luck) -> str:
    """What the chances rest on."""
    offers = luck.offers
    if not offers.n:
        return "No conversation is resolved yet: there is no record to go by."
    share = "too few to say" if offers.few or offers.share is None else percent(offers.share)
    many = plural(offers.n, "resolved conversation")
    return f"By the record, {offers.k} of {many} came to an offer: {share}."


def chance_text(chance: Chance) -> str:
    """``66 % (30 to 92 %)``."""
    return f"{likely(chance.share)} ({100 * chance.low:.0f} to {100 * chance.high:.0f} %)"


def needed_text(needed: Needed) -> str:
    """How many more for a chance: ``7 more for 50 % (3 to 20)``."""
    low, high = _count(needed.low), _count(needed.high)
    return f"{_count(needed.n)} more for {percent(needed.share)} ({low} to {high})"


def _count(count: int | None) -> str:
    return f"more than {FARTHEST:,}" if count is None else str(count)
