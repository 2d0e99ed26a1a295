"""Thousands of edits of YAML files from elsewhere: no wrong data, and only the lines they must.

    python -m tests.campaigns.edits FOLDER [EDITS]

Every file below the folder that is one document of plain YAML is edited at places chosen by a
fixed seed: items put into lists, keys added and set. What a file says is read before and after by
ruamel.yaml's own loader, which the editor does not use.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass
from functools import partial
from math import isnan
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from opledger.files.nodes import ListNode, MapNode, Node, Scalar
from opledger.files.source import Source
from opledger.files.splice import Document, Unsafe, insert_item, set_value

LARGEST = 64 * 1024
EVENT = {"date": "2024-01-24", "stage": "onsite", "note": "Four rounds: the last with founders."}
TEXTS = ("Kestrel & Sons", "no", "12:30", "a: b # c", "two\nlines", "  blank", "#", "- x", "", "ß→")
Path_ = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Edited:
    """One edit: what it was, and what came of it."""

    file: Path
    kind: str
    result: str  # inserted, its own line(s), refused, wrong
    why: str = ""


def documents(folder: Path) -> Iterator[tuple[Path, Document, Any]]:
    """Every file that can be read, with what ruamel.yaml reads in it."""
    for path in sorted(folder.rglob("*.y*ml")):
        if not path.is_file() or path.stat().st_size > LARGEST:
            continue
        with suppress(UnicodeDecodeError, Unsafe, YAMLError, ValueError, TypeError, OverflowError):
            text = path.read_bytes().decode()
            document = Document.of(Source.of(str(path), text))
            yield path, document, loaded(text)


def loaded(text: str) -> Any:
    """What ruamel.yaml's own loader reads: dates stay text, as the ledger takes them."""
    yaml = YAML(typ="safe", pure=True)
    yaml.Constructor.add_constructor("tag:yaml.org,2002:timestamp", _as_text)
    return yaml.load(text)


def _as_text(loader: Any, node: Any) -> str:
    return str(loader.construct_scalar(node))


def places(node: Node, path: Path_ = ()) -> Iterator[tuple[Path_, Node]]:
    """Every node that a path of plain keys leads to, with its path."""
    yield path, node
    if isinstance(node, ListNode):
        for place, item in enumerate(node.items):
            yield from places(item, (*path, place))
    elif isinstance(node, MapNode):
        for key, value in node.pairs:
            if isinstance(key, Scalar) and key.kind == "str":
                yield from places(value, (*path, key.text))


def edit(path: Path, document: Document, data: Any, chance: random.Random) -> Edited | None:
    """One edit at a place that chance picks; ``None`` where the file has no such place."""
    kind = chance.choice(["append", "insert", "add key", "set"])
    wanted = {"append": ListNode, "insert": ListNode, "add key": MapNode, "set": Scalar}[kind]
    found = [(at, node) for at, node in places(document.tree) if isinstance(node, wanted)]
    found = [each for each in found if kind != "set" or (each[0] and isinstance(each[0][-1], str))]
    if not found:
        return None
    at, node = chance.choice(found)
    expected = deepcopy(data)
    if isinstance(node, ListNode):
        place = len(node.items) if kind == "append" else chance.randrange(len(node.items) + 1)
        value: object = EVENT if chance.random() < 0.7 else chance.choice(TEXTS)
        expected = changed(expected, at, lambda old: [*old[:place], value, *old[place:]])
        make = partial(insert_item, document, at, place, value)
    elif isinstance(node, MapNode):
        value = chance.choice([EVENT, "Kestrel", ["a", "b"], *TEXTS])
        expected = changed(expected, at, lambda old: {**old, "opledger-new": value})
        make = partial(set_value, document, (*at, "opledger-new"), value)
    else:
        value = chance.choice(TEXTS)
        expected = changed(expected, at, lambda _: value)
        make = partial(set_value, document, at, value)
    try:
        after = make()
    except Unsafe as why:
        return Edited(path, kind, "refused", f"{at}: {why}")
    result = judged(document.source.text, after.source.text)
    try:
        right = same(loaded(after.source.text), expected)
    except YAMLError as error:
        return Edited(path, kind, "wrong", f"{at}: {error}")
    return Edited(path, kind, result if right else "wrong", str(at))


def changed(data: Any, at: Path_, change: Callable[[Any], Any]) -> Any:
    """The data with what stands at a path changed."""
    if not at:
        return change(data)
    inner = data[at[0]]
    data[at[0]] = changed(inner, at[1:], change)
    return data


def same(one: object, other: object) -> bool:
    """Whether two values are the same, types and the order of keys included."""
    if isinstance(one, float) and isnan(one):
        return isinstance(other, float) and isnan(other)
    if isinstance(one, dict) and isinstance(other, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return type(one) is type(other) and one == other


def judged(before: str, after: str) -> str:
    """How much of the text was touched."""
    head = _alike(before, after)
    tail = _alike(before[head:][::-1], after[head:][::-1])
    if head + tail == len(before):
        return "inserted"
    touched = before[head : len(before) - tail]
    return "its own line" if len(touched.splitlines()) == 1 else "its own lines"


def _alike(one: str, other: str) -> int:
    """How many characters are the same from the beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


def campaign(folder: Path, edits: int) -> list[Edited]:
    """That many edits, spread over all files."""
    chance = random.Random(20240229)  # noqa: S311 - a seed makes it the same each time
    every = list(documents(folder))
    done: list[Edited] = []
    while every and len(done) < edits:
        for path, document, data in every:
            each = edit(path, document, data, chance)
            if each is not None:
                done.append(each)
            if len(done) >= edits:
                break
    return done


def main() -> None:
    """Run it and print the figures."""
    folder = Path(sys.argv[1])
    done = campaign(folder, int(sys.argv[2]) if len(sys.argv) > 2 else 4000)
    for kind in sorted({each.kind for each in done}):
        counts = Counter(each.result for each in done if each.kind == kind)
        print(f"{kind:8}", dict(sorted(counts.items())))
    for each in done:
        if each.result in {"wrong", "refused"}:
            print(each.result, each.kind, each.file, each.why)
    print(len(done), "edits of", len({each.file for each in done}), "files")


if __name__ == "__main__":
    main()
