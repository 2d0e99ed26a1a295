"""What an offer comes to: its parts, what is unknown of them, and its totals.

Nothing unknown counts as nought: a total without a part is a total "at least", and says which
parts it lacks. No amount is ever converted into another currency.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opledger.core.vocabulary import OfferPart

if TYPE_CHECKING:
    from opledger.core.model import Offer

_CASH = (OfferPart.BASE, OfferPart.BONUS, OfferPart.SIGN_ON)
_YEARLY = (OfferPart.BASE, OfferPart.BONUS, OfferPart.EQUITY)
_FIRST = (*_CASH, OfferPart.EQUITY)


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
    """A sum of parts: at least ``amount`` where some are ``missing``; ``None`` of nothing known."""

    amount: float | None
    missing: tuple[OfferPart, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether nothing is missing."""
        return self.amount is not None and not self.missing

    @property
    def comparable(self) -> bool:
        """Whether enough is known to hold it against another: the base salary is."""
        return self.amount is not None and OfferPart.BASE not in self.missing


@dataclass(frozen=True, slots=True)
class Pay:
    """What an offer comes to: in its ``first_year``, with the sign-on, and in each ``year``.

    Shares count by their value over the years in which they are earned, the same each year.
    ``currency`` is the offer's, else the ledger's, else ``None``.
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
    pending = {*offer.pending}
    if OfferPart.CASH in pending:
        pending |= {*_CASH}
    parts = tuple(Part(part, amount, part in pending) for part, amount in amounts.items())
    first = _sum(parts, _FIRST)
    if offer.total is not None and not first.whole:
        first = Total(offer.total)
    return Pay(offer.currency or currency, parts, first, _sum(parts, _YEARLY))


def _a_year(offer: Offer) -> float | None:
    """The shares' value a year; unknown where the years are, unless they are worth nothing."""
    if offer.equity is None:
        return None
    if not offer.equity.value:
        return 0.0
    return offer.equity.value / offer.equity.years if offer.equity.years else None


def _sum(parts: tuple[Part, ...], wanted: tuple[OfferPart, ...]) -> Total:
    chosen = [part for part in parts if part.part in wanted]
    known = [part.amount for part in chosen if part.amount is not None]
    missing = tuple(part.part for part in chosen if part.amount is None)
    return Total(sum(known) if known else None, missing)
