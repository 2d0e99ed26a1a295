"""What a mapping does not use of a row: kept under ``extra``, in the source's own names."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from collections.abc import Sequence
from typing import TYPE_CHECKING

from opledger.exchange.rows import Path, Row, find, is_blank

if TYPE_CHECKING:
    from opledger.exchange.mapping import Mapping

# The importer's own key under `extra`; a column of this name is kept beside it.
RESERVED = "import"


def leftover(
    rows: Sequence[Row], used: Sequence[tuple[int, Path]], mapping: Mapping
) -> dict[str, object]:
    """The columns to keep. Of several rows, the different texts of a column as a list."""
    texts = {_key(path, value) for place, path in used if (value := _at(rows[place], path))}
    kept: dict[str, list[object]] = {}
    for row in rows:
        for name, value in _chosen(row, mapping).items():
            rest = _without(value, (name,), texts, mapping.empty)
            values = kept.setdefault(name, [])
            if rest is not None and rest not in values:
                values.append(rest)
    return {
        f"{name} (column)" if name == RESERVED else name: values[0] if len(values) == 1 else values
        for name, values in kept.items()
        if values
    }


def _chosen(row: Row, mapping: Mapping) -> MappingOf[str, object]:
    ignored = {word.text for word in mapping.ignore}
    if mapping.extra is None:
        return {name: value for name, value in row.cells.items() if name not in ignored}
    chosen = {}
    for word in mapping.extra:
        found = find(row.cells, word.text)
        if found is not None and word.text not in ignored:
            chosen[word.text] = found[1]
    return chosen


def _without(
    value: object, path: Path, texts: set[tuple[Path, str]], empty: frozenset[str]
) -> object:
    """A value less what is used of it; ``None`` where nothing is left."""
    if is_blank(value) or _key(path, value) in texts:
        return None
    if isinstance(value, MappingOf):
        rest = {name: _without(v, (*path, name), texts, empty) for name, v in value.items()}
        return {name: v for name, v in rest.items() if v is not None} or None
    if isinstance(value, str):
        text = value.strip()
        return None if " ".join(text.split()).casefold() in empty else text
    return value


def _at(row: Row, path: Path) -> object:
    value: object = row.cells
    for step in path:
        if isinstance(value, MappingOf) and step in value:
            value = value[str(step)]
        elif isinstance(value, list) and isinstance(step, int):
            value = value[step]
        else:
            return None
    return value


def _key(path: Path, value: object) -> tuple[Path, str]:
    return path, value if isinstance(value, str) else repr(value)
