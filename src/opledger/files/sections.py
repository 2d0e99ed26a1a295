"""A text that is parsed again and again while it is typed: each of its sections only once.

A section is a key at the left margin with all that belongs to it, or an item of the list below
such a key. Each is parsed as a text of its own by the one parser; what is still as it was is taken
over, and moved to where it stands now. This gives the same nodes as parsing the text as a whole,
because at the first character of a section all that stands above it has ended: a quote or bracket
that is still open makes an error of the section, and then the text is parsed as a whole, as it is
wherever anything else is out of the ordinary.
"""

from __future__ import annotations

import re
from dataclasses import field
from typing import TYPE_CHECKING

from opledger.core.late import dataclass
from opledger.files.nodes import ListNode, MapNode, Node, Scalar
from opledger.files.rules.events import MAX_DEPTH, MAX_NODES
from opledger.files.source import Source
from opledger.files.yaml import parse

if TYPE_CHECKING:
    from opledger.files.diagnostics import Diagnostic

_LINE = re.compile(r"^( *)([^ \r\n])", re.MULTILINE)
_KEY = re.compile(r"[A-Za-z0-9_]")
_DASH = re.compile(r"-(?=[ \r\n]|\Z)")
_START = re.compile(r"---[ ]*\r?\n")
# Characters at which the parser breaks lines and this does not, or which it does not take.
_ODD = re.compile(
    "\r(?!\n)|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]"
)


@dataclass(frozen=True, slots=True)
class _Piece:
    """What a section says; ``many`` nodes, ``deep`` in each other. No tree: it is out of order."""

    tree: Node | None
    many: int = 0
    deep: int = 0


@dataclass(frozen=True, slots=True)
class _Cut:
    """A key's section: where it begins, where the items below it begin, where it ends."""

    start: int
    items: tuple[int, ...]
    end: int


class _Whole(Exception):
    """The text has to be parsed as a whole."""


@dataclass(slots=True)
class Sections:
    """Parses the texts of one file as they follow on each other."""

    parsed: int = 0  # characters given to the parser so far: what a keystroke costs
    _known: dict[str, _Piece] = field(default_factory=dict)

    def parse(self, source: Source) -> tuple[Node | None, tuple[Diagnostic, ...]]:
        """What :func:`opledger.files.yaml.parse` gives for this text."""
        used: dict[str, _Piece] = {}
        try:
            return self._united(source.text, used), ()
        except _Whole:
            self.parsed += len(source.text)
            return parse(source)
        finally:
            self._known = used

    def _united(self, text: str, used: dict[str, _Piece]) -> MapNode:
        pairs: list[tuple[Node, Node]] = []
        many = 1  # the mapping of all keys
        tree: MapNode | None = None
        cuts = _cuts(text)
        for cut in cuts:
            tree, nodes = self._section(text, cut, used)
            many += nodes
            pairs += tree.pairs
        if tree is None or many > MAX_NODES:
            raise _Whole
        return MapNode(tuple(pairs), cuts[0].start, tree.end)

    def _section(self, text: str, cut: _Cut, used: dict[str, _Piece]) -> tuple[MapNode, int]:
        """One key with what stands behind it, and how many nodes these are."""
        if cut.items:
            head = self._piece(text[cut.start : cut.items[0]], used)
            if _is_open(head.tree):
                return self._with_items(text, cut, head, used)
        whole = self._piece(text[cut.start : cut.end], used)
        if not isinstance(whole.tree, MapNode) or len(whole.tree.pairs) != 1:
            raise _Whole
        return _moved_map(whole.tree, cut.start), whole.many - 1

    def _with_items(
        self, text: str, cut: _Cut, head: _Piece, used: dict[str, _Piece]
    ) -> tuple[MapNode, int]:
        items: list[Node] = []
        spans = []
        many = 2  # the key and the list
        for start, end in zip(cut.items, (*cut.items[1:], cut.end), strict=True):
            # Up to the next dash itself: what an item holds ends where the next thing begins.
            stop = _behind_blanks(text, end) if end < cut.end else end
            piece = self._piece(text[start:stop], used)
            item = piece.tree
            if not isinstance(item, ListNode) or len(item.items) != 1 or piece.deep == MAX_DEPTH:
                raise _Whole
            items.append(_moved(item.items[0], start))
            spans.append((item.start + start, item.end + start))
            many += piece.many - 1
        assert isinstance(head.tree, MapNode)  # noqa: S101 - for the type checker
        key, _ = head.tree.pairs[0]
        of = ListNode(tuple(items), spans[0][0], spans[-1][1])
        return MapNode(((_moved(key, cut.start), of),), cut.start, of.end), many

    def _piece(self, text: str, used: dict[str, _Piece]) -> _Piece:
        piece = used.get(text) or self._known.get(text)
        if piece is None:
            self.parsed += len(text)
            tree, found = parse(Source.of("", text))
            piece = _Piece(None) if tree is None or found else _Piece(tree, *_size(tree))
        used[text] = piece
        return piece


def _cuts(text: str) -> list[_Cut]:
    """Where the sections of a text begin and end.

    Raises:
        _Whole: there are none, or something stands at the margin that is no plain key.
    """
    if _ODD.search(text):
        raise _Whole
    starts: list[int] = []
    items: list[list[int]] = []
    column = 0  # that of the items below the key, once there are any
    begun = False
    for found in _LINE.finditer(text):
        indent, at = len(found[1]), found.start(2)
        if found[2] == "#":
            continue
        if not indent and _KEY.match(found[2]):
            starts.append(at)
            items.append([])
            column = 0
        elif not starts and not begun and not indent and _START.match(text, at):
            begun = True
        elif not indent or not starts:
            raise _Whole
        elif _DASH.match(text, at) and column in {0, indent}:
            column = indent
            items[-1].append(found.start())
    if not starts:
        raise _Whole
    ends = [*starts[1:], len(text)]
    return [_Cut(s, tuple(i), e) for s, i, e in zip(starts, items, ends, strict=True)]


def _is_open(tree: Node | None) -> bool:
    """Whether it is one key, and what follows stands in the lines below."""
    if not isinstance(tree, MapNode) or len(tree.pairs) != 1:
        return False
    value = tree.pairs[0][1]
    return isinstance(value, Scalar) and not value.style and not value.text


def _behind_blanks(text: str, at: int) -> int:
    while text[at] == " ":
        at += 1
    return at


def _size(node: Node) -> tuple[int, int]:
    """How many nodes there are, and how deep lists and mappings stand in each other."""
    if isinstance(node, Scalar):
        return 1, 0
    inner = node.items if isinstance(node, ListNode) else [n for pair in node.pairs for n in pair]
    sizes = [_size(each) for each in inner]
    return 1 + sum(many for many, _ in sizes), 1 + max((deep for _, deep in sizes), default=0)


def _moved(node: Node, by: int) -> Node:
    """The same node further on in a text."""
    match node:
        case Scalar():
            return Scalar(node.text, node.style, node.start + by, node.end + by)
        case ListNode():
            items = tuple(_moved(item, by) for item in node.items)
            return ListNode(items, node.start + by, node.end + by)
    return _moved_map(node, by)


def _moved_map(node: MapNode, by: int) -> MapNode:
    pairs = tuple((_moved(key, by), _moved(value, by)) for key, value in node.pairs)
    return MapNode(pairs, node.start + by, node.end + by)
