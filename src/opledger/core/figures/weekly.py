"""The funnel at the end of each week: how it grew."""

from __future__ import annotations

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
    ranks = [_ranks(each, config) for each in standings]
    turns = [_turns(each) for each in standings]
    begun = min(day for found in ranks for day, _ in found)
    first = begun - timedelta(days=begun.weekday())
    last = max(each.last for each in standings)
    rows = []
    for number in range((last - first).days // 7 + 1):
        end = first + (number + 1) * _WEEK
        so_far = [max((rank for day, rank in found if day < end), default=-1) for found in ranks]
        rows.append(
            WeekEnd(
                monday=end - _WEEK,
                reached=tuple(
                    sum(rank >= stage for rank in so_far)
                    for stage in range(len(config.stage_order))
                ),
                open=sum(_open(found, end) for found in turns),
            )
        )
    return tuple(rows)


def _ranks(each: Standing, config: Config) -> list[tuple[date, int]]:
    """The days on which it got to each stage's place."""
    return [(event.date, config.rank(event.stage)) for event in each.events if event.stage]


def _turns(each: Standing) -> list[tuple[date, bool]]:
    """The days on which it was found open, or ended; it begins with its first stage."""
    return [
        (event.date, event.outcome is None) for event in each.events if event.stage or event.outcome
    ]


def _open(turns: Sequence[tuple[date, bool]], end: date) -> bool:
    past = [still for day, still in turns if day < end]
    return bool(past) and past[-1]
