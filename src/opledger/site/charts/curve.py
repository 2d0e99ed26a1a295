"""How many still go on after so many days: a line of steps that falls from 100 %, with its band."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

from opledger.core.late import dataclass
from opledger.site.charts.box import tenth
from opledger.site.charts.label import Type, baseline, text_width

if TYPE_CHECKING:
    from opledger.core.figures.survival import Survival

TYPE = Type(size=13.5, count_size=13.5, leading=17)
_WIDTH, _LEFT, _RIGHT, _TOP, _BOTTOM = 343.0, 50.0, 335.0, 10.0, 158.0
_MOST_TICKS = 6
# Units of the axis with their days, and how many of them may stand between two ticks.
_UNITS = (
    ("day", "days", 1.0, (1, 2, 5)),
    ("week", "weeks", 7.0, (1, 2, 4, 8, 13, 26)),
    ("year", "years", 365.25, (1, 2, 5, 10, 20, 50, 100, 500, 1000)),
)


@dataclass(frozen=True, slots=True)
class Share:
    """A line across the chart at a share; ``text`` is empty where none stands beside it."""

    y: float
    text: str
    baseline: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on the axis of time; its text is centred on ``text_x``."""

    x: float
    text: str
    text_x: float


@dataclass(frozen=True, slots=True)
class Half:
    """The day by which half have ended: its place, and its text from or up to ``text_x``."""

    x: float
    y: float
    text: str
    text_x: float
    baseline: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Curve:
    """The drawing, in units. ``cut`` is a path of ticks where a case was cut off, or empty."""

    width: float
    height: float
    left: float
    right: float
    shares: tuple[Share, ...]
    ticks: tuple[Tick, ...]
    axis: float
    baseline: float
    band: str
    line: str
    cut: str
    half: Half | None


def can_be_drawn(found: Survival) -> bool:
    """Whether there are enough cases, and an end among them: else a curve would seem sure."""
    return not found.few and found.ended > 0


def curve(found: Survival, ended: str) -> Curve:
    """The curve, 343 units wide; ``ended`` says what half have done: ``half answered by day 8``.

    Raises:
        ValueError: there are too few cases, or no end.
    """
    if not can_be_drawn(found):
        raise ValueError("a curve needs enough cases, and an end")
    last = max(found.steps[-1].day, 1)
    unit, units, days, every = _unit(last)

    def x(day: float) -> float:
        return _LEFT + (_RIGHT - _LEFT) * day / last

    count = int(last / (days * every))
    texts = [str(every * n) for n in range(count + 1)]
    texts[-1] += f" {unit if every * count == 1 else units}"
    return Curve(
        width=int(_WIDTH),
        height=math.ceil(_BOTTOM + 6 + TYPE.leading + 2),
        left=int(_LEFT),
        right=int(_RIGHT),
        shares=tuple(_share(percent) for percent in (0, 25, 50, 75, 100)),
        ticks=tuple(_tick(x(n * every * days), text) for n, text in enumerate(texts)),
        axis=int(_BOTTOM),
        baseline=tenth(_BOTTOM + 6 + baseline(TYPE)),
        band=_band(found, x),
        line=_stairs([(x(step.day), _y(step.surviving)) for step in found.steps]),
        cut="".join(
            f"M{tenth(x(step.day))} {tenth(_y(step.surviving) - 4)}v8"
            for step in found.steps
            if step.censored
        ),
        half=_half(found.median, x(found.median), ended) if found.median is not None else None,
    )


def _unit(last: int) -> tuple[str, str, float, int]:
    """The finest unit, and how many of it lie between two ticks, that need few ticks."""
    for one, many, days, steps in _UNITS:
        for every in steps:
            if last / (days * every) < _MOST_TICKS:
                return one, many, days, every
    one, many, days, _ = _UNITS[-1]
    return one, many, days, math.ceil(last / days / _MOST_TICKS)


def _y(share: float) -> float:
    return _BOTTOM - (_BOTTOM - _TOP) * share


def _share(percent: int) -> Share:
    y = _y(percent / 100)
    text = f"{percent} %" if percent % 50 == 0 else ""
    return Share(tenth(y), text, tenth(y + 0.36 * TYPE.size))


def _tick(x: float, text: str) -> Tick:
    half = text_width(text, TYPE.size) / 2
    return Tick(tenth(x), text, tenth(min(x, _WIDTH - 1 - half)))


def _stairs(points: list[tuple[float, float]]) -> str:
    """A path from the first day and 100 % that is level up to each point and then falls to it."""
    level = tenth(_y(1))
    path = f"M{tenth(_LEFT)} {level}"
    for x, y in points:
        if tenth(y) != level:
            level = tenth(y)
            path += f"H{tenth(x)}V{level}"
    return f"{path}H{tenth(points[-1][0])}"


def _band(found: Survival, x: Callable[[float], float]) -> str:
    """The area between both bounds: along the upper one, and back along the lower one."""
    path = _stairs([(x(step.day), _y(step.high)) for step in found.steps])
    lows = [1.0, *(step.low for step in found.steps)]
    path += f"V{tenth(_y(lows[-1]))}"
    for before, step in zip(reversed(lows[:-1]), reversed(found.steps), strict=True):
        if before != step.low:
            path += f"H{tenth(x(step.day))}V{tenth(_y(before))}"
    return f"{path}H{tenth(_LEFT)}Z"


def _half(day: int, x: float, ended: str) -> Half:
    """The text stands at the right above the line, where nothing is; else at the left below it."""
    y = _y(0.5)
    for text in (f"half {ended} by day {day}", f"half by day {day}", f"day {day}"):
        width = text_width(text, TYPE.size, bold=True)
        if x + 8 + width < _WIDTH:
            return Half(tenth(x), tenth(y), text, tenth(x + 8), tenth(y - 8), "left")
        if x - 8 - width > _LEFT:
            return Half(tenth(x), tenth(y), text, tenth(x - 8), tenth(y + 18), "right")
    return Half(tenth(x), tenth(y), f"day {day}", tenth(x - 8), tenth(y + 18), "right")
