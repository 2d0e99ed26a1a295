"""All figures of a ledger on a day, each computed once: terminal, JSON and site show them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from opledger.core.figures.census import USUAL_DIMENSION, Census, census, known, words
from opledger.core.figures.funnel import Flow, FunnelRow, Totals, flows, funnel, telling, totals
from opledger.core.late import dataclass
from opledger.core.standing import Standing, standings

if TYPE_CHECKING:
    from datetime import date

    from opledger.core.config import Config
    from opledger.core.figures.endings import Endings
    from opledger.core.figures.forecast import Forecast
    from opledger.core.figures.groups import Group
    from opledger.core.figures.judgement import InterestCounts, InterestTable, Judgement
    from opledger.core.figures.luck import Luck
    from opledger.core.figures.offers import Offers
    from opledger.core.figures.rates import Rate
    from opledger.core.figures.response import Response, Silence
    from opledger.core.figures.timing import Times
    from opledger.core.model import Ledger


class Survey(Protocol):
    """What the figures are of: opportunities as they stood on a day, counted or one by one."""

    @property
    def standings(self) -> tuple[Standing, ...]:
        """Each that had begun, in order of their ids."""

    @property
    def reversed(self) -> tuple[Standing, ...]:
        """Those of them that were reopened."""

    def census(self, dimension: str) -> Census:
        """How many there are of each kind, with their words in a dimension."""


@dataclass(frozen=True)
class Stood:
    """A survey of standings that are at hand."""

    standings: tuple[Standing, ...]

    @property
    def reversed(self) -> tuple[Standing, ...]:
        """Those of them that were reopened."""
        return tuple(each for each in self.standings if each.reopenings)

    def census(self, dimension: str) -> Census:
        """How many there are of each kind, with their words in a dimension."""
        return census(self.standings, dimension)


@dataclass(frozen=True)
class Statistics:
    """The figures as of a day, each computed when it is first asked for.

    What a census gives is computed from that alone: of those figures, none reads the records.
    Of the groups, only those with one of ``shown_words`` are there; all of them if it is ``None``.
    """

    config: Config
    as_of: date
    survey: Survey
    dimension: str
    shown_words: frozenset[str] | None = None

    @cached_property
    def census(self) -> Census:
        """How many opportunities there are of each kind."""
        return self.survey.census(self.dimension)

    @cached_property
    def standings(self) -> tuple[Standing, ...]:
        """Where each opportunity that had begun stood, in order of their ids."""
        return self.survey.standings

    @cached_property
    def totals(self) -> Totals:
        """The counts that head every report."""
        return totals(self.census, self.config)

    @cached_property
    def whole_funnel(self) -> tuple[FunnelRow, ...]:
        """A row for every stage, also for one that tells nothing."""
        return funnel(self.census, self.config)

    @cached_property
    def funnel(self) -> tuple[FunnelRow, ...]:
        """The rows from the first stage on that tells something (:func:`.funnel.telling`)."""
        return telling(self.whole_funnel, self.config)

    @cached_property
    def flows(self) -> tuple[Flow, ...]:
        """The flows of the funnel's rows."""
        return flows(self.funnel)

    @cached_property
    def offer_rate(self) -> Rate:
        """The share of conversations that came to an offer."""
        from opledger.core.figures.luck import offer_rate

        return offer_rate(self.census, self.config, resolved=False)

    @cached_property
    def offer_rate_resolved(self) -> Rate:
        """The share of those no longer open without an offer."""
        from opledger.core.figures.luck import offer_rate

        return offer_rate(self.census, self.config, resolved=True)

    @cached_property
    def interest_counts(self) -> InterestCounts:
        """Final interest by furthest stage, in numbers."""
        from opledger.core.figures.judgement import interest_counts

        return interest_counts(self.census, self.config, [row.stage for row in self.funnel])

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The groups by the dimension."""
        from opledger.core.figures.groups import groups_of

        every = groups_of(self.census, self.config, self.dimension, self._under)
        shown = self.shown_words
        return tuple(each for each in every if shown is None or each.word in shown)

    @cached_property
    def reversed(self) -> tuple[Standing, ...]:
        """The opportunities that were reopened."""
        return self.survey.reversed

    @cached_property
    def interest(self) -> InterestTable:
        """Final interest by furthest stage, opportunity by opportunity."""
        from opledger.core.figures.judgement import interest_table

        return interest_table(self.standings, self.config, [row.stage for row in self.funnel])

    @cached_property
    def endings(self) -> Endings:
        """Why they ended."""
        from opledger.core.figures.endings import endings

        return endings(self.standings, self.config)

    @cached_property
    def response(self) -> Response:
        """Who answers, and after how long."""
        from opledger.core.figures.response import response

        return response(self.standings, self.config)

    @cached_property
    def silence(self) -> Silence:
        """Who falls silent."""
        from opledger.core.figures.response import silence

        return silence(self.standings, self.config)

    @cached_property
    def times(self) -> Times:
        """How long it takes."""
        from opledger.core.figures.timing import times

        return times(self.standings, self.config)

    @cached_property
    def judgement(self) -> Judgement:
        """How interest and confidence moved, and what they foretold."""
        from opledger.core.figures.judgement import judgement

        return judgement(self.standings, self.config)

    @cached_property
    def luck(self) -> Luck:
        """What is in play, and the chance of an offer."""
        from opledger.core.figures.luck import luck

        return luck(self.standings, self.config, self.as_of)

    @cached_property
    def forecast(self) -> Forecast:
        """What may come of those that are open."""
        from opledger.core.figures.forecast import forecast

        return forecast(self.standings, self.whole_funnel, self.config)

    @cached_property
    def offers(self) -> Offers:
        """The offers beside each other, the market and the goals."""
        from opledger.core.figures.offers import offers

        return offers(self.standings, self.config)

    def _under(self, word: str) -> Sequence[Standing]:
        return self._by_word.get(word, [])

    @cached_property
    def _by_word(self) -> dict[str, list[Standing]]:
        found: dict[str, list[Standing]] = {}
        for each in self.standings:
            for word in words(each, self.dimension):
                found.setdefault(word, []).append(each)
        return found


def statistics(ledger: Ledger, as_of: date, dimension: str = USUAL_DIMENSION) -> Statistics:
    """Every figure of the ledger as of a day, with groups by one dimension.

    Raises:
        ValueError: no such dimension.
    """
    known(dimension)
    stood = Stood(standings(ledger.opportunities, ledger.config, as_of))
    return Statistics(ledger.config, as_of, stood, dimension)
