"""The beta and the beta-binomial against SciPy's, and where their values are known by heart."""

from __future__ import annotations

from fractions import Fraction
from math import asin, comb, inf, pi, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import betainc, betaln
from scipy.stats import beta as scipy_beta
from scipy.stats import betabinom, geom

from opledger.core.figures.beta import Beta, log_beta, posterior, tries_for

RECORDS = [(k, n) for n in (0, 1, 2, 5, 12, 39, 200) for k in sorted({0, 1, n // 3, n}) if k <= n]
HUGE = [(k, 10_000) for k in (0, 1, 3, 2_500, 5_000, 9_999, 10_000)]
POINTS = (1e-9, 1e-4, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 1 - 1e-4, 1 - 1e-9)
SHARES = (0.001, 0.025, 0.05, 0.5, 0.95, 0.975, 0.999)
COUNTS = (0, 1, 2, 5, 20, 100)
CASES = st.integers(0, 300)


def test_a_record_is_a_beta_after_jeffreys_prior() -> None:
    assert posterior(3, 7) == Beta(3.5, 7.5)
    assert posterior(0, 0) == Beta(0.5, 0.5)
    assert posterior(3, 7).mean == 3.5 / 11


@pytest.mark.parametrize(("k", "n"), [*RECORDS, *HUGE])
def test_what_lies_below_is_what_scipy_says(k: int, n: int) -> None:
    one = posterior(k, n - k)
    # where the mass is, too: with 10,000 cases all of the other points are far off it
    near = [one.mean + by * sqrt(one.mean * (1 - one.mean) / (n + 1)) for by in (-2, -1, 0, 1, 2)]
    points = [*POINTS, *near]
    own = [one.below(x) for x in points]
    known = scipy_beta.cdf(np.clip(points, 0, 1), one.a, one.b)
    assert own == pytest.approx(known.tolist(), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize(("a", "b"), [(0.1, 30.0), (1.0, 1.0), (2.0, 5.0), (700.0, 0.2)])
def test_it_need_not_be_a_record(a: float, b: float) -> None:
    own = [Beta(a, b).below(x) for x in POINTS]
    assert own == pytest.approx([float(betainc(a, b, x)) for x in POINTS], rel=1e-11, abs=1e-13)


def test_below_is_what_is_known_by_heart() -> None:
    for x in POINTS:
        near, far = 2 / pi * asin(sqrt(x)), 1 - 2 / pi * asin(sqrt(1 - x))
        assert Beta(0.5, 0.5).below(x) == pytest.approx(near if x < 0.5 else far, abs=1e-14)
        assert Beta(1, 1).below(x) == pytest.approx(x, abs=1e-15)
        assert Beta(3, 1).below(x) == pytest.approx(x**3, abs=1e-15)
    assert Beta(2.5, 2.5).below(0.5) == pytest.approx(0.5, abs=1e-14)


def test_no_chance_lies_outside_of_nought_and_one() -> None:
    one = Beta(2.5, 0.5)
    assert [one.below(x) for x in (-1, 0, 1, 2)] == [0, 0, 1, 1]


@pytest.mark.parametrize(("k", "n"), [*RECORDS, *HUGE])
def test_the_quantiles_are_those_of_scipy(k: int, n: int) -> None:
    one = posterior(k, n - k)
    own = [one.quantile(share) for share in SHARES]
    known = scipy_beta.ppf(np.array(SHARES), one.a, one.b).tolist()
    assert own == pytest.approx(known, rel=1e-9, abs=1e-14)


@pytest.mark.parametrize(("k", "n"), RECORDS)
def test_successes_are_the_beta_binomial_of_scipy(k: int, n: int) -> None:
    one = posterior(k, n - k)
    for count in COUNTS:
        own = one.successes(count)
        known = betabinom.pmf(np.arange(count + 1), count, one.a, one.b).tolist()
        # SciPy's own rounding; nearer is the test in whole numbers below
        assert [own.get(j, 0.0) for j in range(count + 1)] == pytest.approx(known, abs=1e-12)
        assert list(own) == sorted(own)
        assert sum(own.values()) == pytest.approx(1, abs=1e-14)


@pytest.mark.parametrize(("k", "n"), HUGE)
def test_many_successes_of_a_long_record_are_those_of_scipy(k: int, n: int) -> None:
    one = posterior(k, n - k)
    own = one.successes(2_000)
    known = betabinom.pmf(np.arange(2_001), 2_000, one.a, one.b)
    apart = [abs(own.get(j, 0.0) - float(p)) for j, p in enumerate(known)]
    assert max(apart) < 1e-11
    assert sum(own.values()) == pytest.approx(1, abs=1e-14)


def exactly(k: int, n: int, count: int) -> list[Fraction]:
    """The beta-binomial in whole numbers, from its definition by rising factorials."""

    def rising(twice: int, times: int) -> Fraction:
        found = Fraction(1)
        for step in range(times):
            found *= Fraction(twice, 2) + step
        return found

    whole = rising(2 * n + 2, count)
    return [
        comb(count, j) * rising(2 * k + 1, j) * rising(2 * (n - k) + 1, count - j) / whole
        for j in range(count + 1)
    ]


@pytest.mark.parametrize(("k", "n"), [(0, 0), (0, 4), (1, 1), (2, 9), (20, 39), (0, 200), (1, 200)])
def test_successes_are_those_of_the_definition_in_whole_numbers(k: int, n: int) -> None:
    known = [float(share) for share in exactly(k, n, 12)]
    one = posterior(k, n - k)
    assert list(one.successes(12).values()) == pytest.approx(known, rel=1e-13)
    assert one.none_of(12) == pytest.approx(known[0], rel=1e-14)


def test_of_no_tries_there_is_no_success_and_of_one_there_is_the_mean() -> None:
    one = posterior(2, 5)
    assert one.successes(0) == {0: 1.0}
    assert one.successes(1) == pytest.approx({0: 1 - one.mean, 1: one.mean})
    assert [one.none_of(0), one.none_of(1)] == pytest.approx([1, 1 - one.mean])


@pytest.mark.parametrize(("k", "n"), [*RECORDS, *HUGE])
def test_the_chance_of_none_is_that_of_scipy(k: int, n: int) -> None:
    one = posterior(k, n - k)
    for count in (*COUNTS, 1_000):
        known = float(np.exp(betaln(one.a, one.b + count) - betaln(one.a, one.b)))
        assert one.none_of(count) == pytest.approx(known, rel=1e-9)


@pytest.mark.parametrize(("a", "b"), [(0.5, 0.5), (3.5, 36.5), (0.5, 10_000.5), (5e3, 5e3)])
def test_the_logarithm_of_the_beta_function_is_that_of_scipy(a: float, b: float) -> None:
    assert log_beta(a, b) == pytest.approx(float(betaln(a, b)), rel=1e-10)


@pytest.mark.parametrize("chance", [1e-6, 0.004, 0.1, 0.3, 0.5, 0.77, 0.999])
@pytest.mark.parametrize("target", [0.1, 0.5, 0.9])
def test_the_tries_for_a_chance_are_those_of_the_geometric_distribution(
    chance: float, target: float
) -> None:
    tries = tries_for(chance, target)
    assert 1 - (1 - chance) ** tries == pytest.approx(target, rel=1e-9)
    assert max(1, np.ceil(tries)) == geom.ppf(target, chance)


def test_a_chance_of_nought_is_never_enough_and_one_of_one_at_once() -> None:
    assert [tries_for(chance, 0.5) for chance in (0, -0.1, 1)] == [inf, inf, 0]
    assert tries_for(0.5, 0.5) == 1


@given(CASES, CASES, st.floats(0, 1), st.floats(0, 1))
def test_below_rises_and_mirrors(k: int, f: int, x: float, y: float) -> None:
    one, other = posterior(k, f), posterior(f, k)
    assert 0 <= one.below(x) <= 1 + 1e-12
    assert one.below(min(x, y)) <= one.below(max(x, y)) + 1e-12
    assert one.below(x) + other.below(1 - x) == pytest.approx(1, abs=1e-9)


@given(CASES, CASES, st.floats(0.001, 0.999))
def test_so_much_lies_below_a_quantile(k: int, f: int, share: float) -> None:
    one = posterior(k, f)
    at = one.quantile(share)
    assert 0 < at <= 1
    if at < 1 - 1e-6:  # nearer to 1 a float's own steps are too coarse
        assert one.below(at) == pytest.approx(share, abs=1e-8)


@given(CASES, CASES, st.integers(0, 60))
def test_the_mean_of_the_successes_is_the_mean_chance_of_each(k: int, f: int, count: int) -> None:
    one = posterior(k, f)
    found = one.successes(count)
    assert sum(j * p for j, p in found.items()) == pytest.approx(count * one.mean, abs=1e-9)
    assert found.get(0, 0.0) == pytest.approx(one.none_of(count), abs=1e-13)
    mirrored = posterior(f, k).successes(count)
    assert {count - j: p for j, p in mirrored.items()} == pytest.approx(found, abs=1e-13)
