"""The mappings that come with opledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opledger.core.failure import Failure
from opledger.exchange.mapfile import read_mapping
from opledger.files.resources import packaged_preset, preset_names
from opledger.files.rules.context import did_you_mean
from opledger.files.source import Source

if TYPE_CHECKING:
    from opledger.core.config import Config
    from opledger.exchange.mapping import Mapping


def preset_text(name: str) -> str:
    """The text of a preset.

    Raises:
        Failure: there is none of this name.
    """
    names = preset_names()
    if name not in names:
        hint = did_you_mean(name, names, "presets")
        hint = hint if "mean" in hint else "'opledger import --presets' lists them"
        raise Failure(f"no preset '{name}': {hint}")
    return packaged_preset(name)


def read_preset(name: str, existing: Config | None = None) -> Mapping:
    """A preset, in the words of the ledger that is imported into.

    Raises:
        Failure: there is none of this name, or the ledger has no words for what it tells.
    """
    mapping, found = read_mapping(Source.of(f"{name}.yaml", preset_text(name)), existing)
    if mapping is None:
        first = found[0]
        why = "; ".join(filter(None, (first.text, first.hint)))
        message = f"the preset does not fit this ledger: {why}; {how_to_change(name)}"
        raise Failure(message)
    return mapping


def how_to_change(name: str) -> str:
    """How a preset is made a mapping of one's own."""
    own = f"{name}-map.yaml"
    return (
        f"to change it, copy it: 'opledger import --show-preset {name} > {own}', edit the copy, and"
        f" import with '--map {own}'"
    )
