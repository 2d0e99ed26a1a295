"""Offers in words and amounts."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING

from opledger.core.figures.exact import exact
from opledger.core.figures.gap import Bound
from opledger.core.narrative.words import amount_text, percent, plural
from opledger.core.vocabulary import Outcome

if TYPE_CHECKING:
    from opledger.core.config import Config
    from opledger.core.figures.gap import Gap
    from opledger.core.figures.goals import Ranking, Tipping
    from opledger.core.figures.offers import Lowball, OfferRow, Offers
    from opledger.core.figures.pay import Part, Total
    from opledger.core.model import Offer

Way = Callable[[Fraction], int]

PARTS = {"base": "Base", "bonus": "Bonus", "sign_on": "Sign-on", "equity": "Shares a year"}

# Which way a bound is rounded.
_WAYS: dict[Bound, Way] = {Bound.LEAST: floor, Bound.MOST: ceil, Bound.BETWEEN: floor}
_BARELY = 0.01  # a smaller share is told as such


def part_text(part: Part) -> str:
    """An amount, ``unknown`` or ``pending``; an amount that is still pending says so."""
    if part.amount is None:
        return "pending" if part.pending else "unknown"
    return amount_text(part.amount, None) + (" (pending)" if part.pending else "")


def total_text(total: Total, unit: str = "") -> str:
    """``346,300``, or ``at least 280,000`` where parts are unknown or pending.

    ``unknown`` of nothing. A total that was named while parts of it are pending says so.
    """
    sure = _sure_text(total, unit)
    if total.named is None:
        return sure or "unknown"
    named = f"{amount_text(round(total.named), None)}{unit} named"
    return f"{sure} ({named}, not agreed yet)" if sure else f"{named}, not agreed yet"


def _sure_text(total: Total, unit: str) -> str:
    """What is sure of a total, rounded so that it stays true; empty where nothing is."""
    low = "" if total.amount is None else amount_text(floor(exact(total.amount)), None)
    most = "" if total.most is None else amount_text(ceil(exact(total.most)), None)
    if total.amount is not None and total.whole:
        return f"{amount_text(round(total.amount), None)}{unit}"
    if low and most:
        return f"{low} to {most}{unit}"
    if low:
        return f"at least {low}{unit}"
    return f"at most {most}{unit}" if most else ""


def gap_text(gap: Gap | None) -> str:
    """``-73,700 (-18 %)``, with how sure it is; empty where nothing can be compared."""
    if gap is None:
        return ""
    share = _share(gap.share, _WAYS.get(gap.bound))
    if gap.most_share is not None and (most := _share(gap.most_share, ceil)) != share:
        share = f"{share} to {most}"
    return f"{distance(gap)} ({share})"


def distance(gap: Gap) -> str:
    """``at least -73,700``, or ``between -73,700 and +2,000``: rounded so that it stays true."""
    amount = signed(gap.amount, _WAYS.get(gap.bound, round))
    if gap.most is not None:
        most = signed(gap.most, ceil)
        return amount if most == amount else f"between {amount} and {most}"
    return amount if gap.bound is Bound.EXACT else f"{gap.bound} {amount}"


def _share(share: float, way: Way | None) -> str:
    part = way(exact(share) * 100) / 100 if way and abs(share) >= _BARELY else share
    sign = "+" if part > 0 else "−" if part < 0 else ""
    return sign + percent(abs(part))


def lowball_text(each: Lowball) -> str:
    """The median gap and the lowest; each gap alone where there are too few for a median."""
    unit = f" {each.currency}" if each.currency else ""
    lowest = f"{distance(each.lowest)}{unit}"
    if each.n == 1:
        return lowest
    if each.few:
        return f"lowest {lowest}; too few for a median"
    return f"median {distance(each.median)}{unit}, lowest {lowest}"


def signed(amount: float, way: Way = round) -> str:
    """``−73,700``, ``+1,000`` or ``±0``."""
    number = way(exact(amount))
    sign = "+" if number > 0 else "−" if number < 0 else "±"
    return f"{sign}{amount_text(abs(number), None)}"


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


def _weight(weight: float, away: Way) -> str:
    """A tipping point with two decimals, more below 1; rounded away from where the best leads."""
    places = 2
    while weight * 10**places < 10:  # noqa: PLR2004 - two digits that say something
        places += 1
    number = Fraction(away(exact(weight) * 10**places), 10**places)
    return f"{float(number):.{places}f}".rstrip("0").rstrip(".")


def offers_headline(figures: Offers) -> str:
    """How many offers there are, and what came of them: ``4 offers, 1 accepted``."""
    many = plural(len(figures.rows), "offer")
    outcomes = [row.standing.outcome for row in figures.rows]
    ends = [
        f"{count if len(outcomes) > 1 else ''} {word}".strip()
        for word, count in (
            ("accepted", outcomes.count(Outcome.ACCEPTED)),
            ("still open", outcomes.count(None)),
        )
        if count
    ]
    return ", ".join([many, *ends]) if ends else f"{many}, none accepted"


def amounts_text(figures: Offers) -> str:
    """The most that is sure of a first year by currency, and of how many not all is known."""
    paid = [row for row in figures.rows if row.pay and row.pay.first_year.amount is not None]
    if not paid:
        return "Nothing is said of the amounts."
    best: dict[str | None, OfferRow] = {}
    for row in paid:
        if row.pay:
            best.setdefault(row.pay.currency, row)
    tops = [
        f"{total_text(row.pay.first_year, f' {row.pay.currency}' if row.pay.currency else '')}"
        f" ({row.standing.opportunity.company})"
        for row in best.values()
        if row.pay
    ]
    sentence = f"{'First year' if len(paid) == 1 else 'Highest first year'}: {'; '.join(tops)}."
    part = sum(not (row.pay and row.pay.first_year.whole) for row in figures.rows)
    if not part:
        return sentence
    has = "has" if part == 1 else "have"
    return f"{sentence} {part} of {len(figures.rows)} {has} parts that are unknown or not agreed."
