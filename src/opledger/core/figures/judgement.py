"""My own judgement: interest beside how far a conversation came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opledger.core.config import Config
    from opledger.core.standing import Standing


@dataclass(frozen=True, slots=True)
class InterestTable:
    """Final interest by furthest stage.

    Rows run from high interest to low, with ``None`` last where some state none; columns from the
    latest stage to the earliest: it is read from upper left to bottom right. ``cells`` holds the
    standings of each row and column.
    """

    levels: tuple[str | None, ...]
    stages: tuple[str, ...]
    cells: tuple[tuple[tuple[Standing, ...], ...], ...]

    @property
    def stated(self) -> bool:
        """Whether any opportunity states an interest: else the table says nothing."""
        rows = zip(self.levels, self.cells, strict=True)
        return any(level is not None and any(row) for level, row in rows)


def interest_table(
    standings: Sequence[Standing], config: Config, stages: Sequence[str]
) -> InterestTable:
    """The table of the given stages, which stand in funnel order."""
    levels: list[str | None] = [*reversed(config.interest)]
    if any(each.interest is None for each in standings):
        levels.append(None)
    columns = tuple(reversed(stages))
    cells = tuple(
        tuple(
            tuple(e for e in standings if e.interest == level and e.furthest == stage)
            for stage in columns
        )
        for level in levels
    )
    return InterestTable(tuple(levels), columns, cells)
