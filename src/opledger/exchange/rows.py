"""The rows of a log, whatever file they came from, and finding a value in one by its name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field

from opledger.core.late import dataclass

KEY = "@key"
ITEM = "."
_PLACE = re.compile(r"-?[0-9]{1,6}")
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One record of the log. ``number`` counts them from 1; ``line`` is where it begins.

    ``line`` is ``None`` where the file is not made of lines (JSON).
    """

    number: int
    line: int | None
    cells: Mapping[str, object]

    @property
    def name(self) -> str:
        """How the row is called in a message."""
        return row_name(self.number, self.line)


@dataclass(frozen=True, slots=True)
class NoValue:
    """A cell that has no value to take, and why: a formula never computed, an error.

    It is as good as empty, but whoever asks for it is told the reason.
    """

    reason: str


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that could not be taken, and why; ``file`` is named where it is not the log itself."""

    number: int
    line: int | None
    reason: str
    file: str = ""

    @property
    def name(self) -> str:
        """How the row is called in a message."""
        return f"{self.file} {row_name(self.number, self.line)}".lstrip()


@dataclass(frozen=True, slots=True)
class Rows:
    """What a log holds: its columns, in order, its sound rows and the others.

    ``blank`` counts rows without any text; ``hidden`` counts characters that can't be seen and
    were taken out or replaced. ``notes`` are what the user should know of how it was read.
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    bad: tuple[BadRow, ...] = ()
    blank: int = 0
    hidden: int = field(default=0, compare=False)
    notes: tuple[str, ...] = field(default=(), compare=False)


def row_name(number: int, line: int | None) -> str:
    """``row 12 (line 15)``."""
    return f"row {number}" + (f" (line {line})" if line is not None else "")


def find(cells: Mapping[str, object], name: str) -> tuple[Path, object] | None:
    """The value of a name and the path to it; ``None`` where the row has no such name.

    A column of exactly this name comes first; else the name is a dotted path, with numbers for
    places in a list (from 0, or from the end with -1).
    """
    return _in_mapping(cells, name)


def _in_mapping(cells: Mapping[str, object], name: str) -> tuple[Path, object] | None:
    if name in cells:
        return (name,), cells[name]
    for at, sign in enumerate(name):
        if sign == "." and name[:at] in cells:
            rest = _below(cells[name[:at]], name[at + 1 :])
            if rest is not None:
                return (name[:at], *rest[0]), rest[1]
    return None


def _in_list(values: list[object], name: str) -> tuple[Path, object] | None:
    head, dot, rest_name = name.partition(".")
    if not _PLACE.fullmatch(head) or not -len(values) <= int(head) < len(values):
        return None
    place = int(head)
    if not dot:
        return (place,), values[place]
    rest = _below(values[place], rest_name)
    return ((place, *rest[0]), rest[1]) if rest is not None else None


def _below(value: object, name: str) -> tuple[Path, object] | None:
    if isinstance(value, Mapping):
        return _in_mapping(value, name)
    return _in_list(value, name) if isinstance(value, list) else None


def items(value: object) -> list[Mapping[str, object]]:
    """The parts of a nested value, each as cells.

    A list gives its items, a mapping its values with their key as ``@key``; a part that is no
    mapping itself is the cell ``.``.
    """
    if isinstance(value, Mapping):
        return [_cells(inner, key) for key, inner in value.items()]
    if isinstance(value, list):
        return [_cells(inner, None) for inner in value]
    return [] if value is None or value == "" else [_cells(value, None)]


def _cells(value: object, key: str | None) -> Mapping[str, object]:
    cells = dict(value) if isinstance(value, Mapping) else {ITEM: value}
    if key is not None:
        cells.setdefault(KEY, key)
    return cells


def is_blank(value: object) -> bool:
    """Whether nothing is said: no text, an empty list or mapping, or only such."""
    match value:
        case None | NoValue():
            return True
        case str():
            return not value.strip()
        case Mapping():
            return all(is_blank(inner) for inner in value.values())
        case list():
            return all(is_blank(inner) for inner in value)
    return False
