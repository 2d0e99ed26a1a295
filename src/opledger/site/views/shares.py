"""A share as a page shows it: never without its counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opledger.core.late import dataclass
from opledger.core.narrative.words import interval_text, percent

if TYPE_CHECKING:
    from opledger.core.figures.rates import Rate


@dataclass(frozen=True, slots=True)
class Share:
    """``share`` is a percentage, or ``too few to say``; ``interval`` is empty then."""

    count: str
    share: str
    interval: str
    few: bool


def share(rate: Rate) -> Share:
    """The texts of a rate."""
    few = rate.few or rate.share is None
    said = "too few to say" if rate.few or rate.share is None else percent(rate.share)
    return Share(f"{rate.k} of {rate.n}", said, interval_text(rate), few)
