"""The list of presets: what each reads, and the columns by which a log is known.

It needs few words of each, so they are taken from plain data where the fast parser gives them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from opledger.core.late import dataclass
from opledger.exchange.lines import wrapped
from opledger.files.fastyaml import data_of
from opledger.files.resources import packaged_preset, preset_names


@dataclass(frozen=True, slots=True)
class Listed:
    """What a preset says of itself: its columns in order, and those that may be missing."""

    name: str
    text: str
    verified: bool
    columns: tuple[str, ...]
    optional: frozenset[str]


@dataclass(frozen=True, slots=True)
class Fit:
    """A preset whose columns a log has; ``exact`` where the log has no others."""

    preset: Listed
    exact: bool


def presets() -> tuple[Listed, ...]:
    """Every preset, in order of their names."""
    return tuple(quickly_listed(name) or listed(name) for name in preset_names())


def quickly_listed(name: str) -> Listed | None:
    """What a preset says of itself; ``None`` where only the ordinary reader can tell."""
    data = data_of(packaged_preset(name).encode())
    if not data or not all(isinstance(data.get(key), str) for key in ("name", "about")):
        return None
    verified = data.get("verified", True)
    columns, optional = _names(data, "columns"), _names(data, "optional")
    if not isinstance(verified, bool) or columns is None or optional is None:
        return None
    return Listed(data["name"], _line(data["about"]), verified, columns, frozenset(optional))


def _names(data: Mapping[str, Any], key: str) -> tuple[str, ...] | None:
    """The columns in a list; ``None`` where it is none, or has anything else in it."""
    names = data.get(key, [])
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        return None
    return tuple(map(_line, names))


def _line(text: str) -> str:
    return " ".join(text.split())


def listed(name: str) -> Listed:
    """What a preset says of itself, by the reader that reads all of it."""
    from opledger.exchange.presets import read_preset  # noqa: PLC0415 - slow to load, seldom needed

    preset = read_preset(name)
    about = preset.about
    columns = tuple(word.text for word in about.columns)
    return Listed(preset.name, about.text, about.verified, columns, preset.optional)


def fitting(columns: Sequence[str], among: Sequence[Listed]) -> tuple[Fit, ...]:
    """The presets whose columns these are, those that know every column first."""
    given = set(columns)
    fits = []
    for preset in among:
        known = set(preset.columns)
        if known - preset.optional <= given:
            fits.append(Fit(preset, given <= known | preset.optional))
    return tuple(sorted(fits, key=lambda fit: (not fit.exact, -len(fit.preset.columns))))


def preset_lines(among: Sequence[Listed]) -> Iterator[str]:
    """The list of presets: what each reads, and the columns by which it is known."""
    for preset in among:
        yield preset.name if preset.verified else f"{preset.name} (unverified)"
        yield from wrapped(preset.text, "  ")
        names = [f"[{name}]" if name in preset.optional else name for name in preset.columns]
        yield from wrapped(", ".join(names), "    ")
    yield from wrapped(
        "A column in [brackets] may be missing. Unverified: made from descriptions of the format,"
        " not confirmed that its program writes just that."
    )
    yield from wrapped("Next: opledger import FILE --preset NAME")
