"""A word of a ledger in all its files: where it is made known, where it is used, its renaming."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from opledger.core.failure import Failure
from opledger.core.late import dataclass
from opledger.editor.edits import Edit, applied, between
from opledger.editor.meanings import ONE, listed
from opledger.editor.overlay import is_record, shape_of
from opledger.editor.words import Spot, spot_at, uses
from opledger.files.diagnostics import printable
from opledger.files.disk import CONFIG_NAME, ID, look
from opledger.files.emit import in_brackets
from opledger.files.nodes import ListNode, MapNode, Node, Scalar
from opledger.files.reading import parse_text, read_settings
from opledger.files.rules.words import is_new_word
from opledger.files.schema import LEDGER, OPPORTUNITY
from opledger.files.source import Source
from opledger.files.splice import Document, Unsafe, set_value

if TYPE_CHECKING:
    from opledger.core.config import Config
    from opledger.editor.ledger import EditedLedger


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a file of the ledger."""

    source: Source
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Renaming:
    """What a new name changes: edits by the path of the file, and the file that is moved."""

    edits: Mapping[str, tuple[Edit, ...]]
    sources: Mapping[str, Source]
    moved: tuple[str, str] | None = None


def word_at(tree: Node | None, path: str, index: int) -> Spot | None:
    """The word of a vocabulary at a place of a file; ``None`` where there is none."""
    shape = shape_of(path)
    spot = spot_at(tree, shape, index) if shape else None
    return spot if spot and spot.vocabulary else None


def definition(ledger: EditedLedger, spot: Spot) -> Place | None:
    """Where ``ledger.yaml`` makes a word known; ``None`` where it does not, as of a default."""
    terms = ledger.terms
    if terms.tree is None:
        return None
    for use in uses(terms.tree, LEDGER, spot.vocabulary, spot.node.text):
        if use.defines:
            return Place(terms.source, use.node.start, use.node.end)
    return None


def references(ledger: EditedLedger, spot: Spot, *, defining: bool) -> tuple[Place, ...]:
    """Every place where a word stands, file by file; those that make it known if asked for.

    A file that is no YAML has none.
    """
    return tuple(
        Place(source, use.node.start, use.node.end)
        for source, tree in _holding(ledger, spot.node.text)
        if tree is not None
        for use in _uses(source, tree, spot)
        if defining or not use.defines
    )


def rename_word(ledger: EditedLedger, spot: Spot, name: str) -> Renaming:
    """The edits that give a word another name in every file.

    Raises:
        Failure: the name is none, or taken; or a file can't be searched.
    """
    word, vocabulary = spot.node.text, spot.vocabulary
    _refuse(ledger, spot, name)
    edits: dict[str, tuple[Edit, ...]] = {}
    sources: dict[str, Source] = {}
    for source, tree in _holding(ledger, word):
        if tree is None:
            message = f"{source.path} is no valid YAML and may use '{word}': mend it first"
            raise Failure(message, code=1)
        found = tuple(_uses(source, tree, spot))
        if found:
            edits[source.path] = _renamed(source, tree, found, name)
            sources[source.path] = source
    if vocabulary == "stages":
        _keep_marks(ledger, word, name, edits, sources)
    return Renaming(edits, sources)


def rename_id(ledger: EditedLedger, path: str, name: str) -> Renaming:
    """The move that gives an opportunity another id.

    Raises:
        Failure: the name is no id, or another file has it, or whatever else stands there.
    """
    if not ID.fullmatch(name):
        message = f"'{printable(name)}' is no id: a-z, 0-9 and '-' only, at most 80"
        raise Failure(message, code=1)
    if name == PurePosixPath(path).stem:
        return Renaming({}, {})
    taken = [
        each for each in ledger.paths() if PurePosixPath(each).stem == name and is_record(each)
    ]
    if taken:
        raise Failure(f"the id '{name}' is taken by {taken[0]}: choose another", code=1)
    target = str(PurePosixPath(path).with_name(f"{name}.yaml"))
    if look(ledger.root / target):
        raise Failure(f"something stands at {target} already: choose another", code=1)
    return Renaming({}, {}, (path, target))


