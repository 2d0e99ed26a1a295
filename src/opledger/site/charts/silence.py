"""How long it has been silent, as a bar against a tick at the usual wait."""

from __future__ import annotations

from opledger.core.late import dataclass
from opledger.site.charts.box import tenth

WIDTH = 120


@dataclass(frozen=True, slots=True)
class Bar:
    """The drawing, in units: the bar's ``width``, and the x of the tick, if there is one.

    ``past`` says that the bar is longer than usual.
    """

    width: float
    tick: float | None
    past: bool


def longest(waits: list[tuple[int, int | None]]) -> int:
    """The most days of these silences and usual waits; at least 1."""
    return max([1, *(max(days, usual or 0) for days, usual in waits)])


def bar(days: int, usual: int | None, most: int) -> Bar:
    """A silence of so many days beside the usual wait, where ``most`` days fill the drawing.

    Raises:
        ValueError: there are more days than the most, or fewer than none.
    """
    if days < 0 or most < max(1, days, usual or 0):
        raise ValueError(f"{days} days, usually {usual}, of at most {most}")
    return Bar(
        width=tenth(WIDTH * days / most),
        tick=None if usual is None else tenth(WIDTH * usual / most),
        past=usual is not None and days > usual,
    )
