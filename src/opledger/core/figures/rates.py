"""A share of a count, never without its denominator and its uncertainty."""

from __future__ import annotations

from math import sqrt

from opledger.core.late import dataclass

Z_95 = 1.959963984540054  # the standard normal's 97.5 % quantile
_ERROR = 0.05


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


def apart(one: Rate, two: Rate, pairs: int = 1) -> bool:
    """Whether the intervals of two rates lie apart: chance alone hardly explains that.

    Where they are one of several ``pairs`` that are looked at, the intervals are those of 5 %
    divided by their number (Bonferroni; Dunn, O. J. 1961: Multiple comparisons among means. JASA
    56, 52-64): so in fewer than 5 of 100 ledgers is any pair said to lie apart that does not.
    """
    if not one.n or not two.n:
        return False
    z = Z_95 if pairs <= 1 else _quantile(1 - _ERROR / (2 * pairs))
    (low, high), (lower, upper) = wilson(one.k, one.n, z), wilson(two.k, two.n, z)
    return low > upper or lower > high


def _quantile(share: float) -> float:
    from statistics import NormalDist  # noqa: PLC0415 - takes long to load, and few figures need it

    return NormalDist().inv_cdf(share)


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
