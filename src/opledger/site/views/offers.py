"""Offers: what each comes to, beside the market and each other, and how they fit the goals."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from opledger.core.late import dataclass
from opledger.core.narrative.offers import (
    PARTS,
    amounts_text,
    form_text,
    offers_headline,
    part_text,
    total_text,
)
from opledger.core.narrative.words import OUTCOMES, amount_text
from opledger.core.scope import WHOLE, Scope
from opledger.site.charts.bars import Bar, Bars, Part, bars
from opledger.site.views.matrix import Named, name
from opledger.site.views.reports import shown

if TYPE_CHECKING:
    from opledger.core.config import Config
    from opledger.core.figures.offers import OfferRow
    from opledger.core.figures.pay import Pay
    from opledger.core.figures.statistics import Statistics
    from opledger.site.views.reports import ShownReport

_MOST = 12  # bars of a currency; the list below has all
_MOST_KNOWN = 120  # offers told one by one: some 60 KB
_LONGEST = 60  # offers of which nothing more is known


@dataclass(frozen=True, slots=True)
class Priced:
    """The offers in one currency, highest first; ``currency`` may be that none is stated."""

    id: str
    currency: str
    chart: Bars
    has_market: bool
    has_unknown: bool
    more: int


@dataclass(frozen=True, slots=True)
class Bare:
    """An offer of which nothing more is known: when it came, how firm, and how it ended."""

    named: Named
    when: str
    form: str
    now: str


@dataclass(frozen=True, slots=True)
class Offers:
    """Everything that the page shows.

    ``more`` of the bare ones are left out, and ``further`` of those in the report, which
    stand further down.
    """

    headline: str
    lead: str
    priced: tuple[Priced, ...]
    bare: tuple[Bare, ...]
    more: int
    further: int
    report: ShownReport


def has_offers(statistics: Statistics, scope: Scope = WHOLE) -> bool:
    """Whether there is an offer, and any may be told one by one."""
    config = statistics.config
    return scope.singly and any(
        each.reached(config.offer_stage, config) for each in statistics.standings
    )


def offers(statistics: Statistics, scope: Scope = WHOLE) -> Offers | None:
    """The view; ``None`` where there is no offer, or none may be told one by one."""
    if not has_offers(statistics, scope):
        return None
    figures = statistics.offers
    by_currency: dict[str | None, list[tuple[OfferRow, Pay]]] = {}
    for row in figures.rows:
        if row.pay is not None and row.offer and row.offer.has_amount:
            by_currency.setdefault(row.pay.currency, []).append((row, row.pay))
    report = shown(statistics, "offers", scope)
    # The sheet begins with a part for each offer, in their order.
    each = list(zip(figures.rows, report.parts, strict=False))
    known = tuple(part for row, part in each if not _is_bare(row))
    kept = (*known[:_MOST_KNOWN], *report.parts[len(figures.rows) :])
    bare = tuple(_bare(row, scope) for row in figures.rows if _is_bare(row))
    return Offers(
        headline=offers_headline(figures),
        lead=amounts_text(figures),
        priced=tuple(
            _priced(n, currency, rows, statistics.config)
            for n, (currency, rows) in enumerate(by_currency.items())
        ),
        bare=bare[:_LONGEST],
        more=max(len(bare) - _LONGEST, 0),
        further=max(len(known) - _MOST_KNOWN, 0),
        report=replace(report, parts=kept),
    )


def _is_bare(row: OfferRow) -> bool:
    """Whether no more is known of an offer than that there was one."""
    stated = [event.offer for event in row.standing.events if event.offer]
    return row.benchmark is None and not any(each.has_amount or each.pending for each in stated)


def _bare(row: OfferRow, scope: Scope) -> Bare:
    return Bare(
        named=name(row.standing),
        when=scope.when(row.offered),
        form=form_text(row.offer),
        now=_now(row),
    )


def _now(row: OfferRow) -> str:
    return OUTCOMES[row.standing.outcome] if row.standing.outcome else "open"


def _priced(
    n: int, currency: str | None, rows: list[tuple[OfferRow, Pay]], config: Config
) -> Priced:
    made = [_bar(row, pay, config) for row, pay in rows[:_MOST]]
    return Priced(
        id=f"pay-{n}",
        currency=currency or "No currency stated",
        chart=bars(made),
        has_market=any(bar.mark is not None for bar in made),
        has_unknown=any(bar.unknown or any(p.loose for p in bar.parts) for bar in made),
        more=len(rows) - len(made),
    )


def _bar(row: OfferRow, pay: Pay, config: Config) -> Bar:
    first, about = pay.first_year, row.standing
    parts = [
        Part(
            part.part.value,
            max(part.amount, 0.0),
            f"{PARTS[part.part]} {part_text(part)}",
            loose=part.pending,
        )
        for part in pay.parts
        if part.amount is not None
    ]
    named = first.named if first.named is not None else first.amount if first.whole else None
    if named is not None and (rest := named - sum(part.amount for part in parts)) > 0:
        title = f"{amount_text(rest, None)} not told by parts"
        parts.append(Part("total", rest, title, loose=first.named is not None))
    market = about.opportunity.market
    comparable = market and (market.currency or config.currency) == pay.currency
    unknown = [
        PARTS[part.part].lower()
        for part in pay.parts
        if part.amount is None and part.part in first.missing
    ]
    return Bar(
        label=about.opportunity.company,
        text=total_text(first)
        if first.named is None
        else f"{amount_text(first.named, None)} named",
        parts=tuple(parts),
        unknown=f"{', '.join(unknown)} still unknown" if unknown else "",
        mark=market.total if market and comparable else None,
        note=_note(row, pay, market.total if market and comparable else None),
    )


def _note(row: OfferRow, pay: Pay, market: float | None) -> str:
    parts = ", ".join(f"{PARTS[part.part].lower()} {part_text(part)}" for part in pay.parts)
    beside = f"; market {amount_text(market, None)}" if market is not None else ""
    return f"{form_text(row.offer)}, {_now(row)}: {parts}{beside}"
