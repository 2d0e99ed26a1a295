"""Offers weighed by the ledger's goals, and how the ranking changes with the weights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from opledger.core.figures.exact import exact
from opledger.core.late import dataclass

if TYPE_CHECKING:
    from opledger.core.config import Config
    from opledger.core.standing import Standing


@dataclass(frozen=True, slots=True)
class Fit:
    """The latest scores of one opportunity on the ledger's goals, 0 to 5.

    ``score`` is their mean by the goals' weights; ``None`` where a goal that weighs anything has
    no score: what is not scored is unknown, not nought. ``missing`` are those goals.
    """

    standing: Standing
    scores: Mapping[str, float]
    score: float | None
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """The opportunities from best to worst under some weights; those of one place are equal.

    ``what`` says how the weights differ from the ledger's: ``stated``, ``equal``, ``only``,
    ``double`` or ``without``, the last three of one ``goal``.
    """

    what: str
    goal: str | None
    weights: Mapping[str, float]
    places: tuple[tuple[Standing, ...], ...]
    scores: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Tipping:
    """Between which weights of one goal, the others kept, the best stays the best.

    ``low`` is ``None`` where it stays so down to nought, ``high`` where it does however much the
    goal weighs.
    """

    goal: str
    weight: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Weighing:
    """All of it: ``fits`` in the order of the standings; nothing is ranked below two scored."""

    fits: tuple[Fit, ...]
    rankings: tuple[Ranking, ...]
    tipping: tuple[Tipping, ...]


def weighing(standings: Sequence[Standing], config: Config) -> Weighing:
    """How these opportunities rank by the ledger's goals."""
    weights = {goal: about.weight for goal, about in config.goals.items()}
    fits = tuple(fit(each, weights) for each in standings)
    scored = [each for each in fits if not [goal for goal in weights if goal not in each.scores]]
    if len(scored) < 2 or not any(weights.values()):  # noqa: PLR2004
        return Weighing(fits, (), ())
    rankings = [ranking("stated", None, weights, scored)]
    rankings.append(ranking("equal", None, dict.fromkeys(weights, 1.0), scored))
    several = weights if len(weights) > 1 else {}
    for goal, weight in several.items():
        rankings.append(ranking("only", goal, {goal: 1.0}, scored))
        rankings.append(ranking("double", goal, {**weights, goal: 2 * weight}, scored))
        less = {other: kept for other, kept in weights.items() if other != goal}
        if any(less.values()):
            rankings.append(ranking("without", goal, less, scored))
    tips = [tipping(goal, weights, scored) for goal in several]
    return Weighing(fits, tuple(rankings), tuple(tip for tip in tips if tip))


def fit(each: Standing, weights: Mapping[str, float]) -> Fit:
    """The latest score on each goal, and the mean of them by weight."""
    scores = {
        goal: next((e.fit[goal] for e in reversed(each.events) if goal in e.fit), None)
        for goal in weights
    }
    known = {goal: score for goal, score in scores.items() if score is not None}
    missing = tuple(goal for goal, weight in weights.items() if weight and goal not in known)
    whole = sum(weights.values()) > 0 and not missing
    return Fit(each, known, float(weighted(known, weights)) if whole else None, missing)


def weighted(scores: Mapping[str, float], weights: Mapping[str, float]) -> Fraction:
    """The mean of scores by weights that are not all nought; goals of no weight need no score."""
    counting = {goal: exact(weight) for goal, weight in weights.items() if weight}
    points = sum((exact(scores[goal]) * each for goal, each in counting.items()), Fraction())
    return points / sum(counting.values(), Fraction())


def ranking(
    what: str, goal: str | None, weights: Mapping[str, float], fits: Sequence[Fit]
) -> Ranking:
    """From best to worst under these weights; of equal score, in order of their ids."""
    rated = sorted(
        ((weighted(each.scores, weights), each.standing) for each in fits),
        key=lambda pair: (-pair[0], pair[1].opportunity.id),
    )
    places: dict[Fraction, list[Standing]] = {}
    for score, standing in rated:
        places.setdefault(score, []).append(standing)
    return Ranking(
        what, goal, dict(weights), tuple(map(tuple, places.values())), tuple(map(float, places))
    )


def tipping(goal: str, weights: Mapping[str, float], fits: Sequence[Fit]) -> Tipping | None:
    """Between which weights of a goal the best stays ahead; ``None`` where several are best.

    The best leads another by ``rest + w * gap``, where ``w`` is the goal's weight, ``gap`` the
    difference of their scores on it, and ``rest`` what the other goals make of the others: a line
    in ``w``, so that it is nought at ``-rest / gap``.
    """
    best, *others = sorted(fits, key=lambda each: -weighted(each.scores, weights))
    if weighted(best.scores, weights) == weighted(others[0].scores, weights):
        return None
    lows: list[Fraction] = []
    highs: list[Fraction] = []
    for other in others:
        gaps = {name: exact(best.scores[name]) - exact(other.scores[name]) for name in weights}
        rest = sum(exact(weight) * gaps[name] for name, weight in weights.items() if name != goal)
        if gaps[goal]:
            (lows if gaps[goal] > 0 else highs).append(-rest / gaps[goal])
    low, high = max(lows, default=None), min(highs, default=None)
    return Tipping(
        goal,
        weights[goal],
        float(low) if low and low > 0 else None,
        None if high is None else float(high),
    )
