"""Values as JSON knows them.

A change that takes away or renames a key raises :data:`VERSION`; a new key does not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from typing import Any

from opledger.core.figures.rates import Rate
from opledger.core.standing import Standing

VERSION = 1

# Most values by far are of these types, and nothing has to be asked of them.
_PLAIN = {str, int, bool, type(None)}

_DECIMALS = 4


def plain(value: Any) -> Any:  # noqa: ANN401 - whatever JSON knows
    """A value as JSON knows it: dates as ISO text, enumerations as their word."""
    if type(value) in _PLAIN:
        return value
    match value:
        case date():  # or a moment
            return value.isoformat()
        case Enum():
            return value.value
        case tuple() | list():
            return [plain(item) for item in value]
        case Mapping():
            return {key: plain(item) for key, item in value.items()}
    return record(value) if is_dataclass(value) else value


def record(value: Any) -> dict[str, Any] | None:  # noqa: ANN401 - any record
    """A record as a dict of what is stated in it; ``None`` of nothing."""
    if value is None:
        return None
    kind: type = type(value)
    found = {}
    for name in _stated_fields(kind):
        each = getattr(value, name)
        if type(each) is str:
            found[name] = each
        elif each is not None and each not in ((), {}):
            found[name] = plain(each)
    return found


@cache
def _stated_fields(kind: type) -> tuple[str, ...]:
    """The fields of records of a kind but for their number."""
    return tuple(each.name for each in fields(kind) if each.name != "nth")


def figures(value: Any) -> Any:  # noqa: ANN401 - whatever JSON knows
    """A figure as JSON knows it, every field of it, also those without a value.

    Numbers are rounded to four decimals; a rate brings its share and interval; an opportunity is
    named by its id.
    """
    kind: type = type(value)
    if kind in _PLAIN:
        return value
    if kind is float:
        return round(value, _DECIMALS)
    names = _figured_fields(kind)
    if names:
        found = {}
        for key, name in names:
            each = getattr(value, name)
            found[key] = each if type(each) in _PLAIN else figures(each)
        return found
    match value:
        case Rate():
            return rate_document(value)
        case Standing():
            return value.opportunity.id
        case tuple() | list():
            return [figures(item) for item in value]
        case Mapping():
            return {key: figures(item) for key, item in value.items()}
    return plain(value)


@cache
def _figured_fields(kind: type) -> tuple[tuple[str, str], ...]:
    """The keys of a figure of this kind and its fields; none of what is told otherwise."""
    if not is_dataclass(kind) or kind in {Rate, Standing}:
        return ()
    return tuple(
        ("id" if each.name == "standing" else each.name, each.name) for each in fields(kind)
    )


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
