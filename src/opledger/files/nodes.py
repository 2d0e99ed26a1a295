"""A YAML document as nodes that know where they stand.

The nodes keep the text of every scalar as it was written and how it was quoted. What a plain
scalar means is decided by the YAML 1.2 core schema (YAML 1.2.2, section 10.3.2) and by nothing
else: a date is text until a field asks for one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from opledger.core.late import dataclass, pattern

_NULL = pattern(r"null|Null|NULL|~|")
_BOOL = pattern(r"true|True|TRUE|false|False|FALSE")
_INT = pattern(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = pattern(
    r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"
    r"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"
)


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value; ``style`` is the quote or block sign it was written with, empty if plain.

    ``start`` and ``end`` are indices in the source's text.
    """

    text: str
    style: str
    start: int
    end: int

    @property
    def kind(self) -> str:
        """What it is to YAML 1.2: ``null``, ``bool``, ``int``, ``float`` or ``str``."""
        if self.style:
            return "str"
        for kind, form in (("null", _NULL), ("bool", _BOOL), ("int", _INT), ("float", _FLOAT)):
            if form.fullmatch(self.text):
                return kind
        return "str"


@dataclass(frozen=True, slots=True)
class ListNode:
    """A sequence of nodes."""

    items: tuple[Node, ...]
    start: int
    end: int
    kind = "list"


@dataclass(frozen=True, slots=True)
class MapNode:
    """A mapping, its pairs in the order they stand, repeated keys among them."""

    pairs: tuple[tuple[Node, Node], ...]
    start: int
    end: int
    kind = "mapping"

    def get(self, key: str) -> tuple[Node, Node] | None:
        """The first pair with this key, or ``None``."""
        for name, value in self.pairs:
            if isinstance(name, Scalar) and name.text == key:
                return name, value
        return None


Node = Scalar | ListNode | MapNode


def every_node(node: Node) -> Iterator[Node]:
    """The node and all below it, keys included, in the order they stand."""
    yield node
    if isinstance(node, ListNode):
        for item in node.items:
            yield from every_node(item)
    elif isinstance(node, MapNode):
        for key, value in node.pairs:
            yield from every_node(key)
            yield from every_node(value)


def find(node: Node, path: tuple[str | int, ...]) -> Node:
    """The node at a path of keys and places; where it ends early, the last one on the way."""
    for step in path:
        if isinstance(node, MapNode) and isinstance(step, str):
            pair = node.get(step)
            if pair is None:
                return node
            node = pair[1]
        elif isinstance(node, ListNode) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
        else:
            return node
    return node


def exact(node: Node) -> tuple[str, Any]:
    """What a node says, without how and where it is written: to compare two texts.

    A scalar is its kind and text, a list a tuple of what it holds, a mapping the same of pairs,
    each behind the word for what it is.
    """
    match node:
        case ListNode():
            return "list", tuple(exact(item) for item in node.items)
        case MapNode():
            return "mapping", tuple((exact(key), exact(value)) for key, value in node.pairs)
    return node.kind, "" if node.kind == "null" else node.text
