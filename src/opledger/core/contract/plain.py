"""Values as JSON knows them.

A change that takes away or renames a key raises :data:`VERSION`; a new key does not.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any

from opledger.core.figures.rates import Rate
from opledger.core.late import fields, is_record
from opledger.core.standing import Standing

VERSION = 1

# Most values by far are of these types, and nothing has to be asked of them.
_PLAIN = {str, int, bool, type(None)}

_DECIMALS = 4


def plain(value: object) -> Any:  # noqa: ANN401 - whatever JSON knows
    """A value as JSON knows it: dates as ISO text, enumerations as their word."""
    if type(value) in _PLAIN:
        return value
    match value:
        case Enum():
            return value.value
        case datetime() | date():
            return value.isoformat()
        case tuple() | list():
            return [plain(item) for item in value]
        case Mapping():
            return {key: plain(item) for key, item in value.items()}
    return record(value) if is_record(value) else value


def record(value: object) -> dict[str, Any] | None:
    """A record as a dict of what is stated in it; ``None`` of nothing."""
    if value is None:
        return None
    names = [each.name for each in fields(value) if each.name != "nth"]
    stated = {name: getattr(value, name) for name in names}
    return {
        name: each if type(each) is str else plain(each)
        for name, each in stated.items()
        if each is not None and each not in ((), {})
    }


def figures(value: object) -> Any:  # noqa: ANN401 - whatever JSON knows
    """A figure as JSON knows it, every field of it, also those without a value.

    Numbers are rounded to four decimals; a rate brings its share and interval; an opportunity is
    named by its id.
    """
    if type(value) in _PLAIN:
        return value
    match value:
        case Rate():
            return rate_document(value)
        case Standing():
            return value.opportunity.id
        case float():
            return round(value, _DECIMALS)
        case tuple() | list():
            return [figures(item) for item in value]
        case Mapping():
            return {key: figures(item) for key, item in value.items()}
    if is_record(value):
        told = {each.name: getattr(value, each.name) for each in fields(value)}
        return {"id" if name == "standing" else name: figures(v) for name, v in told.items()}
    return plain(value)


def rate_document(rate: Rate | None) -> dict[str, Any] | None:
    """A rate with its count, share and interval; shares are ``None`` where ``n`` is 0.

    ``few`` says that ``n`` is below the ledger's ``few``: print the counts, not the share.
    """
    if rate is None:
        return None
    low, high = rate.interval or (None, None)
    return {
        "k": rate.k,
        "n": rate.n,
        "share": _rounded(rate.share),
        "low": _rounded(low),
        "high": _rounded(high),
        "few": rate.few,
    }


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, _DECIMALS)
