"""Offers beside the market and beside each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from opledger.core.figures.gap import Gap, Highest, beside, gap, lowest, middle, without_each
from opledger.core.figures.goals import Weighing, weighing
from opledger.core.figures.pay import Pay, Total, pay
from opledger.core.late import dataclass
from opledger.core.model import Offer

if TYPE_CHECKING:
    from datetime import date

    from opledger.core.config import Config
    from opledger.core.standing import Standing


@dataclass(frozen=True, slots=True)
class OfferRow:
    """An opportunity's offer as it stands, and the one that it began with.

    ``pay`` is of the latest ``offer``, ``None`` where nothing was said of it; ``first`` of the
    first one. ``raised`` is the gap between the first-year totals of both, where there were
    several. ``market`` is the gap of the year's total to the benchmark, ``lowball`` that of the
    first offer. ``beside`` is the gap to the highest first-year total of the others. Gaps are
    ``None`` where currencies differ, or too little is known.
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
    """The first offers of a segment against the market: how many, their median gap and lowest.

    Both are as sure as the gaps they are of; a gap as named so far is not among them.
    """

    segment: str | None
    n: int
    median: Gap
    lowest: Gap
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
    """The offers of these opportunities: of those that reached the offer stage."""
    made = [each for each in standings if each.reached(config.offer_stage, config)]
    latest = [pay(each.offer or Offer(), config.currency) for each in made]
    rows = [
        _row(each, now if each.offer else None, others, config)
        for each, now, others in zip(made, latest, _others(latest), strict=True)
    ]
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


def _row(each: Standing, now: Pay | None, others: Highest, config: Config) -> OfferRow:
    stated = [(event.date, event.offer) for event in each.events if event.offer]
    days = [
        event.date
        for event in each.events
        if event.stage and config.rank(event.stage) >= config.rank(config.offer_stage)
    ]
    first = now  # of an only one, it is the latest as well
    if len(stated) > 1:
        first = pay(stated[0][1], config.currency)
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
        beside=beside(now.first_year, others) if now else None,
    )


def _against(of: Pay | None, benchmark: float | None, currency: str | None) -> Gap | None:
    """The year's total against a year's benchmark; the first year's where only that was named."""
    if of is None or of.currency != currency or benchmark is None:
        return None
    return gap(of.year if of.year.comparable else of.first_year, Total(benchmark))


def _raised(now: Pay | None, first: Pay | None) -> Gap | None:
    if now is None or first is None or now.currency != first.currency:
        return None
    return gap(now.first_year, first.first_year)


def _others(made: Sequence[Pay]) -> list[Highest]:
    """For each, the others in its currency; one of no currency may be in any."""
    found = [Highest()] * len(made)
    unknown = Highest.of(pay(Offer(), None).first_year)
    adrift = any(each.currency is None for each in made)
    currencies: dict[str | None, list[int]] = {}
    for index, each in enumerate(made):
        currencies.setdefault(each.currency, []).append(index)
    for currency, indices in currencies.items():
        alike = without_each([Highest.of(made[index].first_year) for index in indices])
        for index, others in zip(indices, alike, strict=True):
            found[index] = others | unknown if adrift and currency is not None else others
    return found


def _lowballs(rows: Sequence[OfferRow], config: Config) -> tuple[Lowball, ...]:
    found: dict[tuple[str | None, str | None], list[Gap]] = {}
    for row in rows:
        if row.lowball and row.lowball.sure and row.first:
            key = (row.standing.opportunity.segment, row.first.currency)
            found.setdefault(key, []).append(row.lowball)
    return tuple(
        Lowball(
            segment=segment,
            n=len(gaps),
            median=middle(gaps),
            lowest=lowest(gaps),
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
