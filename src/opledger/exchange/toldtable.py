"""What a ledger as one table tells, as :mod:`opledger.exchange.table` writes it."""

from __future__ import annotations

import json
from dataclasses import field, replace
from typing import TYPE_CHECKING, Any

from opledger.core.contract.cells import unguarded
from opledger.core.failure import Failure
from opledger.core.late import dataclass
from opledger.exchange.delimited import DELIMITERS, read_delimited
from opledger.exchange.jsonlines import MARK, VERSION
from opledger.exchange.rawrows import Header
from opledger.exchange.rows import BadRow, Row
from opledger.exchange.table import COLUMNS, COMPANY, MORE, PLACE
from opledger.exchange.tablecolumns import LEDGER_ROW, LIST_OF, OPPORTUNITY_ROW, ROWS, Twice
from opledger.exchange.told import Told, ToldOpportunity
from opledger.files.readings import telling

if TYPE_CHECKING:
    from opledger.files import readings

_ANYBODYS = "; nothing is brought in, as the row may be part of any opportunity"


def is_marked(text: str) -> bool:
    """Whether a text begins as an exported table does, in any order and with any delimiter."""
    head = text.lstrip().partition("\n")[0].replace('"', "").strip()
    return any({MARK, "id"} <= set(head.split(sign)) for sign in DELIMITERS.values())


@dataclass(slots=True)
class _Gathered:
    """The rows of one opportunity, as they come."""

    values: dict[str, Any] = field(default_factory=dict)
    lists: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    first: Row | None = None
    folder: str = ""
    companies: dict[str, Row] = field(default_factory=dict)
    wrong: list[BadRow] = field(default_factory=list)


def read_table(text: str, done: readings.Told | None = None) -> Told:
    """What such a table tells, in whatever order its rows and columns stand.

    ``done`` is called after each row with how many are, of how many.

    Raises:
        Failure: it has a column that no export has, is cut off, or is of another version.
    """
    rows = read_delimited(text, "", Header(), fill_short=True)
    for name in rows.columns:
        # An empty one is what a spreadsheet leaves of a cell that was cleared.
        if name not in COLUMNS and any(row.cells.get(name) for row in rows.rows):
            message = f"no export has a column '{name}': take it out, or rename it"
            raise Failure(message, code=1)
    told = Told(bad=[replace(bad, reason=bad.reason + _ANYBODYS) for bad in rows.bad])
    if missing := [name for name in COLUMNS if name not in rows.columns]:
        told.notes.append(f"the file has lost columns, and what they held: {', '.join(missing)}")
    found: dict[str, _Gathered] = {}
    for row in telling(rows.rows, done):
        kind = str(row.cells.get(MARK, "")).strip()
        if kind == LEDGER_ROW:
            told.settle(_settings(row), row)
        else:
            name = str(row.cells.get("id", "")).strip()
            _gather(found.setdefault(name, _Gathered()), kind, row)
    if told.settings is None and not rows.bad:
        message = (
            f"the last row, '{LEDGER_ROW}', is missing: the file is not whole; export it again"
        )
        raise Failure(message, code=1)
    for name, gathered in found.items():
        _finish(told, name, gathered)
    if rows.bad:
        told.opportunities.clear()
    return told


def _settings(row: Row) -> dict[str, Any]:
    try:
        settings = _json(row)
    except ValueError as wrong:
        message = f"{row.name}: {wrong}"
        raise Failure(message, code=1) from None
    if settings.pop("version", None) != VERSION:
        message = f"{row.name}: written by another version of opledger: bring this one up to date"
        raise Failure(message, code=1)
    return settings


def _json(row: Row) -> dict[str, Any]:
    """What the last column holds.

    Raises:
        ValueError: that is no mapping in JSON.
    """
    cell = unguarded(str(row.cells.get(MORE, "")))
    try:
        more = json.loads(cell) if cell else {}
    except (ValueError, RecursionError):
        more = None
    if isinstance(more, dict):
        return more
    message = f"'{MORE}' holds no JSON mapping"
    raise ValueError(message)


def _gather(gathered: _Gathered, kind: str, row: Row) -> None:
    """Add what a row says to the others of its opportunity; what is wrong waits with them."""
    gathered.rows.append(row)
    company = unguarded(str(row.cells.get(COMPANY, "")))
    gathered.companies.setdefault(company, row)
    try:
        record = _record(kind, row)
    except ValueError as wrong:
        gathered.wrong.append(_bad(row, str(wrong)))
        return
    if kind != OPPORTUNITY_ROW:
        gathered.lists.setdefault(LIST_OF[kind], []).append(record)
    elif gathered.first:
        gathered.wrong.append(_bad(row, f"a second 'opportunity' after {gathered.first.name}"))
    else:
        gathered.first, gathered.values = row, record
        gathered.folder = str(row.cells.get("folder", ""))


def _record(kind: str, row: Row) -> dict[str, Any]:
    """The record that a row's cells state.

    Raises:
        ValueError: there is no such kind, or a cell can't be read, or stands in a column that such
            a row has none of.
    """
    if kind not in ROWS:
        message = f"'{kind[:40]}' is no kind of row: {', '.join((*ROWS, LEDGER_ROW))}"
        raise ValueError(message)
    record: dict[str, Any] = {}
    columns = {column.name: column for column in ROWS[kind]}
    for name, cell in row.cells.items():
        if name in {MARK, MORE, COMPANY, *PLACE} or not cell:
            continue
        if name not in columns:
            message = f"a row of the kind '{kind}' has no '{name}': '{str(cell)[:40]}'"
            raise ValueError(message)
        try:
            value = columns[name].value(str(cell))
        except (ValueError, RecursionError) as wrong:
            told = str(wrong) if isinstance(wrong, Twice) else "holds no JSON"
            message = f"'{name}' {told}"
            raise ValueError(message) from None
        inner = record
        for key in columns[name].path[:-1]:
            inner = inner.setdefault(key, {})
        inner[columns[name].path[-1]] = value
    for key, value in _json(row).items():
        record.setdefault(key, value)
    if kind == OPPORTUNITY_ROW:
        record[COMPANY] = unguarded(str(row.cells.get(COMPANY, "")))
    return record


def _finish(told: Told, name: str, gathered: _Gathered) -> None:
    first = gathered.first
    if first is None and not gathered.wrong:
        row = gathered.rows[0]
        gathered.wrong.append(_bad(row, f"no row 'opportunity' has the id '{name[:80]}'"))
    elif first and len(gathered.companies) > 1:
        company = gathered.values[COMPANY]
        odd = next(row for text, row in gathered.companies.items() if text != company)
        message = f"its company is not that of {first.name}: write the same in every row"
        gathered.wrong.append(_bad(odd, message))
    if gathered.wrong or first is None:
        told.bad.extend(gathered.wrong)
        return
    values = {**gathered.values, **gathered.lists}
    told.opportunities.append(ToldOpportunity(name, gathered.folder, values, first))


def _bad(row: Row, reason: str) -> BadRow:
    return BadRow(row.number, row.line, reason)
