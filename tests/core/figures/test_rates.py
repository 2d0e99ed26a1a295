"""Shares and Wilson's interval, against SciPy's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, norm

from opledger.core.figures.rates import Z_95, Rate, rate, wilson

LARGE = [(1, 1_000), (500, 1_000), (999, 1_000), (3, 10**6), (10**6 - 3, 10**6), (7, 10**9)]
SMALL = [(k, n) for n in range(1, 61) for k in range(n + 1)]


def test_the_interval_is_the_one_that_scipy_gives() -> None:
    def difference(k: int, n: int) -> float:
        low, high = wilson(k, n)
        known = binomtest(k, n).proportion_ci(method="wilson")
        return max(abs(low - known.low), abs(high - known.high))

    assert max(difference(k, n) for k, n in [*SMALL, *LARGE]) < 1e-14
    assert pytest.approx(norm.ppf(0.975), abs=1e-15) == Z_95


@pytest.mark.parametrize("n", [1, 2, 5, 39, 10_000])
def test_none_of_n_and_all_of_n_have_an_interval_that_ends_there(n: int) -> None:
    low, high = wilson(0, n)
    assert low == 0
    assert 0 < high < 1
    low, high = wilson(n, n)
    assert 0 < low < 1
    assert high == 1


@given(st.integers(1, 10**6), st.data())
def test_the_interval_holds_the_share_and_mirrors(n: int, data: st.DataObject) -> None:
    k = data.draw(st.integers(0, n))
    low, high = wilson(k, n)
    assert 0 <= low <= k / n <= high <= 1
    other_low, other_high = wilson(n - k, n)
    assert (1 - other_high, 1 - other_low) == pytest.approx((low, high), abs=1e-12)


def test_an_interval_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^an interval needs at least one case$"):
        wilson(0, 0)


def test_a_rate_of_nothing_has_neither_share_nor_interval() -> None:
    none = rate(0, 0, 5)
    assert (none, none.share, none.interval) == (Rate(0, 0, few=True), None, None)


def test_below_few_cases_a_rate_is_too_few_to_say() -> None:
    assert [rate(1, n, 5).few for n in (1, 4, 5, 6)] == [True, True, False, False]
    assert not rate(0, 1, 1).few
    assert rate(3, 4, 5).share == 0.75


@pytest.mark.parametrize(("k", "n"), [(-1, 3), (4, 3), (1, 0), (0, -1)])
def test_what_is_no_share_is_refused(k: int, n: int) -> None:
    with pytest.raises(ValueError, match=rf"^{k} of {n} is no share$"):
        rate(k, n, 5)
