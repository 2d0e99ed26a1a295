"""Numbers as they were written: ``0.1`` is a tenth, and no last bit decides a tie or a bound."""

from __future__ import annotations

from fractions import Fraction

_WHOLE = 2**53  # below it, a float that is whole reads as that whole number


def exact(number: float) -> Fraction:
    """The decimal number that reads as this float."""
    if -_WHOLE < number < _WHOLE and number == int(number):
        return Fraction(int(number))
    return Fraction(repr(number))
