from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opledger.site.charts.flow import (
    THICKEST_EACH,
    THINNEST,
    End,
    Step,
    measure,
    thicknesses,
)


def test_one_among_five_hundred_is_seen() -> None:
    one, rest = thicknesses([1, 499], 170)
    assert (one, rest) == (THINNEST, 168.5)


def test_one_alone_does_not_fill_the_picture() -> None:
    assert thicknesses([1], 170) == (THICKEST_EACH,)


def test_counts_that_are_all_thick_enough_are_in_proportion() -> None:
    assert thicknesses([10, 20, 30], 120) == (20, 40, 60)


@given(st.lists(st.integers(1, 500), min_size=1, max_size=40))
def test_a_larger_count_is_never_thinner(counts: list[int]) -> None:
    ordered = sorted(counts)
    drawn = thicknesses(ordered, 170)
    assert list(drawn) == sorted(drawn)
    assert min(drawn) >= THINNEST


@given(st.lists(st.integers(1, 500), min_size=1, max_size=40))
def test_together_they_fill_the_extent(counts: list[int]) -> None:
    extent = min(170, THICKEST_EACH * sum(counts))
    assert sum(thicknesses(counts, 170)) == pytest.approx(extent, abs=0.05 * len(counts) + 1e-6)


def test_a_stage_is_as_thick_as_all_that_leaves_it() -> None:
    first, second = measure(
        [Step("a", 5, (End("me", "I", 2),)), Step("b", 3, (End("accepted", "yes", 3),))], 170
    )
    assert (first.thickness, second.thickness) == (70, 42)


def test_ends_come_in_one_order_and_none_without_a_count() -> None:
    ends = (
        End("pending", "open", 1),
        End("silence", "none", 0),
        End("company", "no", 1),
        End("accepted", "yes", 1),
    )
    [stage] = measure([Step("a", 3, ends)], 170)
    assert [branch.end.kind for branch in stage.branches] == ["accepted", "company", "pending"]


@pytest.mark.parametrize(
    ("steps", "message"),
    [
        ([], "a flow needs at least one step"),
        ([Step("call", 3, (End("me", "I", 2),))], "call: 3 reached it, but 2 ended there and 0"),
        ([Step("call", 3, ()), Step("offer", 4, (End("me", "I", 4),))], "call: 3 reached it"),
        ([Step("call", 1, (End("luck", "x", 1),))], "call: 'luck' is no kind of end"),
        ([Step("call", -1, (End("me", "I", -1),))], "call: I: a count can't be -1"),
        ([Step("call", -1, ()), Step("offer", -1, ())], "call: a count can't be -1"),
    ],
)
def test_a_flow_that_does_not_balance_is_refused(steps: list[Step], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        measure(steps, 170)
