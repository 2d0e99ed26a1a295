"""Shapes as recipes: how plain data becomes values, where nothing can be wrong with them.

A recipe is made of a shape once and then called for every value. It gives what
:class:`~opledger.files.values.ValueReader` gives for the same value in a file, or raises
:class:`Unsure` where a rule could find something. What it knows of words and keys it has
asked of that reader, with the value as a node, quoted and not; so the rules stand in one place.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NoReturn, TypeAlias

from opledger.core.frozen import FrozenDict, frozen
from opledger.core.late import dataclass
from opledger.files.nodes import MapNode, Node, Scalar
from opledger.files.rules.context import Context
from opledger.files.rules.forms import FORMS
from opledger.files.rules.values import (
    DAY,
    SEEMS_DOUBTFUL,
    is_doubtful,
    is_likely,
    may_be_thousands,
)
from opledger.files.shapes import (
    Anything,
    Choice,
    Day,
    Flag,
    Items,
    NewWord,
    Number,
    Record,
    Shape,
    Table,
    Text,
    Word,
)
from opledger.files.values import MISSING, ValueReader

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

Recipe: TypeAlias = Callable[..., Any]
_MOST_KNOWN = 50_000  # texts; each date of the years that are likely is one


_seems_doubtful = SEEMS_DOUBTFUL.fullmatch


class Unsure(Exception):
    """A value is not certain to be sound."""


class _Known(dict[str, Any]):
    """Texts and what each is read as; one that is met first is asked of the ordinary reader."""

    __slots__ = ("_ask",)

    def __init__(self, ask: Callable[[str], Any]) -> None:
        self._ask = ask

    def __missing__(self, text: object) -> Any:  # noqa: ANN401 - as its shape
        if type(text) is not str:
            raise Unsure
        value = self._ask(text)
        if len(self) < _MOST_KNOWN:
            self[text] = value
        return value


@dataclass(frozen=True, slots=True)
class Recipes:
    """Makes recipes for the files of one ledger: in its words and its time zone."""

    context: Context
    zone: ZoneInfo

    def of(self, shape: Shape) -> Recipe:
        """The recipe for the values of a shape."""
        match shape:
            case Record():
                return self._record(shape)
            case Items():
                return self._items(shape)
            case Table():
                return self._table(shape)
            case Anything():
                return frozen
            case Text():
                return _text_of_form(FORMS[shape.form]) if shape.form else _text
            case Number():
                return _number(shape)
            case Flag():
                return _flag
            case Day():
                return _Known(lambda text: self._day(text, shape)).__getitem__
            case Choice() | Word() | NewWord():
                return _Known(lambda text: self._ordinary(text, shape)).__getitem__

    def _day(self, text: str, shape: Day) -> date | tuple[date, datetime | None]:
        """A day as such, of which there are many; a moment as the ordinary reader has it."""
        if not DAY.fullmatch(text):
            moment: tuple[date, datetime | None] = self._ordinary(text, shape)
            return moment
        try:
            day = date.fromisoformat(text)
        except ValueError:
            raise Unsure from None
        if not is_likely(day):
            raise Unsure
        return (day, None) if shape.time else day

    def _ordinary(self, text: str, shape: Shape) -> Any:  # noqa: ANN401 - as its shape
        """What the ordinary reader makes of a text, however it is quoted.

        A text that would be none without quotes has some; most are the same to it with and without.
        """
        bare = Scalar(text, "", 0, len(text))
        if _seems_doubtful(text) and bare.kind == "str":
            self._ask(bare, shape)
        return self._ask(replace(bare, style="'"), shape)

    def _ask(self, node: Node, shape: Shape) -> Any:  # noqa: ANN401 - as its shape
        reader = ValueReader(self.context, self.zone)
        value = reader.read(node, shape)
        if value is MISSING or reader.found:
            raise Unsure
        return value

    def _record(self, shape: Record) -> Recipe:
        recipes = {name: self.of(field.of) for name, field in shape.fields.items()}
        required = frozenset(name for name, field in shape.fields.items() if field.required)
        make = shape.make

        def values(data: object) -> dict[str, Any]:
            if type(data) is not dict:
                raise Unsure
            read = {key: recipes[key](value) for key, value in data.items() if value is not None}
            if len(read) < len(data) and not data.keys() <= recipes.keys():
                raise Unsure
            if not required <= read.keys():
                raise Unsure
            return read

        if shape.numbered:
            return lambda data, nth: make(**values(data), nth=nth)
        return lambda data: make(**values(data))

    def _items(self, shape: Items) -> Recipe:
        of = self.of(shape.of)
        make, fewest, most = shape.make, shape.minimum, shape.maximum
        numbered = isinstance(shape.of, Record) and shape.of.numbered
        distinct = isinstance(shape.of, Word | NewWord | Choice)

        def items(data: object) -> object:
            if type(data) is not list or not fewest <= len(data) <= most:
                raise Unsure
            if distinct and len(set(data)) < len(data):
                raise Unsure
            read = [of(each, n) for n, each in enumerate(data)] if numbered else map(of, data)
            return make(tuple(read))

        return items

    def _table(self, shape: Table) -> Recipe:
        of = self.of(shape.of)
        fewest, most = shape.minimum, shape.maximum
        empty = self._empty(shape.of)
        # One key with nothing behind it is a table, as far as the rules for keys are concerned.
        lone = replace(shape, of=Text(), minimum=0)

        def key(text: str) -> str:
            for style in ("", "'") if _seems_doubtful(text) else ("'",):
                self._ask(MapNode(((Scalar(text, style, 0, 0), _NOTHING),), 0, 0), lone)
            return text

        known = _Known(key).__getitem__

        def table(data: object) -> FrozenDict[str, Any]:
            if type(data) is not dict or not fewest <= len(data) <= most:
                raise Unsure
            return FrozenDict(
                {
                    known(word): of(value) if value is not None else empty()
                    for word, value in data.items()
                }
            )

        return table

    def _empty(self, shape: Shape) -> Recipe:
        """What stands for nothing behind a word of a table."""
        lone = Table(shape)
        node = MapNode(((Scalar("word", "", 0, 0), _NOTHING),), 0, 0)
        try:
            value = self._ask(node, lone).get("word", MISSING)
        except Unsure:
            value = MISSING
        return _refuse if value is MISSING else lambda: value


_NOTHING = Scalar("", "", 0, 0)


def _refuse() -> NoReturn:
    raise Unsure


def _text(data: Any) -> str:  # noqa: ANN401 - whatever stands there
    if type(data) is str and (_seems_doubtful(data) is None or not is_doubtful(data)):
        return data
    raise Unsure


def _text_of_form(is_of_form: Callable[[str], bool]) -> Recipe:
    def text(data: object) -> str:
        if not is_of_form(_text(data)):
            raise Unsure
        return _text(data)

    return text


def _number(shape: Number) -> Recipe:
    least, most, whole = shape.minimum, shape.maximum, shape.whole

    def number(data: Any) -> float:  # noqa: ANN401 - whatever stands there
        kind = type(data)
        if kind is int and least <= data <= most:
            return int(data)
        # '4.0' is read as 4, and '190.000' is refused: the fast parser takes both for whole floats.
        fraction = kind is float and not whole and least <= data <= most and data % 1
        if fraction and not may_be_thousands(data, shape):
            return float(data)
        raise Unsure

    return number


def _flag(data: object) -> bool:
    if data is True or data is False:
        return data
    raise Unsure
