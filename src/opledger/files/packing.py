"""Records as bytes for the cache and between processes, and back: the same records come out.

A record is packed as a table of those of its fields that don't have their usual value. What can't
be packed so that it comes back as it was, is not packed at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import MISSING, fields
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any, TypeVar

from opledger.core.frozen import FrozenDict, frozen
from opledger.core.late import dataclass
from opledger.core.model import (
    Equity,
    Event,
    Level,
    Market,
    NextAction,
    Offer,
    Opportunity,
    Person,
    Question,
)
from opledger.core.vocabulary import OfferForm, OfferPart, Outcome, Party
from opledger.files.disk import ODD_NAMES

_Kind = TypeVar("_Kind")


@dataclass(frozen=True, slots=True)
class _Way:
    """How a value becomes one that can be packed, and how that one becomes the value."""

    there: Callable[[Any], Any]
    back: Callable[[Any], Any]


class Unpackable(Exception):
    """A value would not come back as it was."""


def packed(records: Iterable[Opportunity]) -> bytes | None:
    """Records as bytes; ``None`` where one of them can't be packed."""
    import msgpack  # noqa: PLC0415 - only where there is something to keep

    try:
        plain = [table_of(record) for record in records]
        content: bytes = msgpack.packb(plain, unicode_errors=ODD_NAMES)
    except (Unpackable, OverflowError, UnicodeEncodeError, ValueError):
        return None
    return content


def unpacked(content: bytes) -> list[Opportunity]:
    """The records that were packed."""
    import msgpack  # noqa: PLC0415 - as above

    found = msgpack.unpackb(content, unicode_errors=ODD_NAMES, strict_map_key=False)
    return [record_of(Opportunity, each) for each in found]


def said(record: Opportunity) -> bytes:
    """All that a record says: equal for equal records, and for no others."""
    return packed([record]) or repr(record).encode("utf-8", "surrogatepass")


def table_of(record: object) -> dict[str, Any]:
    """A record, or an event of one, as a table that msgpack takes.

    Raises:
        Unpackable: it would not come back as it was.
    """
    table: dict[str, Any] = _ways()[type(record)].there(record)
    return table


def record_of(kind: type[_Kind], table: dict[str, Any]) -> _Kind:
    """The record of a kind that was made into a table."""
    made: _Kind = _ways()[kind].back(table)
    return made


@cache
def _ways() -> dict[type, _Way]:
    """How each kind of record goes there and back."""
    ways: dict[type, _Way] = {}

    def of(kind: type, **special: _Way) -> None:
        ways[kind] = _record(kind, special)

    def one(kind: type) -> _Way:
        return ways[kind]

    def several(way: _Way) -> _Way:
        there, back = way.there, way.back
        return _Way(
            lambda many: [there(each) for each in many], lambda many: tuple(map(back, many))
        )

    day = _Way(date.toordinal, date.fromordinal)
    of(Equity)
    of(
        Offer,
        equity=one(Equity),
        form=_word(OfferForm),
        pending=several(_word(OfferPart)),
        deadline=day,
    )
    of(
        Event,
        date=day,
        time=_Way(datetime.isoformat, datetime.fromisoformat),
        outcome=_word(Outcome),
        by=_word(Party),
        fit=_Way(dict, FrozenDict),
        offer=one(Offer),
        reasons=_Way(list, tuple),
    )
    of(Person)
    of(Question, date=day)
    of(NextAction, due=day, turn=_word(Party))
    of(Level)
    of(Market)
    of(
        Opportunity,
        level=one(Level),
        market=one(Market),
        tags=_Way(list, tuple),
        people=several(one(Person)),
        next=one(NextAction),
        questions=several(one(Question)),
        events=several(one(Event)),
        extra=_Way(_as_it_is, frozen),
    )
    return ways


def _word(kind: type[Enum]) -> _Way:
    return _Way(lambda member: member.value, {each.value: each for each in kind}.__getitem__)


def _record(kind: type, special: dict[str, _Way]) -> _Way:
    usual = [(each.name, _default(each)) for each in fields(kind)]
    there = {name: way.there for name, way in special.items()}
    back = [(name, way.back) for name, way in special.items()]

    def table(record: object) -> dict[str, Any]:
        found = {}
        for name, default in usual:
            value = getattr(record, name)
            if value is default or (value == default and type(value) is type(default)):
                continue
            found[name] = there[name](value) if name in there and value is not None else value
        return found

    def made(found: dict[str, Any]) -> object:
        for name, way in back:
            if (value := found.get(name)) is not None:
                found[name] = way(value)
        return kind(**found)

    return _Way(table, made)


def _default(field: Any) -> object:  # noqa: ANN401 - of dataclasses, where no kind is stated
    return None if field.default is MISSING else field.default


def _as_it_is(value: Any) -> Any:  # noqa: ANN401 - whatever an importer kept
    """What an importer kept, if it is of lists, tables with texts, and plain values alone.

    Raises:
        Unpackable: it is not.
    """
    match value:
        case None | bool() | int() | float() | str():
            return value
        case list():
            return [_as_it_is(each) for each in value]
        case dict() if all(type(key) is str for key in value):
            return {key: _as_it_is(each) for key, each in value.items()}
    raise Unpackable
