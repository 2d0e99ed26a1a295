"""Rows from a CSV file, strictly: what can't be a row is a bad row, and swallows no other.

An unclosed quote would take all lines up to the next quote into one cell. Reading goes on at the
line after the one in which such a row began, so only that row is lost.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Literal

from opledger.core.failure import Failure
from opledger.exchange.rawrows import Header, RawRow, column_names, named_rows, unnamed_columns
from opledger.exchange.rows import Rows

DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}
# The length of a cell is limited by the file's; the module's own limit of 131,072 would raise.
_MAX_CELL = 64 * 1024 * 1024


def read_delimited(
    text: str, delimiter: str, header: Header, *, fill_short: bool, quotes: bool = True
) -> Rows:
    """The rows of a CSV text; an empty ``delimiter`` is found out from the header.

    Without ``quotes`` a quote is a sign like any other.

    Raises:
        Failure: the header is missing, can't be read, or names a column twice.
    """
    lines = list(io.StringIO(text, newline=""))
    start = _first_line(lines, header)
    sign = delimiter or delimiter_of(lines[start])
    raw = _raw_rows(lines, start, sign, quotes=quotes)
    first = next(raw, None)
    if first is None:
        raise Failure("the file has no header", code=1)
    if header.named:
        if first.wrong:
            raise Failure(f"line {first.line}: the header can't be read: {first.wrong}", code=1)
        columns = column_names(first.cells, first.line)
    else:
        columns = unnamed_columns(header, first.cells)
        raw = _raw_rows(lines, start, sign, quotes=quotes)
    return named_rows(raw, columns, fill_short=fill_short)


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


def delimiter_of(line: str) -> str:
    """The sign that parts the header into most columns; the comma where two do alike."""
    counts = {sign: len(_split(line, sign)) for sign in DELIMITERS.values()}
    return max(counts, key=lambda sign: counts[sign])


def _split(line: str, sign: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=sign), [])
    except csv.Error:
        return []


def _raw_rows(lines: list[str], start: int, sign: str, *, quotes: bool) -> Iterator[RawRow]:
    csv.field_size_limit(_MAX_CELL)
    quoting: Literal[0, 3] = csv.QUOTE_MINIMAL if quotes else csv.QUOTE_NONE
    at = start
    while at < len(lines):
        rest = (lines[place] for place in range(at, len(lines)))
        reader = csv.reader(rest, delimiter=sign, strict=True, quoting=quoting)
        begun = at
        try:
            for cells in reader:
                yield RawRow(begun + 1, cells)
                begun = at + reader.line_num
            return
        except csv.Error as error:
            yield RawRow(begun + 1, [], _reason(str(error)))
            at = begun + 1


def _reason(complaint: str) -> str:
    if "unexpected end" in complaint:
        return "a quote is opened and never closed"
    if "expected after" in complaint:
        return "text follows a closing quote, or a quote in the text is not doubled"
    return complaint
