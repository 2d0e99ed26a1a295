"""What is seen of a text that may be broken: its keys and items, and the token at one place."""

from __future__ import annotations

from dataclasses import field
from enum import Enum
from typing import TYPE_CHECKING

from opledger.core.late import dataclass

if TYPE_CHECKING:
    from opledger.editor.words import Path

QUOTES = ("'", '"')


class Role(Enum):
    """What a token is; ``EITHER`` stands alone and may become a key or a value."""

    KEY = "key"
    VALUE = "value"
    EITHER = "either"


@dataclass(frozen=True, slots=True)
class Touch:
    """The token at a place; see :class:`opledger.editor.cursor.Cursor`."""

    path: Path
    role: Role
    start: int
    end: int
    quote: str = ""
    colon: bool = False
    spaced: bool = True
    flow: bool = False


@dataclass(slots=True)
class Outline:
    """What was seen: the keys of each mapping and the words of each list, with where they start.

    ``touch`` is the token at the place that was asked for.
    """

    keys: dict[Path, list[tuple[str, int]]] = field(default_factory=dict)
    items: dict[Path, list[tuple[str, int]]] = field(default_factory=dict)
    touch: Touch | None = None

    def add_key(self, path: Path, key: str, start: int) -> None:
        """A key of the mapping at a path."""
        self.keys.setdefault(path, []).append((key, start))

    def add_item(self, path: Path, word: str, start: int) -> None:
        """A word of the list at a path."""
        self.items.setdefault(path, []).append((word, start))


@dataclass(slots=True)
class Frame:
    """A list or mapping that is still open; ``pending`` where its last member says nothing yet."""

    is_map: bool
    column: int
    path: Path
    count: int = 0
    key: str | None = None
    pending: bool = False

    @property
    def inner(self) -> Path:
        """The path of its last member."""
        return (*self.path, (self.key or "") if self.is_map else max(self.count - 1, 0))


def skip(text: str, start: int, end: int) -> int:
    """Behind the blanks that stand at a place."""
    while start < end and text[start] in " \t":
        start += 1
    return start


def quote_of(text: str, start: int) -> str:
    """The quote with which a token begins; empty without."""
    return text[start] if text[start : start + 1] in QUOTES else ""
