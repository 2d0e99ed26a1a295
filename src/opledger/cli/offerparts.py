"""The parts of an offer, as ``record --offer`` takes them: a line as in the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from opledger.api.days import DAY_FORM, as_day
from opledger.core.failure import Failure

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from opledger.files.nodes import MapNode
    from opledger.files.source import Source


def offer_parts(given: str | None, zone: ZoneInfo) -> dict[str, Any] | None:
    """An offer as it would stand in the file, with or without its braces; ``None`` of none.

    Raises:
        Failure: it can't be read.
    """
    if given is None:
        return None
    from opledger.files.nodes import MapNode
    from opledger.files.source import Source
    from opledger.files.values import plain
    from opledger.files.yaml import parse

    text = given if given.lstrip().startswith("{") else f"{{{given}}}"
    source = Source.of("--offer", text)
    tree, found = parse(source)
    if found or not isinstance(tree, MapNode):
        what = "write it as in the file, 'base: 190000, currency: USD, form: written'"
        raise Failure(f"--offer can't be read: {what}")
    names = [source.text[name.start : name.end] for name, _ in tree.pairs]
    for name, value in tree.pairs:
        said = source.text[name.start : name.end]
        if value.start == value.end:
            what = "write 'KEY: VALUE', and numbers without commas"
            raise Failure(f"--offer can't be read: '{said}' has no value: {what}")
        if names.count(said) > 1:
            raise Failure(f"--offer can't be read: '{said}' stands there twice")
    _refuse_numbers(source, tree, zone)
    parts = plain(tree)
    assert isinstance(parts, dict)  # noqa: S101 - a mapping's plain form
    deadline = parts.get("deadline")
    if isinstance(deadline, str) and DAY_FORM.fullmatch(deadline):
        parts["deadline"] = as_day(deadline)
    return parts


def _refuse_numbers(source: Source, tree: MapNode, zone: ZoneInfo) -> None:
    """Refuse numbers that a file may not have: as values, they no longer show how they stood.

    Raises:
        Failure: there is one.
    """
    from opledger.files.rules.context import Context
    from opledger.files.schema import OFFER
    from opledger.files.values import ValueReader

    reader = ValueReader(Context(source), zone)
    reader.read(tree, OFFER)
    for wrong in reader.found:
        if wrong.code == "bad-number":
            said = "; ".join(part for part in (wrong.text, wrong.hint) if part)
            raise Failure(f"--offer can't be read: {said}")
