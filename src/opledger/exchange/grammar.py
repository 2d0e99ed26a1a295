"""The parts that a mapping's file is made of: nodes become texts, lists and keys, or faults.

Every fault is a diagnostic with its place, and reading goes on, so that all are told at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field
from typing import TYPE_CHECKING, TypeVar

from opledger.core.late import dataclass
from opledger.exchange.mapping import Word
from opledger.exchange.patterns import compile_pattern, is_pattern
from opledger.files.diagnostics import Diagnostic, Position, Severity
from opledger.files.nodes import ListNode, MapNode, Node, Scalar
from opledger.files.rules.context import did_you_mean, is_null

if TYPE_CHECKING:
    from opledger.files.source import Source

T = TypeVar("T")
_WHOLE = re.compile(r"-?[0-9]{1,9}")
_NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,9})?")


@dataclass(slots=True)
class Grammar:
    """Reads the nodes of one mapping; what is wrong gathers in ``found``.

    ``stages`` are the mapping's own words for stages, and the ledger's that stand in for them.
    """

    source: Source
    found: list[Diagnostic] = field(default_factory=list)
    stages: Mapping[str, str] = field(default_factory=dict)

    def place(self, node: Node) -> Position:
        """Where a node stands."""
        return self.source.position(node.start)

    def fault(self, at: Node | Position, code: str, text: str, hint: str = "") -> None:
        """Note what is wrong."""
        position = at if isinstance(at, Position) else self.place(at)
        found = Diagnostic(self.source.path, position, Severity.ERROR, code, text, hint)
        self.found.append(found)

    def keys(
        self, node: Node, what: str, known: Iterable[str], required: Sequence[str] = ()
    ) -> dict[str, Node]:
        """The values of a mapping by their keys; unknown and missing keys are faults."""
        if not isinstance(node, MapNode):
            self.fault(node, "wrong-type", f"{what} has 'key: value' lines, not {_kind(node)}")
            return {}
        names = tuple(known)
        values: dict[str, Node] = {}
        for key, value in node.pairs:
            name = key.text if isinstance(key, Scalar) else ""
            if name not in names:
                hint = did_you_mean(name, names, "keys here")
                self.fault(key, "unknown-key", f"unknown key '{name}' in {what}", hint)
            elif not is_null(value):
                values[name] = value
        for name in required:
            if name not in values:
                self.fault(node, "missing-key", f"{what} needs '{name}'")
        return values

    def pairs(self, node: Node, what: str) -> list[tuple[Scalar, Node]]:
        """The pairs of a mapping whose keys are the user's own."""
        if not isinstance(node, MapNode):
            self.fault(node, "wrong-type", f"{what} has 'key: value' lines, not {_kind(node)}")
            return []
        return [(key, value) for key, value in node.pairs if isinstance(key, Scalar)]

    def text(self, node: Node, what: str) -> str | None:
        """Any scalar as the text that stands there."""
        if isinstance(node, Scalar) and not is_null(node):
            return node.text
        self.fault(node, "wrong-type", f"{what} is a text, not {_kind(node)}")
        return None

    def word(self, node: Node, what: str) -> Word | None:
        """A text with its place."""
        text = self.text(node, what)
        return None if text is None else Word(text, self.place(node))

    def stage(self, word: Word) -> Word:
        """The ledger's word that stands for a stage of the mapping's."""
        return Word(self.stages.get(word.text, word.text), word.at)

    def name(self, node: Node, what: str) -> Word | None:
        """The name of a column: a text, its blanks made one."""
        word = self.word(node, what)
        return None if word is None else Word(" ".join(word.text.split()), word.at)

    def many(self, node: Node, read: Callable[[Node], T | None]) -> tuple[T, ...]:
        """One value or a list of them."""
        nodes = node.items if isinstance(node, ListNode) else (node,)
        return tuple(value for each in nodes if (value := read(each)) is not None)

    def names(self, node: Node, what: str) -> tuple[Word, ...]:
        """One name of a column or a list of them."""
        return self.many(node, lambda each: self.name(each, what))

    def choice(self, node: Node, what: str, words: Sequence[str]) -> str:
        """One of a few words; the empty text where it is none."""
        text = self.text(node, what)
        if text is None or text in words:
            return text or ""
        hint = did_you_mean(text, tuple(words), "it is one of")
        self.fault(node, "unknown-word", f"{what} can't be '{text}'", hint)
        return ""

    def flag(self, node: Node, what: str) -> bool:
        """``true`` or ``false``."""
        text = node.text.lower() if isinstance(node, Scalar) else ""
        if text not in {"true", "false"}:
            self.fault(node, "wrong-type", f"{what} is true or false, not {_kind(node)}")
        return text == "true"

    def whole(self, node: Node, what: str, lowest: int, highest: int) -> int:
        """A whole number within bounds."""
        if isinstance(node, Scalar) and _WHOLE.fullmatch(node.text):
            number = int(node.text)
            if lowest <= number <= highest:
                return number
        text = f"{what} is a whole number from {lowest} to {highest}"
        self.fault(node, "bad-number", text)
        return lowest

    def number(self, node: Node, what: str) -> float:
        """A number."""
        if isinstance(node, Scalar) and _NUMBER.fullmatch(node.text):
            return float(node.text)
        self.fault(node, "bad-number", f"{what} is a number such as 190000 or 0.5")
        return 0.0

    def pattern(self, node: Node, what: str) -> re.Pattern[str] | None:
        """A regular expression, with or without slashes around it."""
        text = self.text(node, what)
        if text is None:
            return None
        try:
            return compile_pattern(text[1:-1] if is_pattern(text) else text)
        except ValueError as error:
            self.fault(node, "bad-pattern", str(error))
            return None


def _kind(node: Node) -> str:
    match node:
        case ListNode():
            return "a list"
        case MapNode():
            return "'key: value' lines"
    return "nothing" if is_null(node) else f"'{node.text[:40]}'"
