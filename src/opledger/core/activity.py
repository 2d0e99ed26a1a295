"""What was done in a period, an action a line: what an employment office asks for.

Nothing of it is private opinion: no note, interest, confidence or lesson.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from opledger.core.late import dataclass
from opledger.core.narrative.words import OUTCOMES, offer_title
from opledger.core.standing import standing
from opledger.core.vocabulary import Party

if TYPE_CHECKING:
    from opledger.core.config import Config
    from opledger.core.model import Event, Ledger, Opportunity
    from opledger.core.standing import Standing


@dataclass(frozen=True, slots=True)
class Activity:
    """One action of the period; ``result`` is how the opportunity stood at the period's end.

    ``via`` is the source's label where the opportunity begins, with its first stage, else empty;
    ``by`` is whose move it was, where it is stated.
    """

    date: date
    id: str
    company: str
    role: str
    action: str
    by: Party | None
    via: str
    result: str


@dataclass(frozen=True, slots=True)
class Period:
    """The actions from the first day to the last one, both included, in order of their days."""

    first: date
    last: date
    activities: tuple[Activity, ...]

    @property
    def companies(self) -> int:
        """How many companies they were with."""
        return len({each.company for each in self.activities})

    @property
    def begun(self) -> int:
        """How many opportunities began."""
        return sum(bool(each.via) for each in self.activities)


def period(ledger: Ledger, first: date, last: date) -> Period:
    """What was done in these days.

    An action is a stage reached, an outcome, an offer, or a note that says whose move it was. Each
    is told alike whichever period it is in; only its result is that of the last day.
    """
    found = []
    for about in ledger.opportunities:
        now = result(standing(about, ledger.config, last), ledger.config)
        begins = next((event for event in about.events if event.stage), None)
        for event in about.events:
            action = _action(event, about, ledger.config)
            if action and first <= event.date <= last:
                via = _source(about, ledger.config) if event is begins else ""
                found.append(_activity(about, event, action, via, now))
    found.sort(key=lambda activity: (activity.date, activity.id))
    return Period(first, last, tuple(found))


def _source(about: Opportunity, config: Config) -> str:
    return config.label("sources", about.source) if about.source else "source not stated"


def _activity(about: Opportunity, event: Event, action: str, via: str, now: str) -> Activity:
    return Activity(
        date=event.date,
        id=about.id,
        company=about.company,
        role=about.role or "",
        action=action,
        by=event.by,
        via=via,
        result=now,
    )


def result(each: Standing | None, config: Config) -> str:
    """How it stands: ``open at On-site``, or ``they said no, 2024-01-05``."""
    if each is None:
        return "not begun yet"
    if each.outcome is None:
        return f"open at {config.label('stages', each.stage)}"
    return f"{OUTCOMES[each.outcome]}, {each.ended}"


def _action(event: Event, about: Opportunity, config: Config) -> str:
    if event.stage:
        return config.label("stages", event.stage)
    if event.outcome:
        return OUTCOMES[event.outcome][:1].upper() + OUTCOMES[event.outcome][1:]
    if event.offer:
        return offer_title(event, about)
    return (
        {Party.ME: "Message sent", Party.COMPANY: "Message received"}.get(event.by, "")
        if event.by
        else ""
    )
