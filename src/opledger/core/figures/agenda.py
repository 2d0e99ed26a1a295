"""What to do next, the most pressing first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from opledger.core.figures.waiting import Wait, Waiting

if TYPE_CHECKING:
    from opledger.core.config import Config

SOON = 7  # days


class Why(StrEnum):
    """Why something is to be done."""

    OVERDUE = "overdue"
    MINE = "mine"
    DUE = "due"
    MET = "met"
    CHASE = "chase"


@dataclass(frozen=True, slots=True)
class Todo:
    """An open opportunity with which something is to be done, and why.

    ``MET`` is an appointment and ``DUE`` an action within :data:`SOON` days; ``CHASE`` is a quiet
    one of the highest interest.
    """

    why: Why
    wait: Wait


def agenda(found: Waiting, config: Config) -> tuple[Todo, ...]:
    """What is overdue, my turn, then what comes soon, then whom to chase; each of them once."""
    listed: dict[str, Todo] = {}
    for todo in _pressing(found, config):
        listed.setdefault(todo.wait.standing.opportunity.id, todo)
    return tuple(listed.values())


def _pressing(found: Waiting, config: Config) -> Iterator[Todo]:
    every = found.every
    overdue = (wait for wait in every if wait.overdue)
    for wait in sorted(overdue, key=lambda wait: wait.left or 0):
        yield Todo(Why.OVERDUE, wait)
    for wait in found.mine:
        yield Todo(Why.MINE, wait)
    soon = [(days, Todo(Why.DUE, wait)) for wait in every if (days := wait.left) is not None]
    soon += [(days, Todo(Why.MET, wait)) for wait in every if (days := wait.ahead) is not None]
    for days, todo in sorted(soon, key=lambda each: each[0]):
        if days <= SOON:
            yield todo
    for wait in (*found.theirs, *found.unstated):
        if wait.quiet and wait.standing.interest == config.interest[-1]:
            yield Todo(Why.CHASE, wait)
