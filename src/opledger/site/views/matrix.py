"""Final interest by furthest stage, as a table with names in its cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opledger.core.late import dataclass

if TYPE_CHECKING:
    from opledger.core.figures.statistics import Statistics
    from opledger.core.standing import Standing

_NAMED = 12


@dataclass(frozen=True, slots=True)
class Named:
    """An opportunity by name, with the id that leads to its page."""

    id: str
    company: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the interest table; ``tint`` from 0 (none) to 4 (most)."""

    count: int
    named: tuple[Named, ...]
    more: int
    tint: int


@dataclass(frozen=True, slots=True)
class InterestRow:
    """A level of interest; ``rank`` is ``low``, ``medium`` or ``high`` for its colour."""

    level: str
    rank: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The rows from high interest to low, and the stages from the latest to the earliest."""

    stages: tuple[str, ...]
    rows: tuple[InterestRow, ...]


def matrix(statistics: Statistics) -> Matrix:
    """The table; without rows where no interest is stated."""
    table, config = statistics.interest, statistics.config
    most = max((len(cell) for row in table.cells for cell in row), default=0)
    return Matrix(
        tuple(config.label("stages", stage) for stage in table.stages),
        tuple(
            InterestRow(
                level=level or "not stated",
                rank=level_rank(level, config.interest),
                cells=tuple(_cell(cell, most) for cell in cells),
            )
            for level, cells in zip(table.levels, table.cells, strict=True)
            if statistics.interest_counts.stated
        ),
    )


def level_rank(level: str | None, scale: tuple[str, ...]) -> str:
    """Which of three colours a level has: the lowest, the highest, or one between."""
    if level is None:
        return "none"
    place = scale.index(level)
    return "low" if place == 0 else "high" if place == len(scale) - 1 else "medium"


def _cell(cell: tuple[Standing, ...], most: int) -> Cell:
    named = tuple(name(each) for each in cell)
    shown = named if len(named) <= _NAMED else named[: _NAMED - 1]
    tint = 0 if not cell else 1 + (3 * (len(cell) - 1)) // max(most - 1, 1)
    return Cell(len(cell), shown, len(named) - len(shown), tint)


def name(each: Standing) -> Named:
    """The opportunity's name and id."""
    return Named(each.opportunity.id, each.opportunity.company)
