"""A search in large counts, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opledger.core.figures.suppression import OTHERS
from opledger.core.narrative.groups import BEYOND, rates_compared
from opledger.core.narrative.words import plural

if TYPE_CHECKING:
    from opledger.core.config import Config
    from opledger.core.figures.suppression import Block, Counts


def counts_headline(counts: Counts, config: Config) -> str:
    """The whole search in one line, in the counts that may be told."""
    if counts.opportunities is None:
        return f"Fewer than {counts.few} opportunities"
    parts = [plural(counts.opportunities, "opportunity", "opportunities")]
    parts += [
        f"{block.reached} reached {stages_label(block.stages, config)}"
        for block in counts.blocks[1:]
    ]
    return ", ".join(parts)


def where_most_stopped(counts: Counts, config: Config) -> str:
    """At which stages most came no further; empty where that is not told."""
    if len(counts.blocks) < 2:  # noqa: PLR2004 - one group of stages has no other beside it
        return ""
    most = max(counts.blocks, key=_stopped)
    if sum(_stopped(each) == _stopped(most) for each in counts.blocks) > 1:
        return ""
    label = stages_label(most.stages, config)
    return f"{_stopped(most)} of {most.reached} came no further than {label}."


def source_label(word: str, config: Config) -> str:
    """A source in words; those that are not told are the others."""
    return "Other sources, or none stated" if word == OTHERS else config.label("sources", word)


def sources_compared(counts: Counts, config: Config) -> str:
    """Which sources led further than others by more than chance; empty of fewer than two."""
    told = [(source_label(s.word, config), s.past) for s in counts.sources if s.word != OTHERS]
    return rates_compared(told, BEYOND.more)


def stages_label(stages: tuple[str, ...], config: Config) -> str:
    """Neighbouring stages in words: one, ``A or B``, or ``A to C``."""
    labels = [config.label("stages", stage) for stage in stages]
    if len(labels) == 1:
        return labels[0]
    return f"{labels[0]} {'or' if len(labels) == 2 else 'to'} {labels[-1]}"  # noqa: PLR2004


def _stopped(block: Block) -> int:
    return sum(block.ends.values()) + block.rest
