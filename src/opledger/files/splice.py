"""Edits of a file's text that touch only the lines they must.

Each edit finds its node, changes the text there, parses the result, and compares what it says
with what it should say. Where that differs, or where it can't be told which lines are meant, the
edit is refused. A file is never written anew from its data: that would lose comments, quotes and
the order of keys.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import field
from typing import Any

from opledger.core.late import dataclass
from opledger.files.blocks import blocks, content_end, in_lines, indent_of
from opledger.files.emit import in_brackets, item_lines, pair_lines
from opledger.files.nodes import ListNode, MapNode, Node, Scalar, exact
from opledger.files.source import Source
from opledger.files.yaml import Parse, parse

Path = tuple[str | int, ...]
Form = tuple[str, Any]  # what a node says: see nodes.exact


class Unsafe(Exception):
    """An edit that can't be made by changing only its own lines; the text says why."""


@dataclass(frozen=True, slots=True)
class Document:
    """A text and what it says."""

    source: Source
    tree: Node
    parser: Parse = field(default=parse, compare=False, repr=False)

    @classmethod
    def of(cls, source: Source, parser: Parse = parse) -> Document:
        """The document of a text; the parser reads what becomes of it, too.

        Raises:
            Unsafe: it is not one document of plain YAML.
        """
        tree, found = parser(source)
        if tree is None or found:
            raise Unsafe("the text around it is not plain YAML")
        return cls(source, tree, parser)

    def at(self, path: Path) -> Node | None:
        """The node at a path of keys and places; ``None`` where there is none."""
        node: Node | None = self.tree
        for step in path:
            match node, step:
                case MapNode(), str():
                    pair = node.get(step)
                    node = pair[1] if pair else None
                case ListNode(), int() if 0 <= step < len(node.items):
                    node = node.items[step]
                case _:
                    return None
        return node

    def in_lines(self, path: Path) -> bool:
        """Whether the list or mapping at a path, and all around it, is written in lines."""
        nodes = (self.at(path[:depth]) for depth in range(len(path) + 1))
        return all(node is not None and in_lines(self.source, node) for node in nodes)

    def altered(self, path: Path, change: Callable[[Form], Form]) -> Form:
        """What the document should say once what stands at a path is changed."""
        return _altered(exact(self.tree), path, change)

    def spliced(self, start: int, end: int, text: str, expected: object) -> Document:
        """This document with one stretch replaced, once it is proved to say what it should.

        Raises:
            Unsafe: it would say something else.
        """
        whole = self.source.text[:start] + text + self.source.text[end:]
        source = self.source.with_text(whole)
        tree, found = self.parser(source)
        if tree is None or found:
            why = found[0].text if found else "it would be empty"
            raise Unsafe(f"with it the text could not be read ({why})")
        changed = Document(source, tree, self.parser)
        if exact(changed.tree) != expected:
            raise Unsafe("other lines would come to mean something else")
        return changed


def insert_item(document: Document, path: Path, place: int, value: object) -> Document:
    """The document with an item before the one at ``place`` of a list, or behind its last one.

    Raises:
        Unsafe: there is no list, or it can't be done by adding to the text.
    """
    node = document.at(path)
    if not isinstance(node, ListNode):
        raise Unsafe("there is no list")
    expected = document.altered(path, _inner(lambda of: (*of[:place], _form(value), *of[place:])))
    if not document.in_lines(path):
        spans = [(item.start, item.end) for item in node.items]
        at, text = _gap(node, spans, place, in_brackets(value))
        return document.spliced(at, at, text, expected)
    stand = blocks(document.source, node)
    if not place and not stand[0].whole:
        raise Unsafe("the list begins in the middle of a line")
    at = stand[place - 1].end if place else stand[0].lead
    indent = " " * indent_of(document.source, node)
    with suppress(Unsafe):
        lines = item_lines(value, indent)
        return document.spliced(at, at, _as_lines(document.source, at, lines), expected)
    line = f"{indent}- {in_brackets(value)}"
    return document.spliced(at, at, _as_lines(document.source, at, [line]), expected)


