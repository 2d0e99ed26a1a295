"""The items of a list in three versions: which are the same, and what becomes of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from difflib import SequenceMatcher

from opledger.core.late import dataclass
from opledger.files.blocks import blocks, indent_of
from opledger.files.nodes import ListNode, MapNode, Node, Scalar, every_node, exact
from opledger.files.source import Source
from opledger.git.pieces import GONE, Conflict, Piece, three_way
from opledger.git.weave import woven

Name = tuple[str, int]  # "base", "ours", "theirs" or "both", and the place there


@dataclass(frozen=True, slots=True)
class Item:
    """An item in one version: its lines, the comments above them, and what it says.

    ``hints`` are what it may be known by once it was edited, the best first.
    """

    lead: str
    own: str
    data: Hashable
    hints: tuple[Hashable, ...]
    head: str
    comments: tuple[str, ...]


def items_of(source: Source, node: ListNode, indent: int) -> list[Item] | None:
    """The items of a list in lines, moved to an indent; ``None`` where they can't be."""
    by = indent - indent_of(source, node)
    found = []
    for block in blocks(source, node):
        lead = _moved(source.text[block.lead : block.start], by)
        own = _moved(source.text[block.start : block.end], by)
        if lead is None or own is None or not block.whole:
            return None
        inside = source.text[block.start : block.end]
        comments = tuple(_comments(inside, block.node, block.start))
        data = exact(block.node)
        head = f"{_text(block.node, 'date')[:10]}\0{data!r}\0{own}"
        found.append(Item(lead, own, data, _hints(block.node), head, comments))
    return found


def _moved(text: str, by: int) -> str | None:
    """Lines with more blanks before them, or fewer."""
    lines = text.splitlines(keepends=True)
    if by >= 0:
        return "".join(" " * by + line if line.strip() else line for line in lines)
    if any(line.strip() and line[:-by].strip(" ") for line in lines):
        return None
    return "".join(line[-by:] if line.strip() else line for line in lines)


def _text(node: Node, key: str) -> str:
    pair = node.get(key) if isinstance(node, MapNode) else None
    return pair[1].text if pair and isinstance(pair[1], Scalar) else ""


def _hints(node: Node) -> tuple[Hashable, ...]:
    if not isinstance(node, MapNode) or not node.pairs:
        return (None, None, None)
    what = _text(node, "stage"), _text(node, "outcome")
    date = _text(node, "date")
    key, value = node.pairs[0]
    return (
        (date, *what) if date else None,
        what if any(what) else None,
        date[:10] or (exact(key), exact(value)),
    )


def _comments(text: str, node: Node, start: int) -> Iterator[str]:
    """The comments within an item's own lines, without the sign and the blanks around it."""
    spans = [(n.start - start, n.end - start) for n in every_node(node) if isinstance(n, Scalar)]
    at = text.find("#")
    while at >= 0:
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        if (at == 0 or text[at - 1].isspace()) and not any(a <= at < b for a, b in spans):
            yield text[at + 1 : end].strip()
            at = text.find("#", end)
        else:
            at = text.find("#", at + 1)


def united(
    base: Sequence[Item], ours: Sequence[Item], theirs: Sequence[Item]
) -> list[Piece] | None:
    """The items of both sides as pieces; ``None`` where both put them in other orders."""
    of_ours, of_theirs = _matched(base, ours), _matched(base, theirs)
    new = [
        [n for n in range(len(side)) if n not in of_it.values()]
        for side, of_it in ((ours, of_ours), (theirs, of_theirs))
    ]
    both = _equal([ours[n].data for n in new[0]], [theirs[n].data for n in new[1]])
    twins = {new[0][a]: new[1][b] for a, b in both.items()}
    items: dict[Name, tuple[Item | None, Item | None, Item | None]] = {}
    orders: list[list[Name]] = []
    for side, of_it, which in ((ours, of_ours, 1), (theirs, of_theirs, 2)):
        back = {place: n for n, place in of_it.items()}
        order: list[Name] = []
        for place, item in enumerate(side):
            name = _name(place, which, back, twins)
            known = list(items.get(name, (None, None, None)))
            known[which] = item
            known[0] = base[name[1]] if name[0] == "base" else None
            items[name] = (known[0], known[1], known[2])
            order.append(name)
        orders.append(order)
    kept = {name for name, versions in items.items() if not _is_taken_back(*versions)}
    before: list[Name] = [("base", n) for n in range(len(base))]
    order_of_both = woven(
        [name for name in before if name in kept],
        [name for name in orders[0] if name in kept],
        [name for name in orders[1] if name in kept],
        lambda name: next(item.head for item in items[name][1:] if item),
    )
    if order_of_both is None:
        return None
    return [piece for name in order_of_both for piece in _resolved(*items[name])]


