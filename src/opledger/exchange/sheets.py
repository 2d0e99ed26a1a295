"""Rows from a sheet of an XLSX workbook, as they stand: nothing is computed, run or fetched.

openpyxl tells the values; what it does not read of a large sheet (links, merged cells, hidden
rows, formulas without a value) comes from :mod:`opledger.exchange.sheetparts`.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from opledger.core.failure import Failure
from opledger.exchange.rawrows import RawRow, column_names, named_rows, unnamed_columns
from opledger.exchange.rows import NoValue, Rows
from opledger.exchange.sheetparts import Parts, SheetParts, read_parts

if TYPE_CHECKING:
    from opledger.exchange.rawrows import Header

_SHOWN = 12
_UNCOMPUTED = "its formula was never computed: open the file in a spreadsheet and save it"
_PLACES = 10  # of a percentage, so that 0.07 is 7% and not 7.000000000000001%


def read_sheet(content: bytes, sheet: str, header: Header, *, fill_short: bool) -> Rows:
    """The rows of a sheet; without a name, of the only one that holds anything.

    A cell's link is in the column ``NAME.url``, where it is not the cell's own text. A cell that
    is merged with those below it tells the same for each of their rows.

    Raises:
        Failure: the workbook can't be read, is too large, or has no such sheet.
    """
    parts = read_parts(content)
    name = _chosen(sheet, parts)
    told = parts.sheets[name]
    try:
        grid = list(_grid(content, name, told))
    except Failure:
        raise
    except Exception as error:  # noqa: BLE001 - openpyxl fails in as many ways as a file can be wrong
        what = f"{type(error).__name__}: {error}".partition("\n")[0]
        raise Failure(f"the workbook can't be read: {what}", code=1) from None
    return _rows(grid, told, header, fill_short=fill_short)


def _chosen(sheet: str, parts: Parts) -> str:
    names = [name for name, told in parts.sheets.items() if told.rows]
    shown = ", ".join(f"'{name}'" for name in names[:_SHOWN])
    if sheet:
        if sheet not in parts.sheets:
            raise Failure(f"the workbook has no sheet '{sheet}'; it has {shown or 'none'}")
        return sheet
    seen = [name for name in names if not parts.sheets[name].hidden]
    if len(seen) > 1:
        hint = "say which with '--sheet NAME', or 'sheet: NAME' in the mapping"
        raise Failure(f"the workbook has several sheets ({shown}): {hint}")
    if not seen:
        raise Failure("the workbook's sheets are empty", code=1)
    return seen[0]


def _grid(content: bytes, name: str, told: SheetParts) -> Iterator[list[object]]:
    """The values of the used part of a sheet, row by row from the first."""
    try:
        from openpyxl import load_workbook  # noqa: PLC0415 - an extra
    except ImportError:
        hint = "pip install 'opledger[xlsx]', or save the sheet as CSV"
        raise Failure(f"reading .xlsx needs openpyxl, which is not installed: {hint}") from None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and validations that openpyxl does not keep
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        last = told.rows, told.columns
        for number, row in enumerate(book[name].iter_rows(1, last[0], 1, last[1]), 1):
            places = enumerate(row, 1)
            yield [_value(cell, (number, place) in told.uncomputed) for place, cell in places]
        book.close()


def _value(cell: Any, uncomputed: bool) -> object:  # noqa: ANN401, FBT001 - openpyxl has many kinds of cell
    value = cell.value
    if value is None:
        return NoValue(_UNCOMPUTED) if uncomputed else ""
    if cell.data_type == "e":
        return NoValue(f"the cell holds the error {value}")
    match value:
        case datetime():
            whole = (value.hour, value.minute, value.second) == (0, 0, 0)
            return value.date() if whole else value.replace(microsecond=0)
        case bool() | date() | str():
            return value
        case time() | timedelta():
            return str(value)
        case float() | int() if "%" in (cell.number_format or ""):
            return f"{_plain(round(value * 100, _PLACES))}%"
        case float():
            return _plain(value)
        case int():
            return value
    return str(value)


def _plain(value: float) -> float | int:
    return int(value) if float(value).is_integer() and abs(value) < 1e15 else value  # noqa: PLR2004 - exact so far


def _rows(grid: list[list[object]], told: SheetParts, header: Header, *, fill_short: bool) -> Rows:
    if header.line is not None and header.line > len(grid):
        raise Failure(f"header_row is {header.line}, but the sheet has {len(grid)} rows")
    _fill_merged(grid, told)
    at = (header.line or _first(grid)) - 1
    cells = _trimmed(grid[at])
    columns = column_names(cells, at + 1) if header.named else unnamed_columns(header, cells)
    linked = _linked(told, columns, at + 1)
    below = at + 1 if header.named else at
    raw = (
        RawRow(n, _with_links(_trimmed(grid[n - 1], len(columns)), n, told, linked))
        for n in range(below + 1, len(grid) + 1)
    )
    names = (*columns, *linked.values())
    rows = named_rows(raw, names, fill_short=fill_short)
    hidden = sum(1 for row in rows.rows if row.line in told.hidden_rows)
    what = (
        "row is hidden in the sheet: it was"
        if hidden == 1
        else "rows are hidden in the sheet: they were"
    )
    notes = (f"{hidden} {what} read too",) if hidden else ()
    return replace(rows, notes=notes)


def _first(grid: list[list[object]]) -> int:
    return next(
        n for n, cells in enumerate(grid, 1) if any(cell not in ("", None) for cell in cells)
    )


def _trimmed(cells: list[object], length: int = 0) -> list[object]:
    """The cells up to the last that tells something; at least, and filled up to, ``length``."""
    last = max((n for n, cell in enumerate(cells, 1) if cell not in ("", None)), default=0)
    return [*cells[: max(last, length)], *[""] * (length - len(cells))]


def _fill_merged(grid: list[list[object]], told: SheetParts) -> None:
    for top, left, bottom in told.merged:
        with suppress(IndexError):
            for row in range(top, min(bottom, len(grid))):
                grid[row][left - 1] = grid[top - 1][left - 1]


def _linked(told: SheetParts, columns: tuple[str, ...], head: int) -> dict[int, str]:
    """The columns in which cells below the header have links, and the names of those for them."""
    places = sorted({column for row, column in told.links if row > head})
    names = {place: f"{columns[place - 1]}.url" for place in places if place <= len(columns)}
    return {place: name for place, name in names.items() if name not in columns}


def _with_links(
    cells: list[object], row: int, told: SheetParts, linked: dict[int, str]
) -> list[object]:
    urls: list[object] = []
    for place in linked:
        url = told.links.get((row, place), "")
        urls.append("" if url == str(cells[place - 1]).strip() else url)
    return [*cells, *urls]
