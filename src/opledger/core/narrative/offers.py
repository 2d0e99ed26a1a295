"""Offers in words and amounts."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING

from opledger.core.figures.exact import exact
from opledger.core.figures.offers import Bound
from opledger.core.narrative.words import amount_text, percent

if TYPE_CHECKING:
    from opledger.core.config import Config
    from opledger.core.figures.goals import Ranking, Tipping
    from opledger.core.figures.offers import Gap, Lowball
    from opledger.core.figures.pay import Part, Total
    from opledger.core.model import Offer

PARTS = {"base": "Base", "bonus": "Bonus", "sign_on": "Sign-on", "equity": "Shares a year"}


def part_text(part: Part) -> str:
    """An amount, ``unknown`` or ``pending``; an amount that is still pending says so."""
    if part.amount is None:
        return "pending" if part.pending else "unknown"
    return amount_text(part.amount, None) + (" (pending)" if part.pending else "")


def total_text(total: Total) -> str:
    """``346,300``, or ``at least 280,000`` where parts are unknown; ``unknown`` of nothing."""
    if total.amount is None:
        return "unknown"
    return f"{'' if total.whole else 'at least '}{amount_text(round(total.amount), None)}"


def missing_text(total: Total) -> str:
    """What a total lacks: ``without bonus, sign-on``; empty where it is whole."""
    names = [PARTS[part].lower().removesuffix(" a year") for part in total.missing]
    return f"without {', '.join(names)}" if names and total.amount is not None else ""


def gap_text(gap: Gap | None) -> str:
    """``-73,700 (-18 %)``, with how sure it is; empty where nothing can be compared."""
    if gap is None:
        return ""
    bound = "" if gap.bound is Bound.EXACT else f"{gap.bound} "
    share = f"−{percent(-gap.share)}" if gap.share < 0 else f"+{percent(gap.share)}"
    return f"{bound}{signed(gap.amount)} ({share})"


def lowball_text(each: Lowball) -> str:
    """The median gap and the lowest; each gap alone where there are too few for a median."""
    unit = f" {each.currency}" if each.currency else ""
    if each.n == 1:
        return f"{signed(each.amount)}{unit}"
    lowest = f"lowest {signed(each.lowest)}{unit}"
    if each.few:
        return f"{lowest}; too few for a median"
    return f"median {signed(each.amount)}{unit}, {lowest}"


def signed(amount: float) -> str:
    """``−73,700``, ``+1,000`` or ``±0``."""
    sign = "+" if amount > 0 else "−" if amount < 0 else "±"
    return f"{sign}{amount_text(abs(round(amount)), None)}"


def form_text(offer: Offer | None) -> str:
    """``written``, ``verbal``, or that nothing is known."""
    if offer is None:
        return "nothing stated"
    return str(offer.form) if offer.form else "form not stated"


def ranking_name(ranking: Ranking, config: Config) -> str:
    """What the weights of a ranking are: ``only Culture``."""
    goal = config.label("goals", ranking.goal) if ranking.goal else ""
    return {
        "stated": "as stated: " + " : ".join(f"{weight:g}" for weight in ranking.weights.values()),
        "equal": "all equal",
        "only": f"only {goal}",
        "double": f"{goal}, doubled",
        "without": f"without {goal}",
    }[ranking.what]


def ranking_text(ranking: Ranking) -> str:
    """``Meridian, Halyard = Larkmoor, Osterlane``: from best to worst, those equal together."""
    return ", ".join(
        " = ".join(each.opportunity.company for each in place) for place in ranking.places
    )


def tipping_text(tips: tuple[Tipping, ...], best: str, config: Config) -> str:
    """At which weights the best would no longer be it; that there are none, if so."""
    if not tips:
        return ""
    sides = []
    for tip in tips:
        goal = config.label("goals", tip.goal)
        if tip.low is not None:
            sides.append(f"{goal} weighed less than {_weight(tip.low, floor)}")
        if tip.high is not None:
            sides.append(f"{goal} weighed more than {_weight(tip.high, ceil)}")
    if not sides:
        return f"No single goal's weight, however changed, would put another above {best}."
    return f"{best} would no longer be first if {', or '.join(sides)} (the other weights kept)."


def _weight(weight: float, away: Callable[[Fraction], int]) -> str:
    """A tipping point with two decimals, more below 1; rounded away from where the best leads."""
    places = 2
    while weight * 10**places < 10:  # noqa: PLR2004 - two digits that say something
        places += 1
    number = Fraction(away(exact(weight) * 10**places), 10**places)
    return f"{float(number):.{places}f}".rstrip("0").rstrip(".")
