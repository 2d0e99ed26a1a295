"""The flow that a Sankey shows: steps, where opportunities left it, and how thick each is drawn."""

from __future__ import annotations

from collections.abc import Sequence

from opledger.core.late import dataclass

KINDS = ("accepted", "me", "company", "silence", "nobody", "pending")
REST = "rest"  # ends that are not told apart
# One among five hundred must still be seen, and one alone must not fill the picture.
THINNEST, THICKEST_EACH = 1.5, 14.0


@dataclass(frozen=True, slots=True)
class End:
    """Where opportunities left the flow; ``kind`` is one of :data:`KINDS`, or :data:`REST`."""

    kind: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the flow: how many reached it, and those of them that went no further."""

    label: str
    reached: int
    ends: tuple[End, ...]


@dataclass(frozen=True, slots=True)
class Branch:
    """An end with its thickness in units."""

    end: End
    thickness: float


@dataclass(frozen=True, slots=True)
class Stage:
    """A step with its thickness in units: that of its ends and of the next stage together."""

    label: str
    reached: int
    thickness: float
    branches: tuple[Branch, ...]


def measure(steps: Sequence[Step], extent: float) -> tuple[Stage, ...]:
    """The steps as stages, the first at most ``extent`` units thick; ends in order of kind.

    Raises:
        ValueError: there is no step, a count is negative, a kind is unknown, or a step's count
            is not the sum of its ends and the next step's count.
    """
    _check(steps)
    ends = [
        [each for kind in (*KINDS, REST) for each in step.ends if each.kind == kind and each.count]
        for step in steps
    ]
    widths = iter(thicknesses([end.count for row in ends for end in row], extent))
    branches = [tuple(Branch(end, next(widths)) for end in row) for row in ends]
    stages: list[Stage] = []
    onward = 0.0
    for step, row in zip(reversed(steps), reversed(branches), strict=True):
        onward = round(onward + sum(branch.thickness for branch in row), 1)
        stages.append(Stage(step.label, step.reached, onward, row))
    return tuple(reversed(stages))


def thicknesses(counts: Sequence[int], extent: float) -> tuple[float, ...]:
    """Units for each count, in tenths; together ``extent``, or less if the counts are few.

    All are in proportion but those that would be thinner than :data:`THINNEST`: these are drawn
    that thick, and the others give up the difference in proportion.
    """
    total = sum(counts)
    if not total:
        return ()
    extent = min(extent, THICKEST_EACH * total)
    each = extent / total
    thin: list[int] = []
    while (found := [count for count in counts if count * each < THINNEST]) != thin:
        thin = found
        room, rest = extent - THINNEST * len(thin), total - sum(thin)
        each = max(room / rest, 0.0) if rest else 0.0
    return tuple(round(max(count * each, THINNEST), 1) for count in counts)


def _check(steps: Sequence[Step]) -> None:
    if not steps:
        raise ValueError("a flow needs at least one step")
    for place, step in enumerate(steps):
        for end in step.ends:
            if end.kind not in {*KINDS, REST}:
                raise ValueError(f"{step.label}: {end.kind!r} is no kind of end")
            if end.count < 0:
                raise ValueError(f"{step.label}: {end.label}: a count can't be {end.count}")
        onward = steps[place + 1].reached if place + 1 < len(steps) else 0
        ended = sum(end.count for end in step.ends)
        if step.reached != ended + onward:
            raise ValueError(
                f"{step.label}: {step.reached} reached it, but {ended} ended there"
                f" and {onward} went on"
            )
        if step.reached < 0:
            raise ValueError(f"{step.label}: a count can't be {step.reached}")
