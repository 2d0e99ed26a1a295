"""Plain values from elsewhere as the file of a ledger has them: dates are dates, not texts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from typing import TYPE_CHECKING

from opledger.files.rules.values import DAY
from opledger.files.shapes import Anything, Day, Items, Record, Table

if TYPE_CHECKING:
    from opledger.files.shapes import Shape

_MOMENT = re.compile(DAY.pattern + r"T[0-9:.]{8,15}(?:Z|[-+][0-9]{2}:[0-9]{2})")


def typed(value: object, shape: Shape | None) -> object:
    """The value in the format's order, its dates as dates, and without keys that say nothing.

    What is no date stays the text that it is: the check says what is wrong with it. Below
    ``extra`` everything stays.
    """
    match shape, value:
        case Anything(), _:
            return value
        case Record(), Mapping():
            order = [*(key for key in shape.fields if key in value), *value]
            return {
                key: typed(value[key], shape.fields[key].of if key in shape.fields else None)
                for key in dict.fromkeys(order)
                if value[key] is not None
            }
        case Table(), Mapping():
            return {key: typed(inner, shape.of) for key, inner in value.items()}
        case Items(), list():
            return [typed(inner, shape.of) for inner in value]
        case Day(), str():
            return _day(value)
    return value


def _day(text: str) -> date | datetime | str:
    """The day or the moment; the text where it is neither."""
    with suppress(ValueError):
        if DAY.fullmatch(text):
            return date.fromisoformat(text)
        if _MOMENT.fullmatch(text):
            return datetime.fromisoformat(text)
    return text
