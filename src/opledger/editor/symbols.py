"""What a file consists of, for an outline; and the opportunities of a ledger by a query."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opledger.core.late import dataclass
from opledger.core.narrative.words import event_title
from opledger.editor.words import SCALES, TABLES
from opledger.files.diagnostics import printable
from opledger.files.nodes import ListNode, MapNode, Node, Scalar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from opledger.core.config import Config
    from opledger.core.model import Event, Opportunity


@dataclass(frozen=True, slots=True)
class Symbol:
    """Something with a name; it goes from ``start`` to ``end``, its name from ``at`` to ``to``.

    ``kind`` is ``opportunity``, ``event``, ``person``, ``question``, ``list`` or ``word``.
    """

    name: str
    detail: str
    kind: str
    start: int
    end: int
    at: int
    to: int
    inner: tuple[Symbol, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """An opportunity that a query finds, and the file it is in."""

    name: str
    detail: str
    path: str


def opportunity_symbols(
    tree: Node, about: Opportunity | None, config: Config
) -> tuple[Symbol, ...]:
    """The company with its events, people and questions."""
    if not isinstance(tree, MapNode):
        return ()
    inner = (
        *_events(tree, about, config),
        *_members(tree, "people", "name", "role", "person"),
        *_members(tree, "questions", "ask", "answer", "question"),
    )
    pair = tree.get("company")
    if pair is None or not isinstance(pair[1], Scalar) or not pair[1].text:
        return inner
    name = pair[1]
    role = _text(tree, "role")
    whole = _symbol(tree, name.text, role, "opportunity", name)
    return (_with(whole, inner),)


def ledger_symbols(tree: Node) -> tuple[Symbol, ...]:
    """The vocabularies and scales of ``ledger.yaml`` with their words."""
    found = []
    for key, value in tree.pairs if isinstance(tree, MapNode) else ():
        if not isinstance(key, Scalar) or key.text not in {*TABLES, *SCALES}:
            continue
        words: tuple[Symbol, ...] = ()
        if isinstance(value, MapNode):
            words = tuple(
                _symbol(name, name.text, _label(inner), "word", name)
                for name, inner in value.pairs
                if isinstance(name, Scalar) and name.text
            )
        elif isinstance(value, ListNode):
            words = tuple(
                _symbol(item, item.text, "", "word", item)
                for item in value.items
                if isinstance(item, Scalar) and item.text
            )
        whole = Symbol(key.text, "", "list", key.start, max(value.end, key.end), key.start, key.end)
        found.append(_with(whole, words))
    return tuple(found)


def find_opportunities(known: Iterable[Opportunity], query: str) -> tuple[Found, ...]:
    """The opportunities whose company, role or id has every word of a query in it."""
    wanted = query.casefold().split()
    found = []
    for each in known:
        told = f"{each.company} {each.role or ''} {each.id}".casefold()
        if all(word in told for word in wanted):
            name = printable(each.company or each.id)
            found.append(Found(name, printable(each.role or each.id), each.path))
    return tuple(found)


def _events(tree: MapNode, about: Opportunity | None, config: Config) -> Iterator[Symbol]:
    known = {event.nth: event for event in about.events} if about else {}
    for place, item in enumerate(_items(tree, "events")):
        day = _text(item, "date") or "?"
        event = known.get(place)
        name = f"{day} {_title(item, event, about, config)}"
        yield _symbol(item, name, _text(item, "note"), "event", _node(item, "date") or item)


def _title(item: Node, event: Event | None, about: Opportunity | None, config: Config) -> str:
    if event is not None and about is not None:
        return event_title(event, about, config)
    return _text(item, "stage") or _text(item, "outcome") or "Note"


def _members(tree: MapNode, key: str, name: str, detail: str, kind: str) -> Iterator[Symbol]:
    for item in _items(tree, key):
        node = _node(item, name)
        if node is not None and node.text:
            yield _symbol(item, node.text, _text(item, detail), kind, node)


def _symbol(whole: Node, name: str, detail: str, kind: str, at: Node) -> Symbol:
    return Symbol(_line(name), _line(detail), kind, whole.start, whole.end, at.start, at.end)


def _with(symbol: Symbol, inner: tuple[Symbol, ...]) -> Symbol:
    return Symbol(
        *(symbol.name, symbol.detail, symbol.kind),
        *(symbol.start, symbol.end, symbol.at, symbol.to),
        inner,
    )


_LONGEST = 80


def _line(text: str) -> str:
    line = " ".join(text.split())
    return printable(line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…")


def _items(tree: MapNode, key: str) -> tuple[Node, ...]:
    pair = tree.get(key)
    return pair[1].items if pair and isinstance(pair[1], ListNode) else ()


def _node(item: Node, key: str) -> Scalar | None:
    pair = item.get(key) if isinstance(item, MapNode) else None
    return pair[1] if pair and isinstance(pair[1], Scalar) else None


def _text(item: Node, key: str) -> str:
    node = _node(item, key)
    return node.text if node else ""


def _label(node: Node) -> str:
    return node.text if isinstance(node, Scalar) else _text(node, "label")
