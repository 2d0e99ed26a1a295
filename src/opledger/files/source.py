"""The text of one file, and the line and column of every place in it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import field, replace

from opledger.core.late import dataclass, pattern
from opledger.files.diagnostics import Position

_BREAK = pattern(r"\r\n|\r|\n")
BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Source:
    """A decoded file. ``text`` has no byte-order mark; ``bom`` says whether there was one."""

    path: str
    text: str
    bom: bool = False
    starts: tuple[int, ...] = field(default=(), repr=False, compare=False)

    @classmethod
    def of(cls, path: str, text: str) -> Source:
        """The source of a text, its lines counted."""
        bom = text.startswith(BOM)
        body = text.removeprefix(BOM)
        starts = (0, *(found.end() for found in _BREAK.finditer(body)))
        return cls(path, body, bom, starts)

    @property
    def line_break(self) -> str:
        """What ends its first line, and so the lines that are added; a newline in an empty file."""
        found = _BREAK.search(self.text)
        return found[0] if found else "\n"

    @property
    def content(self) -> bytes:
        """The file's bytes, its byte-order mark among them."""
        return ((BOM if self.bom else "") + self.text).encode()

    def with_text(self, text: str) -> Source:
        """The same file with another text; a byte-order mark stays."""
        return replace(Source.of(self.path, text), bom=self.bom)

    def position(self, index: int) -> Position:
        """The place of a character, by its index in ``text``."""
        line = bisect_right(self.starts, index)
        return Position(line, index - self.starts[line - 1] + 1)

    def index(self, at: Position) -> int:
        """The index in ``text`` of a place; the nearest one that the text has."""
        line = min(at.line, len(self.starts))
        return min(self.starts[line - 1] + at.column - 1, len(self.text))

    def line(self, number: int) -> str:
        """A line without its break; lines count from 1."""
        start = self.starts[number - 1]
        end = self.starts[number] if number < len(self.starts) else len(self.text)
        return self.text[start:end].rstrip("\r\n")
