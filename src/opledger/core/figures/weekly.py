"""The funnel at the end of each week: how it grew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from opledger.core.late import dataclass

if TYPE_CHECKING:
    from opledger.core.config import Config
    from opledger.core.standing import Standing

_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class WeekEnd:
    """The counts at the end of the week from ``monday`` on (or of the as-of day, if it is sooner).

    ``reached`` are the opportunities that had reached each stage by then, in funnel order;
    ``open`` those that had begun and not ended.
    """

    monday: date
    reached: tuple[int, ...]
    open: int


def weekly(standings: Sequence[Standing], config: Config) -> tuple[WeekEnd, ...]:
    """A row for each week from that of the first stage to that of the last event."""
    if not standings:
        return ()
    begun = min(day for each in standings for day, _ in _ranks(each, config))
    first = begun - timedelta(days=begun.weekday())
    last = max(each.last for each in standings)
    # What changes in a week, so that each event is looked at once, however many weeks there are.
    steps = Counter[tuple[int, int]]()
    for each in standings:
        _count(each, config, first, steps)
    places = len(config.stage_order)
    reached, still, rows = [0] * places, 0, []
    for number in range((last - first).days // 7 + 1):
        reached = [many + steps[number, place] for place, many in enumerate(reached)]
        still += steps[number, places]
        rows.append(WeekEnd(monday=first + number * _WEEK, reached=tuple(reached), open=still))
    return tuple(rows)


def _count(each: Standing, config: Config, first: date, steps: Counter[tuple[int, int]]) -> None:
    """Add in which week it got to each stage's place, and, behind them, was open or ended."""
    got = 0
    for day, rank in sorted(_ranks(each, config)):
        week = (day - first).days // 7
        for place in range(got, rank + 1):
            steps[week, place] += 1
        got = max(got, rank + 1)
    places, until = len(config.stage_order), None
    for day, still in reversed(_turns(each)):  # each holds until the next one
        week = max((day - first).days // 7, 0)
        if until is None or week < until:
            steps[week, places] += still
            if until is not None:
                steps[until, places] -= still
            until = week


def _ranks(each: Standing, config: Config) -> list[tuple[date, int]]:
    """The days on which it got to each stage's place."""
    return [(event.date, config.rank(event.stage)) for event in each.events if event.stage]


def _turns(each: Standing) -> list[tuple[date, bool]]:
    """The days on which it was found open, or ended; it begins with its first stage."""
    return [
        (event.date, event.outcome is None) for event in each.events if event.stage or event.outcome
    ]
