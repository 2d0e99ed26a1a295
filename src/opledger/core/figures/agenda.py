"""What to do next, the most pressing first."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING

from opledger.core.figures.waiting import Wait, Waiting
from opledger.core.late import dataclass

if TYPE_CHECKING:
    from opledger.core.config import Config

SOON = 7  # days


class Why(StrEnum):
    """Why something is to be done."""

    OVERDUE = "overdue"
    ANSWER = "answer"
    MINE = "mine"
    DUE = "due"
    MET = "met"
    CHASE = "chase"


_BESIDES = {Why.MET, Why.ANSWER}


@dataclass(frozen=True, slots=True)
class Todo:
    """An open opportunity with which something is to be done, and why.

    ``MET`` is an appointment, ``DUE`` an action and ``ANSWER`` an offer's last day within
    :data:`SOON` days, or passed; ``CHASE`` is a quiet one of the highest interest.
    """

    why: Why
    wait: Wait


def agenda(found: Waiting, config: Config) -> tuple[Todo, ...]:
    """What is overdue or an offer's end, my turn, what comes soon, whom to chase.

    Of each opportunity one step, and an appointment or an offer's end besides: no small step hides
    them. That an offer is to be answered is a step of its own, unless another one is written down.
    """
    listed: dict[tuple[str, Why | None], Todo] = {}
    for todo in _pressing(found, config):
        wait, why = todo.wait, todo.why
        about = wait.standing.opportunity.id
        answered = (about, Why.ANSWER) in listed and not wait.action
        if not (answered and why in {Why.MINE, Why.CHASE}):
            listed.setdefault((about, why if why in _BESIDES else None), todo)
    return tuple(listed.values())


def _pressing(found: Waiting, config: Config) -> Iterator[Todo]:
    every = found.every
    late = [(wait.left or 0, Todo(Why.OVERDUE, wait)) for wait in every if wait.overdue]
    ends = [(wait.answer_in, wait) for wait in every]
    late += [(days, Todo(Why.ANSWER, wait)) for days, wait in ends if days is not None]
    yield from (todo for days, todo in sorted(late, key=lambda each: each[0]) if days <= SOON)
    for wait in found.mine:
        yield Todo(Why.MINE, wait)
    soon = [(days, Todo(Why.DUE, wait)) for wait in every if (days := wait.left) is not None]
    soon += [(days, Todo(Why.MET, wait)) for wait in every if (days := wait.ahead) is not None]
    for days, todo in sorted(soon, key=lambda each: each[0]):
        if days <= SOON:
            yield todo
    for wait in (*found.theirs, *found.unstated):
        if is_to_chase(wait, config):
            yield Todo(Why.CHASE, wait)


def is_to_chase(wait: Wait, config: Config) -> bool:
    """Whether it is quiet, and of the highest interest."""
    return wait.quiet and wait.standing.interest == config.interest[-1]
