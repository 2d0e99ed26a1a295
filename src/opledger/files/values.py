"""Nodes become values: each is held against the rules for its shape, then converted.

What a rule finds wrong is left out of the value, so that the rest can still be checked; a record
with any error in its file is used for nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from opledger.core.frozen import FrozenDict, frozen
from opledger.core.late import dataclass
from opledger.files.diagnostics import Diagnostic, Severity
from opledger.files.nodes import ListNode, MapNode, Node, Scalar
from opledger.files.rules.context import Context, is_null
from opledger.files.rules.values import DAY, VALUE_RULES
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

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


class Missing:
    """What takes the place of a value that is wrong."""


MISSING = Missing()


@dataclass(slots=True)
class ValueReader:
    """Reads the values of one file; what its rules find gathers in ``found``."""

    context: Context
    zone: ZoneInfo
    found: list[Diagnostic] = field(default_factory=list)

    def read(self, node: Node, shape: Shape, nth: int = 0) -> Any:  # noqa: ANN401 - as its shape
        """The value of a node, or :data:`MISSING`."""
        sound = self._check(node, shape)
        match shape, node:
            case Record(), MapNode():
                return self._record(node, shape, nth)
            case (Items(maximum=maximum), ListNode(items=inner)) if len(inner) > maximum:
                return MISSING  # said once; its items are not looked at
            case (Table(maximum=maximum), MapNode(pairs=inner)) if len(inner) > maximum:
                return MISSING
            case Items(), ListNode():
                items = [self.read(item, shape.of, n) for n, item in enumerate(node.items)]
                read = tuple(item for item in items if item is not MISSING)
                return shape.make(read) if len(read) >= shape.minimum else MISSING
            case Table(), MapNode():
                table = FrozenDict(self._table(node, shape))
                return table if len(table) >= shape.minimum else MISSING
            case Anything(), _:
                return frozen(plain(node))
            case _, Scalar() if sound:
                return self._scalar(node, shape)
        return MISSING

    def _check(self, node: Node, shape: Shape) -> bool:
        sound = True
        for rule in VALUE_RULES:
            for finding in rule.find(node, shape, self.context):
                self.found.append(rule.diagnose(self.context.source.path, finding))
                sound = sound and rule.severity is not Severity.ERROR
            if not sound and rule.code == "wrong-type":
                break
        return sound

    def _record(self, node: MapNode, shape: Record, nth: int) -> Any:  # noqa: ANN401
        values: dict[str, Any] = {}
        for name, wanted in shape.fields.items():
            pair = node.get(name)
            if pair is not None and not is_null(pair[1]):
                value = self.read(pair[1], wanted.of)
                if value is not MISSING:
                    values[name] = value
        required = (name for name, wanted in shape.fields.items() if wanted.required)
        if shape.make is not dict and any(name not in values for name in required):
            return MISSING
        return shape.make(**values, nth=nth) if shape.numbered else shape.make(**values)

    def _table(self, node: MapNode, shape: Table) -> dict[str, Any]:
        table = {}
        for key, child in node.pairs:
            value = self._empty(shape.of) if is_null(child) else self.read(child, shape.of)
            if isinstance(key, Scalar) and value is not MISSING:
                table[key.text] = value
        return table

    def _empty(self, shape: Shape) -> Any:  # noqa: ANN401
        """What a word of a table stands for where nothing is written behind it."""
        match shape:
            case Record():
                return shape.make()
            case Text():
                return ""
        return MISSING

    def _scalar(self, node: Scalar, shape: Shape) -> Any:  # noqa: ANN401
        match shape:
            case Number():
                number = float(node.text)
                return int(number) if number.is_integer() else number
            case Flag():
                return node.text.lower() == "true"
            case Day():
                return self._day(node.text, timed=shape.time)
            case Choice():
                return shape.make(node.text)
            case Text() | Word() | NewWord():
                return node.text
        return MISSING

    def _day(self, text: str, *, timed: bool) -> date | tuple[date, datetime | None]:
        if DAY.fullmatch(text):
            day = date.fromisoformat(text)
            return (day, None) if timed else day
        moment = datetime.fromisoformat(text.replace("t", "T"))
        return moment.astimezone(self.zone).date(), moment


def plain(node: Node) -> object:
    """A node as plain lists, dicts and scalars of YAML 1.2."""
    match node:
        case ListNode():
            return [plain(item) for item in node.items]
        case MapNode():
            return {key.text: plain(value) for key, value in node.pairs if isinstance(key, Scalar)}
    return _PLAIN[node.kind](node.text)


def _whole(text: str) -> int | str:
    sign, digits = (-1, text[1:]) if text[0] == "-" else (1, text.removeprefix("+"))
    if len(digits) > 1000:  # noqa: PLR2004 - an integer this long is no number anybody meant
        return text
    return sign * int(digits, 0 if digits[:2] in {"0o", "0x"} else 10)


_PLAIN: dict[str, Callable[[str], object]] = {
    "null": lambda _: None,
    "bool": lambda text: text.lower() == "true",
    "int": _whole,
    "float": lambda text: float(text.lower().replace(".inf", "inf").replace(".nan", "nan")),
    "str": str,
}
