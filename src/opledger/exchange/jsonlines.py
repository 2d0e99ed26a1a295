"""A ledger as JSON Lines: its settings in the first line, then one opportunity a line.

A line has the keys of an opportunity's file, and before them ``id``, its file's name, and
``folder``, where it lies in one below ``opportunities/``. Without these two it is itself a valid
file of a ledger, as JSON is YAML.
"""

from __future__ import annotations

import json
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from opledger.core.contract.records import config_values, opportunity_values
from opledger.core.failure import Failure
from opledger.files.disk import FOLDER
from opledger.files.readings import telling

if TYPE_CHECKING:
    from opledger.core.model import Ledger, Opportunity
    from opledger.files import readings

MARK = "opledger"
VERSION = 1


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
