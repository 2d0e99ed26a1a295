"""Who answers, and who falls silent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from opledger.core.figures.rates import Rate, rate
from opledger.core.late import dataclass
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
    found = ((each, *asked_and_answered(each, config)) for each in standings)
    asked = [(each, answered is not None) for each, asked, answered in found if asked]
    answers = sum(answered for _, answered in asked)
    waiting = sum(each.open and not answered for each, answered in asked)
    talks = sum(each.reached(config.conversation_stage, config) for each, _ in asked)
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
    """The day of my first move, where it was mine and no conversation yet; else ``None``."""
    return asked_and_answered(each, config)[0]


def answered_on(each: Standing, config: Config) -> date | None:
    """The day of the company's first answer to my first move; ``None`` where there is none.

    An answer is an event ``by: company``, a stage from which on it is a conversation, or a
    rejection.
    """
    return asked_and_answered(each, config)[1]


def asked_and_answered(each: Standing, config: Config) -> tuple[date | None, date | None]:
    """Both days, see :func:`asked_on` and :func:`answered_on`."""
    asked = _asked_at(each, config)
    if asked is None:
        return None, None
    rest = each.events[asked + 1 :]
    answered = next((event.date for event in rest if _is_answer(event, config)), None)
    return each.events[asked].date, answered


def wrote_first(each: Standing, config: Config) -> bool:
    """Whether the company moved first, and it was no conversation yet."""
    begun = next(n for n, event in enumerate(each.events) if event.stage)
    return _asked_at(each, config) is None and not _is_talk(each.events[begun], config)


def gave_up_on(each: Standing) -> date | None:
    """The day on which I withdrew or the role was closed; ``None`` of any other end, or of none."""
    ended = each.outcome in {Outcome.WITHDREW, Outcome.DECLINED, Outcome.CLOSED}
    return each.ended if ended else None


def _asked_at(each: Standing, config: Config) -> int | None:
    """The place of my first move among the events; ``None`` where it was theirs, or no asking.

    The first event up to the first stage that says so tells whose move it was. Where none does,
    an ``inbound`` source says that they moved first; else I did, with the first stage.
    """
    at, event = next((n, event) for n, event in enumerate(each.events) if event.by or event.stage)
    if event.by is Party.COMPANY or _is_talk(event, config):
        return None
    return None if event.by is None and each.opportunity.source == _INBOUND else at


def _is_answer(event: Event, config: Config) -> bool:
    if event.by is Party.COMPANY or event.outcome is Outcome.REJECTED:
        return True
    return _is_talk(event, config)


def _is_talk(event: Event, config: Config) -> bool:
    """Whether it reaches a stage from which on it is a conversation."""
    if event.stage is None:
        return False
    return config.rank(event.stage) >= config.rank(config.conversation_stage)
