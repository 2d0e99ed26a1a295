"""Opportunities side by side: the same figures for each source, segment, tag or month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from opledger.core.figures.funnel import FunnelRow, Totals, funnel, totals
from opledger.core.figures.luck import offer_rate
from opledger.core.figures.rates import Rate, rate
from opledger.core.figures.response import Response, Silence, response, silence
from opledger.core.figures.timing import Times, times
from opledger.core.late import dataclass

if TYPE_CHECKING:
    from opledger.core.config import Config
    from opledger.core.standing import Standing

DIMENSIONS = ("source", "segment", "size", "level", "tag", "month", "location", "interest")
UNSTATED = ""


@dataclass(frozen=True, slots=True)
class Group:
    """The opportunities that share a word; ``word`` is empty where none is stated.

    ``beyond`` is the share of its conversations that got past the conversation stage; ``None``
    where that is the last stage. ``offer_rate`` is the share of its conversations that came
    to an offer, ``offer_rate_resolved`` that of those no longer open without one.
    """

    word: str
    label: str
    totals: Totals
    funnel: tuple[FunnelRow, ...]
    beyond: Rate | None
    offer_rate: Rate
    offer_rate_resolved: Rate
    response: Response
    silence: Silence
    times: Times


def group_by(standings: Sequence[Standing], config: Config, dimension: str) -> tuple[Group, ...]:
    """The groups of a dimension, largest first, then by word; those without a word last.

    An opportunity with several tags counts in the group of each.

    Raises:
        ValueError: no such dimension.
    """
    members: defaultdict[str, list[Standing]] = defaultdict(list)
    for each in standings:
        for word in words(each, dimension):
            members[word].append(each)
    groups = [_group(word, found, config, dimension) for word, found in members.items()]
    if dimension == "month":
        return tuple(sorted(groups, key=lambda group: group.word))
    return tuple(
        sorted(groups, key=lambda g: (g.word == UNSTATED, -g.totals.opportunities, g.word))
    )


def words(each: Standing, dimension: str) -> tuple[str, ...]:
    """The words under which an opportunity stands in a dimension; always at least one.

    Raises:
        ValueError: no such dimension.
    """
    about = each.opportunity
    match dimension:
        case "tag":
            return tuple(dict.fromkeys(about.tags)) or (UNSTATED,)
        case "month":
            return (each.started.strftime("%Y-%m"),)
        case "level":
            return ((about.level.sought if about.level else None) or UNSTATED,)
        case "interest":
            return (each.interest or UNSTATED,)
        case "source" | "segment" | "size" | "location":
            return (getattr(about, dimension) or UNSTATED,)
    message = f"cannot group by {dimension}: one of {', '.join(DIMENSIONS)}"
    raise ValueError(message)


def _group(word: str, members: list[Standing], config: Config, dimension: str) -> Group:
    rows = funnel(members, config)
    counts = totals(members, config)
    past = config.rank(config.conversation_stage) + 1
    beyond = (
        rate(rows[past].reached, counts.conversations, config.few) if past < len(rows) else None
    )
    return Group(
        word=word,
        label=_label(word, config, dimension),
        totals=counts,
        funnel=rows,
        beyond=beyond,
        offer_rate=offer_rate(members, config, resolved=False),
        offer_rate_resolved=offer_rate(members, config, resolved=True),
        response=response(members, config),
        silence=silence(members, config),
        times=times(members, config),
    )


def _label(word: str, config: Config, dimension: str) -> str:
    if word == UNSTATED:
        return "not stated"
    if dimension in {"source", "segment"}:
        return config.label(dimension + "s", word)
    return word
