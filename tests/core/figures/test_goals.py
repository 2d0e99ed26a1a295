"""Offers weighed by goals: rankings worked out anew, and tipping points tried on both sides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.stories import an_event, an_opportunity, day, stood

from opledger.core.config import Config, Goal
from opledger.core.figures.goals import (
    Fit,
    Ranking,
    Tipping,
    Weighing,
    fit,
    ranking,
    tipping,
    weighing,
)
from opledger.core.standing import Standing

Scores = Mapping[str, float]


def config(**weights: float) -> Config:
    """A ledger with these goals."""
    return Config(goals={goal: Goal(weight=weight) for goal, weight in weights.items()})


def scored(name: str, *scores: Scores) -> Standing:
    """An opportunity with an offer, and these scores on one day after the other."""
    events = [an_event(n, "offer", fit=each) for n, each in enumerate(scores)]
    return stood(an_opportunity(*events, name=name))


def a_fit(name: str, scores: Scores, weights: Scores) -> Fit:
    return fit(scored(name, scores), weights)


def names(places: Sequence[Sequence[Standing]]) -> list[list[str]]:
    return [[each.opportunity.id for each in place] for place in places]


KESTREL = scored("kestrel", {"pay": 5, "culture": 2})
LARKMOOR = scored("larkmoor", {"pay": 2, "culture": 5})
OSTERLANE = scored("osterlane", {"pay": 3, "culture": 3})


def test_a_weighing_worked_out_by_hand() -> None:
    k, l, o = KESTREL, LARKMOOR, OSTERLANE  # noqa: E741
    found = weighing((o, l, k), config(pay=2, culture=1))
    pay, culture = {"pay": 1.0}, {"culture": 1.0}
    assert found == Weighing(
        fits=(
            Fit(o, {"pay": 3, "culture": 3}, 3.0, ()),
            Fit(l, {"pay": 2, "culture": 5}, 3.0, ()),
            Fit(k, {"pay": 5, "culture": 2}, 4.0, ()),
        ),
        rankings=(
            Ranking("stated", None, {"pay": 2, "culture": 1}, ((k,), (l, o)), (4, 3)),
            Ranking("equal", None, {**pay, **culture}, ((k, l), (o,)), (3.5, 3)),
            Ranking("only", "pay", pay, ((k,), (o,), (l,)), (5, 3, 2)),
            Ranking("double", "pay", {"pay": 4, "culture": 1}, ((k,), (o,), (l,)), (4.4, 3, 2.6)),
            Ranking("without", "pay", {"culture": 1}, ((l,), (o,), (k,)), (5, 3, 2)),
            Ranking("only", "culture", culture, ((l,), (o,), (k,)), (5, 3, 2)),
            Ranking("double", "culture", {"pay": 2, "culture": 2}, ((k, l), (o,)), (3.5, 3)),
            Ranking("without", "culture", {"pay": 2}, ((k,), (o,), (l,)), (5, 3, 2)),
        ),
        # Kestrel against Larkmoor: 3 of pay for 3 of culture; against Osterlane: 2 for 1.
        tipping=(Tipping("pay", 2, 1.0, None), Tipping("culture", 1, None, 2.0)),
    )


def test_one_goal_is_ranked_as_stated_and_has_no_other_weights_to_try() -> None:
    found = weighing((LARKMOOR, KESTREL), config(pay=3))
    assert found.rankings == (
        Ranking("stated", None, {"pay": 3}, ((KESTREL,), (LARKMOOR,)), (5, 2)),
        Ranking("equal", None, {"pay": 1}, ((KESTREL,), (LARKMOOR,)), (5, 2)),
    )
    assert found.tipping == ()


@pytest.mark.parametrize(
    "settings", [config(), config(pay=0, culture=0)], ids=["no goals", "weights of nought"]
)
def test_nothing_is_ranked_by_goals_that_weigh_nothing(settings: Config) -> None:
    found = weighing((KESTREL, LARKMOOR), settings)
    assert [each.score for each in found.fits] == [None, None]
    assert (found.rankings, found.tipping) == ((), ())


def test_a_single_offer_is_scored_and_not_ranked() -> None:
    found = weighing((KESTREL,), config(pay=2, culture=1))
    assert found == Weighing((Fit(KESTREL, {"pay": 5, "culture": 2}, 4.0, ()),), (), ())
    assert weighing((), config(pay=1)) == Weighing((), (), ())


def test_what_is_not_scored_is_unknown_and_not_ranked() -> None:
    partly = scored("partly", {"pay": 5})
    never = scored("never", {})
    nought = scored("nought", {"pay": 0, "culture": 0})
    found = weighing((partly, never, nought, KESTREL), config(pay=2, culture=1))
    assert found.fits == (
        Fit(partly, {"pay": 5}, None, ("culture",)),
        Fit(never, {}, None, ("pay", "culture")),
        Fit(nought, {"pay": 0, "culture": 0}, 0.0, ()),
        Fit(KESTREL, {"pay": 5, "culture": 2}, 4.0, ()),
    )
    assert [names(each.places) for each in found.rankings] == [[["kestrel"], ["nought"]]] * 8
    assert weighing((partly, never, KESTREL), config(pay=2, culture=1)).rankings == ()


def test_a_goal_of_no_weight_may_lack_a_score_but_then_no_other_weights_can_be_tried() -> None:
    partly = scored("partly", {"pay": 4})
    found = weighing((partly, KESTREL, LARKMOOR), config(pay=1, culture=0))
    assert found.fits[0] == Fit(partly, {"pay": 4}, 4.0, ())
    assert names(found.rankings[0].places) == [["kestrel"], ["larkmoor"]]


def test_a_goal_of_no_weight_counts_as_soon_as_weights_are_equal() -> None:
    found = weighing((KESTREL, LARKMOOR), config(pay=1, culture=0))
    tried = {(each.what, each.goal): names(each.places) for each in found.rankings}
    first, second = [["kestrel"], ["larkmoor"]], [["larkmoor"], ["kestrel"]]
    assert tried == {
        ("stated", None): first,
        ("equal", None): [["kestrel", "larkmoor"]],
        ("only", "pay"): first,
        ("double", "pay"): first,  # nothing is left without pay
        ("only", "culture"): second,
        ("double", "culture"): first,
        ("without", "culture"): first,
    }
    # Without pay nothing weighs; beside pay, culture turns it from the weight of pay on.
    assert found.tipping == (Tipping("pay", 1, None, None), Tipping("culture", 0, None, 1.0))


def test_the_latest_score_on_each_goal_counts_by_itself() -> None:
    found = a_fit("kestrel", {}, {"pay": 1, "culture": 1})
    assert found.missing == ("pay", "culture")
    several = scored("kestrel", {"pay": 1, "culture": 4}, {}, {"pay": 5}, {"other": 3})
    assert fit(several, {"pay": 1, "culture": 1}) == Fit(several, {"pay": 5, "culture": 4}, 4.5, ())
    lowered = scored("kestrel", {"pay": 4}, {"pay": 0})
    assert fit(lowered, {"pay": 1}) == Fit(lowered, {"pay": 0}, 0.0, ())


def test_scores_of_a_scheduled_event_do_not_count() -> None:
    told = an_opportunity(
        an_event(0, "offer", fit={"pay": 2}), an_event(9, fit={"pay": 5, "culture": 5})
    )
    before, after = stood(told, on=day(8)), stood(told, on=day(9))
    weights = {"pay": 1.0, "culture": 1.0}
    assert fit(before, weights) == Fit(before, {"pay": 2}, None, ("culture",))
    assert fit(after, weights) == Fit(after, {"pay": 5, "culture": 5}, 5.0, ())


def test_no_last_bit_makes_a_tipping_point() -> None:
    # Without pay they are equal: 0.3 - 0.1 of culture for 0.2 of role, in floats 2.8e-17 apart.
    weights = config(pay=1, culture=1, role=1)
    kestrel = scored("kestrel", {"pay": 1, "culture": 0.3, "role": 0})
    larkmoor = scored("larkmoor", {"pay": 0, "culture": 0.1, "role": 0.2})
    assert weighing((kestrel, larkmoor), weights).tipping == (
        Tipping("pay", 1, None, None),
        Tipping("culture", 1, None, None),
        Tipping("role", 1, None, 6.0),
    )


def test_equals_stand_in_the_order_of_their_ids_whatever_their_last_bits() -> None:
    weights = config(pay=0.1, culture=0.2, role=0.3)
    one, other = {"pay": 3, "culture": 0, "role": 0}, {"pay": 0, "culture": 0, "role": 1}
    every = [scored("b", one), scored("a", other), scored("c", {**other})]
    for mixed in (every, every[::-1]):
        stated = weighing(mixed, weights).rankings[0]
        assert (names(stated.places), stated.scores) == ([["a", "b", "c"]], (0.5,))


def test_close_is_not_equal() -> None:
    weights = config(pay=1)
    every = [scored("a", {"pay": 3}), scored("b", {"pay": 3.0000000001})]
    assert names(weighing(every, weights).rankings[0].places) == [["b"], ["a"]]


def test_where_several_are_best_none_of_them_can_be_put_down() -> None:
    equal = config(pay=1, culture=1)
    found = weighing((LARKMOOR, OSTERLANE, KESTREL), equal)
    assert names(found.rankings[0].places) == [["kestrel", "larkmoor"], ["osterlane"]]
    assert found.tipping == ()


def test_the_best_on_every_goal_stays_so_under_all_weights() -> None:
    best = scored("best", {"pay": 5, "culture": 5})
    found = weighing((KESTREL, best), config(pay=2, culture=1))
    assert found.tipping == (Tipping("pay", 2, None, None), Tipping("culture", 1, None, None))


def test_one_goal_may_tip_on_both_sides() -> None:
    weights = {"pay": 2.0, "culture": 2.0}
    fits = [
        a_fit("middle", {"pay": 4, "culture": 4}, weights),
        a_fit("paying", {"pay": 5, "culture": 1}, weights),
        a_fit("kind", {"pay": 2, "culture": 5}, weights),
    ]
    # Against Paying: 2 * 3 - w; against Kind: 2 * -1 + 2 * w.
    assert tipping("pay", weights, fits) == Tipping("pay", 2, 1.0, 6.0)
    # Against Paying: 2 * -1 + 3 * w; against Kind: 2 * 2 - w.
    assert tipping("culture", weights, fits) == Tipping("culture", 2, 2 / 3, 4.0)


GOALS = ("pay", "culture", "role")


@st.composite
def weighed(draw: st.DrawFn) -> tuple[dict[str, float], list[Fit]]:
    """Goals that weigh something, and two or more offers that are scored on each."""
    goals = GOALS[: draw(st.integers(1, 3))]
    one = st.integers(0, 6)
    drawn = draw(st.lists(one, min_size=len(goals), max_size=len(goals)).filter(any))
    weights = {goal: weight / 2 for goal, weight in zip(goals, drawn, strict=True)}
    rows = draw(st.lists(st.tuples(*[st.integers(0, 10)] * len(goals)), min_size=2, max_size=5))
    every = [{goal: n / 2 for goal, n in zip(goals, row, strict=True)} for row in rows]
    return weights, [a_fit(f"company-{n}", each, weights) for n, each in enumerate(every)]


def leaders(weights: Mapping[str, Fraction], fits: Sequence[Fit]) -> set[str]:
    """Those of the highest weighted sum, exactly."""
    sums = {
        each.standing.opportunity.id: sum(
            weight * Fraction(each.scores[goal]) for goal, weight in weights.items()
        )
        for each in fits
    }
    return {name for name, total in sums.items() if total == max(sums.values())}


@given(weighed())
def test_each_tipping_point_is_where_another_takes_the_lead(
    case: tuple[dict[str, float], list[Fit]],
) -> None:
    weights, fits = case
    exact = {goal: Fraction(weight) for goal, weight in weights.items()}
    best = leaders(exact, fits)
    tips = [tipping(goal, weights, fits) for goal in weights]
    if len(best) > 1:
        assert tips == [None] * len(weights)
        return
    for goal, tip in zip(weights, tips, strict=True):
        assert tip
        assert (tip.goal, tip.weight) == (goal, weights[goal])

        def lead(weight: Fraction, goal: str = goal) -> set[str]:
            return leaders({**exact, goal: weight}, fits)

        step = Fraction(1, 10_000)  # less than any two tipping points lie apart
        low = Fraction(0) if tip.low is None else Fraction(tip.low).limit_denominator(20)
        if tip.low is not None:
            assert 0 < low < exact[goal]
            assert not best & lead(low - step)
            assert lead(low + step) == best
            assert best < lead(low)  # at the point itself they are equal
        high = Fraction(10**6) if tip.high is None else Fraction(tip.high).limit_denominator(20)
        if tip.high is not None:
            assert exact[goal] < high
            assert not best & lead(high + step)
            assert lead(high - step) == best
            assert best < lead(high)
        assert best <= lead(low)
        assert best <= lead(high)
        for tenth in range(1, 10):
            assert lead(low + (high - low) * tenth / 10) == best


@given(weighed(), st.permutations(range(5)))
def test_a_ranking_agrees_with_one_worked_out_anew(
    case: tuple[dict[str, float], list[Fit]], order: list[int]
) -> None:
    weights, fits = case
    mixed = [fits[place] for place in order if place < len(fits)]
    found = ranking("stated", None, weights, mixed)
    table = np.array([[each.scores[goal] for goal in weights] for each in fits])
    means = np.average(table, axis=1, weights=np.array(list(weights.values())))
    levels = sorted(set(np.round(means, 6).tolist()), reverse=True)
    assert names(found.places) == [
        [f"company-{n}" for n in np.flatnonzero(np.isclose(means, level, atol=1e-5))]
        for level in levels
    ]
    assert np.allclose(found.scores, levels, atol=1e-5)
    assert all(one > two for one, two in pairwise(found.scores))


@given(weighed())
def test_the_stated_ranking_is_the_order_of_the_scores(
    case: tuple[dict[str, float], list[Fit]],
) -> None:
    weights, fits = case
    found = weighing([each.standing for each in fits], config(**weights))
    assert found.fits == tuple(fits)
    by_name = {each.standing.opportunity.id: each.score for each in fits}
    for place, score in zip(found.rankings[0].places, found.rankings[0].scores, strict=True):
        for each in place:
            assert by_name[each.opportunity.id] == pytest.approx(score)


@given(weighed(), st.integers(2, 9))
def test_only_the_proportion_of_the_weights_matters(
    case: tuple[dict[str, float], list[Fit]], times: int
) -> None:
    weights, fits = case
    more = {goal: weight * times for goal, weight in weights.items()}
    one, other = ranking("stated", None, weights, fits), ranking("stated", None, more, fits)
    assert one.places == other.places
    assert one.scores == pytest.approx(other.scores)