def can_rename(ledger: EditedLedger, spot: Spot) -> None:
    """Refuse a word that can't be renamed.

    Raises:
        Failure: no file makes it known: every ledger has it until it lists its own.
    """
    word, vocabulary = spot.node.text, spot.vocabulary
    words = listed(ledger.config, vocabulary)
    if words is None:
        return
    if word not in words:
        raise Failure(f"'{printable(word)}' is none of the ledger's {vocabulary}", code=1)
    if definition(ledger, spot) is None:
        message = (
            f"'{word}' is a word that every ledger has: list your own '{vocabulary}:'"
            " in ledger.yaml first"
        )
        raise Failure(message, code=1)


def _refuse(ledger: EditedLedger, spot: Spot, name: str) -> None:
    can_rename(ledger, spot)
    vocabulary = spot.vocabulary
    if not is_new_word(name):
        message = f"'{printable(name)[:60]}' is no word: letters, digits and -_.+ only, at most 40"
        raise Failure(message, code=1)
    if name == spot.node.text:
        raise Failure(f"it is '{name}' already", code=1)
    words = listed(ledger.config, vocabulary)
    taken = name in words if words is not None else _is_used(ledger, spot, name)
    if taken:
        message = f"'{name}' is a {ONE[vocabulary]} of this ledger already: choose another"
        raise Failure(message, code=1)


def _is_used(ledger: EditedLedger, spot: Spot, name: str) -> bool:
    other = replace(spot, node=replace(spot.node, text=name))
    return bool(references(ledger, other, defining=True))


def _holding(ledger: EditedLedger, word: str) -> Iterator[tuple[Source, Node | None]]:
    """The files in whose text a word may stand, each with its tree, ``None`` if it is no YAML."""
    for path in ledger.paths():
        source = ledger.source(path)
        if source is not None and (word in source.text or "\\" in source.text):
            yield source, parse_text(source)[0]


def _uses(source: Source, tree: Node, spot: Spot) -> Iterator[Spot]:
    record = LEDGER if source.path == CONFIG_NAME else OPPORTUNITY
    return uses(tree, record, spot.vocabulary, spot.node.text)


def _renamed(source: Source, tree: Node, found: tuple[Spot, ...], name: str) -> tuple[Edit, ...]:
    """The edits of one file, once it is proved that it says the same with the other word."""
    edits = tuple(Edit(s.node.start, s.node.end, _in_style(name, s.node)) for s in found)
    after, _ = parse_text(source.with_text(applied(source.text, edits)))
    renamed = {spot.node.start for spot in found}
    if after is None or _said(after, set(), name) != _said(tree, renamed, name):
        message = f"{source.path} was left as it is: other lines would come to mean something else"
        raise Failure(message, code=1)
    return edits


def _in_style(name: str, node: Scalar) -> str:
    """A word in the quotes of the one that it takes the place of, or as it needs them."""
    if node.style in {"'", '"'}:
        return f"{node.style}{name}{node.style}"
    return in_brackets(name)


def _said(node: Node, renamed: set[int], name: str) -> object:
    """What a node says once the scalars that start at these places have another name."""
    match node:
        case ListNode():
            return "list", tuple(_said(item, renamed, name) for item in node.items)
        case MapNode():
            pairs = ((_said(k, renamed, name), _said(v, renamed, name)) for k, v in node.pairs)
            return "mapping", tuple(pairs)
    if node.start in renamed and node.end > node.start:
        return "str", name
    return node.kind, "" if node.kind == "null" else node.text


def _keep_marks(
    ledger: EditedLedger,
    word: str,
    name: str,
    edits: dict[str, tuple[Edit, ...]],
    sources: dict[str, Source],
) -> None:
    """Say in ``ledger.yaml`` which stages mean a conversation and an offer, if that would change.

    Without ``conversation:`` and ``offer:`` it follows from the names ``call`` and ``offer``.
    """
    source = sources.get(CONFIG_NAME)
    if source is None:
        return
    before = ledger.config
    text = applied(source.text, edits[CONFIG_NAME])
    document = source.with_text(text)
    for key, stage in _marks(before).items():
        wanted = name if stage == word else stage
        config, _ = read_settings(document)
        if _marks(config)[key] != wanted:
            try:
                document = set_value(
                    Document.of(document), (key,), wanted, tuple(LEDGER.fields)
                ).source
            except Unsafe as why:
                message = f"add '{key}: {stage}' to ledger.yaml first: {why}"
                raise Failure(message, code=1) from None
    if document.text != text:
        edits[CONFIG_NAME] = between(source.text, document.text)


def _marks(config: Config) -> dict[str, str]:
    return {"conversation": config.conversation_stage, "offer": config.offer_stage}
