"""No count below a limit can be read, nor worked out from the others."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations, product

import numpy as np
import pytest
from tests.generated import generated
from tests.stories import LATE, all_stood, told

from opledger.core.config import Config
from opledger.core.figures.funnel import ENDS
from opledger.core.figures.rates import rate
from opledger.core.figures.suppression import OTHERS, Block, Counts, SourceCount, counts
from opledger.core.model import Ledger, Opportunity
from opledger.core.standing import Standing, standings

SEEDS = range(1_000)
Cell = tuple[int, str, str]  # the furthest stage's place, the end, the source
Row = tuple[frozenset[Cell], int]


def stood(seed: int, few: int) -> tuple[Config, tuple[Standing, ...]]:
    ledger, as_of = generated(seed)
    found = standings(ledger.opportunities, ledger.config, as_of)
    return replace(ledger.config, few=few), found


def cell_of(each: Standing, config: Config) -> Cell:
    kind = "accepted" if each.outcome == "accepted" else each.ended_by or "pending"
    return config.rank(each.furthest), str(kind), each.opportunity.source or OTHERS


def every_cell(config: Config) -> list[Cell]:
    return list(product(range(len(config.stages)), ENDS, [*config.sources, OTHERS]))


def published(found: Counts, config: Config) -> Iterator[Row]:
    """Every count that is told, with the cells that it is the sum of."""
    cells = every_cell(config)
    if found.opportunities is None:
        return
    yield frozenset(cells), found.opportunities
    for block in found.blocks:
        first, last = config.rank(block.stages[0]), config.rank(block.stages[-1])
        yield frozenset(cell for cell in cells if cell[0] >= first), block.reached
        here = {cell for cell in cells if first <= cell[0] <= last}
        for kind, count in block.ends.items():
            yield frozenset(cell for cell in here if cell[1] == kind), count
        yield frozenset(cell for cell in here if cell[1] not in block.ends), block.rest
    if found.sources:
        past = config.rank(found.blocks[found.line].stages[-1])
        words = {each.word for each in found.sources}
        for each in found.sources:
            own = {cell for cell in cells if (cell[2] if cell[2] in words else OTHERS) == each.word}
            yield frozenset(own), each.past.n
            yield frozenset(cell for cell in own if cell[0] > past), each.past.k


def margins(config: Config) -> Iterator[frozenset[Cell]]:
    """What a reader may want to know: every cell, and every sum over one or two of the three."""
    cells = every_cell(config)
    for kept in ((0, 1, 2), (0, 1), (0, 2), (1, 2), (0,), (1,), (2,)):
        groups: defaultdict[tuple[int | str, ...], set[Cell]] = defaultdict(set)
        for cell in cells:
            groups[tuple(cell[place] for place in kept)].add(cell)
        yield from map(frozenset, groups.values())
    for stage in range(1, len(config.stages)):
        yield frozenset(cell for cell in cells if cell[0] >= stage)


def worked_out(
    rows: Iterable[Row], wanted: Iterable[frozenset[Cell]], cells: Sequence[Cell]
) -> list[frozenset[Cell]]:
    """Those of the wanted sets whose count follows from the rows by adding and subtracting.

    A row that says nought says so of each of its cells: counts are never negative.
    """
    rows = list(rows)
    none = set().union(*(cells for cells, count in rows if count == 0), frozenset())
    order = {cell: place for place, cell in enumerate(c for c in cells if c not in none)}
    if not order or not any(count for _, count in rows):
        return []

    def vector(of: frozenset[Cell]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        found = np.zeros(len(order))
        found[[order[cell] for cell in of if cell in order]] = 1
        return found

    matrix = np.array([vector(of) for of, count in rows if count])
    _, sizes, right = np.linalg.svd(matrix, full_matrices=False)
    span = right[sizes > 1e-9 * sizes[0]]
    sets = [each for each in wanted if any(cell in order for cell in each)]
    targets = np.array([vector(each) for each in sets])
    left = targets - targets @ span.T @ span
    return [each for each, far in zip(sets, np.abs(left).max(axis=1), strict=True) if far < 1e-7]


def small(sets: Iterable[frozenset[Cell]], truth: Counter[Cell], few: int) -> list[frozenset[Cell]]:
    return [each for each in sets if 0 < sum(truth[cell] for cell in each) < few]


def test_no_small_count_follows_from_those_that_are_told() -> None:
    told = broken = 0
    for seed in SEEDS:
        few = 3 + seed % 4
        config, found = stood(seed, few)
        truth = Counter(cell_of(each, config) for each in found)
        result = counts(found, config, few)
        rows = list(published(result, config))
        assert all(count == sum(truth[cell] for cell in of) for of, count in rows)
        assert not [count for _, count in rows if 0 < count < few]
        wanted = small(margins(config), truth, few)
        told += bool(rows)
        broken += bool(wanted and worked_out(rows, wanted, every_cell(config)))
    assert (told > 700, broken) == (True, 0)


def blanked(truth: Counter[Cell], config: Config, few: int) -> Iterator[Row]:
    """What is often done instead: the table of stages, ends and sources, small cells blank."""
    for each in margins(config):
        count = sum(truth[cell] for cell in each)
        if not 0 < count < few:
            yield each, count


def test_the_attack_undoes_what_is_only_blanked() -> None:
    undone = tried = 0
    for seed in range(0, 1_000, 4):
        few = 3 + seed % 4
        config, found = stood(seed, few)
        truth = Counter(cell_of(each, config) for each in found)
        wanted = small(margins(config), truth, few)
        if len(found) >= few and wanted:
            tried += 1
            undone += bool(worked_out(blanked(truth, config, few), wanted, every_cell(config)))
    assert undone > tried / 3, (undone, tried)


def tables(total: int, cells: int) -> Iterator[tuple[int, ...]]:
    """All ways of putting so many into so many cells."""
    if cells == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in tables(total - first, cells - 1):
            yield (first, *rest)


STAGES = ("lead", "call")


def in_cells(table: Sequence[int], names: Sequence[tuple[str, str]]) -> tuple[Standing, ...]:
    """A search with so many opportunities of each story and source."""
    made: list[Opportunity] = []
    for count, (story, source) in zip(table, names, strict=True):
        made += [told(story, f"n{len(made)}-{n}", source=source or None) for n in range(count)]
    return standings(tuple(made), Config(stages=dict.fromkeys(STAGES, "")), LATE)


@pytest.mark.parametrize(
    ("names", "most"),
    [
        ([("lead withdrew", ""), ("lead rejected", "")], 14),
        ([("lead withdrew", ""), ("lead rejected", ""), ("lead ghosted", "")], 14),
        (
            [
                ("lead withdrew", ""),
                ("lead rejected", ""),
                ("lead call withdrew", ""),
                ("lead call rejected", ""),
            ],
            9,
        ),
        ([("lead", "warm"), ("lead", ""), ("lead call", "warm"), ("lead call", "")], 13),
    ],
    ids=["2 ends", "3 ends", "stages and ends", "sources"],
)
def test_who_knows_how_the_counts_are_made_knows_no_small_one(
    names: list[tuple[str, str]], most: int
) -> None:
    few = 3
    config = Config(stages=dict.fromkeys(STAGES, ""))
    worlds: defaultdict[str, list[tuple[int, ...]]] = defaultdict(list)
    for total in range(few, most + 1):
        for table in tables(total, len(names)):
            worlds[repr(counts(in_cells(table, names), config, few))].append(table)
    sets = [s for size in range(1, len(names)) for s in combinations(range(len(names)), size)]
    known = []
    for said, could_be in worlds.items():
        for cells in sets:
            possible = {sum(table[cell] for cell in cells) for table in could_be}
            if len(possible) == 1 and 0 < next(iter(possible)) < few:
                known.append((said, cells, possible))
    assert known == []


def test_small_ends_and_small_stages_are_taken_together() -> None:
    config = Config(few=3)
    stories = (
        ["lead rejected"] * 4,
        ["lead call withdrew"] * 2,
        ["lead call rejected"] * 6,
        ["lead call ghosted"],
        ["lead call screen rejected"] * 3,
        ["lead call screen onsite offer accepted"],
    )
    found = all_stood(*(story for group in stories for story in group))
    assert counts(found, config, 3) == Counts(
        few=3,
        opportunities=17,
        blocks=(
            Block(("lead",), 17, {"company": 4}, 0, rate(13, 17, 3)),
            Block(("call",), 13, {"company": 6}, 3, rate(4, 13, 3)),
            Block(("screen", "onsite", "offer"), 4, {}, 4, None),
        ),
        line=1,
    )


def test_too_few_are_not_even_counted() -> None:
    assert counts(all_stood("lead", "lead call"), Config(), 3) == Counts(3, None)
    assert counts((), Config(), 3) == Counts(3, None)


def test_a_source_is_told_where_enough_came_further_and_enough_did_not() -> None:
    words = {"warm": (4, 3), "inbound": (3, 3), "outbound": (1, 5), "": (2, 0)}
    every = [
        told("lead call screen" if n < past else "lead call", f"{word or 'none'}-{n}", source=word)
        for word, (past, short) in words.items()
        for n in range(past + short)
    ]
    ledger = Ledger(Config(few=3), tuple(every))
    found = counts(standings(ledger.opportunities, ledger.config, LATE), ledger.config, 3)
    assert found.sources == (
        SourceCount("warm", rate(4, 7, 3)),
        SourceCount("inbound", rate(3, 6, 3)),
        SourceCount(OTHERS, rate(3, 8, 3)),
    )
