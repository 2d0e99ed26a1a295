"""Searches drawn at random whose future is known, to see how often a forecast holds it.

A search has stages with a chance to pass each, drawn once, and 30 to 80 opportunities that begin
over 14 weeks. The chances are those of a search that goes neither very well nor very badly, or
drawn from the prior that the forecast assumes: where they are, it must be right on average. It is
looked at on a day in its midst; how many of those open then will come to an offer is known, as
every story was drawn to its end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from statistics import fmean

from tests.stories import an_event, an_opportunity, day

from opledger.core.config import Config
from opledger.core.figures.beta import PRIOR
from opledger.core.figures.forecast import Expected, forecast
from opledger.core.figures.funnel import funnel
from opledger.core.standing import standings

SEARCHES = 2_000
CONFIG = Config()
_BEGIN_OVER = 14 * 7
_LOOKED_AT = (6 * 7, 14 * 7)
_MEAN_WAIT = 12  # days in a stage
_CHANCES = ((0.3, 0.9), (0.3, 0.8), (0.3, 0.8), (0.2, 0.7))  # to pass each stage before the offer


@dataclass(frozen=True)
class Foretold:
    """A forecast, and how many offers came of what was open."""

    expected: Expected
    offers: int

    @property
    def held(self) -> bool:
        """Whether the interval holds what came."""
        return self.expected.low <= self.offers <= self.expected.high


def searches(
    count: int, slower: float = 1.0, *, of_the_prior: bool = False, seed: int = 1
) -> Iterator[Foretold]:
    """So many searches; those that pass a stage wait ``slower`` times as long as those that stop.

    The forecast takes what is open for as likely to pass as what was decided, which is so where
    both wait alike (1.0): then how long something has been open says nothing of what comes.
    """
    chance = Random(seed)  # noqa: S311 - a seed makes it the same each time
    for _ in range(count):
        chances = [
            chance.betavariate(PRIOR, PRIOR) if of_the_prior else chance.uniform(*between)
            for between in _CHANCES
        ]
        yield _search(chance, chances, slower)


def _search(chance: Random, chances: Sequence[float], slower: float) -> Foretold:
    as_of = day(chance.randint(*_LOOKED_AT))
    every, coming = [], set()
    for n in range(chance.randint(30, 80)):
        number, events = chance.randrange(_BEGIN_OVER), []
        for stage, passing in zip(CONFIG.stage_order, (*chances, 0.0), strict=True):
            events.append(an_event(number, stage))
            passes = chance.random() < passing
            mean = _MEAN_WAIT * (slower if passes else 1.0)
            number += round(chance.expovariate(1 / mean))
            if not passes:
                events.append(an_event(number, "declined" if stage == "offer" else "rejected"))
                break
        name = f"company-{n}"
        every.append(an_opportunity(*events, name=name))
        if any(event.stage == "offer" and event.date > as_of for event in events):
            coming.add(name)
    stood = standings(tuple(every), CONFIG, as_of)
    expected = forecast(stood, funnel(stood, CONFIG), CONFIG).every
    return Foretold(expected, sum(each.opportunity.id in coming for each in stood))


@dataclass(frozen=True)
class Held:
    """Of so many searches: the share whose interval held, and what came beside what was foretold.

    ``offers`` and ``mean`` are an average search's; ``any`` the share of searches to which any
    offer came, ``foretold`` the average chance of that.
    """

    searches: int
    coverage: float
    offers: float
    mean: float
    any: float
    foretold: float


def held(found: Sequence[Foretold]) -> Held:
    """How well the forecasts did."""
    return Held(
        len(found),
        fmean(each.held for each in found),
        fmean(each.offers for each in found),
        fmean(each.expected.mean for each in found),
        fmean(each.offers > 0 for each in found),
        fmean(each.expected.any for each in found),
    )
