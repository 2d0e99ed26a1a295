"""Words of a ledger that stand in for those of a mapping made for no ledger in particular.

A preset has words of its own for stages and sources. Where the ledger has others, the preset says
which of them mean as much: the first that the ledger has is taken, and the user is told.
"""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Mapping as MappingOf
from dataclasses import field, replace
from typing import TYPE_CHECKING

from opledger.core.late import dataclass
from opledger.exchange.mapping import Drop, Keep, Lookup, Value, Values, Word

if TYPE_CHECKING:
    from opledger.core.config import Config
    from opledger.exchange.grammar import Grammar
    from opledger.files.nodes import Node

DROP = "drop"


@dataclass(frozen=True, slots=True)
class StandIns:
    """The ledger's words by the mapping's; a source that is left out has the empty word."""

    stages: MappingOf[str, str] = field(default_factory=dict)
    sources: MappingOf[str, str] = field(default_factory=dict)

    @property
    def told(self) -> dict[str, str]:
        """All of them, as the user is told."""
        stages = {f"stage '{ours}'": word for ours, word in self.stages.items()}
        return {**stages, **{f"source '{ours}'": word for ours, word in self.sources.items()}}


def read_stand_ins(grammar: Grammar, keys: MappingOf[str, Node], config: Config) -> StandIns:
    """The stand-ins that a mapping's ``stages`` and ``sources`` come to in a ledger."""
    stages = _chosen(grammar, keys, "stages", config.stage_order)
    sources = _chosen(grammar, keys, "sources", (*config.sources, DROP))
    return StandIns(stages, {ours: "" if word == DROP else word for ours, word in sources.items()})


def _chosen(
    grammar: Grammar, keys: MappingOf[str, Node], key: str, known: Collection[str]
) -> dict[str, str]:
    chosen: dict[str, str] = {}
    if key not in keys:
        return chosen
    for name, node in grammar.pairs(keys[key], key):
        words = grammar.many(node, lambda each: grammar.text(each, "a word of a ledger"))
        if name.text not in known:
            found = next((word for word in words if word in known), None)
            if found is not None:
                chosen[name.text] = found
    return chosen


def with_sources(values: Values, sources: MappingOf[str, str]) -> Values:
    """Values for ``source``, in the ledger's words."""
    return tuple(_with_sources(value, sources) for value in values) if sources else values


def _with_sources(value: Value, sources: MappingOf[str, str]) -> Value:
    def word(given: Word | None) -> Word | None:
        if given is None or given.text not in sources:
            return given
        return Word(sources[given.text], given.at) if sources[given.text] else None

    def target(given: Word | Keep | Drop) -> Word | Keep | Drop:
        return (word(given) or Drop()) if isinstance(given, Word) else given

    words = value.words
    if words is not None:
        words = Lookup(
            {text: target(each) for text, each in words.exact.items()},
            tuple((pattern, target(each)) for pattern, each in words.patterns),
            None if words.otherwise is None else target(words.otherwise),
        )
    return replace(value, constant=word(value.constant), words=words, default=word(value.default))
