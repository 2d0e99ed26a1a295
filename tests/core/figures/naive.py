"""The definitions a second time: plain walks over the raw events, one question at a time.

Nothing here calls what it is held against (timing, response, luck, standing): it takes an
opportunity's events as the file has them and leaves out those after the day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from opledger.core.config import Config
from opledger.core.model import Event, Opportunity

Length = tuple[int, bool]  # days, and whether it has ended


def past(opportunity: Opportunity, as_of: date) -> list[Event]:
    """What had happened by the day; nothing where no stage was reached by then."""
    events = [event for event in opportunity.events if event.date <= as_of]
    return events if any(event.stage for event in events) else []


def last_day(opportunities: Sequence[Opportunity], as_of: date) -> date:
    """The day of the last event of any that had begun."""
    return max(event.date for each in opportunities for event in past(each, as_of))


def end_of(events: Sequence[Event]) -> Event | None:
    """The last outcome, unless a stage came after it."""
    for event in reversed(events):
        if event.outcome:
            return event
        if event.stage:
            return None
    return None


def whole(opportunity: Opportunity, as_of: date) -> Length | None:
    """From the first event to the end."""
    events = past(opportunity, as_of)
    if not events:
        return None
    end = end_of(events)
    return ((end.date if end else as_of) - events[0].date).days, end is not None


def stay(opportunity: Opportunity, stage: str, config: Config, as_of: date) -> Length | None:
    """The time at one stage, from getting there first to a later stage or an end."""
    order = list(config.stages)
    events = past(opportunity, as_of)
    places = [order.index(event.stage) if event.stage else -1 for event in events]
    wanted = order.index(stage)
    if wanted not in places:
        return None
    came = places.index(wanted)
    if max(places[:came], default=-1) > wanted:
        return None
    for event, place in zip(events[came + 1 :], places[came + 1 :], strict=True):
        if place > wanted or event.outcome:
            return (event.date - events[came].date).days, True
    return (as_of - events[came].date).days, False


def wait(opportunity: Opportunity, config: Config, as_of: date) -> Length | None:
    """From my first move to their first answer."""
    order = list(config.stages)
    talk = order.index(config.conversation_stage)
    events = past(opportunity, as_of)
    if not events:
        return None
    began = min(n for n, event in enumerate(events) if event.stage)
    said = [(str(event.by), n) for n, event in enumerate(events[: began + 1]) if event.by]
    usual = "company" if opportunity.source == "inbound" else "me"
    whose, place = said[0] if said else (usual, began)
    asked = events[place]
    if whose == "company" or (asked.stage and order.index(asked.stage) >= talk):
        return None
    answers = [
        event.date
        for event in events[place + 1 :]
        if event.by == "company"
        or event.outcome == "rejected"
        or (event.stage is not None and order.index(event.stage) >= talk)
    ]
    if answers:
        return (min(answers) - asked.date).days, True
    end = end_of(events)
    left = end is not None and end.outcome in {"withdrew", "declined", "closed"}
    return ((end.date if end and left else as_of) - asked.date).days, False


def furthest(opportunity: Opportunity, config: Config, as_of: date) -> int:
    """The place of the latest stage that was reached by the day; -1 where it had not begun."""
    order = list(config.stages)
    events = past(opportunity, as_of)
    return max((order.index(event.stage) for event in events if event.stage), default=-1)


def in_play(opportunities: Sequence[Opportunity], config: Config, on: date) -> int:
    """How many conversations were open at the end of a day, looked at on that very day."""
    talk = list(config.stages).index(config.conversation_stage)
    return sum(
        furthest(each, config, on) >= talk and end_of(past(each, on)) is None
        for each in opportunities
    )


def first_talk(opportunities: Sequence[Opportunity], config: Config, as_of: date) -> date | None:
    """The first day by which any was a conversation."""
    order = list(config.stages)
    talk = order.index(config.conversation_stage)
    return min(
        (
            event.date
            for each in opportunities
            for event in past(each, as_of)
            if event.stage and order.index(event.stage) >= talk
        ),
        default=None,
    )


def begun_by_week(
    opportunities: Sequence[Opportunity], as_of: date
) -> dict[tuple[int, int], Counter[str | None]]:
    """What began in each week of the ISO calendar from the first to the as-of day, by source."""
    starts = [
        (past(each, as_of)[0].date, each.source) for each in opportunities if past(each, as_of)
    ]
    weeks: dict[tuple[int, int], Counter[str | None]] = {}
    on = min((start for start, _ in starts), default=None)
    until = last_day(opportunities, as_of) if starts else as_of
    while on is not None and on <= until:
        weeks[on.isocalendar()[:2]] = Counter()
        on += timedelta(days=1)
    for start, source in starts:
        weeks[start.isocalendar()[:2]][source] += 1
    return weeks


def quiet(opportunity: Opportunity, config: Config, as_of: date) -> bool:
    """Open, and nothing for ``quiet_after`` days."""
    events = past(opportunity, as_of)
    if not events or end_of(events):
        return False
    return as_of - events[-1].date >= timedelta(days=config.quiet_after)
