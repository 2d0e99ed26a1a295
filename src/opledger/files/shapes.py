"""The kinds of values a field can hold; a file's definition is made of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from opledger.core.late import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """A text. ``form`` narrows it: ``url``, ``email``, ``currency`` or ``timezone``."""

    form: str = ""


@dataclass(frozen=True, slots=True)
class Number:
    """A number within bounds; ``whole`` for counts and days."""

    minimum: float = 0
    maximum: float = 1e12
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Flag:
    """``true`` or ``false``."""


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar day, ``2024-01-31``; with ``time`` also a moment with its zone."""

    time: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few fixed words; ``what`` names the list in a message."""

    what: str
    words: tuple[str, ...]
    make: Callable[[str], object] = str


@dataclass(frozen=True, slots=True)
class Word:
    """A word of one of the ledger's own lists, such as ``stages``."""

    vocabulary: str


@dataclass(frozen=True, slots=True)
class Items:
    """A list of values of one shape; ``minimum`` and ``maximum`` are how many."""

    of: Shape
    minimum: int = 0
    maximum: int = 1000
    make: Callable[[tuple[object, ...]], object] = tuple


@dataclass(frozen=True, slots=True)
class Table:
    """A mapping from words the user chooses; with ``vocabulary``, from words of that list."""

    of: Shape
    vocabulary: str = ""
    minimum: int = 0
    maximum: int = 200


@dataclass(frozen=True, slots=True)
class NewWord:
    """A word that the ledger makes known: letters, digits and ``-_.+``, at most 40."""


@dataclass(frozen=True, slots=True)
class Field:
    """One key of a record: its shape, whether it must be there, and what it means."""

    of: Shape
    about: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """A mapping with known keys, made into a value by ``make``.

    ``numbered`` passes the item's place in its list to ``make`` as ``nth``.
    """

    what: str
    make: Callable[..., object]
    fields: Mapping[str, Field]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Anything:
    """Whatever the user or an importer keeps here; nothing reads it."""


Shape = Text | Number | Flag | Day | Choice | Word | Items | Table | NewWord | Record | Anything
