"""Numbers as they were written: ``0.1`` is a tenth, and no last bit decides a tie or a bound."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

_WHOLE = 2**53  # below it, a float that is whole reads as that whole number


def exact(number: float) -> Fraction:
    """The decimal number that reads as this float."""
    if _is_whole(number):
        return Fraction(int(number))
    return Fraction(repr(number))


def exact_sum(numbers: Iterable[float]) -> float:
    """What the decimal numbers that read as these floats add up to."""
    every = tuple(numbers)
    if all(map(_is_whole, every)):  # nearly always
        return float(sum(map(int, every)))
    return float(sum(map(exact, every), Fraction()))


def _is_whole(number: float) -> bool:
    return -_WHOLE < number < _WHOLE and number == int(number)
