"""Two orders of the same things become one, the same whichever of them comes first."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

T = TypeVar("T", bound=Hashable)


def woven(
    before: Sequence[T], one: Sequence[T], other: Sequence[T], head: Callable[[T], str]
) -> list[T] | None:
    """All things of both sides in one order; ``None`` where both changed the order of the rest.

    What both sides have stands in their common order; if one of them changed it from ``before``,
    in that one's. What only one side has stays behind what it stood behind there. Where both
    sides have something of their own at one place, the two runs are merged by the smaller
    ``head``; each run keeps its order. Merging more than two sides so, in any order, gives one
    result: a run is a row of blocks, each led by something greater than all before it, and such
    rows are merged block by block.
    """
    shared = set(one) & set(other)
    orders = [[each for each in side if each in shared] for side in (one, other)]
    known = [each for each in before if each in shared]
    if orders[0] == orders[1]:
        order = orders[0]
    elif [each for each in orders[0] if each in known] == known:
        order = orders[1]
    elif [each for each in orders[1] if each in known] == known:
        order = orders[0]
    else:
        return None
    runs = [_runs(side, shared) for side in (one, other)]
    found: list[T] = []
    for anchor in (None, *order):
        found.extend([] if anchor is None else [anchor])
        found.extend(_merged(runs[0].get(anchor, []), runs[1].get(anchor, []), head))
    return found


def _runs(side: Sequence[T], shared: set[T]) -> dict[T | None, list[T]]:
    """What only this side has, by what it stands behind."""
    found: dict[T | None, list[T]] = {}
    anchor: T | None = None
    for each in side:
        if each in shared:
            anchor = each
        else:
            found.setdefault(anchor, []).append(each)
    return found


def _merged(one: Sequence[T], other: Sequence[T], head: Callable[[T], str]) -> list[T]:
    found = []
    left, right = list(one), list(other)
    while left and right:
        found.append((left if head(left[0]) <= head(right[0]) else right).pop(0))
    return [*found, *left, *right]
