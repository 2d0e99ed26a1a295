"""What a search came to, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opledger.core.figures.luck import last_day
from opledger.core.narrative.timeline import lasting
from opledger.core.narrative.words import plural
from opledger.core.vocabulary import Outcome

if TYPE_CHECKING:
    from datetime import date

    from opledger.core.config import Config
    from opledger.core.figures.statistics import Statistics
    from opledger.core.scope import Scope
    from opledger.core.standing import Standing


def accepted(statistics: Statistics) -> tuple[Standing, ...]:
    """Those whose offer I accepted, in the order in which I did."""
    found = [each for each in statistics.standings if each.outcome is Outcome.ACCEPTED]
    return tuple(sorted(found, key=lambda each: (each.ended or each.last, each.opportunity.id)))


def is_over(statistics: Statistics) -> bool:
    """Whether the search is over and not only without anything open for now."""
    ended = statistics.config.search.ended
    stated = ended is not None and ended <= statistics.as_of
    return not statistics.totals.open and (stated or bool(accepted(statistics)))


def accepted_text(each: Standing, config: Config, scope: Scope) -> str:
    """How one came to be accepted, to stand behind its name."""
    role = f", {each.opportunity.role}" if each.opportunity.role else ""
    when = scope.when(each.ended) if each.ended else ""
    on = f" {'on' if scope.days else 'in'} {when}" if when else ""
    after = f", {plural(each.days, 'day')} after the first event" if scope.days else ""
    way = list(dict.fromkeys(event.stage for event in each.events if event.stage))
    stages = " → ".join(config.label("stages", stage) for stage in way)
    return f"{role}: accepted{on}{after}. The way there: {stages}."


def effort(statistics: Statistics, scope: Scope) -> str:
    """How long it all took, how many conversations that were, and how many came to an offer."""
    totals = statistics.totals
    sentences = []
    if not totals.accepted:
        sentences.append(_none_accepted(totals.offers))
    talks = plural(totals.conversations, "conversation")
    many = f"{talks}, of which {totals.offers} came to an offer" if totals.offers else talks
    first, last = _bounds(statistics)
    begin, end = scope.when(first), scope.when(last)
    if scope.days:
        sentences.append(f"It took {lasting(first, last)} ({begin} to {end}) and {many}.")
    elif scope.months and begin != end:
        sentences.append(f"From {begin} to {end} it took {many}.")
    else:
        sentences.append(f"It took {many}.")
    return " ".join(sentences)


def _none_accepted(offers: int) -> str:
    if not offers:
        return "No offer came."
    return (
        "One offer came, and I did not accept it."
        if offers == 1
        else (f"{offers} offers came, and I accepted none.")
    )


def _bounds(statistics: Statistics) -> tuple[date, date]:
    """The first and the last day of the search: as stated, else those of its events."""
    search, every = statistics.config.search, statistics.standings
    ended = search.ended if search.ended and search.ended <= statistics.as_of else None
    first = search.started or min(each.started for each in every)
    last = ended or last_day(every)
    return first, max(first, last)
