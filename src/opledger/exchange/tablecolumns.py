"""The columns of a ledger as a table, made from the definition of its files.

A record within a record has a column for each of its keys (``level_sought``); a list of words and
the scores on goals stand in one cell; ``extra``, which has no form of its own, is JSON.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from opledger.core.contract.cells import guarded, unguarded
from opledger.core.late import dataclass
from opledger.files.schema import EVENT, OPPORTUNITY, PERSON, QUESTION
from opledger.files.shapes import Anything, Items, Number, Record, Shape, Table

_BETWEEN = ", "
_LISTS = {"events": EVENT, "people": PERSON, "questions": QUESTION}
Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column: its name, and where its value stands in a record and of what shape it is."""

    name: str
    path: Path
    shape: Shape

    def cell(self, values: Mapping[str, Any]) -> str:
        """The value as a cell; empty where it is not stated."""
        value: Any = values
        for key in self.path:
            value = value.get(key) if isinstance(value, Mapping) else None
        match self.shape, value:
            case _, None:
                return ""
            case Items(), _:
                return guarded(_BETWEEN.join(value))
            case Table(), _:
                return guarded(_BETWEEN.join(f"{key}={_number(n)}" for key, n in value.items()))
            case Number(), _:
                return _number(value)
            case Anything(), _:
                return guarded(json.dumps(value, ensure_ascii=False, allow_nan=False))
        return guarded(value)

    def value(self, cell: str) -> Any:  # noqa: ANN401 - as its shape
        """The value that a cell states; what is not written as its shape asks stays a text.

        Raises:
            ValueError: it should be JSON and is not; :class:`Twice`, if it scores a goal twice.
        """
        text = unguarded(cell)
        match self.shape:
            case Items():
                return [word.strip() for word in text.split(",")]
            case Table():
                return _once([_score(part) for part in text.split(",")])
            case Number():
                return _as_number(text)
            case Anything():
                return json.loads(text, parse_constant=_refuse)
        return text


def _number(value: float) -> str:
    return json.dumps(value)


def _as_number(text: str) -> float | str:
    try:
        number = json.loads(text)
    except ValueError:
        return text
    return number if isinstance(number, int | float) and not isinstance(number, bool) else text


def _score(text: str) -> tuple[str, float | str]:
    goal, _, score = text.partition("=")
    return goal.strip(), _as_number(score.strip())


class Twice(ValueError):
    """A cell that says two things of one."""


def _once(scores: list[tuple[str, float | str]]) -> dict[str, float | str]:
    told = dict(scores)
    if len(told) < len(scores):
        raise Twice("names one goal twice")
    return told


def _refuse(constant: str) -> Any:  # noqa: ANN401 - never returns
    message = f"{constant} is no JSON"
    raise ValueError(message)


def _columns(record: Record, path: Path = ()) -> Iterator[TableColumn]:
    for name, field in record.fields.items():
        here = (*path, name)
        if isinstance(field.of, Record):
            yield from _columns(field.of, here)
        elif here[0] not in _LISTS:
            yield TableColumn("_".join(here), here, field.of)


# The kinds of rows below the first column, each with its columns.
OPPORTUNITY_ROW, LEDGER_ROW = "opportunity", "ledger"
ROWS: Mapping[str, tuple[TableColumn, ...]] = {
    OPPORTUNITY_ROW: tuple(_columns(OPPORTUNITY)),
    "event": tuple(_columns(EVENT)),
    "person": tuple(_columns(PERSON)),
    "question": tuple(_columns(QUESTION)),
}
LIST_OF = {"event": "events", "person": "people", "question": "questions"}


def names() -> Sequence[str]:
    """The names of all these columns; one that several kinds of rows have stands once.

    Those of events come first, as most rows are such.
    """
    kinds = ("event", OPPORTUNITY_ROW, "person", "question")
    return tuple(dict.fromkeys(column.name for kind in kinds for column in ROWS[kind]))
