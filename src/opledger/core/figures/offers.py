"""Offers beside the market and beside each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median
from typing import TYPE_CHECKING

from opledger.core.figures.goals import Weighing, weighing
from opledger.core.figures.pay import Pay, Total, pay

if TYPE_CHECKING:
    from datetime import date

    from opledger.core.config import Config
    from opledger.core.model import Offer
    from opledger.core.standing import Standing


class Bound(StrEnum):
    """How sure a gap is, where parts of either side are unknown."""

    EXACT = "exact"
    LEAST = "at least"
    MOST = "at most"
    KNOWN = "of what is known"


@dataclass(frozen=True, slots=True)
class Gap:
    """How much an offer is above another figure (below it: negative), as an amount and a share.

    Where parts of the offer are unknown it is ``at least`` that; where parts of the other are,
    ``at most``; where parts of both are, it is the gap ``of what is known``.
    """

    amount: float
    share: float
    bound: Bound


@dataclass(frozen=True, slots=True)
class OfferRow:
    """An opportunity's offer as it stands, and the one that it began with.

    ``pay`` is of the latest ``offer``, ``None`` where nothing was said of it; ``first`` of the
    first one. ``raised`` is the gap between the first-year totals of both, where there were
    several. ``market`` is the gap of the year's total to the benchmark, ``lowball`` that of the
    first offer. ``beside`` is the gap to the highest first-year total of the others. Gaps are
    ``None`` where currencies differ, or a base salary is unknown.
    """

    standing: Standing
    offered: date
    offer: Offer | None
    pay: Pay | None
    first: Pay | None
    raised: Gap | None
    benchmark: float | None
    market: Gap | None
    lowball: Gap | None
    beside: Gap | None


@dataclass(frozen=True, slots=True)
class Lowball:
    """The first offers of a segment against the market: how many, their median gap and lowest."""

    segment: str | None
    n: int
    amount: float
    share: float
    lowest: float
    currency: str | None
    few: bool


@dataclass(frozen=True, slots=True)
class Levels:
    """The level that I sought and the one they had in mind, in a segment; so many times."""

    segment: str | None
    sought: str
    offered: str
    count: int


@dataclass(frozen=True, slots=True)
class Offers:
    """Every offer, by currency and then the highest first; goals, lowballs and levels."""

    rows: tuple[OfferRow, ...]
    weighing: Weighing
    lowballs: tuple[Lowball, ...]
    levels: tuple[Levels, ...]


def offers(standings: Sequence[Standing], config: Config) -> Offers:
    """The offers of these opportunities: those that reached the offer stage, or state an offer."""
    made = [each for each in standings if each.offer or each.reached(config.offer_stage, config)]
    rows = [_row(each, made, config) for each in made]
    rows.sort(key=_by_currency_and_amount)
    return Offers(
        rows=tuple(rows),
        weighing=weighing([row.standing for row in rows], config),
        lowballs=_lowballs(rows, config),
        levels=_levels(standings),
    )


def _by_currency_and_amount(row: OfferRow) -> tuple[bool, str, float, str]:
    known = row.pay is not None and row.pay.first_year.amount is not None
    amount = row.pay.first_year.amount if row.pay else None
    currency = (row.pay.currency if row.pay else None) or "\uffff"
    return (not known, currency, -(amount or 0.0), row.standing.opportunity.id)


def _row(each: Standing, made: Sequence[Standing], config: Config) -> OfferRow:
    stated = [(event.date, event.offer) for event in each.events if event.offer]
    days = [
        event.date
        for event in each.events
        if event.offer
        or (event.stage and config.rank(event.stage) >= config.rank(config.offer_stage))
    ]
    now = pay(each.offer, config.currency) if each.offer else None
    first = pay(stated[0][1], config.currency) if stated else None
    market = each.opportunity.market
    benchmark = market.total if market else None
    currency = (market.currency or config.currency) if market else None
    return OfferRow(
        standing=each,
        offered=days[0],
        offer=each.offer,
        pay=now,
        first=first,
        raised=_raised(now, first) if len(stated) > 1 else None,
        benchmark=benchmark,
        market=_against(now, benchmark, currency),
        lowball=_against(first, benchmark, currency),
        beside=_beside_others(each, now, made, config),
    )


def _against(of: Pay | None, benchmark: float | None, currency: str | None) -> Gap | None:
    """The year's total against a year's benchmark; the first year's where only that was told."""
    if of is None or of.currency != currency or not benchmark:
        return None
    return _gap(of.year if of.year.amount is not None else of.first_year, Total(benchmark))


def _raised(now: Pay | None, first: Pay | None) -> Gap | None:
    if now is None or first is None or now.currency != first.currency:
        return None
    return _gap(now.first_year, first.first_year)


def _beside_others(
    each: Standing, now: Pay | None, made: Sequence[Standing], config: Config
) -> Gap | None:
    others = [pay(o.offer, config.currency) for o in made if o is not each and o.offer]
    totals = [other.first_year for other in others if now and other.currency == now.currency]
    known = [total for total in totals if total.amount is not None]
    if now is None or not known:
        return None
    return _gap(now.first_year, max(known, key=lambda total: total.amount or 0.0))


def _gap(total: Total, other: Total) -> Gap | None:
    """``None`` where either lacks its base: too much of it is unknown to compare."""
    if not total.comparable or not other.comparable or not other.amount or total.amount is None:
        return None
    bound = {
        (True, True): Bound.EXACT,
        (False, True): Bound.LEAST,
        (True, False): Bound.MOST,
        (False, False): Bound.KNOWN,
    }[total.whole, other.whole]
    amount = total.amount - other.amount
    return Gap(amount, amount / other.amount, bound)


def _lowballs(rows: Sequence[OfferRow], config: Config) -> tuple[Lowball, ...]:
    found: dict[tuple[str | None, str | None], list[Gap]] = {}
    for row in rows:
        if row.lowball and row.first:
            key = (row.standing.opportunity.segment, row.first.currency)
            found.setdefault(key, []).append(row.lowball)
    return tuple(
        Lowball(
            segment=segment,
            n=len(gaps),
            amount=median(gap.amount for gap in gaps),
            share=median(gap.share for gap in gaps),
            lowest=min(gap.amount for gap in gaps),
            currency=currency,
            few=len(gaps) < config.few,
        )
        for (segment, currency), gaps in sorted(
            found.items(), key=lambda item: tuple(word or "\uffff" for word in item[0])
        )
    )


def _levels(standings: Sequence[Standing]) -> tuple[Levels, ...]:
    pairs: Counter[tuple[str | None, str, str]] = Counter()
    for each in standings:
        level = each.opportunity.level
        if level and level.sought and level.offered:
            pairs[each.opportunity.segment, level.sought, level.offered] += 1
    order = sorted(pairs, key=lambda key: (key[0] or "\uffff", -pairs[key], key[1:]))
    return tuple(Levels(*key, pairs[key]) for key in order)
