"""Opportunities side by side: the same figures for each source, segment, tag or month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import field
from functools import cached_property, partial
from typing import TYPE_CHECKING

from opledger.core.figures.census import UNSTATED, Census, census, words
from opledger.core.figures.funnel import FunnelRow, Totals, funnel, totals
from opledger.core.figures.rates import Rate, rate
from opledger.core.late import dataclass

if TYPE_CHECKING:
    from opledger.core.config import Config
    from opledger.core.figures.response import Response, Silence
    from opledger.core.figures.timing import Times
    from opledger.core.standing import Standing


@dataclass(frozen=True)
class Group:
    """The opportunities that share a word; ``word`` is empty where none is stated.

    Its figures are computed when they are asked for, and ``members`` read only for those that a
    census does not give.
    """

    word: str
    label: str
    config: Config = field(repr=False)
    census: Census
    members: Callable[[], Sequence[Standing]] = field(compare=False, repr=False)

    @cached_property
    def totals(self) -> Totals:
        """How many there are of each."""
        return totals(self.census, self.config)

    @cached_property
    def funnel(self) -> tuple[FunnelRow, ...]:
        """A row for every stage."""
        return funnel(self.census, self.config)

    @cached_property
    def beyond(self) -> Rate | None:
        """The share of its conversations that got past the conversation stage.

        ``None`` where that is the last stage.
        """
        past = self.config.rank(self.config.conversation_stage) + 1
        if past >= len(self.funnel):
            return None
        return rate(self.funnel[past].reached, self.totals.conversations, self.config.few)

    @cached_property
    def offer_rate(self) -> Rate:
        """The share of its conversations that came to an offer."""
        from opledger.core.figures.luck import offer_rate

        return offer_rate(self.census, self.config, resolved=False)

    @cached_property
    def offer_rate_resolved(self) -> Rate:
        """The share of those no longer open without an offer."""
        from opledger.core.figures.luck import offer_rate

        return offer_rate(self.census, self.config, resolved=True)

    @cached_property
    def response(self) -> Response:
        """Who answers, and after how long."""
        from opledger.core.figures.response import response

        return response(self.members(), self.config)

    @cached_property
    def silence(self) -> Silence:
        """Who falls silent."""
        from opledger.core.figures.response import silence

        return silence(self.members(), self.config)

    @cached_property
    def times(self) -> Times:
        """How long it takes."""
        from opledger.core.figures.timing import times

        return times(self.members(), self.config)


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
    counted = census(standings, dimension)
    return groups_of(counted, config, dimension, members.__getitem__)


def groups_of(
    counted: Census,
    config: Config,
    dimension: str,
    members: Callable[[str], Sequence[Standing]],
) -> tuple[Group, ...]:
    """The groups of a census in its dimension; ``members`` are those under a word, if asked for."""
    sizes = counted.words()
    by_month = dimension == "month"
    order = sorted(sizes, key=lambda w: w if by_month else (w == UNSTATED, -sizes[w], w))
    return tuple(_group(word, counted, config, dimension, members) for word in order)


def _group(
    word: str,
    counted: Census,
    config: Config,
    dimension: str,
    members: Callable[[str], Sequence[Standing]],
) -> Group:
    label = _label(word, config, dimension)
    return Group(word, label, config, counted.under(word), partial(members, word))


def _label(word: str, config: Config, dimension: str) -> str:
    if word == UNSTATED:
        return "not stated"
    if dimension in {"source", "segment"}:
        return config.label(dimension + "s", word)
    return word
