"""The beta distribution and the beta-binomial: what a record of k in n says of the next ones.

The chance of one success is taken to be Beta(k + a, n - k + b) once k of n have been seen, where
a and b are the prior's. Jeffreys' prior, a = b = 1/2, is used throughout: it favours no chance over
another in the sense of Jeffreys (1946), and its intervals have close to their nominal coverage
(Brown, Cai & DasGupta 2001: Interval estimation for a binomial proportion, Statistical Science 16).
"""

from __future__ import annotations

from math import exp, inf, lgamma, log, log1p, prod

from opledger.core.late import dataclass

PRIOR = 0.5
_PRECISION = 1e-15
_TINY = 1e-300
_NEGLIGIBLE = 1e-18
_MOST_TERMS = 10_000
_BISECTIONS = 200


@dataclass(frozen=True, slots=True)
class Beta:
    """A chance between 0 and 1 that is not known for sure."""

    a: float
    b: float

    @property
    def mean(self) -> float:
        """The expected chance."""
        return self.a / (self.a + self.b)

    def below(self, x: float) -> float:
        """The probability that the chance is at most ``x``.

        The regularized incomplete beta function, by its continued fraction (DLMF 8.17.22).
        """
        if x <= 0:
            return 0.0
        if x >= 1:
            return 1.0
        if x > (self.a + 1) / (self.a + self.b + 2):  # there the fraction of the other end is fast
            return 1 - Beta(self.b, self.a).below(1 - x)
        front = self.a * log(x) + self.b * log1p(-x) - log_beta(self.a, self.b)
        return exp(front) * _fraction(self.a, self.b, x) / self.a

    def quantile(self, share: float) -> float:
        """The chance that it is below with probability ``share``, by bisection."""
        low, high = 0.0, 1.0
        for _ in range(_BISECTIONS):
            middle = (low + high) / 2
            if middle in {low, high}:
                break
            low, high = (middle, high) if self.below(middle) < share else (low, middle)
        return high

    def none_of(self, count: int) -> float:
        """The probability that the next so many all fail."""
        return prod((self.b + n) / (self.a + self.b + n) for n in range(count))

    def successes(self, count: int) -> dict[int, float]:
        """The probability of each number of successes in the next ``count``: the beta-binomial.

        Numbers that are less likely than 1 in 10**18 are left out. From the most likely one
        each follows from its neighbour, so that a large ``count`` costs what its spread costs.
        """
        mode = min(count, max(0, round(count * self.mean)))
        found = {mode: self._exactly(mode, count)}
        for step in (1, -1):
            k, value = mode, found[mode]
            while 0 <= k + step <= count and value > _NEGLIGIBLE:
                upper = max(k, k + step)
                ratio = (count - upper + 1) * (self.a + upper - 1)
                ratio /= upper * (self.b + count - upper)
                value *= ratio if step > 0 else 1 / ratio
                k += step
                found[k] = value
        whole = sum(found.values())
        return {k: found[k] / whole for k in sorted(found)}

    def _exactly(self, k: int, count: int) -> float:
        ways = lgamma(count + 1) - lgamma(k + 1) - lgamma(count - k + 1)
        chance = log_beta(self.a + k, self.b + count - k) - log_beta(self.a, self.b)
        return exp(ways + chance)


def posterior(successes: int, failures: int) -> Beta:
    """What so many successes and failures say of the chance, after Jeffreys' prior."""
    return Beta(successes + PRIOR, failures + PRIOR)


def log_beta(a: float, b: float) -> float:
    """The logarithm of the beta function."""
    return lgamma(a) + lgamma(b) - lgamma(a + b)


def tries_for(chance: float, target: float) -> float:
    """How many tries at this chance until one success has probability ``target``; may be ``inf``.

    Not rounded: the count is the next whole number.
    """
    if chance <= 0:
        return inf
    return log(1 - target) / log1p(-chance) if chance < 1 else 0.0


def _fraction(a: float, b: float, x: float) -> float:
    """The continued fraction of the incomplete beta function, by the modified Lentz method."""
    c, d = 1.0, 1 / _away_from_nought(1 - (a + b) * x / (a + 1))
    value = d
    for term in range(1, _MOST_TERMS):
        even = term * (b - term) * x / ((a + 2 * term - 1) * (a + 2 * term))
        odd = -(a + term) * (a + b + term) * x / ((a + 2 * term) * (a + 2 * term + 1))
        for part in (even, odd):
            d = 1 / _away_from_nought(1 + part * d)
            c = _away_from_nought(1 + part / c)
            value *= c * d
        if abs(c * d - 1) < _PRECISION:
            break
    return value


def _away_from_nought(value: float) -> float:
    return value if abs(value) > _TINY else _TINY
