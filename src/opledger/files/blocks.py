"""A list or mapping written in lines, as blocks: what may be moved, taken out or put between.

A block is an item or a pair with the comments and blank lines above it. A comment behind it that
is indented deeper belongs to it too; every other comment belongs to what follows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from opledger.core.late import dataclass
from opledger.files.nodes import ListNode, MapNode, Node, Scalar

if TYPE_CHECKING:
    from opledger.files.source import Source


@dataclass(frozen=True, slots=True)
class Block:
    """The lines of one item or pair; indices in the source's text.

    ``lead`` is where the comments and blank lines above it begin, ``start`` where its own first
    line does, ``end`` is behind its last line's break. ``whole`` says that nothing else stands on
    its first line. ``key`` is ``None`` for an item.
    """

    key: Node | None
    node: Node
    lead: int
    start: int
    end: int
    whole: bool


def in_lines(source: Source, node: Node) -> bool:
    """Whether it is a list or mapping written in lines rather than in brackets.

    Only to be asked of a node whose parents are: within brackets, everything is in brackets.
    """
    return not isinstance(node, Scalar) and source.text[node.start : node.start + 1] not in "[{"


def indent_of(source: Source, node: ListNode | MapNode) -> int:
    """How many characters stand before a list's dashes or a mapping's keys."""
    return source.position(node.start).column - 1


def blocks(source: Source, node: ListNode | MapNode) -> tuple[Block, ...]:
    """The blocks of a list or mapping written in lines, in their order."""
    indent = indent_of(source, node)
    found: list[Block] = []
    for key, inner in _members(node):
        head = key.start if key else _dash(source, inner, indent)
        start = line_start(source, head)
        whole = not source.text[start:head].strip(" ")
        lead = found[-1].end if found else _first_lead(source, start)
        content = line_end(source, content_end(source, inner))
        end = _with_deeper_comments(source, content, indent)
        found.append(Block(key, inner, lead if whole else start, start, end, whole))
    return tuple(found)


def _members(node: ListNode | MapNode) -> tuple[tuple[Node | None, Node], ...]:
    if isinstance(node, MapNode):
        return node.pairs
    return tuple((None, item) for item in node.items)


def content_end(source: Source, node: Node) -> int:
    """Behind a node's last own character: comments and blank lines after it are not its own."""
    if isinstance(node, Scalar):
        if node.style not in {"|", ">"}:
            return node.end
        text = source.text[node.start : node.end]
        keeps = "+" in text.partition("\n")[0].partition("#")[0]
        return node.end if keeps else node.start + len(text.rstrip(" \t\r\n"))
    if not in_lines(source, node):
        return node.end
    last = node.items[-1] if isinstance(node, ListNode) else node.pairs[-1][1]
    return content_end(source, last)


def line_start(source: Source, index: int) -> int:
    """Where the line of a character begins."""
    return source.starts[source.position(index).line - 1]


def line_end(source: Source, index: int) -> int:
    """Behind the break of the line in which a text that ends at ``index`` ends."""
    if index and source.text[index - 1] in "\r\n":
        return index
    line = source.position(index).line
    return source.starts[line] if line < len(source.starts) else len(source.text)


def _dash(source: Source, item: Node, indent: int) -> int:
    """Where the dash of an item stands: on its first line, or on one above it."""
    line = source.position(item.start).line
    while line > 1 and source.line(line)[indent : indent + 1] != "-":
        line -= 1
    return source.starts[line - 1] + indent


def _first_lead(source: Source, start: int) -> int:
    """Where the comments and blank lines directly above a line begin."""
    line = source.position(start).line
    while line > 1 and _is_aside(source.line(line - 1)):
        line -= 1
    return source.starts[line - 1]


def _with_deeper_comments(source: Source, end: int, indent: int) -> int:
    """``end``, moved behind the comments that follow and are indented deeper."""
    if end >= len(source.text):
        return end
    line = source.position(end).line
    while line <= len(source.starts):
        text = source.line(line)
        column = len(text) - len(text.lstrip(" "))
        if not _is_aside(text) or (text.strip() and column <= indent):
            break
        line += 1
        if text.strip():
            end = source.starts[line - 1] if line <= len(source.starts) else len(source.text)
    return end


def _is_aside(line: str) -> bool:
    """Whether a line is blank or holds nothing but a comment."""
    return not line.strip() or line.lstrip().startswith("#")
