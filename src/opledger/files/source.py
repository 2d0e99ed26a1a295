"""The text of one file, and the line and column of every place in it."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from opledger.files.diagnostics import Position

_BREAK = re.compile(r"\r\n|\r|\n")
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

    def position(self, index: int) -> Position:
        """The place of a character, by its index in ``text``."""
        line = bisect_right(self.starts, index)
        return Position(line, index - self.starts[line - 1] + 1)

    def line(self, number: int) -> str:
        """A line without its break; lines count from 1."""
        start = self.starts[number - 1]
        end = self.starts[number] if number < len(self.starts) else len(self.text)
        return self.text[start:end].rstrip("\r\n")
