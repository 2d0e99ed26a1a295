"""A share of a count, never without its denominator and its uncertainty."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

Z_95 = 1.959963984540054  # the standard normal's 97.5 % quantile


@dataclass(frozen=True, slots=True)
class Rate:
    """``k`` of ``n``, with a 95 % interval; ``few`` when ``n`` is too small to state a share."""

    k: int
    n: int
    few: bool

    @property
    def share(self) -> float | None:
        """``k / n``, from 0 to 1; ``None`` of nothing."""
        return self.k / self.n if self.n else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The Wilson 95 % interval of the share; ``None`` of nothing."""
        return wilson(self.k, self.n) if self.n else None


def rate(k: int, n: int, few: int) -> Rate:
    """The rate of ``k`` in ``n``, said to be too few to say when ``n`` is below ``few``.

    Raises:
        ValueError: not ``0 <= k <= n``.
    """
    if not 0 <= k <= n:
        message = f"{k} of {n} is no share"
        raise ValueError(message)
    return Rate(k, n, n < few)


def apart(one: Rate, two: Rate) -> bool:
    """Whether the intervals of two rates lie apart: chance alone hardly explains that.

    For two rates of equal spread that no chance separates, it happens in fewer than 1 of 100.
    """
    if one.interval is None or two.interval is None:
        return False
    return one.interval[0] > two.interval[1] or two.interval[0] > one.interval[1]


def wilson(k: int, n: int, z: float = Z_95) -> tuple[float, float]:
    """The score interval of a proportion, lower and upper bound from 0 to 1.

    Wilson, E. B. (1927): Probable inference, the law of succession, and statistical inference.
    JASA 22, 209-212. Unlike the textbook interval it stays inside 0..1 and does not shrink to a
    point at ``k = 0`` or ``k = n``.

    Raises:
        ValueError: ``n`` is not positive.
    """
    if n <= 0:
        message = "an interval needs at least one case"
        raise ValueError(message)
    share = k / n
    spread = z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    centre = share + z * z / (2 * n)
    scale = 1 + z * z / n
    low = 0.0 if k == 0 else (centre - spread) / scale
    high = 1.0 if k == n else (centre + spread) / scale
    return low, high
