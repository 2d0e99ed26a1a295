"""Rows from JSON: a list of records, a mapping of them, or one a line (JSON Lines)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from math import isfinite
from typing import TYPE_CHECKING, Any, NoReturn

from opledger.core.failure import Failure
from opledger.exchange.rows import KEY, BadRow, Row, Rows, find, is_blank

if TYPE_CHECKING:
    from opledger.files.readings import Told

MAX_ROWS = 200_000
_MAX_DEPTH = 50
_SHOWN = 8
_MAX_DIGITS = 4_000
_SHOWN_DIGITS = 20


def read_document(text: str, records: str) -> Rows:
    """The records of a JSON text; ``records`` is the path to them, empty for the top.

    A list gives its items. A mapping gives its values, each with its key as ``@key``; where the
    values are lists themselves, their items.

    Raises:
        Failure: the text is no JSON, or has no records there.
    """
    try:
        value = _load(text)
    except ValueError as error:
        raise Failure(f"the file is no JSON: {error}", code=1) from None
    if records:
        found = find(value, records) if isinstance(value, Mapping) else None
        if found is None:
            raise Failure(f"the file has nothing at 'records: {records}'; {_keys(value)}")
        value = found[1]
    if not isinstance(value, Mapping | list):
        raise Failure("the file's records are neither a list nor a mapping of records", code=1)
    if isinstance(value, Mapping) and not all(
        isinstance(v, Mapping | list) for v in value.values()
    ):
        raise Failure(f"the file is one record, not many: say where they are; {_keys(value)}")
    return _rows((n, None, record, "") for n, record in enumerate(_records(value), 1))


def read_lines(text: str, told: Told | None = None) -> Rows:
    """The records of a JSON Lines text: one a line.

    ``told`` is called for each with how many are read, of how many.
    """
    return _rows(_each_line(text, told))


def _each_line(text: str, told: Told | None) -> Iterator[tuple[int, int | None, object, str]]:
    number, lines = 0, text.split("\n")
    every = sum(1 for each in lines if each.strip())
    for line, content in enumerate(lines, 1):
        if content.strip():
            number += 1
            if told is not None:
                told(number, every)
            try:
                yield number, line, _load(content), ""
            except ValueError as error:
                yield number, line, None, f"no JSON: {error}"


def _load(text: str) -> Any:  # noqa: ANN401 - JSON
    try:
        value = json.loads(
            text,
            object_pairs_hook=_mapping,
            parse_constant=_refuse,
            parse_float=_fraction,
            parse_int=_whole,
        )
    except json.JSONDecodeError as error:
        message = (
            f"{error.msg[0].lower()}{error.msg[1:]} (line {error.lineno}, column {error.colno})"
        )
        raise ValueError(message) from None
    except RecursionError:
        raise ValueError("nested too deep") from None
    if _too_deep(value):
        raise ValueError("nested too deep")
    return value


def _too_deep(value: object) -> bool:
    """Whether lists and mappings stand in each other deeper than any log has them."""
    level = [value]
    for _ in range(_MAX_DEPTH):
        level = [
            inner
            for outer in level
            if isinstance(outer, Mapping | list)
            for inner in (outer.values() if isinstance(outer, Mapping) else outer)
        ]
    return bool(level)


def _mapping(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    mapping: dict[str, Any] = {}
    for key, value in pairs:
        if key in mapping:
            message = f"the key '{key[:40]}' stands twice in one record"
            raise ValueError(message)
        mapping[key] = value
    return mapping


def _fraction(digits: str) -> float:
    number = float(digits)
    if not isfinite(number):
        message = f"{digits[:_SHOWN_DIGITS]} is too large a number"
        raise ValueError(message)
    return number


def _whole(digits: str) -> int:
    if len(digits) > _MAX_DIGITS:
        message = f"{digits[:_SHOWN_DIGITS]}... is too large a number"
        raise ValueError(message)
    return int(digits)


def _refuse(constant: str) -> NoReturn:
    message = f"{constant} is no JSON"
    raise ValueError(message)


def _keys(value: object) -> str:
    if not isinstance(value, Mapping):
        return "the top is a list: leave 'records' away"
    names = [f"'{name[:30]}'" for name in value]
    more = ", ..." if len(names) > _SHOWN else ""
    return f"keys at the top: {', '.join(names[:_SHOWN])}{more}"


def _records(value: Mapping[str, object] | list[object]) -> Iterator[object]:
    if isinstance(value, list):
        yield from value
        return
    for key, inner in value.items():
        for record in inner if isinstance(inner, list) else [inner]:
            yield {KEY: key, **record} if isinstance(record, Mapping) else record


def _rows(records: Iterator[tuple[int, int | None, object, str]]) -> Rows:
    rows: list[Row] = []
    bad: list[BadRow] = []
    columns: dict[str, None] = {}
    blank = 0
    for number, line, record, wrong in records:
        if number > MAX_ROWS:
            raise Failure(f"more than {MAX_ROWS:,} records: split the file", code=1)
        if wrong:
            bad.append(BadRow(number, line, wrong))
        elif not isinstance(record, Mapping):
            bad.append(BadRow(number, line, "no record: a mapping of names to values is needed"))
        elif is_blank({name: v for name, v in record.items() if name != KEY}):
            blank += 1
        elif _has_nul(record):
            bad.append(BadRow(number, line, "it holds a NUL character"))
        else:
            columns.update(dict.fromkeys(record))
            rows.append(Row(number, line, record))
    return Rows(tuple(columns), tuple(rows), tuple(bad), blank)


def _has_nul(value: object) -> bool:
    match value:
        case str():
            return "\0" in value
        case Mapping():
            return any(_has_nul(key) or _has_nul(inner) for key, inner in value.items())
        case list():
            return any(_has_nul(inner) for inner in value)
    return False
