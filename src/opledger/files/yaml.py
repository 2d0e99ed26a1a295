"""The one door to the YAML parser: a text becomes nodes, or diagnostics, and nothing else.

The parser's events are read one by one and held against the limits as they come, so that no
file can make it build what it should not; of ruamel.yaml only the event stream is used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import field
from typing import TYPE_CHECKING

from opledger.core.late import dataclass, pattern
from opledger.files.nodes import ListNode, MapNode, Node, Scalar
from opledger.files.rules.events import EVENT_RULES, Seen
from opledger.files.rules.syntax import SYNTAX_RULES

if TYPE_CHECKING:
    from ruamel.yaml.error import MarkedYAMLError

    from opledger.files.diagnostics import Diagnostic
    from opledger.files.source import Source

Parse = Callable[["Source"], "tuple[Node | None, tuple[Diagnostic, ...]]"]
# Escapes run to \U0010ffff; at one beyond, the parser fails without saying where.
_NO_CHARACTER = pattern(r"\\U(?!0010|000[0-9A-Fa-f])[0-9A-Fa-f]{8}")


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end has not come yet."""

    is_map: bool
    start: int
    nodes: list[Node] = field(default_factory=list)

    def close(self, end: int) -> Node:
        if self.is_map:
            pairs = tuple(zip(self.nodes[::2], self.nodes[1::2], strict=True))
            return MapNode(pairs, self.start, end)
        return ListNode(tuple(self.nodes), self.start, end)


def parse(source: Source) -> tuple[Node | None, tuple[Diagnostic, ...]]:
    """The first document's root node, and what the YAML rules find.

    The node is ``None`` where the text holds no document or is no YAML; a file with an error here
    is not worth reading further, but its nodes are given as far as they stand.
    """
    from ruamel.yaml.error import MarkedYAMLError

    found: list[Diagnostic] = []
    root: Node | None = None
    stack: list[_Open] = []
    at = 0
    try:
        for seen in _events(source):
            at = seen.event.start_mark.index
            stop = False
            for rule in EVENT_RULES:
                for finding in rule(seen):
                    found.append(rule.diagnose(source.path, finding))
                    stop = stop or rule.stops
            if stop:
                return None, tuple(found)
            node = _take(seen, stack)
            if node is not None and root is None and not stack:
                root = node
    except MarkedYAMLError as error:
        return None, (*found, *_complain(source, error))
    # The parser meets odd input with errors of many other kinds; each is a file it can't read.
    except Exception as error:  # noqa: BLE001
        escape = _NO_CHARACTER.search(source.text, at)
        if escape is not None:
            return None, (*found, *_diagnose(source, "an escape for no character", escape.start()))
        return None, (*found, *_diagnose(source, str(error).partition("\n")[0], at))
    return root, tuple(found)


def _events(source: Source) -> Iterator[Seen]:
    from ruamel.yaml import YAML

    depth = nodes = documents = 0
    # The round-trip parser would put marks of its own into folded texts; this one does not.
    for event in YAML(typ="safe", pure=True).parse(source.text):
        name = type(event).__name__
        if name.endswith(("SequenceStartEvent", "MappingStartEvent")):
            depth += 1
            nodes += 1
        elif name.endswith(("SequenceEndEvent", "MappingEndEvent")):
            depth -= 1
        elif name in {"ScalarEvent", "AliasEvent"}:
            nodes += 1
        elif name == "DocumentStartEvent":
            documents += 1
        yield Seen(name, event, source, depth, nodes, documents)


def _take(seen: Seen, stack: list[_Open]) -> Node | None:
    """Add an event to what is open; the node, if one is complete with it."""
    event = seen.event
    node: Node
    match seen.name:
        case "SequenceStartEvent" | "MappingStartEvent":
            stack.append(_Open(seen.name.startswith("Mapping"), event.start_mark.index))
            return None
        case "SequenceEndEvent" | "MappingEndEvent":
            node = stack.pop().close(event.end_mark.index)
        case "ScalarEvent":
            start, end = event.start_mark.index, event.end_mark.index
            if start == end and stack:
                start = end = _behind_its_sign(seen.source.text, stack[-1], start)
            node = Scalar(event.value, event.style or "", start, end)
        case "AliasEvent":
            node = Scalar("", "*", event.start_mark.index, event.end_mark.index)
        case _:
            return None
    if stack:
        stack[-1].nodes.append(node)
    return node


# Blanks, line breaks and comments between what stands before a value and its sign.
_ASIDE = pattern(r"(?:\s|#[^\r\n]*)*")


def _behind_its_sign(text: str, around: _Open, at: int) -> int:
    """Where a value that was left out would stand: behind its colon or dash.

    The parser puts it where the next thing begins, which may be lines further on.
    """
    is_value = around.is_map and len(around.nodes) % 2
    start = around.nodes[-1].end if around.nodes else around.start
    aside = _ASIDE.match(text, start)
    sign = aside.end() if aside else start
    if text[sign : sign + 1] == (":" if is_value else "-") and sign < at:
        return sign + 1
    return at


def _complain(source: Source, error: MarkedYAMLError) -> Iterator[Diagnostic]:
    """What the parser says, at the place where it helps most."""
    complaint = " ".join(filter(None, (error.context, error.problem)))
    opening = ("quoted scalar", "flow sequence", "flow mapping", "simple key")
    mark = error.problem_mark or error.context_mark
    if error.context_mark and any(sign in complaint for sign in opening):
        mark = error.context_mark
    yield from _diagnose(source, complaint, mark.index if mark else 0)


def _diagnose(source: Source, complaint: str, at: int) -> tuple[Diagnostic, ...]:
    for rule in SYNTAX_RULES:
        found = tuple(rule(source, complaint, min(at, len(source.text))))
        if found:
            return tuple(rule.diagnose(source.path, finding) for finding in found)
    return ()
