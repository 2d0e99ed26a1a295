"""A report as values: headings, sentences, tables and facts, for the terminal and the pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field

from opledger.core.late import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """A column's head; ``number`` aligns it right, ``wide`` lets it take what room there is.

    A ``fixed`` one never wraps.
    """

    head: str
    number: bool = False
    wide: bool = False
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """What the blocks up to the next heading are about."""

    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; an ``aside`` is less important than the rest."""

    text: str
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: a row has a cell for each column."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and what they are."""

    pairs: tuple[tuple[str, str], ...]


Block = Heading | Text | Grid | Facts


@dataclass(slots=True)
class Sheet:
    """Gathers the blocks of a report in their order."""

    blocks: list[Block] = field(default_factory=list)

    def heading(self, text: str) -> None:
        """What comes next is about this."""
        self.blocks.append(Heading(text))

    def text(self, text: str, *, aside: bool = False) -> None:
        """A paragraph."""
        self.blocks.append(Text(text, aside))

    def table(self, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
        """A table."""
        self.blocks.append(Grid(tuple(columns), tuple(tuple(row) for row in rows)))

    def facts(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Names and what they are."""
        self.blocks.append(Facts(tuple(pairs)))
