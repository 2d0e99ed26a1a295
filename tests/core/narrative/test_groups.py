"""Groups beside each other in words: a difference is claimed only where chance hardly makes it."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import permutations
from random import Random

from hypothesis import given
from scipy.stats import norm
from statsmodels.stats.proportion import proportion_confint
from tests.stories import Search, all_stood, ledgers

from opledger.core.config import Config
from opledger.core.figures.census import Census, Kind
from opledger.core.figures.groups import Group, group_by
from opledger.core.figures.rates import Rate, rate
from opledger.core.narrative.groups import comparison

(BARE,) = group_by(all_stood("call"), Config(), "source")


def group(name: str, beyond: Rate | None) -> Group:
    """A group of which so many conversations got further; without a stage beyond, none can."""
    if beyond is None:
        return replace(BARE, label=name, config=Config(stages={"call": "Call"}))
    counts = {Kind("call", None, None): beyond.n - beyond.k, Kind("screen", None, None): beyond.k}
    made = replace(BARE, label=name, census=Census({kind: n for kind, n in counts.items() if n}))
    assert made.beyond == beyond
    return made


def test_groups_are_said_to_differ_only_where_their_intervals_lie_apart() -> None:
    many, some, none = rate(39, 40, 5), rate(20, 40, 5), rate(1, 40, 5)
    assert comparison([group("A", none), group("B", many), group("C", some)]) == (
        "Intervals that do not overlap, also as one of 3 pairs: B went further than C;"
        " B went further than A; C went further than A."
    )
    assert comparison([group("A", none), group("B", many)]) == (
        "Intervals that do not overlap: B went further than A."
    )
    assert comparison([group("A", some), group("B", rate(25, 40, 5))]) == (
        "All the intervals overlap: the differences may be chance."
    )


def test_of_few_cases_nothing_is_compared() -> None:
    assert comparison([group("A", rate(20, 40, 5)), group("B", rate(0, 4, 5))]) == (
        "Too few cases to compare."
    )


def test_where_there_is_nothing_to_compare_nothing_is_said() -> None:
    assert comparison([]) == ""
    assert comparison([group("A", rate(20, 40, 5))]) == ""
    assert comparison([group("A", None), group("B", None)]) == ""


def test_among_many_groups_what_chance_brings_about_is_not_claimed() -> None:
    usual = [group(f"G{n}", rate(8, 20, 5)) for n in range(8)]
    assert comparison([*usual, group("High", rate(17, 20, 5))]) == (
        "8 pairs of intervals do not overlap, but among 36 pairs that may be chance."
    )
    assert comparison([group("A", rate(8, 20, 5)), group("High", rate(17, 20, 5))]) == (
        "Intervals that do not overlap: High went further than A."
    )


def test_of_many_differences_the_first_are_named_and_the_rest_counted() -> None:
    low = [group(f"Low{n}", rate(0, 400, 5)) for n in range(4)]
    high = [group(f"High{n}", rate(400, 400, 5)) for n in range(2)]
    assert comparison([*low, *high]).endswith("High1 went further than Low1; and 2 pairs more.")


def test_groups_that_differ_by_chance_alone_are_told_apart_in_fewer_than_1_of_20_ledgers() -> None:
    chance = Random(20_240_101)  # noqa: S311 - a seed makes it the same each time
    for groups, cases in ((2, 30), (5, 20), (40, 25), (120, 40)):
        claimed = 0
        for _ in range(200 if groups < 40 else 60):
            rated = [sum(chance.random() < 0.4 for _ in range(cases)) for _ in range(groups)]
            made = [group(f"G{n}", rate(k, cases, 5)) for n, k in enumerate(rated)]
            claimed += comparison(made).startswith("Intervals that do not overlap")
        assert claimed <= (0.05 * 200 if groups < 40 else 0.05 * 60)


@given(ledgers())
def test_no_comparison_is_refuted_by_the_intervals(search: Search) -> None:
    for dimension in ("source", "tag", "month"):
        groups = search.figures(dimension).groups
        said = comparison(groups)
        told_of = {g.label: g.beyond for g in groups if g.beyond and not g.beyond.few}
        apart = _lying_apart(told_of, norm.ppf(0.975))
        pairs = len(told_of) * (len(told_of) - 1) // 2
        sure = _lying_apart(told_of, norm.ppf(1 - 0.025 / pairs)) if pairs else set()
        named = re.findall(r"([\w-]+|not stated) went further than ([\w-]+|not stated)", said)
        assert set(named) <= sure
        assert len(named) == min(len(sure), 6)
        assert ("All the intervals overlap" in said) == (len(told_of) > 1 and not apart)
        assert ("may be chance." in said) == (len(told_of) > 1 and not sure)


def _lying_apart(rates: dict[str, Rate], z: float) -> set[tuple[str, str]]:
    bounds = {
        label: proportion_confint(rate.k, rate.n, 2 * norm.sf(z), method="wilson")
        for label, rate in rates.items()
    }
    return {(one, two) for one, two in permutations(bounds, 2) if bounds[one][0] > bounds[two][1]}