def remove_item(document: Document, path: Path, place: int) -> Document:
    """The document without one item of a list, and without the comments above it.

    Raises:
        Unsafe: it is the only one, or does not stand on lines of its own.
    """
    node = document.at(path)
    if not isinstance(node, ListNode):
        raise Unsafe("there is no list")
    expected = document.altered(path, _inner(lambda of: (*of[:place], *of[place + 1 :])))
    if not document.in_lines(path):
        spans = [(item.start, item.end) for item in node.items]
        return _taken_out(document, spans, place, expected)
    block = blocks(document.source, node)[place]
    if not block.whole or len(node.items) == 1:
        raise Unsafe("it does not stand alone on its lines")
    return _without_lines(document, block.lead, block.end, expected)


def set_value(document: Document, path: Path, value: object, order: Sequence[str] = ()) -> Document:
    """The document with a key that says ``value``.

    A key that is missing is added: behind those that come before it in ``order``, else as the
    last one.

    Raises:
        Unsafe: more than the value would have to be touched.
    """
    node = document.at(path)
    if node is None:
        return _add_key(document, path, value, order)
    expected = document.altered(path, lambda _: _form(value))
    source = document.source
    end = max(content_end(source, node), node.start)
    if not isinstance(node, Scalar) and (
        "#" in source.text[node.start : end] or document.in_lines(path)
    ):
        raise Unsafe("its value is more than one line")
    texts = [in_brackets(value)]
    parent = document.at(path[:-1])
    if isinstance(parent, MapNode) and document.in_lines(path[:-1]):
        lines = pair_lines("", value, " " * indent_of(source, parent))
        texts.insert(0, source.line_break.join(lines).partition(":")[2].removeprefix(" "))
    if isinstance(node, Scalar) and node.start == node.end:  # nothing stands there but the colon
        texts = [text if text.startswith(("\n", "\r")) else f" {text}" for text in texts]
    for text in texts[:-1]:
        with suppress(Unsafe):
            return document.spliced(node.start, end, text, expected)
    return document.spliced(node.start, end, texts[-1], expected)


def remove_key(document: Document, path: Path) -> Document:
    """The document without a key and its value; comments above it stay.

    Raises:
        Unsafe: it is the only one, or does not stand on lines of its own.
    """
    node, key = document.at(path[:-1]), path[-1]
    if not isinstance(node, MapNode):
        raise Unsafe("there is no such key")
    names = [getattr(name, "text", None) for name, _ in node.pairs]
    place = names.index(str(key))
    expected = document.altered(path[:-1], _inner(lambda of: (*of[:place], *of[place + 1 :])))
    if not document.in_lines(path[:-1]):
        spans = [(name.start, max(name.end, value.end)) for name, value in node.pairs]
        return _taken_out(document, spans, place, expected)
    block = blocks(document.source, node)[place]
    if not block.whole or len(node.pairs) == 1:
        raise Unsafe("it does not stand alone on its lines")
    return _without_lines(document, block.start, block.end, expected)


def reorder(document: Document, path: Path, order: Sequence[int]) -> Document:
    """The document with a list's items in another order; each keeps its comments and its text.

    Raises:
        Unsafe: there is no list, or comments would come to stand beside other items.
    """
    node = document.at(path)
    if not isinstance(node, ListNode):
        raise Unsafe("there is no list")
    expected = document.altered(path, _inner(lambda of: tuple(of[place] for place in order)))
    source = document.source
    if document.in_lines(path):
        stand = blocks(source, node)
        if not all(block.whole for block in stand):
            raise Unsafe("the list begins in the middle of a line")
        pieces = [source.text[stand[place].lead : stand[place].end] for place in order]
        ending = "" if source.text[: stand[-1].end].endswith(("\n", "\r")) else source.line_break
        text = "".join(p if p.endswith(("\n", "\r")) else p + ending for p in pieces)
        start, end = stand[0].lead, stand[-1].end
        return document.spliced(start, end, text.removesuffix(ending), expected)
    if "#" in source.text[node.start : node.end]:
        raise Unsafe("there may be comments within its brackets")
    text, last = "", node.items[0].start
    for item, place in zip(node.items, order, strict=True):
        moved = node.items[place]
        text += source.text[last : item.start] + source.text[moved.start : moved.end]
        last = item.end
    return document.spliced(node.items[0].start, last, text, expected)


