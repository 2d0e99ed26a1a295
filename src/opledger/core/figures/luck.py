"""Surface area for luck: what is in play each day, what begins each week, and what may come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from math import ceil, isfinite
from typing import TYPE_CHECKING

from opledger.core.figures.beta import Beta, posterior, tries_for
from opledger.core.figures.census import Counted, census
from opledger.core.figures.funnel import reaching
from opledger.core.figures.rates import Rate, rate
from opledger.core.late import dataclass

if TYPE_CHECKING:
    from opledger.core.config import Config
    from opledger.core.standing import Standing

NEXT = (1, 5, 10, 20)  # conversations ahead for which the chance is told
TARGETS = (0.5, 0.9)
FARTHEST = 1_000  # more conversations than this are told as "more than"
_LOW, _HIGH = 0.025, 0.975
_WEEK = timedelta(days=7)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Load:
    """Conversations in play at the end of each day, from ``first`` to the day of the last event.

    After that day nothing changed. ``peak`` is the most at once, ``peak_day`` the first such day,
    ``mean`` the average of all days up to the as-of day. Of nothing, ``first`` is ``None`` and
    the rest 0.
    """

    first: date | None
    counts: tuple[int, ...]
    peak: int
    peak_day: date | None
    mean: float


@dataclass(frozen=True, slots=True)
class Week:
    """What began in one week, by its Monday: opportunities by source (``None``: not stated)."""

    monday: date
    counts: tuple[tuple[str | None, int], ...]

    @property
    def count(self) -> int:
        """How many in all."""
        return sum(count for _, count in self.counts)


@dataclass(frozen=True, slots=True)
class Chance:
    """The chance of at least one offer in the next ``n`` conversations, with its 95 % interval.

    ``share`` is the mean over all that a single conversation's chance may be, ``low`` and ``high``
    hold for its lowest and highest. Where both are close to 1 the mean may lie below them.
    """

    n: int
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Needed:
    """How many more conversations until at least one offer has the chance ``share``.

    ``n`` by the record as a whole; ``low`` and ``high`` at the upper and lower 95 % bound of the
    chance of a single one. ``None``: more than :data:`FARTHEST`.
    """

    share: float
    n: int | None
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Luck:
    """Load, starts and chances. ``offers`` is the record that the chances rest on."""

    load: Load
    weeks: tuple[Week, ...]
    offers: Rate
    chances: tuple[Chance, ...]
    needed: tuple[Needed, ...]


def luck(standings: Sequence[Standing], config: Config, as_of: date) -> Luck:
    """The figures of these opportunities on a day."""
    offers = offer_rate(standings, config, resolved=True)
    one = posterior(offers.k, offers.n - offers.k)
    low, high = one.quantile(_LOW), one.quantile(_HIGH)
    return Luck(
        load=load(standings, config, as_of),
        weeks=weeks(standings, config),
        offers=offers,
        chances=tuple(
            Chance(n, 1 - one.none_of(n), 1 - (1 - low) ** n, 1 - (1 - high) ** n) for n in NEXT
        ),
        needed=tuple(
            Needed(target, _tries(one, target), _whole(high, target), _whole(low, target))
            for target in TARGETS
        ),
    )


def offer_rate(of: Counted, config: Config, *, resolved: bool) -> Rate:
    """The share of conversations that reached the offer stage.

    ``resolved`` leaves out those that are open without an offer: they may still get one.
    """
    counted = census(of)
    reached = reaching(counted, config)
    talk, offer = config.rank(config.conversation_stage), config.rank(config.offer_stage)
    ranks = {stage: config.rank(stage) for stage in reached}
    waiting = sum(n for kind, n in counted if kind.open and talk <= ranks[kind.furthest] < offer)
    talks = reached[config.conversation_stage]
    offers = min(talks, reached[config.offer_stage])
    return rate(offers, talks - waiting * resolved, config.few)


def load(standings: Sequence[Standing], config: Config, as_of: date) -> Load:
    """How many conversations were in play at the end of each day.

    One is in play from the day on which it became a conversation to the day before its end; one
    that was reopened is not between its end and that day.
    """
    turns: Counter[date] = Counter()
    for each in standings:
        for day, turn in _turns(each, config):
            turns[day] += turn
    if not turns:
        return Load(None, (), 0, None, 0.0)
    first = min(turns)
    counts: list[int] = []
    for number in range((last_day(standings) - first).days + 1):
        counts.append((counts[-1] if counts else 0) + turns[first + number * _DAY])
    peak = max(counts)
    days = (as_of - first).days + 1
    return Load(
        first=first,
        counts=tuple(counts),
        peak=peak,
        peak_day=first + counts.index(peak) * _DAY if peak else None,
        mean=(sum(counts) + counts[-1] * (days - len(counts))) / days,
    )


def last_day(standings: Sequence[Standing]) -> date:
    """The day of the last event of all; there must be one."""
    return max(each.last for each in standings)


def weeks(standings: Sequence[Standing], config: Config) -> tuple[Week, ...]:
    """What began in each week up to that of the last event, those without any too.

    Sources stand in the ledger's order.
    """
    begun = Counter((_monday(each.started), each.opportunity.source) for each in standings)
    if not begun:
        return ()
    stated = [source for source in config.sources if any(key[1] == source for key in begun)]
    other = sorted({source for _, source in begun if source and source not in config.sources})
    order: list[str | None] = [*stated, *other]
    order += [None] if any(source is None for _, source in begun) else []
    first = min(day for day, _ in begun)
    mondays = [first + n * _WEEK for n in range((last_day(standings) - first).days // 7 + 1)]
    return tuple(
        Week(monday, tuple((source, begun[monday, source]) for source in order))
        for monday in mondays
    )


def _turns(each: Standing, config: Config) -> list[tuple[date, int]]:
    """The days on which it comes into play (1) and goes out of it (-1)."""
    conversation = config.rank(config.conversation_stage)
    talking = ended = False
    playing = False
    found = []
    for event in each.events:
        if event.stage is not None:
            talking = talking or config.rank(event.stage) >= conversation
            ended = False
        if event.outcome:
            ended = True
        if (talking and not ended) != playing:
            playing = not playing
            found.append((event.date, 1 if playing else -1))
    return found


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _tries(one: Beta, target: float) -> int | None:
    """The least n for which at least one in n has the chance ``target``; found by halving."""
    low, high = 0, FARTHEST + 1
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if 1 - one.none_of(middle) >= target else (middle, high)
    return high if high <= FARTHEST else None


def _whole(chance: float, target: float) -> int | None:
    tries = tries_for(chance, target)
    return max(1, ceil(tries)) if isfinite(tries) and tries <= FARTHEST else None
