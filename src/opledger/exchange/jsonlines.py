"""A ledger as JSON Lines: its settings in the first line, then one opportunity a line.

A line has the keys of an opportunity's file, and before them ``id``, its file's name, and
``folder``, where it lies in one below ``opportunities/``. Without these two it is itself a valid
file of a ledger, as JSON is YAML.
"""

from __future__ import annotations

import json
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from opledger.core.contract.records import config_values, opportunity_values
from opledger.core.failure import Failure
from opledger.exchange.documents import read_lines
from opledger.exchange.rows import BadRow, Row
from opledger.exchange.told import VERSION, Told, ToldOpportunity
from opledger.files.disk import FOLDER
from opledger.files.readings import telling

if TYPE_CHECKING:
    from opledger.core.model import Ledger, Opportunity
    from opledger.files import readings

MARK = "opledger"
_PLACE = ("id", "folder")
_HEAD = re.compile(rf'^[ \t]*\{{[ \t]*"{MARK}"', re.MULTILINE)


def ledger_jsonl(ledger: Ledger, done: readings.Told | None = None) -> str:
    """The whole ledger; ``done`` is called with how many opportunities are done, of how many.

    Raises:
        Failure: ``extra`` holds a number that JSON has no word for.
    """
    lines = [json_text({MARK: VERSION, "ledger": config_values(ledger.config)}, "ledger.yaml")]
    lines += [
        json_text({**place(each), **opportunity_values(each)}, each.id)
        for each in telling(ledger.opportunities, done)
    ]
    return "".join(f"{line}\n" for line in lines)


def place(each: Opportunity) -> dict[str, str]:
    """The id of an opportunity, and the folder below ``opportunities/`` if it lies in one."""
    parts = PurePosixPath(each.path).parent.parts
    below = "/".join(parts[1:]) if parts[:1] == (FOLDER,) else ""
    return {"id": each.id, **({"folder": below} if below else {})}


def json_text(value: object, name: str) -> str:
    """A value on one line; ``name`` is the opportunity's, for the message.

    Raises:
        Failure: it holds a number that JSON has no word for.
    """
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False)
    except ValueError:
        message = (
            f"{name}: 'extra' holds .nan or .inf, which no JSON can say: put it in quotes there"
        )
        raise Failure(message, code=1) from None


def is_marked(text: str) -> bool:
    """Whether a text is as :func:`ledger_jsonl` writes it, in whatever order its lines stand."""
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


def read_jsonl(text: str) -> Told:
    """What such a text tells.

    Raises:
        Failure: it is of a newer version.
    """
    rows = read_lines(text)
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
