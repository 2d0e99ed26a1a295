"""What a file says as it is written there, for rules that look beyond the record made of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Protocol

from opledger.core.late import dataclass
from opledger.files.diagnostics import Position
from opledger.files.nodes import ListNode, Node, find
from opledger.files.rules.context import is_null

if TYPE_CHECKING:
    from opledger.files.source import Source

Path = tuple[str | int, ...]


class Written(Protocol):
    """What , as it is written there."""

    def states(self, path: Path, key: str) -> bool:
        """Whether the mapping at a path has something behind a key, if only an empty list."""

    def says(self, path: Path, key: str) -> bool:
        """Whether the mapping at a path says something behind a key.

        A key left empty is as if it were not there, and so is one with an empty list.
        """

    def position(self, path: Path) -> Position:
        """The place of the value with this path, or of the nearest part around it."""


@dataclass(frozen=True, slots=True)
class Nodes:
    """A file as its nodes and their source."""

    tree: Node
    source: Source

    def states(self, path: Path, key: str) -> bool:
        """See :class:`Written`."""
        return any(not is_null(value) for value in self._values(path, key))

    def says(self, path: Path, key: str) -> bool:
        """See :class:`Written`."""
        return any(not _is_empty(value) for value in self._values(path, key))

    def position(self, path: Path) -> Position:
        """See :class:`Written`."""
        return self.source.position(find(self.tree, path).start)

    def _values(self, path: Path, key: str) -> Iterator[Node]:
        pairs: tuple[tuple[Node, Node], ...] = getattr(find(self.tree, path), "pairs", ())
        return (value for name, value in pairs if getattr(name, "text", "") == key)


@dataclass(frozen=True, slots=True)
class Plain:
    """A file as plain data, in which every value is sound; it does not know where they stand."""

    data: Any

    def states(self, path: Path, key: str) -> bool:
        """See :class:`Written`."""
        return self._value(path, key) is not None

    def says(self, path: Path, key: str) -> bool:
        """See :class:`Written`."""
        value = self._value(path, key)
        return value is not None and value != []

    def position(self, path: Path) -> Position:  # noqa: ARG002 - wherever it is
        """The first place of a file, as no place is known."""
        return Position()

    def _value(self, path: Path, key: str) -> object:
        data = self.data
        for step in path:
            data = data[step]
        return data.get(key)


def _is_empty(node: Node) -> bool:
    return is_null(node) or (isinstance(node, ListNode) and not node.items)
