"""Offers: amounts, the market, each other, and the goals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opledger.core.figures.goals import Weighing
from opledger.core.figures.offers import OfferRow
from opledger.core.figures.statistics import Statistics
from opledger.core.narrative.offers import (
    PARTS,
    form_text,
    gap_text,
    lowball_text,
    part_text,
    ranking_name,
    ranking_text,
    tipping_text,
    total_text,
)
from opledger.core.narrative.words import OUTCOMES, amount_text
from opledger.core.reports.sheet import Column, Sheet
from opledger.core.scope import Scope

if TYPE_CHECKING:
    from opledger.core.config import Config


def write_offers(sheet: Sheet, figures: Statistics, scope: Scope) -> None:
    """Every offer with its parts and gaps, the ranking by goals, lowballs and levels."""
    if not figures.offers.rows:
        sheet.text("No offer yet.")
    for row in figures.offers.rows:
        _offer(sheet, row, figures.config, scope)
    if figures.offers.weighing.fits and figures.config.goals:
        _goals(sheet, figures)
    _lowballs(sheet, figures)
    _levels(sheet, figures)


def _offer(sheet: Sheet, row: OfferRow, config: Config, scope: Scope) -> None:
    about = row.standing
    sheet.heading(about.opportunity.company)
    now = OUTCOMES[about.outcome] if about.outcome else "open"
    when = f"{scope.when(row.offered)}, " if scope.months else ""
    facts = [("offer", f"{when}{form_text(row.offer)}; {now}")]
    if row.pay is not None:
        unit = f" {row.pay.currency}" if row.pay.currency else " (no currency stated)"
        parts = [f"{PARTS[part.part].lower()} {part_text(part)}" for part in row.pay.parts]
        facts.append(("parts", ", ".join(parts)))
        facts.append(("first year", total_text(row.pay.first_year, unit)))
        facts.append(("each year", total_text(row.pay.year, unit)))
    if row.benchmark is not None:
        market = about.opportunity.market
        total = amount_text(row.benchmark, (market and market.currency) or config.currency)
        facts.append(("market", f"{total}; {gap_text(row.market) or 'not comparable'}"))
    if row.lowball and row.first != row.pay:
        facts.append(("first offer", f"{gap_text(row.lowball)} to market"))
    facts.append(("raised by", gap_text(row.raised)))
    facts.append(("best other", gap_text(row.beside) and f"{gap_text(row.beside)} to it"))
    sheet.facts([(name, text) for name, text in facts if text])


def _goals(sheet: Sheet, figures: Statistics) -> None:
    weighing, config = figures.offers.weighing, figures.config
    how = "How do they fit" if len(weighing.fits) > 1 else "How does it fit"
    sheet.heading(f"{how} the goals? Latest scores, 0 to 5, and their weighted mean")
    goals = list(config.goals)
    columns = [Column("Offer", wide=True)]
    columns += [Column(config.label("goals", goal), number=True) for goal in goals]
    sheet.table(
        [*columns, Column("Mean", number=True)],
        [
            [
                fit.standing.opportunity.company,
                *(f"{fit.scores[goal]:g}" if goal in fit.scores else "?" for goal in goals),
                "?" if fit.score is None else f"{fit.score:.2f}",
            ]
            for fit in weighing.fits
        ],
    )
    if weighing.rankings:
        _rankings(sheet, figures, weighing)


def _rankings(sheet: Sheet, figures: Statistics, weighing: Weighing) -> None:
    sheet.heading("How does the ranking change with the weights? Best first")
    sheet.table(
        [Column("Weights"), Column("Ranking", wide=True)],
        [
            [ranking_name(ranking, figures.config), ranking_text(ranking)]
            for ranking in weighing.rankings
        ],
    )
    best = weighing.rankings[0].places[0][0].opportunity.company
    if told := tipping_text(weighing.tipping, best, figures.config):
        sheet.text(told)


def _lowballs(sheet: Sheet, figures: Statistics) -> None:
    if not figures.offers.lowballs:
        return
    sheet.heading("How far from the market were first offers? A year's total, by segment")
    sheet.table(
        [Column("Segment", wide=True), Column("Offers", number=True), Column("Gap", number=True)],
        [
            [
                figures.config.label("segments", each.segment) if each.segment else "not stated",
                str(each.n),
                lowball_text(each),
            ]
            for each in figures.offers.lowballs
        ],
    )


def _levels(sheet: Sheet, figures: Statistics) -> None:
    if not figures.offers.levels:
        return
    sheet.heading("Which level did I seek, and which had they in mind?")
    columns = [Column("Segment", wide=True), Column("Sought"), Column("Offered")]
    sheet.table(
        [*columns, Column("Times", number=True)],
        [
            [
                figures.config.label("segments", each.segment) if each.segment else "not stated",
                each.sought,
                each.offered,
                str(each.count),
            ]
            for each in figures.offers.levels
        ],
    )