def _name(place: int, which: int, back: dict[int, int], twins: dict[int, int]) -> Name:
    if place in back:
        return "base", back[place]
    if which == 1:
        return ("both" if place in twins else "ours"), place
    mirrored = {theirs: ours for ours, theirs in twins.items()}
    return ("both", mirrored[place]) if place in mirrored else ("theirs", place)


def _is_taken_back(base: Item | None, ours: Item | None, theirs: Item | None) -> bool:
    """Whether one side deleted it and the other left it as it was."""
    if base is None or (ours and theirs):
        return False
    left = ours or theirs
    return left is None or (left.lead, left.own) == (base.lead, base.own)


def _resolved(base: Item | None, ours: Item | None, theirs: Item | None) -> list[Piece]:
    if ours is None or theirs is None:
        left = ours or theirs
        if base is None:
            return [left.lead + left.own] if left else []
        texts = [item.lead + item.own if item else "" for item in (ours, base, theirs)]
        return [Conflict(texts[0], texts[1], texts[2], GONE)]
    if base is None:
        return [_joined(ours, theirs)]
    return [
        three_way(base.lead, ours.lead, theirs.lead),
        three_way(base.own, ours.own, theirs.own),
    ]


def _joined(ours: Item, theirs: Item) -> str:
    """One text for what both added: the longer one, with the comments only the other one has."""
    if (ours.lead, ours.own) == (theirs.lead, theirs.own):
        return ours.lead + ours.own
    kept, other = sorted((ours, theirs), key=lambda item: (len(item.own), item.own, item.lead))[
        ::-1
    ]
    there = {*kept.comments, *_lines(kept.lead)}
    missing = [c for c in (*_lines(other.lead), *other.comments) if c and c not in there]
    indent = kept.own[: len(kept.own) - len(kept.own.lstrip(" "))]
    return kept.lead + "".join(f"{indent}# {line}\n" for line in missing) + kept.own


def _lines(lead: str) -> list[str]:
    return [line.strip().lstrip("#").strip() for line in lead.splitlines()]


def _matched(base: Sequence[Item], side: Sequence[Item]) -> dict[int, int]:
    """For each item of the base its place in the side, where it is there, edited or not."""
    found = _equal([item.data for item in base], [item.data for item in side])
    for level in range(3):
        waiting: dict[Hashable, list[int]] = defaultdict(list)
        taken = set(found.values())
        for place, item in enumerate(side):
            if place not in taken and item.hints[level] is not None:
                waiting[item.hints[level]].append(place)
        for n, item in enumerate(base):
            if n not in found and waiting.get(item.hints[level]):
                found[n] = waiting[item.hints[level]].pop(0)
    return found


def _equal(one: Sequence[Hashable], other: Sequence[Hashable]) -> dict[int, int]:
    """The places of equal things: in one order as far as that goes, then wherever they are."""
    found = {}
    for block in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks():
        found.update({block.a + n: block.b + n for n in range(block.size)})
    waiting: dict[Hashable, list[int]] = defaultdict(list)
    taken = set(found.values())
    for place, thing in enumerate(other):
        if place not in taken:
            waiting[thing].append(place)
    for place, thing in enumerate(one):
        if place not in found and waiting.get(thing):
            found[place] = waiting[thing].pop(0)
    return found
