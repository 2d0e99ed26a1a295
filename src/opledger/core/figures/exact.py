"""Numbers as they were written: ``0.1`` is a tenth, and no last bit decides a tie or a bound."""

from __future__ import annotations

from fractions import Fraction


def exact(number: float) -> Fraction:
    """The decimal number that reads as this float."""
    return Fraction(repr(number))
