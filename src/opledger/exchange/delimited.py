"""Rows from a CSV file, strictly: what can't be a row is a bad row, and swallows no other.

An unclosed quote would take all lines up to the next quote into one cell. Reading goes on at the
line after the one in which such a row began, so only that row is lost.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from opledger.core.failure import Failure
from opledger.exchange.rows import BadRow, Row, Rows, is_blank

DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}
MAX_ROWS = 200_000
_MAX_NAME = 200
# The length of a cell is limited by the file's; the module's own limit of 131,072 would raise.
_MAX_CELL = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Header:
    """Where the names of the columns stand.

    ``line`` counts from 1, ``None`` for the first that is not blank. Without names (``named``
    is false) the columns are called "1", "2" and so on.
    """

    line: int | None = None
    named: bool = True


@dataclass(frozen=True, slots=True)
class _Raw:
    """A row as cells, or the reason why it is none; ``line`` is where it begins, from 1."""

    line: int
    cells: list[str]
    wrong: str = ""


def read_delimited(text: str, delimiter: str, header: Header, *, fill_short: bool) -> Rows:
    """The rows of a CSV text; an empty ``delimiter`` is found out from the header.

    Raises:
        Failure: the header is missing, can't be read, or names a column twice.
    """
    lines = list(io.StringIO(text, newline=""))
    start = _first_line(lines, header)
    sign = delimiter or _delimiter(lines[start])
    raw = _raw_rows(lines, start, sign)
    first = next(raw, None)
    if first is None:
        raise Failure("the file has no header", code=1)
    if header.named:
        if first.wrong:
            raise Failure(f"line {first.line}: the header can't be read: {first.wrong}", code=1)
        columns = _names(first.cells, first.line)
    else:
        columns = tuple(str(n + 1) for n in range(len(first.cells)))
        raw = _raw_rows(lines, start, sign)
    return _rows(raw, columns, fill_short=fill_short)


def _first_line(lines: list[str], header: Header) -> int:
    if header.line is not None:
        if header.line > len(lines):
            message = f"header_row is {header.line}, but the file has {len(lines)} lines"
            raise Failure(message)
        return header.line - 1
    for place, line in enumerate(lines):
        if line.strip():
            return place
    raise Failure("the file is empty", code=1)


def _delimiter(line: str) -> str:
    """The sign that parts the header into most columns; the comma where two do alike."""
    counts = {sign: len(_split(line, sign)) for sign in DELIMITERS.values()}
    return max(counts, key=lambda sign: counts[sign])


def _split(line: str, sign: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=sign), [])
    except csv.Error:
        return []


def _raw_rows(lines: list[str], start: int, sign: str) -> Iterator[_Raw]:
    csv.field_size_limit(_MAX_CELL)
    at = start
    while at < len(lines):
        rest = (lines[place] for place in range(at, len(lines)))
        reader = csv.reader(rest, delimiter=sign, strict=True)
        begun = at
        try:
            for cells in reader:
                yield _Raw(begun + 1, cells)
                begun = at + reader.line_num
            return
        except csv.Error as error:
            yield _Raw(begun + 1, [], _reason(str(error)))
            at = begun + 1


def _reason(complaint: str) -> str:
    if "unexpected end" in complaint:
        return "a quote is opened and never closed"
    if "expected after" in complaint:
        return "text follows a closing quote, or a quote in the text is not doubled"
    return complaint


def _names(cells: list[str], line: int) -> tuple[str, ...]:
    names = [" ".join(cell.split()) or str(n + 1) for n, cell in enumerate(cells)]
    long = next((name for name in names if len(name) > _MAX_NAME), None)
    if long:
        message = f"line {line}: a column's name is longer than {_MAX_NAME}: '{long[:40]}...'"
        raise Failure(message, code=1)
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        where = "; ".join(
            f"'{name}' (columns {', '.join(str(n + 1) for n, x in enumerate(names) if x == name)})"
            for name in twice
        )
        message = f"line {line}: columns of the same name: {where}; rename them in the file"
        raise Failure(message, code=1)
    return tuple(names)


def _rows(raw: Iterator[_Raw], columns: tuple[str, ...], *, fill_short: bool) -> Rows:
    rows: list[Row] = []
    bad: list[BadRow] = []
    blank = number = 0
    for each in raw:
        if not each.wrong and not each.cells:
            continue
        number += 1
        if number > MAX_ROWS:
            raise Failure(f"more than {MAX_ROWS:,} rows: split the file", code=1)
        wrong = each.wrong or _wrong(each.cells, columns, fill_short=fill_short)
        if not each.wrong and is_blank(list(each.cells)):
            blank += 1
        elif wrong:
            bad.append(BadRow(number, each.line, wrong))
        else:
            cells = dict(zip(columns, each.cells, strict=False))
            rows.append(Row(number, each.line, cells))
    return Rows(columns, tuple(rows), tuple(bad), blank)


def _wrong(cells: list[str], columns: tuple[str, ...], *, fill_short: bool) -> str:
    if any("\0" in cell for cell in cells):
        return "it holds a NUL character"
    many = len(cells) > len(columns) and not is_blank(list(cells[len(columns) :]))
    few = len(cells) < len(columns) and not fill_short
    if many or few:
        hint = "; 'short_rows: fill' takes the missing ones as empty" if few else ""
        return f"{len(cells)} cells where the header has {len(columns)}{hint}"
    return ""