def _add_key(document: Document, path: Path, value: object, order: Sequence[str]) -> Document:
    node, key = document.at(path[:-1]), str(path[-1])
    if node is None and len(path) > 1:
        return set_value(document, path[:-1], {key: value}, order)
    if not isinstance(node, MapNode):
        raise Unsafe("there is no mapping that the key could stand in")
    place = _place_of(key, node, order)
    pair = (("str", key), _form(value))
    expected = document.altered(path[:-1], _inner(lambda of: (*of[:place], pair, *of[place:])))
    source = document.source
    if not document.in_lines(path[:-1]):
        spans = [(name.start, max(name.end, inner.end)) for name, inner in node.pairs]
        at, text = _gap(node, spans, place, in_brackets({key: value})[1:-1])
        return document.spliced(at, at, text, expected)
    stand = blocks(source, node)
    if not place and not stand[0].whole:
        raise Unsafe("the first key stands in the middle of a line")
    at = stand[place - 1].end if place else stand[0].start
    indent = " " * indent_of(source, node)
    with suppress(Unsafe):
        lines = pair_lines(key, value, indent)
        return document.spliced(at, at, _as_lines(source, at, lines), expected)
    line = indent + in_brackets({key: value})[1:-1]
    return document.spliced(at, at, _as_lines(source, at, [line]), expected)


def _place_of(key: str, node: MapNode, order: Sequence[str]) -> int:
    """Where a new key goes: behind the last of those that come before it in the order."""
    if key not in order:
        return len(node.pairs)
    before = order[: order.index(key)]
    places = [n for n, (name, _) in enumerate(node.pairs, 1) if getattr(name, "text", "") in before]
    return max(places, default=0)


def _as_lines(source: Source, at: int, lines: Sequence[str]) -> str:
    """Lines to be put at the beginning of a line, or behind a last one without a break."""
    text = "".join(line + source.line_break for line in lines)
    if at and source.text[at - 1] not in "\r\n":
        return source.line_break + text.removesuffix(source.line_break)
    return text


def _gap(node: Node, spans: Sequence[tuple[int, int]], place: int, text: str) -> tuple[int, str]:
    """Where to put a new member of a list or mapping in brackets, and its text with a comma."""
    if place:
        return spans[place - 1][1], f", {text}"
    return (spans[0][0], f"{text}, ") if spans else (node.start + 1, text)


def _taken_out(
    document: Document, spans: Sequence[tuple[int, int]], place: int, expected: Form
) -> Document:
    """Take one member out of a list or mapping in brackets."""
    start, end = spans[place]
    if place:
        start = spans[place - 1][1]
    elif len(spans) > 1:
        end = spans[1][0]
    if "#" in document.source.text[start:end]:
        raise Unsafe("there may be comments beside it")
    return document.spliced(start, end, "", expected)


def _without_lines(document: Document, start: int, end: int, expected: Form) -> Document:
    """Take lines out; a last line without a break leaves none behind."""
    text = document.source.text
    if end == len(text) and not text.endswith(("\n", "\r")):
        start = len(text[:start].rstrip("\r\n"))
    return document.spliced(start, end, "", expected)


def _altered(form: Form, path: Path, change: Callable[[Form], Form]) -> Form:
    if not path:
        return change(form)
    kind, members = form[0], list(form[1])
    step, rest = path[0], path[1:]
    if isinstance(step, str):
        place = [key[1] for key, _ in members].index(step)
        key, value = members[place]
        members[place] = (key, _altered(value, rest, change))
    else:
        members[step] = _altered(members[step], rest, change)
    return kind, tuple(members)


def _inner(change: Callable[[tuple[Any, ...]], tuple[Any, ...]]) -> Callable[[Form], Form]:
    """A change of what a list or mapping holds."""
    return lambda form: (form[0], change(form[1]))


def _form(value: object) -> Form:
    """What a value should read as."""
    match value:
        case Mapping():
            told = {key: inner for key, inner in value.items() if inner is not None}
            return "mapping", tuple((("str", str(key)), _form(v)) for key, v in told.items())
        case list() | tuple():
            return "list", tuple(_form(item) for item in value)
        case str():
            return "str", value
        case None:
            return "null", ""
    text = in_brackets(value)
    return Scalar(text, "", 0, 0).kind, text
