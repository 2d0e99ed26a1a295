"""How long it takes: in a stage, until the first answer, and from the first event to the end.

What still goes on is cut off at the as-of day and never dropped (:mod:`.survival`). Events that
lie ahead count for nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from opledger.core.figures.response import asked_and_answered, gave_up_on
from opledger.core.figures.survival import Span, Survival, survival
from opledger.core.late import dataclass

if TYPE_CHECKING:
    from opledger.core.config import Config
    from opledger.core.standing import Standing


@dataclass(frozen=True, slots=True)
class Stay:
    """How long an opportunity was at one stage; ``left`` is ``None`` while it still is."""

    stage: str
    reached: date
    left: date | None


@dataclass(frozen=True, slots=True)
class Times:
    """How long it takes, in days.

    ``response`` until the company's first answer, ``whole`` from the first event to the end,
    ``stages`` the time in each stage that anything was at, in funnel order.
    """

    response: Survival
    whole: Survival
    stages: tuple[tuple[str, Survival], ...]


def times(standings: Sequence[Standing], config: Config) -> Times:
    """The curves of these opportunities."""
    spans: dict[str, list[Span]] = {stage: [] for stage in config.stage_order}
    for each in standings:
        for stay in stays(each, config):
            until = stay.left or each.as_of
            spans[stay.stage].append(Span((until - stay.reached).days, stay.left is not None))
    waits = (response_span(each, config) for each in standings)
    return Times(
        response=survival((wait for wait in waits if wait), config.few),
        whole=whole_time(standings, config),
        stages=tuple(
            (stage, survival(found, config.few)) for stage, found in spans.items() if found
        ),
    )


def whole_time(standings: Sequence[Standing], config: Config) -> Survival:
    """The curve from the first event to the end."""
    return survival((Span(each.days, not each.open) for each in standings), config.few)


def stays(each: Standing, config: Config) -> tuple[Stay, ...]:
    """The stages that an opportunity was at, in the order in which it got to them.

    A stage is reached by its first event; one that was skipped, or to which it went back from a
    later stage, was not stayed at. It is left by reaching a later stage or by an outcome, also
    by one that was reopened afterwards: what happened then at the same stage is no second stay.
    """
    found: list[Stay] = []
    furthest = -1
    for event in each.events:
        rank = config.rank(event.stage) if event.stage is not None else -1
        further = rank > furthest
        if found and found[-1].left is None and (further or event.outcome):
            found[-1] = Stay(found[-1].stage, found[-1].reached, event.date)
        if event.stage is not None and further:
            furthest = rank
            found.append(Stay(event.stage, event.date, None))
    return tuple(found)


def response_span(each: Standing, config: Config) -> Span | None:
    """Days from my first move to the company's first answer; ``None`` where they moved first.

    Silence goes on until the as-of day, also where I have called it ghosted; where I withdrew or
    the role was closed before an answer, the wait is cut off there.
    """
    asked, answer = asked_and_answered(each, config)
    if asked is None:
        return None
    if answer:
        return Span((answer - asked).days, ended=True)
    return Span(((gave_up_on(each) or each.as_of) - asked).days, ended=False)
