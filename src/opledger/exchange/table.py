"""A ledger as one table for a spreadsheet, without loss: CSV.

The first column says what a row is: an ``opportunity``, below it its events, people and questions,
and at the end the ledger's settings. Every row has the id and the company, so that it can be
filtered and sorted; the order of events of one day is that of their rows. What has no column of its
own stands in the last one, as JSON.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from opledger.core.contract.cells import guarded
from opledger.core.contract.records import config_values, opportunity_values
from opledger.exchange.jsonlines import MARK, VERSION, json_text, place
from opledger.exchange.tablecolumns import LEDGER_ROW, LIST_OF, OPPORTUNITY_ROW, ROWS, names
from opledger.files.readings import telling

if TYPE_CHECKING:
    from opledger.core.model import Ledger
    from opledger.files import readings

MORE = "more"
PLACE = ("id", "folder")
COMPANY = "company"
_MUST_QUOTE = frozenset(',"\r\n')
COLUMNS = tuple(dict.fromkeys((MARK, *PLACE, COMPANY, *names(), MORE)))


def ledger_csv(ledger: Ledger, done: readings.Told | None = None) -> str:
    """The whole ledger; ``done`` is called with how many opportunities are done, of how many.

    Raises:
        Failure: ``extra`` holds a number that JSON has no word for.
    """
    lines = [_line(COLUMNS)]
    for each in telling(ledger.opportunities, done):
        values, about = opportunity_values(each), place(each)
        json_text(values, each.id)
        lines += [_line(_row(kind, about, record)) for kind, record in _parts(values)]
    settings = {"version": VERSION, **config_values(ledger.config)}
    lines.append(_line(_cells({MARK: LEDGER_ROW, MORE: json_text(settings, "ledger.yaml")})))
    return "".join(lines)


def _parts(values: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The rows of an opportunity: its own, then those of its lists."""
    yield OPPORTUNITY_ROW, {k: v for k, v in values.items() if k not in LIST_OF.values()}
    for kind, name in LIST_OF.items():
        for record in values.get(name, ()):
            yield kind, {COMPANY: values[COMPANY], **record}


def _row(kind: str, about: Mapping[str, str], record: Mapping[str, Any]) -> list[str]:
    cells = {MARK: kind, **about, **{c.name: c.cell(record) for c in ROWS[kind]}}
    cells[COMPANY] = guarded(record[COMPANY])
    # What is empty but stated, such as a level that says nothing, is no cell.
    more = {key: value for key, value in record.items() if value == {}}
    if more:
        cells[MORE] = json.dumps(more)
    return _cells(cells)


def _cells(cells: Mapping[str, str]) -> list[str]:
    return [cells.get(name, "") for name in COLUMNS]


def _line(cells: list[str] | tuple[str, ...]) -> str:
    return ",".join(map(_quoted, cells)) + "\n"


def _quoted(cell: str) -> str:
    if _MUST_QUOTE.isdisjoint(cell) and cell == cell.strip():
        return cell
    return '"' + cell.replace('"', '""') + '"'
