"""What JSON Lines of a ledger tell, as :mod:`opledger.exchange.jsonlines` writes them."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from opledger.core.failure import Failure
from opledger.exchange.documents import read_lines
from opledger.exchange.jsonlines import MARK, VERSION
from opledger.exchange.rows import BadRow, Row
from opledger.exchange.told import Told, ToldOpportunity

if TYPE_CHECKING:
    from opledger.files import readings

_PLACE = ("id", "folder")
_HEAD = re.compile(rf'^[ \t]*\{{[ \t]*"{MARK}"', re.MULTILINE)


def is_marked(text: str) -> bool:
    """Whether a text is as an export of JSON Lines is, in whatever order its lines stand."""
    if not text.lstrip().startswith("{"):
        return False
    heads = (text[found.start() :].partition("\n")[0] for found in _HEAD.finditer(text))
    return any(map(_is_head, heads))


def _is_head(line: str) -> bool:
    try:
        told = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return isinstance(told, dict) and MARK in told and "ledger" in told


def read_jsonl(text: str, done: readings.Told | None = None) -> Told:
    """What such a text tells; ``done`` is called for each line with how many are, of how many.

    Raises:
        Failure: it is of a newer version.
    """
    rows = read_lines(text, done)
    told = Told(bad=list(rows.bad))
    for row in rows.rows:
        if MARK in row.cells:
            told.settle(_settings(row), row)
        else:
            _add(told, row)
    return told


def _settings(row: Row) -> dict[str, Any]:
    version, settings = row.cells[MARK], row.cells.get("ledger")
    if version != VERSION:
        message = f"{row.name}: written by another version of opledger: bring this one up to date"
        raise Failure(message, code=1)
    if not isinstance(settings, dict):
        message = f"{row.name}: 'ledger' holds no settings"
        raise Failure(message, code=1)
    return settings


def _add(told: Told, row: Row) -> None:
    values = {key: value for key, value in row.cells.items() if key not in _PLACE}
    name, folder = row.cells.get("id"), row.cells.get("folder") or ""
    if not isinstance(name, str) or not isinstance(folder, str):
        told.bad.append(BadRow(row.number, row.line, "'id' is missing, or is no text"))
        return
    told.opportunities.append(ToldOpportunity(name, folder, values, row))
