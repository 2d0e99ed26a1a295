"""Who answers, and who falls silent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from opledger.core.figures.rates import Rate, rate
from opledger.core.vocabulary import Outcome, Party

if TYPE_CHECKING:
    from opledger.core.config import Config
    from opledger.core.model import Event
    from opledger.core.standing import Standing

# The source whose own word says that they wrote first, where the first event does not say it.
_INBOUND = "inbound"


@dataclass(frozen=True, slots=True)
class Response:
    """Whether those answered whom I asked.

    ``answered`` is the share of all that I asked, ``answered_resolved`` of those without the ones
    still open and unanswered; ``talked`` the share of all that I asked which became a
    conversation.
    """

    answered: Rate
    answered_resolved: Rate
    talked: Rate


@dataclass(frozen=True, slots=True)
class Silence:
    """Who fell silent, of all opportunities.

    ``ghosted`` ended so, as I said myself; ``quiet`` are open with no event for the ledger's
    ``quiet_after`` days; ``silent`` is both.
    """

    ghosted: Rate
    quiet: Rate
    silent: Rate


def response(standings: Sequence[Standing], config: Config) -> Response:
    """How often those answered whom I asked first."""
    asked = [each for each in standings if asked_on(each, config)]
    answers = sum(answered_on(each, config) is not None for each in asked)
    waiting = sum(each.open and answered_on(each, config) is None for each in asked)
    talks = sum(each.reached(config.conversation_stage, config) for each in asked)
    return Response(
        answered=rate(answers, len(asked), config.few),
        answered_resolved=rate(answers, len(asked) - waiting, config.few),
        talked=rate(talks, len(asked), config.few),
    )


def silence(standings: Sequence[Standing], config: Config) -> Silence:
    """How many are ghosted, how many quiet."""
    n = len(standings)
    ghosted = sum(each.outcome is Outcome.GHOSTED for each in standings)
    quiet = sum(is_quiet(each, config) for each in standings)
    return Silence(
        ghosted=rate(ghosted, n, config.few),
        quiet=rate(quiet, n, config.few),
        silent=rate(ghosted + quiet, n, config.few),
    )


def is_quiet(each: Standing, config: Config) -> bool:
    """Whether it is open and nothing was logged for ``quiet_after`` days.

    That is not yet ghosted: that is for the user to say.
    """
    return each.open and each.silent >= config.quiet_after


def asked_on(each: Standing, config: Config) -> date | None:
    """The day of my first move, where it was mine and no conversation yet; else ``None``.

    An opportunity begins with its first stage. They moved first where an event up to there is
    ``by: company``, or where none says whose move it was and its source is ``inbound``.
    """
    first = _first_stage(each)
    if config.rank(first.stage or "") >= config.rank(config.conversation_stage):
        return None
    moves = [event.by for event in each.events[: each.events.index(first) + 1] if event.by]
    theirs = Party.COMPANY in moves or (not moves and each.opportunity.source == _INBOUND)
    return None if theirs else first.date


def answered_on(each: Standing, config: Config) -> date | None:
    """The day of the company's first answer after the first stage; ``None`` where there is none.

    An answer is an event ``by: company``, a stage from which on it is a conversation, or a
    rejection.
    """
    rest = each.events[each.events.index(_first_stage(each)) + 1 :]
    return next((event.date for event in rest if _is_answer(event, config)), None)


def gave_up_on(each: Standing) -> date | None:
    """The day on which I withdrew or the role was closed; ``None`` of any other end, or of none."""
    ended = each.outcome in {Outcome.WITHDREW, Outcome.DECLINED, Outcome.CLOSED}
    return each.ended if ended else None


def _first_stage(each: Standing) -> Event:
    return next(event for event in each.events if event.stage)


def _is_answer(event: Event, config: Config) -> bool:
    if event.by is Party.COMPANY or event.outcome is Outcome.REJECTED:
        return True
    conversation = config.rank(config.conversation_stage)
    return event.stage is not None and config.rank(event.stage) >= conversation
