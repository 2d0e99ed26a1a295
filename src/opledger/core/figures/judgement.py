"""My own judgement: interest beside how far it came, how it moved, and how well it foretold."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from opledger.core.figures.census import Census, Counted, census
from opledger.core.figures.rates import Rate, rate
from opledger.core.late import dataclass
from opledger.core.standing import stage_at
from opledger.core.vocabulary import Outcome

if TYPE_CHECKING:
    from opledger.core.config import Config
    from opledger.core.standing import Move, Standing


@dataclass(frozen=True, slots=True)
class InterestTable:
    """Final interest by furthest stage.

    Rows run from high interest to low, with ``None`` last where some state none; columns from the
    latest stage to the earliest: it is read from upper left to bottom right. ``cells`` holds the
    standings of each row and column.
    """

    levels: tuple[str | None, ...]
    stages: tuple[str, ...]
    cells: tuple[tuple[tuple[Standing, ...], ...], ...]


@dataclass(frozen=True, slots=True)
class InterestCounts:
    """How many opportunities there are in each cell of an :class:`InterestTable`."""

    levels: tuple[str | None, ...]
    stages: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]

    @property
    def stated(self) -> bool:
        """Whether any opportunity states an interest: else the table says nothing."""
        rows = zip(self.levels, self.counts, strict=True)
        return any(level is not None and any(row) for level, row in rows)


@dataclass(frozen=True, slots=True)
class Path:
    """How interest and confidence went in one opportunity: first level, last level, every move.

    A level stated for the first time is no move.
    """

    standing: Standing
    interest: tuple[str | None, str | None]
    confidence: tuple[str | None, str | None]
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class StageMoves:
    """How many moves were made while a stage was the furthest, by scale, up and down."""

    stage: str
    interest_up: int
    interest_down: int
    confidence_up: int
    confidence_down: int


@dataclass(frozen=True, slots=True)
class Foretold:
    """What came of the ended opportunities that I had held this ``interest`` and ``confidence`` in.

    Both are as stated before the offer or the end came, so that neither could make them.
    ``None`` stands for every level, or for none stated.
    """

    interest: str | None
    confidence: str | None
    offers: Rate
    accepted: Rate


@dataclass(frozen=True, slots=True)
class Judgement:
    """Paths in order of their ids, moves by stage, and what each level foretold.

    ``foretold`` has a row for each pair of levels that occurred, from high to low. ``high`` is the
    highest interest with the highest confidence, ``low`` the lowest interest, however confident.
    """

    paths: tuple[Path, ...]
    moves: tuple[StageMoves, ...]
    foretold: tuple[Foretold, ...]
    high: Foretold
    low: Foretold


def interest_table(
    standings: Sequence[Standing], config: Config, stages: Sequence[str]
) -> InterestTable:
    """The table of the given stages, which stand in funnel order."""
    cells: defaultdict[tuple[str | None, str], list[Standing]] = defaultdict(list)
    for each in standings:
        cells[each.interest, each.furthest].append(each)
    levels, columns = _levels(census(standings), config), tuple(reversed(stages))
    rows = (tuple(tuple(cells[level, stage]) for stage in columns) for level in levels)
    return InterestTable(levels, columns, tuple(rows))


def interest_counts(of: Counted, config: Config, stages: Sequence[str]) -> InterestCounts:
    """The counts of the table of the given stages, which stand in funnel order."""
    counted = census(of)
    counts: Counter[tuple[str | None, str]] = Counter()
    for kind, n in counted:
        counts[kind.interest, kind.furthest] += n
    levels, columns = _levels(counted, config), tuple(reversed(stages))
    rows = (tuple(counts[level, stage] for stage in columns) for level in levels)
    return InterestCounts(levels, columns, tuple(rows))


def _levels(counted: Census, config: Config) -> tuple[str | None, ...]:
    """The levels from high to low, with ``None`` last where some state none."""
    silent = any(kind.interest is None for kind, _ in counted)
    return (*reversed(config.interest), *((None,) if silent else ()))


def judgement(standings: Sequence[Standing], config: Config) -> Judgement:
    """The figures of these opportunities."""
    held = [(beforehand(each, config), each) for each in standings if not each.open]
    pairs = {levels for levels, _ in held if levels != (None, None)}
    scales: tuple[tuple[str | None, ...], ...]
    scales = ((*reversed(config.interest), None), (*reversed(config.confidence), None))
    rows = sorted(pairs, key=lambda pair: (scales[0].index(pair[0]), scales[1].index(pair[1])))

    def foretold(interest: str | None, confidence: str | None, found: list[Standing]) -> Foretold:
        offers = sum(each.reached(config.offer_stage, config) for each in found)
        accepted = sum(each.outcome is Outcome.ACCEPTED for each in found)
        return Foretold(
            interest,
            confidence,
            rate(offers, len(found), config.few),
            rate(accepted, len(found), config.few),
        )

    paths = tuple(path(each) for each in standings if each.moves)
    highest, surest, lowest = config.interest[-1], config.confidence[-1], config.interest[0]
    return Judgement(
        paths=paths,
        moves=_moves_by_stage(paths, config),
        foretold=tuple(
            foretold(*pair, [each for levels, each in held if levels == pair]) for pair in rows
        ),
        high=foretold(highest, surest, [e for levels, e in held if levels == (highest, surest)]),
        low=foretold(lowest, None, [each for levels, each in held if levels[0] == lowest]),
    )


def path(each: Standing) -> Path:
    """The way of interest and confidence in one opportunity."""
    return Path(
        standing=each,
        interest=_ends(each, "interest"),
        confidence=_ends(each, "confidence"),
        moves=tuple(move for move in each.moves if move.before is not None),
    )


def stage_moves(standings: Sequence[Standing], config: Config) -> tuple[StageMoves, ...]:
    """The moves by the furthest stage at the time, that of their own event among them."""
    return _moves_by_stage([path(each) for each in standings], config)


def _moves_by_stage(paths: Sequence[Path], config: Config) -> tuple[StageMoves, ...]:
    counts: Counter[tuple[str, str, bool]] = Counter()
    for way in paths:
        for move in way.moves:
            scale = config.interest if move.scale == "interest" else config.confidence
            up = scale.index(move.after) > scale.index(move.before or "")
            counts[stage_at(way.standing, move.event, config), move.scale, up] += 1
    order = [stage for stage in config.stage_order if any(key[0] == stage for key in counts)]
    return tuple(
        StageMoves(
            stage,
            counts[stage, "interest", True],
            counts[stage, "interest", False],
            counts[stage, "confidence", True],
            counts[stage, "confidence", False],
        )
        for stage in order
    )


def beforehand(each: Standing, config: Config) -> tuple[str | None, str | None]:
    """The interest and confidence last stated before the first offer, or the end, came."""
    interest = confidence = None
    offer = config.rank(config.offer_stage)
    end = None if each.open else [event for event in each.events if event.outcome][-1]
    for event in each.events:
        if event is end or (event.stage is not None and config.rank(event.stage) >= offer):
            break
        interest = event.interest or interest
        confidence = event.confidence or confidence
    return interest, confidence


def _ends(each: Standing, scale: str) -> tuple[str | None, str | None]:
    levels = [move.after for move in each.moves if move.scale == scale]
    return (levels[0], levels[-1]) if levels else (None, None)
