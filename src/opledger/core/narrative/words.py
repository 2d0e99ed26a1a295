"""How numbers, words and amounts are written in a sentence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from opledger.core.vocabulary import Outcome, Party

if TYPE_CHECKING:
    from opledger.core.config import Config
    from opledger.core.figures.rates import Rate
    from opledger.core.model import Event, Opportunity

ENDED_BY = {
    Party.ME: "I ended it",
    Party.COMPANY: "they said no",
    Party.SILENCE: "no answer",
    Party.NOBODY: "nobody ended it",
}


OUTCOMES = {
    Outcome.ACCEPTED: "accepted",
    Outcome.DECLINED: "I declined",
    Outcome.WITHDREW: "I withdrew",
    Outcome.REJECTED: "they said no",
    Outcome.GHOSTED: "no answer",
    Outcome.CLOSED: "the role was closed",
}


def plural(count: int, one: str, many: str = "") -> str:
    """``1 day``, ``2 days``."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def series(items: Iterable[str]) -> str:
    """``a``, ``a and b``, or ``a, b and c``."""
    *rest, last = items
    return f"{', '.join(rest)} and {last}" if rest else last


_BARELY = 1e-4


def percent(share: float) -> str:
    """A share from 0 to 1 as a whole percentage; never 0 or 100 unless it is exactly that."""
    if 0 < share < 0.01:  # noqa: PLR2004
        return "<1 %"
    if 0.99 < share < 1:  # noqa: PLR2004
        return ">99 %"
    return f"{100 * share:.0f} %"


def likely(chance: float) -> str:
    """A chance as a whole percentage; never 0 or 100 %: what may come is never sure."""
    return percent(min(max(chance, _BARELY), 1 - _BARELY))


def share_text(rate: Rate) -> str:
    """``56 % (22 of 39)``, or ``2 of 3, too few to say``."""
    if rate.few or rate.share is None:
        return f"{rate.k} of {rate.n}, too few to say"
    return f"{percent(rate.share)} ({rate.k} of {rate.n})"


def share_of(rate: Rate, what: str) -> str:
    """``56 % (22 of 39) answered``, or ``2 of 3 answered (too few to say)``."""
    if rate.few or rate.share is None:
        return f"{rate.k} of {rate.n} {what} (too few to say)"
    return f"{share_text(rate)} {what}"


def interval_text(rate: Rate) -> str:
    """``41 to 71 %``; empty where there are too few to say."""
    if rate.few or rate.interval is None:
        return ""
    low, high = rate.interval
    return f"{100 * low:.0f} to {100 * high:.0f} %"


def amount_text(amount: float, currency: str | None) -> str:
    """``190,000 USD``."""
    number = f"{amount:,.0f}" if float(amount).is_integer() else f"{amount:,.2f}"
    return f"{number} {currency}" if currency else number


def event_title(event: Event, about: Opportunity, config: Config) -> str:
    """What an event was: ``On-site``, ``They said no``, ``Offer revised``, ``Note``."""
    if event.outcome:
        title = OUTCOMES[event.outcome]
    elif event.stage:
        title = config.label("stages", event.stage)
    elif event.offer:
        title = offer_title(event, about)
    else:
        title = "Note" if event.note or event.lesson else "Reassessed"
    return title[:1].upper() + title[1:]


def offer_title(event: Event, about: Opportunity) -> str:
    """What an offer is called that comes with no stage: the first that is stated revises none."""
    first = next((each for each in about.events if each.offer), None)
    return "Offer stated" if event is first else "Offer revised"


_LONGEST = 60  # characters of a text of the user's that are quoted


def shortened(text: str) -> str:
    """A text of the user's on one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1].rstrip() + "…"
