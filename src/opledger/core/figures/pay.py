"""What an offer comes to: its parts, what is unknown of them, and its totals.

Nothing unknown counts as nought, and nothing pending counts as sure: a total without a part is a
total "at least", and says which parts it lacks. No amount is ever converted into another currency.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from opledger.core.figures.exact import exact, exact_sum
from opledger.core.late import dataclass
from opledger.core.vocabulary import CASH_PARTS, OfferPart

if TYPE_CHECKING:
    from opledger.core.model import Offer

_YEARLY = (OfferPart.BASE, OfferPart.BONUS, OfferPart.EQUITY)
_FIRST = (*CASH_PARTS, OfferPart.EQUITY)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an offer: its ``amount`` in a year (sign-on: once), ``None`` where unknown.

    ``pending`` parts are still to be agreed, whatever amount was named.
    """

    part: OfferPart
    amount: float | None
    pending: bool


@dataclass(frozen=True, slots=True)
class Total:
    """A sum of parts: ``amount`` where none is ``missing``, else at least that.

    ``missing`` are the parts that are unknown or pending; ``amount`` is ``None`` where nothing is
    sure. ``most`` is what it can't exceed, where parts are missing and that is known all the same.
    ``named`` was told as a total while parts of it are pending: it may become more or less.
    """

    amount: float | None
    missing: tuple[OfferPart, ...] = ()
    most: float | None = None
    named: float | None = None

    @property
    def whole(self) -> bool:
        """Whether nothing is missing."""
        return self.amount is not None and not self.missing

    @property
    def low(self) -> float | None:
        """What it is at least; ``None`` where it lacks the base salary, as that says too little."""
        return None if OfferPart.BASE in self.missing else self.amount

    @property
    def high(self) -> float | None:
        """What it is at most, if that is known."""
        return self.amount if self.whole else self.most

    @property
    def comparable(self) -> bool:
        """Whether enough is known to hold it against another."""
        return self.low is not None or self.high is not None


@dataclass(frozen=True, slots=True)
class Pay:
    """What an offer comes to: in its ``first_year``, with the sign-on, and in each ``year``.

    Shares count by their value over the years in which they are earned, the same each year, and
    in no year by more than their value. ``currency`` is the offer's, else the ledger's, else
    ``None``.
    """

    currency: str | None
    parts: tuple[Part, ...]
    first_year: Total
    year: Total


def pay(offer: Offer, currency: str | None) -> Pay:
    """The parts and totals of an offer; ``currency`` is the one that counts where it names none."""
    amounts = {
        OfferPart.BASE: offer.base,
        OfferPart.BONUS: offer.bonus,
        OfferPart.SIGN_ON: offer.sign_on,
        OfferPart.EQUITY: _a_year(offer),
    }
    pending = offer.pending_parts
    parts = tuple(Part(part, amount, part in pending) for part, amount in amounts.items())
    first, year = _sum(parts, _FIRST), _sum(parts, _YEARLY)
    told = offer.total
    if told is not None and not first.whole and exact(told) >= exact(first.amount or 0.0):
        if pending:
            first = replace(first, named=told)
        else:
            first, year = Total(told), _later(year, told, offer.sign_on)
    return Pay(offer.currency or currency, parts, first, year)


def _later(year: Total, told: float, sign_on: float | None) -> Total:
    """The year's total where the first year's was told: that without the sign-on.

    Where the sign-on is unknown, it is no more than the first year's.
    """
    if year.whole:
        return year
    if sign_on is not None:
        return Total(float(exact(told) - exact(sign_on)))
    if year.amount is not None and exact(year.amount) == exact(told):
        return Total(told)
    return replace(year, most=told)


def _a_year(offer: Offer) -> float | None:
    """The shares' value a year; unknown where the years are, unless they are worth nothing."""
    if offer.equity is None:
        return None
    if not offer.equity.value:
        return 0.0
    if offer.equity.years is None:
        return None
    return float(exact(offer.equity.value) / max(exact(offer.equity.years), Fraction(1)))


def _sum(parts: tuple[Part, ...], wanted: tuple[OfferPart, ...]) -> Total:
    chosen = [part for part in parts if part.part in wanted]
    sure = [p.amount for p in chosen if p.amount is not None and not p.pending]
    missing = tuple(part.part for part in chosen if part.amount is None or part.pending)
    return Total(exact_sum(sure) if sure else None, missing)
