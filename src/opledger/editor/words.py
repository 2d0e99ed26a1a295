"""The words of a ledger where they stand in its files: where they are made known, and used.

A vocabulary is a list of words that a ledger makes known (``stages``, ``sources`` ...); ``tags``
are one whose words are made known by using them.
"""

from __future__ import annotations

from collections.abc import Iterator

from opledger.core.late import dataclass
from opledger.files.nodes import ListNode, MapNode, Node, Scalar
from opledger.files.schema import LEDGER
from opledger.files.shapes import Field, Items, NewWord, Record, Shape, Table, Word

Path = tuple[str | int, ...]
SCALES = ("interest", "confidence")
TABLES = ("stages", "sources", "segments", "reasons", "goals")
TAGS = "tags"


@dataclass(frozen=True, slots=True)
class Spot:
    """A scalar of a file, and what it is there.

    ``path`` are the keys and places that lead to it, its own key among them. ``field`` is the key
    of the format that it is, or stands behind; ``is_key`` tells which. ``shape`` is what its
    value should be. ``vocabulary`` is set where it is a word of one, ``defines`` where it makes
    the word known.
    """

    node: Scalar
    path: Path
    shape: Shape | None
    field: Field | None
    is_key: bool = False
    vocabulary: str = ""
    defines: bool = False


def spots(tree: Node, record: Record) -> Iterator[Spot]:
    """Every scalar of a file that the format has a place for, in the order they stand."""
    yield from _walk(tree, record, (), None, own=record is LEDGER)


def spot_at(tree: Node | None, record: Record, index: int) -> Spot | None:
    """The scalar in or directly behind which a place lies; ``None`` where there is none."""
    if tree is None:
        return None
    found = None
    for spot in spots(tree, record):
        if spot.node.start <= index <= spot.node.end and spot.node.start < spot.node.end:
            found = spot
    return found


def uses(tree: Node, record: Record, vocabulary: str, word: str) -> Iterator[Spot]:
    """Every spot where a file makes a word of a vocabulary known, or uses it."""
    for spot in spots(tree, record):
        if spot.vocabulary == vocabulary and spot.node.text == word:
            yield spot


def _walk(
    node: Node, shape: Shape, path: Path, field: Field | None, *, own: bool
) -> Iterator[Spot]:
    match shape, node:
        case Record(), MapNode():
            yield from _record(node, shape, path, own=own)
        case Table(), MapNode():
            made = str(path[-1]) if own and len(path) == 1 and path[0] in TABLES else ""
            kind = shape.vocabulary or made
            for key, value in _pairs(node):
                here = (*path, key.text)
                yield Spot(key, here, shape.of, field, vocabulary=kind, defines=bool(made))
                yield from _walk(value, shape.of, here, field, own=own)
        case Items(), ListNode():
            for place, item in enumerate(node.items):
                yield from _walk(item, shape.of, (*path, place), field, own=own)
        case _, Scalar():
            kind, made = _vocabulary(shape, path, own=own)
            yield Spot(node, path, shape, field, vocabulary=kind, defines=bool(made))


def _record(node: MapNode, shape: Record, path: Path, *, own: bool) -> Iterator[Spot]:
    for key, value in _pairs(node):
        inner = shape.fields.get(key.text)
        here = (*path, key.text)
        yield Spot(key, here, inner.of if inner else None, inner, is_key=True)
        if inner is not None:
            yield from _walk(value, inner.of, here, inner, own=own)


def _pairs(node: MapNode) -> Iterator[tuple[Scalar, Node]]:
    """The pairs whose key is a word."""
    for key, value in node.pairs:
        if isinstance(key, Scalar):
            yield key, value


def _vocabulary(shape: Shape, path: Path, *, own: bool) -> tuple[str, str]:
    """Of which vocabulary a scalar is a word, and again if it makes it known."""
    if isinstance(shape, Word):
        return shape.vocabulary, ""
    if isinstance(shape, NewWord):
        name = str(path[0])
        return name, name if own and name in SCALES else ""
    return "", ""
