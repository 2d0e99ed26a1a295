"""A search in counts of which none is small, nor follows from others by subtraction.

No count is blanked: a blank is undone by subtracting what stands beside it from the total. Instead
the opportunities are parted into classes of at least ``few`` members, and only counts of whole
classes are told. Every sum and difference of such counts counts whole classes again, so it is
nothing or at least ``few``.

There are two partitions. One is by how far they came and how they ended: neighbouring stages are
taken together until enough ended there, and within them the ends that are too few. The other is by
source and by whether they came past a line between two such groups of stages. Within either side
of the line, every class of one may meet every class of the other, so a difference of the two
counts no smaller set than they do.

How the classes are made tells no more: what is too small is taken together with what is none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from opledger.core.figures.funnel import ENDS, end_of
from opledger.core.figures.rates import Rate, rate
from opledger.core.late import dataclass

if TYPE_CHECKING:
    from opledger.core.config import Config
    from opledger.core.standing import Standing

OTHERS = ""  # the sources that are not told, and opportunities without one


@dataclass(frozen=True, slots=True)
class Block:
    """One stage, or neighbouring ones that are not told apart: counts of opportunities.

    ``reached`` came to its first stage or further. Those that came no further than its last stage
    are told by their end, in the order of :data:`.ENDS`; ``rest`` are those whose end is not told.
    ``passed`` is the share that came to the next block; ``None`` of the last one.
    """

    stages: tuple[str, ...]
    reached: int
    ends: Mapping[str, int]
    rest: int
    passed: Rate | None


@dataclass(frozen=True, slots=True)
class SourceCount:
    """How many of a source came past the line; its ``word`` is empty for all others together."""

    word: str
    past: Rate


@dataclass(frozen=True, slots=True)
class Counts:
    """What may be told where no count below ``few`` may be known.

    ``opportunities`` is ``None`` where there are fewer in all; then nothing else is told.
    ``sources`` are of those that came past the block at place ``line``; none where the sources
    may not be told, or are too few.
    """

    few: int
    opportunities: int | None
    blocks: tuple[Block, ...] = ()
    line: int = 0
    sources: tuple[SourceCount, ...] = ()


def counts(standings: Sequence[Standing], config: Config, few: int) -> Counts:
    """The search in counts of at least ``few`` opportunities each."""
    if len(standings) < few:
        return Counts(few, None)
    blocks = _blocks(standings, config, few)
    # The first block that ends with the conversation stage or a later one: what is past that one.
    talk = config.rank(config.conversation_stage)
    line = next(n for n, block in enumerate(blocks) if config.rank(block.stages[-1]) >= talk)
    found: tuple[SourceCount, ...] = ()
    if line + 1 < len(blocks):
        found = _sources(standings, config, blocks[line + 1].stages[0], few)
    return Counts(few, len(standings), blocks, line, found)


def _blocks(standings: Sequence[Standing], config: Config, few: int) -> tuple[Block, ...]:
    stopped = Counter(each.furthest for each in standings)
    kinds: dict[str, Counter[str]] = {stage: Counter() for stage in config.stage_order}
    for each in standings:
        kinds[each.furthest][end_of(each)] += 1
    rows: list[Block] = []
    beyond = 0
    for stages in reversed(_neighbours(config.stage_order, stopped, few)):
        here = sum((kinds[stage] for stage in stages), Counter[str]())
        told, rest = _told(here, few)
        reached = beyond + here.total()
        passed = rate(beyond, reached, config.few) if rows else None
        rows.append(Block(stages, reached, told, rest, passed))
        beyond = reached
    return tuple(reversed(rows))


def _neighbours(
    order: Sequence[str], stopped: Mapping[str, int], few: int
) -> list[tuple[str, ...]]:
    """The stages in groups at each of which enough stopped, made from the last stage back.

    What is left over at the head, a stage without any too, goes to the group after it.
    """
    groups: list[tuple[str, ...]] = []
    group: tuple[str, ...] = ()
    for stage in reversed(order):
        group = (stage, *group)
        if sum(stopped.get(each, 0) for each in group) >= few:
            groups.insert(0, group)
            group = ()
    if group:
        groups[0] = (*group, *groups[0])
    return groups


def _told(here: Mapping[str, int], few: int) -> tuple[dict[str, int], int]:
    """The ends of enough, and how many others there are: none, or enough.

    Of equal ends all are told or none, so that it does not matter which comes first.
    """
    told = {kind: here[kind] for kind in ENDS if here.get(kind, 0) >= few}
    rest = sum(here.values()) - sum(told.values())
    while told and rest and not _hides(rest, min(told.values()), few):
        least = min(told.values())
        rest += sum(count for count in told.values() if count == least)
        told = {kind: count for kind, count in told.items() if count > least}
    return told, rest


def _hides(rest: int, least: int, few: int) -> bool:
    """Whether a rest says of none of its ends how many they are, also to who knows these rules.

    A multiple of ``few - 1`` may be so many ends, each just too small. It is as well an end that
    would be told and had to join a rest too small, if that end can be smaller than the ``least``
    that is told.
    """
    return rest >= few and (bool(rest % (few - 1)) or least > max(few, rest - few + 1))


def _sources(
    standings: Sequence[Standing], config: Config, after: str, few: int
) -> tuple[SourceCount, ...]:
    """The sources of which enough came past the line and enough did not; the others together."""
    past: Counter[str] = Counter()
    every: Counter[str] = Counter()
    for each in standings:
        word = each.opportunity.source or OTHERS
        every[word] += 1
        past[word] += each.reached(after, config)

    def enough(words: Sequence[str]) -> bool:
        came, all_of_them = sum(past[w] for w in words), sum(every[w] for w in words)
        return came >= few and all_of_them - came >= few

    told = sorted(
        (word for word in every if word != OTHERS and enough([word])),
        key=lambda word: (-every[word], word),
    )
    others = [word for word in every if word not in told]
    while others and told and not enough(others):
        others.append(told.pop())
    if not told:
        return ()
    groups = [(word, [word]) for word in told] + ([(OTHERS, others)] if others else [])
    return tuple(
        SourceCount(
            word, rate(sum(past[w] for w in words), sum(every[w] for w in words), config.few)
        )
        for word, words in groups
    )
