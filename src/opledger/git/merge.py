"""Three versions of a file of a ledger become one: the merge driver's work, as texts.

A file is merged by what it is made of. The pairs of a mapping and the items of a list, each with
its comments, are compared as whole lines between both sides and what they came from. What only
one side changed is taken; what both added is united; what both changed in different ways, or one
changed and the other deleted, is left to a person between markers, and the rest is merged around
it. A list or mapping in brackets is one value.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from opledger.core.late import dataclass
from opledger.files.blocks import blocks, in_lines, indent_of
from opledger.files.nodes import ListNode, MapNode, Node, Scalar, exact
from opledger.files.source import BOM, Source
from opledger.files.splice import Document, Unsafe
from opledger.git.items import Item, items_of, united
from opledger.git.pieces import CHANGED, GONE, Conflict, Piece, rendered, three_way
from opledger.git.weave import woven

NAMES = ("ours", "base", "theirs")


class Unmergeable(Exception):
    """A version that can't be read as a file of a ledger; git's own merge is left to do it."""


@dataclass(frozen=True, slots=True)
class Merged:
    """The merged text, its byte-order mark among it, and how many conflicts are left in it."""

    text: str
    conflicts: int


@dataclass(frozen=True, slots=True)
class _Form:
    """How a file is written, whatever it says."""

    bom: bool
    ends: str  # of its lines; "" where they are not all the same
    last: bool  # whether its last line has one


def merge(
    base: str,
    ours: str,
    theirs: str,
    *,
    marker_size: int = 7,
    names: tuple[str, str, str] = NAMES,
) -> Merged:
    """Both sides united, the same to the byte whichever is ours.

    An empty ``base`` means that there is none: both sides made the file.

    Raises:
        Unmergeable: one of the versions is not plain YAML, or not made of whole lines.
    """
    if theirs in {ours, base}:
        return Merged(ours, 0)
    if ours == base:
        return Merged(theirs, 0)
    texts = [text for text in (base, ours, theirs) if text or text != base]
    forms = [_form(text) for text in texts]
    form = _form_of_both(forms)
    plain = [_plain(text, form) for text in texts]
    documents = [_document(text) for text in plain]
    before = documents[0] if base else None
    one, other = documents[-2:]
    every = (before, one, other)
    pieces = [
        three_way(*_edges(every, 0)),
        *_mapping([(each.source, each.tree) if each else None for each in every]),  # type: ignore[misc]
        three_way(*_edges(every, 1)),
    ]
    text, conflicts = rendered(pieces, names, marker_size)
    if not conflicts and not _says(text, before, one, other):
        whole = Conflict(plain[-2], plain[0] if base else "", plain[-1], CHANGED)
        text, conflicts = rendered([whole], names, marker_size)
    return Merged(_written(text, form), conflicts)


def _form(text: str) -> _Form:
    body = text.removeprefix(BOM)
    many, crlf = body.count("\n"), body.count("\r\n")
    ends = "\r\n" if many and many == crlf else "" if "\r" in body else "\n"
    return _Form(text.startswith(BOM), ends, body.endswith("\n"))


def _form_of_both(forms: Sequence[_Form]) -> _Form:
    """Each trait is that of the side which changed it; without a base, the usual one."""
    base = forms[0] if len(forms) == 3 else _Form(bom=False, ends="\n", last=True)  # noqa: PLR2004
    one, other = forms[-2:]
    ends = other.ends if one.ends == base.ends else one.ends
    if "" in {each.ends for each in forms}:
        ends = ""
    return _Form(
        other.bom if one.bom == base.bom else one.bom,
        ends,
        other.last if one.last == base.last else one.last,
    )


def _plain(text: str, form: _Form) -> str:
    """The text as it is compared: lines that end alike, the last one too."""
    body = text.removeprefix(BOM)
    body = body.replace("\r\n", "\n") if form.ends else body
    return body if not body or body.endswith("\n") else body + "\n"


def _written(text: str, form: _Form) -> str:
    text = text if form.last else text.removesuffix("\n")
    text = text.replace("\n", "\r\n") if form.ends == "\r\n" else text
    return (BOM if form.bom else "") + text


def _document(text: str) -> Document:
    try:
        document = Document.of(Source.of("", text))
    except Unsafe as why:
        raise Unmergeable(str(why)) from None
    if not isinstance(document.tree, MapNode) or not in_lines(document.source, document.tree):
        raise Unmergeable("it has no 'key: value' lines")
    if not all(block.whole for block in blocks(document.source, document.tree)):
        raise Unmergeable("its keys do not stand on lines of their own")
    return document


def _edges(every: Sequence[Document | None], which: int) -> tuple[str | None, str, str]:
    """What stands before the first pair of each version, or behind the last one."""
    found: list[str | None] = []
    for document in every:
        if document is None:
            found.append(None)
            continue
        assert isinstance(document.tree, MapNode)  # noqa: S101 - a document's tree is one
        stand, text = blocks(document.source, document.tree), document.source.text
        found.append((text[: stand[0].lead], text[stand[-1].end :])[which])
    return found[0], found[1] or "", found[2] or ""


def _says(text: str, base: Document | None, one: Document, other: Document) -> bool:
    """Whether a merged text can be read, and has every item of its lists that it should have."""
    try:
        merged = _document(text)
    except Unmergeable:
        return False
    assert isinstance(merged.tree, MapNode)  # noqa: S101 - a document's tree is one
    keys = [getattr(key, "text", "") for key, _ in merged.tree.pairs]
    if len(keys) != len(set(keys)):
        return False
    for key in keys:
        sides = [each.at((key,)) if each else None for each in (base, one, other)]
        if not all(isinstance(node, ListNode) for node in sides[1:]):
            continue
        counts = [Counter(exact(item) for item in getattr(node, "items", ())) for node in sides]
        found = Counter(exact(item) for item in getattr(merged.at((key,)), "items", ()))
        for mine, others in ((counts[1], counts[2]), (counts[2], counts[1])):
            # What a side has stays, unless the other took it away from what both came from.
            if any(not found[item] and (others[item] or not counts[0][item]) for item in mine):
                return False
    return True


@dataclass(frozen=True, slots=True)
class _Pair:
    """A pair of a mapping in one version: its lines, the comments above them, and its value."""

    source: Source
    lead: str
    own: str
    start: int
    end: int
    value: Node

    @property
    def text(self) -> str:
        """All of its lines."""
        return self.lead + self.own


_Versions = tuple[_Pair | None, _Pair | None, _Pair | None]


def _mapping(nodes: Sequence[tuple[Source, MapNode] | None]) -> list[Piece]:
    """The pieces of a mapping in lines: its pairs in the order of both sides.

    ``nodes`` are its three versions, that of the base first and missing where there is none.
    """
    sides = [_pairs(*node) if node else {} for node in nodes]
    keys = list(dict.fromkeys(key for side in sides[1:] for key in side))
    versions: dict[str, _Versions] = {
        key: (sides[0].get(key), sides[1].get(key), sides[2].get(key)) for key in keys
    }
    kept = {key for key in keys if not _is_taken_back(*versions[key])}
    before, one, other = ([key for key in side if key in kept] for side in sides)
    order = woven(before, one, other, str)
    return [piece for key in order or sorted(kept) for piece in _pair(*versions[key])]


def _pairs(source: Source, node: MapNode) -> dict[str, _Pair]:
    found = {}
    for block in blocks(source, node):
        lead = source.text[block.lead : block.start]
        own = source.text[block.start : block.end]
        if not isinstance(block.key, Scalar) or not block.whole or block.key.text in found:
            raise Unmergeable("its keys do not stand on lines of their own")
        found[block.key.text] = _Pair(source, lead, own, block.start, block.end, block.node)
    return found


def _is_taken_back(base: _Pair | None, ours: _Pair | None, theirs: _Pair | None) -> bool:
    """Whether one side deleted it and the other left it as it was."""
    left = ours or theirs
    if base is None or left is None or (ours and theirs):
        return False
    return left.text == base.text


def _pair(base: _Pair | None, ours: _Pair | None, theirs: _Pair | None) -> list[Piece]:
    if ours is None or theirs is None:
        left = ours or theirs
        if base is None:
            return [left.text] if left else []
        texts = [pair.text if pair else "" for pair in (ours, base, theirs)]
        return [Conflict(texts[0], texts[1], texts[2], GONE)]
    lead = three_way(base.lead if base else None, ours.lead, theirs.lead)
    own = three_way(base.own if base else None, ours.own, theirs.own)
    if isinstance(own, str):
        return [lead, own]
    return [lead, *(_inside(base, ours, theirs) or [own])]


def _inside(base: _Pair | None, ours: _Pair, theirs: _Pair) -> list[Piece] | None:
    """The pieces of a value that is written in lines in all versions; else ``None``."""
    there = [pair for pair in (base, ours, theirs) if pair]
    if not all(in_lines(pair.source, pair.value) for pair in there):
        return None
    around = [_around(pair) for pair in there]
    heads = [head for head, _ in around]
    tails = [tail for _, tail in around]
    kinds = {type(pair.value) for pair in there}
    inner: list[Piece] | None = None
    if kinds == {ListNode}:
        inner = _list(there, has_base=base is not None)
    elif kinds == {MapNode} and len({_indent(pair) for pair in there}) == 1:
        inner = _mapping([(p.source, p.value) if p else None for p in (base, ours, theirs)])  # type: ignore[misc]
    if not inner:  # nothing of it would be left, which neither side meant
        return None
    head = three_way(heads[0] if base else None, heads[-2], heads[-1])
    tail = three_way(tails[0] if base else None, tails[-2], tails[-1])
    return [head, *inner, tail]


def _around(pair: _Pair) -> tuple[str, str]:
    """The lines of a pair before the first member of its value and behind the last one."""
    assert isinstance(pair.value, ListNode | MapNode)  # noqa: S101 - it is in lines
    stand = blocks(pair.source, pair.value)
    text = pair.source.text
    return text[pair.start : stand[0].lead], text[stand[-1].end : pair.end]


def _indent(pair: _Pair) -> int:
    assert isinstance(pair.value, ListNode | MapNode)  # noqa: S101 - it is in lines
    return indent_of(pair.source, pair.value)


def _list(there: Sequence[_Pair], *, has_base: bool) -> list[Piece] | None:
    indents = [_indent(pair) for pair in there]
    base = indents[0] if has_base else max(indents)
    indent = indents[-1] if indents[-2] == base else indents[-2]
    if has_base and len({*indents}) == 3:  # noqa: PLR2004 - both sides moved it, each elsewhere
        return None
    found = [items_of(pair.source, pair.value, indent) for pair in there]  # type: ignore[arg-type]
    if any(items is None for items in found):
        return None
    sides: list[list[Item]] = [items for items in found if items is not None]
    return united(sides[0] if has_base else [], sides[-2], sides[-1])
