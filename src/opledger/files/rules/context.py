"""In what a value is read, and the hints that follow from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import TYPE_CHECKING

from opledger.core.late import dataclass
from opledger.core.nearest import nearest
from opledger.files.diagnostics import Finding
from opledger.files.nodes import Node, Scalar

if TYPE_CHECKING:
    from opledger.files.source import Source


@dataclass(frozen=True, slots=True)
class Context:
    """In what a value is read: its source and the ledger's words.

    A vocabulary that maps to ``None``, or is missing, takes any word.
    """

    source: Source
    words: Mapping[str, tuple[str, ...] | None] = field(default_factory=dict)

    def finding(self, node: Node, text: str, hint: str = "") -> Finding:
        """A finding where the node starts."""
        return Finding(self.source.position(node.start), text, hint)


def is_null(node: Node) -> bool:
    """Whether the value was left out: ``role:`` and nothing behind it."""
    return isinstance(node, Scalar) and node.kind == "null"


def did_you_mean(word: str, known: tuple[str, ...], what: str) -> str:
    """The nearest known word as a hint, or all of them."""
    lower = word.lower()
    close = nearest(word, known) or (nearest(lower, known) if lower != word else None)
    if close:
        return f"did you mean '{close}'?"
    return f"{what}: {', '.join(known)}" if known else "the ledger lists none"
