"""The Kaplan-Meier curve: counted by hand, printed in textbooks, and laws of every curve.

That it is the curve of lifelines and statsmodels over many ledgers: ``test_differences.py``.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.figures.apart import curve_apart

from opledger.core.figures.survival import Span, Step, Survival, survival

SPANS = st.lists(st.builds(Span, st.integers(0, 12), st.booleans()), max_size=30)
# The trial that every textbook shows (Freireich et al. 1963, Blood 21, 699-716): weeks in
# remission with 6-mercaptopurine and with placebo; a plus is still in remission.
TREATED = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+"
PLACEBO = "1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23"


def spans(text: str) -> tuple[Span, ...]:
    """Spans as survival tables write them: days, with a plus where it still goes on."""
    return tuple(Span(int(each.rstrip("+")), ended="+" not in each) for each in text.split())


def shares(curve: Survival) -> dict[int, float]:
    return {step.day: step.surviving for step in curve.steps}


def test_a_curve_counted_by_hand() -> None:
    curve = survival(spans("3 3+ 5 0 7 9+ 9 12"), few=5)
    known = (
        # 7/8; 7/8 * 6/7; times 4/5; times 3/4; times 2/3; times 0
        (Step(0, 8, 1, 0, 7 / 8, 0.387000014, 0.981392966)),
        (Step(3, 7, 1, 1, 6 / 8, 0.314807114, 0.930898317)),
        (Step(5, 5, 1, 0, 3 / 5, 0.195495866, 0.852254346)),
        (Step(7, 4, 1, 0, 9 / 20, 0.107578115, 0.751273850)),
        (Step(9, 3, 1, 1, 3 / 10, 0.044247308, 0.628195794)),
        (Step(12, 1, 1, 0, 0.0, 0.0, 0.628195794)),
    )
    rounded = tuple(replace(s, low=round(s.low, 9), high=round(s.high, 9)) for s in curve.steps)
    assert rounded == known
    assert replace(curve, steps=()) == Survival(
        n=8, ended=6, waiting=2, few=False, median=7, low=0, high=None, steps=()
    )


def test_the_treated_of_the_textbook_have_its_curve_its_errors_and_its_median() -> None:
    curve = survival(spans(TREATED), few=5)
    found = {s.day: (s.at_risk, s.ended, round(s.surviving, 3)) for s in curve.steps if s.ended}
    assert found == {
        6: (21, 3, 0.857),
        7: (17, 1, 0.807),
        10: (15, 1, 0.753),
        13: (12, 1, 0.690),
        16: (11, 1, 0.627),
        22: (7, 1, 0.538),
        23: (6, 1, 0.448),
    }
    assert (curve.n, curve.ended, curve.waiting) == (21, 9, 12)
    assert (curve.low, curve.median, curve.high) == (13, 23, None)
    assert (curve.steps[-1].day, curve.steps[-1].censored) == (35, 1)
    assert curve.steps[-1].surviving == pytest.approx(0.448, abs=5e-4)


def test_the_untreated_of_the_textbook_have_its_median_and_its_interval() -> None:
    curve = survival(spans(PLACEBO), few=5)
    assert (curve.low, curve.median, curve.high) == (4, 8, 11)
    assert [round(s.surviving, 3) for s in curve.steps] == [
        *(0.905, 0.81, 0.762, 0.667, 0.571, 0.381, 0.286, 0.19, 0.143, 0.095, 0.048, 0.0),
    ]


def test_nothing_has_no_curve() -> None:
    assert survival([], few=1) == Survival(0, 0, 0, True, None, None, None, ())


def test_what_all_still_goes_on_stays_at_the_whole() -> None:
    assert survival(spans("4+ 4+ 9+"), few=3) == Survival(
        n=3,
        ended=0,
        waiting=3,
        few=False,
        median=None,
        low=None,
        high=None,
        steps=(Step(4, 3, 0, 2, 1.0, 1.0, 1.0), Step(9, 1, 0, 1, 1.0, 1.0, 1.0)),
    )


def test_one_that_ends_says_nothing_of_how_long_it_may_take() -> None:
    assert survival(spans("6"), few=5) == Survival(
        1, 1, 0, True, 6, 6, None, (Step(6, 1, 1, 0, 0.0, 0.0, 1.0),)
    )


def test_what_ends_on_the_day_it_began_is_a_curve_too() -> None:
    curve = survival(spans("0 0 0+ 0+"), few=5)
    assert (curve.median, curve.low, curve.high) == (0, 0, None)
    (step,) = curve.steps
    assert (step.day, step.at_risk, step.ended, step.censored) == (0, 4, 2, 2)
    assert step.surviving == 0.5


def test_those_cut_off_on_a_day_are_at_risk_on_it() -> None:
    assert shares(survival(spans("5 5+"), few=1)) == {5: 0.5}
    assert shares(survival(spans("5+ 6"), few=1)) == {5: 1.0, 6: 0.0}


def test_one_cut_off_last_leaves_the_curve_where_it_is() -> None:
    curve = survival(spans("1 2 3+"), few=1)
    assert shares(curve) == pytest.approx({1: 2 / 3, 2: 1 / 3, 3: 1 / 3})
    assert curve.steps[-1].low == curve.steps[-2].low > 0


@pytest.mark.parametrize("n", range(2, 120, 2))
def test_the_median_is_the_day_on_which_exactly_half_have_ended(n: int) -> None:
    """As products of rounded numbers the share would come out above a half for some n."""
    curve = survival([Span(day, ended=True) for day in range(1, n + 1)], few=1)
    assert shares(curve)[n // 2] == 0.5
    assert curve.median == n // 2


def test_the_median_is_told_by_those_that_last_too() -> None:
    assert survival(spans("1 2+ 2+ 2+"), few=1).median is None
    assert survival(spans("1 2 2+ 2+"), few=1).median == 2
    assert survival(spans("1+ 1+ 2 3"), few=1).median == 2


def test_a_half_that_too_few_ends_make_up_is_too_few_to_say() -> None:
    one_of_five = survival(spans("1+ 1+ 1+ 1+ 9"), few=5)
    assert (one_of_five.median, one_of_five.few) == (9, True)
    five_of_six = survival(spans("1 2 3 4 9 9+"), few=5)
    assert (five_of_six.median, five_of_six.few) == (3, False)
    not_reached = survival(spans("1 9+ 9+ 9+ 9+"), few=5)
    assert (not_reached.median, not_reached.few) == (None, False)


def test_too_few_are_told_by_all_the_spans() -> None:
    assert [survival(spans("1+ " * n), few=5).few for n in (4, 5)] == [True, False]


def test_a_span_of_negative_days_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^a span lasts -1 days$"):
        survival([Span(3, ended=True), Span(-1, ended=False)], few=5)


def test_a_curve_of_ten_thousand_is_the_one_of_the_libraries() -> None:
    chance = Random(4)  # noqa: S311 - a seed makes it the same each time
    many = tuple(
        Span(int(chance.expovariate(1 / 30)), ended=chance.random() < 0.7) for _ in range(10_000)
    )
    curve = survival(many, few=5)
    apart = dict(curve_apart(curve, many, thorough=True))
    assert max(apart.values()) < 1e-11
    assert "survival: median (lifelines)" in apart
    assert curve.n == 10_000
    assert curve.high is not None


@given(SPANS)
def test_the_curve_never_rises_and_its_band_holds_it(every: list[Span]) -> None:
    before = 1.0
    for step in survival(every, few=1).steps:
        assert 0 <= step.low <= step.surviving <= step.high <= 1
        assert step.surviving <= before
        assert (step.surviving < before) == (step.ended > 0)
        before = step.surviving


@given(SPANS)
def test_everybody_is_counted_once(every: list[Span]) -> None:
    curve = survival(every, few=1)
    assert (curve.n, curve.ended) == (len(every), sum(span.ended for span in every))
    assert curve.n == curve.ended + curve.waiting
    left = curve.n
    for step in curve.steps:
        assert step.at_risk == left
        left -= step.ended + step.censored
    assert left == 0
    assert [step.day for step in curve.steps] == sorted({span.days for span in every})


@given(SPANS)
def test_the_interval_holds_the_median(every: list[Span]) -> None:
    curve = survival(every, few=1)
    if curve.median is not None:
        assert curve.low is not None
        assert curve.low <= curve.median
    if curve.high is not None:
        assert curve.median is not None
        assert curve.median <= curve.high


@given(SPANS, st.randoms(use_true_random=False))
def test_the_order_of_the_spans_does_not_matter(every: list[Span], chance: Random) -> None:
    mixed = list(every)
    chance.shuffle(mixed)
    assert survival(mixed, few=3) == survival(every, few=3)


@given(st.lists(st.integers(0, 12), min_size=1, max_size=30))
def test_where_all_have_ended_the_curve_is_the_share_that_lasted_longer(days: list[int]) -> None:
    curve = survival([Span(each, ended=True) for each in days], few=1)
    assert shares(curve) == {
        day: float(Fraction(sum(each > day for each in days), len(days))) for day in {*days}
    }
    assert curve.median == sorted(days)[(len(days) - 1) // 2]


@given(SPANS, st.integers(1, 10))
def test_twice_as_long_is_the_same_curve_over_twice_the_days(every: list[Span], by: int) -> None:
    one = survival(every, few=1)
    other = survival([Span(span.days * by, span.ended) for span in every], few=1)
    assert other.steps == tuple(replace(step, day=step.day * by) for step in one.steps)
    assert other.median == (None if one.median is None else one.median * by)


@given(SPANS, st.integers(1, 4))
def test_those_who_have_just_begun_say_nothing_of_how_long_it_takes(
    every: list[Span], count: int
) -> None:
    later = [Span(span.days + 1, span.ended) for span in every]
    one = survival(later, few=1)
    other = survival([*later, *[Span(0, ended=False)] * count], few=1)
    assert other.steps[1:] == one.steps
    assert (other.median, other.low, other.high) == (one.median, one.low, one.high)
    assert other.waiting == one.waiting + count
