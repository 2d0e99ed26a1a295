"""A ledger's records as plain values under the keys of its files: nothing derived, nothing lost.

What is written here reads back, by the ledger's own format, to records and settings that are equal.
Text that is no data stays behind: comments, quotes, the order of keys.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any

from opledger.core.config import Config
from opledger.core.late import fields, is_dataclass
from opledger.core.model import Event, Opportunity

# What a ledger is read by is always told, also where it is what a new ledger would have.
_ALWAYS = ("title", "timezone", "stages", "interest", "confidence", "sources")
_LABELLED = ("stages", "sources", "segments", "reasons")
_NOT_IN_FILES = {"id", "path", "nth", "time"}
_LARGEST_WHOLE = 1e15


def opportunity_values(each: Opportunity) -> dict[str, Any]:
    """What the file of an opportunity says, as JSON knows it; dates are ISO 8601 texts."""
    return _record(each)


def config_values(config: Config) -> dict[str, Any]:
    """What ``ledger.yaml`` says, as JSON knows it.

    The words of the ledger are always among it, other settings where they differ from those of an
    empty file. A label that is not stated is ``None``.
    """
    usual = Config()
    told: dict[str, Any] = {}
    for name in (field.name for field in fields(config)):
        value = getattr(config, name)
        if name in _ALWAYS or value != getattr(usual, name):
            told[name] = plain_value(value)
    for name in _LABELLED:
        if name in told:
            told[name] = {word: label or None for word, label in told[name].items()}
    return told


def plain_value(value: object) -> Any:  # noqa: ANN401 - whatever JSON knows
    """A value of a record as JSON knows it; a number that is whole is written as one."""
    match value:
        case Enum():
            return value.value
        case float() if value.is_integer() and abs(value) < _LARGEST_WHOLE:
            return int(value)
        case datetime() | date():
            return value.isoformat()
        case frozenset():
            return sorted(plain_value(item) for item in value)
        case tuple() | list():
            return [plain_value(item) for item in value]
        case Mapping():
            return {key: plain_value(item) for key, item in value.items()}
    return _record(value) if is_dataclass(value) else value


def _record(value: Any) -> dict[str, Any]:  # noqa: ANN401 - any record
    """What is stated in a record, in the order of the format."""
    told = {}
    for field in fields(value):
        stated = getattr(value, field.name)
        unsaid = stated in (None, (), {}, frozenset()) or (
            isinstance(stated, str) and stated == field.default
        )
        if field.name not in _NOT_IN_FILES and not unsaid:
            told[field.name] = plain_value(stated)
    if isinstance(value, Event):
        told["date"] = (value.time or value.date).isoformat()
    return told
