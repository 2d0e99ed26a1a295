"""What can be done to a file at a place: mend what a check found, add an event, sort them.

An edit of data is a splice (:mod:`opledger.files.splice`): it changes its own lines and is proved
to say what it should. What can't be done so is not offered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, datetime
from typing import TYPE_CHECKING

from opledger.core.late import dataclass
from opledger.core.narrative.words import plural
from opledger.core.standing import has_stages_of, standing
from opledger.editor.edits import Edit, between
from opledger.editor.words import spots
from opledger.files.diagnostics import Diagnostic, Severity
from opledger.files.editing import add_event, in_date_order
from opledger.files.emit import in_brackets
from opledger.files.nodes import ListNode, MapNode, Node, Scalar
from opledger.files.schema import EVENT, LEDGER
from opledger.files.splice import Document, Unsafe, remove_item, set_value
from opledger.files.yaml import Parse, parse

if TYPE_CHECKING:
    from opledger.core.config import Config
    from opledger.core.model import Opportunity
    from opledger.editor.words import Path
    from opledger.files.shapes import Record
    from opledger.files.source import Source

_MEANT = re.compile(r"did you mean '([^']+)'\?")
_WRITE = re.compile(r"write ([0-9]+)")
_HOLE = "opledger-to-be-written"
_UNSORTED = "out-of-order"
_MOST = 20  # findings that are mended at once


@dataclass(frozen=True, slots=True)
class Action:
    """Something that can be done: its title, its edits, and the diagnostic that it mends.

    ``sure`` says that it is the one thing to do about it.
    """

    title: str
    edits: tuple[Edit, ...]
    mends: Diagnostic | None = None
    sure: bool = False


@dataclass(frozen=True, slots=True)
class Desk:
    """A file as it was read, and what is known beside it.

    ``about`` is what could be read of an opportunity. ``parser`` reads the texts that edits make.
    """

    source: Source
    record: Record
    tree: Node | None
    about: Opportunity | None
    found: tuple[Diagnostic, ...]
    config: Config
    today: date
    parser: Parse = parse


def actions(desk: Desk, start: int, end: int) -> tuple[Action, ...]:
    """What can be done about the lines from one place to another, mending first.

    Of many things that could be mended there only the first ones are: it is a menu.
    """
    first, last = (desk.source.position(index).line for index in (start, end))
    near = [each for each in desk.found if first <= each.at.line <= last]
    unsorted = next((each for each in near if each.code == _UNSORTED), None)
    mending = [
        action for each in near[:_MOST] if each.code != _UNSORTED for action in _mending(desk, each)
    ]
    return (*mending, *_sort(desk, unsorted), *_added(desk))


def sorting(desk: Desk) -> tuple[Edit, ...]:
    """The edits that put events in date order, as ``fmt`` does.

    Raises:
        Unsafe: the file has other errors, or events can't be moved as whole lines.
    """
    if desk.record is LEDGER:
        return ()
    other = [e for e in desk.found if e.severity is Severity.ERROR and e.code != _UNSORTED]
    if other or desk.about is None:
        errors = plural(len(other), "other error")
        raise Unsafe(f"it has {errors}, first in line {other[0].at.line}" if other else "no file")
    document = in_date_order(Document.of(desk.source, desk.parser), desk.about)
    return between(desk.source.text, document.source.text)


def _sort(desk: Desk, unsorted: Diagnostic | None) -> Iterator[Action]:
    """Sort the events: it mends them all, the first one that was found among them."""
    with suppress(Unsafe):
        if edits := sorting(desk):
            sure = unsorted is not None
            yield Action("Sort events by date", edits, unsorted, sure=sure)


def _added(desk: Desk) -> Iterator[Action]:
    about = desk.about
    if desk.record is LEDGER or about is None or not about.events:
        return
    day = desk.today
    told = {"date": day, "note": _HOLE}
    yield from _spliced(desk, "Add today's event", lambda d: add_event(d, about, told, day))
    following = _next_stage(desk, about)
    if following:
        label = desk.config.label("stages", following)
        title = f"Add today's event: {label}"
        reached = {"date": day, "stage": following}
        yield from _spliced(desk, title, lambda d: add_event(d, about, reached, day))


def _next_stage(desk: Desk, about: Opportunity) -> str | None:
    """The stage behind the one where an open opportunity stands; ``None`` at the last."""
    if not has_stages_of(about, desk.config):
        return None
    each = standing(about, desk.config, desk.today)
    order = desk.config.stage_order
    if each is None or not each.open or each.stage not in order:
        return None
    place = order.index(each.stage) + 1
    return order[place] if place < len(order) else None


def _mending(desk: Desk, found: Diagnostic) -> Iterator[Action]:
    index = desk.source.index(found.at)
    path, node = _node_at(desk, index)
    meant = _MEANT.match(found.hint)
    if meant and isinstance(node, Scalar):
        text = _in_style(meant[1], node)
        edit = Edit(node.start, node.end, text)
        yield Action(f"Change to '{meant[1]}'", (edit,), found, sure=True)
    mend = _MENDS.get(found.code)
    if mend is not None:
        for action in mend(desk, path, node, index, found):
            yield Action(action.title, action.edits, found, sure=True)


Mend = Callable[[Desk, "Path", "Node | None", int, Diagnostic], Iterator[Action]]


def _quote(
    _desk: Desk, _path: Path, node: Node | None, _index: int, _found: Diagnostic
) -> Iterator[Action]:
    if isinstance(node, Scalar) and not node.style and node.text:
        quoted = "'" + node.text.replace("'", "''") + "'"
        yield Action(f"Put it in quotes: {quoted}", (Edit(node.start, node.end, quoted),))


def _quote_line(
    desk: Desk, _path: Path, node: Node | None, _index: int, _found: Diagnostic
) -> Iterator[Action]:
    """Put a text in quotes whole, with what was taken for a comment."""
    if not isinstance(node, Scalar) or node.style:
        return
    place = desk.source.position(node.start)
    line = desk.source.line(place.line)
    if desk.source.position(node.end).line != place.line or "{" in line or "[" in line:
        return
    whole = line[place.column - 1 :].rstrip()
    quoted = "'" + whole.replace("'", "''") + "'"
    yield Action(
        "Put the whole text in quotes", (Edit(node.start, node.start + len(whole), quoted),)
    )


def _drop_item(
    desk: Desk, path: Path, _node: Node | None, _index: int, _found: Diagnostic
) -> Iterator[Action]:
    if path and isinstance(path[-1], int):
        place = path[-1]
        yield from _spliced(desk, "Remove it here", lambda d: remove_item(d, path[:-1], place))


def _write_number(
    _desk: Desk, _path: Path, node: Node | None, _index: int, found: Diagnostic
) -> Iterator[Action]:
    wanted = _WRITE.fullmatch(found.hint)
    if wanted and isinstance(node, Scalar):
        yield Action(f"Write {wanted[1]}", (Edit(node.start, node.end, wanted[1]),))


def _drop_character(
    _desk: Desk, _path: Path, _node: Node | None, index: int, _found: Diagnostic
) -> Iterator[Action]:
    yield Action("Delete the character", (Edit(index, index + 1, ""),))


def _add_zone(
    desk: Desk, _path: Path, node: Node | None, _index: int, _found: Diagnostic
) -> Iterator[Action]:
    if not isinstance(node, Scalar):
        return
    with suppress(ValueError, OverflowError):
        moment = datetime.fromisoformat(node.text.replace("t", "T"))
        told = in_brackets(moment.replace(tzinfo=desk.config.zone))
        title = f"Take it for a time in {desk.config.timezone}: {told}"
        yield Action(title, (Edit(node.start, node.end, told),))


def _first_stage(
    desk: Desk, path: Path, _node: Node | None, _index: int, _found: Diagnostic
) -> Iterator[Action]:
    first = desk.config.stage_order[0]
    where = (*path[:2], "stage")
    order = tuple(EVENT.fields)
    yield from _spliced(desk, f"Add 'stage: {first}'", lambda d: set_value(d, where, first, order))


def _pending_offer(
    desk: Desk, path: Path, _node: Node | None, _index: int, _found: Diagnostic
) -> Iterator[Action]:
    where = (*path[:2], "offer")
    order = tuple(EVENT.fields)
    value = {"pending": ["cash"]}
    title = "Add 'offer: {pending: [cash]}'"
    yield from _spliced(desk, title, lambda d: set_value(d, where, value, order))


_MENDS: dict[str, Mend] = {
    "ambiguous-text": _quote,
    "wrong-type": lambda desk, path, node, index, found: (
        _quote(desk, path, node, index, found)
        if found.hint.startswith("put it in quotes")
        else iter(())
    ),
    "cut-text": _quote_line,
    "repeated-item": _drop_item,
    "bad-number": _write_number,
    "control-character": _drop_character,
    "text-direction": _drop_character,
    "time-without-zone": _add_zone,
    "no-stage": _first_stage,
    "offer-not-recorded": _pending_offer,
}


def _spliced(desk: Desk, title: str, edit: Callable[[Document], Document]) -> Iterator[Action]:
    """An action that is a splice; none where it can't be made safely."""
    with suppress(Unsafe):
        after = edit(Document.of(desk.source, desk.parser)).source.text
        edits = between(desk.source.text, after)
        yield Action(title, tuple(_with_hole(each) for each in edits))


def _with_hole(edit: Edit) -> Edit:
    """An edit with nothing where something is still to be written."""
    return Edit(edit.start, edit.end, edit.text.replace(_HOLE, ""))


def _in_style(text: str, node: Scalar) -> str:
    """A text in the quotes of the scalar that it takes the place of, or as it needs them."""
    if node.style in {"'", '"'} and not set(text) & {"'", '"', "\\"}:
        return f"{node.style}{text}{node.style}"
    return in_brackets(text)


def _node_at(desk: Desk, index: int) -> tuple[Path, Node | None]:
    """The scalar that starts at a place, and its path; those of the format's own alone."""
    if desk.tree is None:
        return (), None
    for spot in spots(desk.tree, desk.record):
        if spot.node.start == index and spot.node.end > index:
            return spot.path, spot.node
    return _path_to(desk.tree, index), None


def _path_to(tree: Node, index: int) -> Path:
    """The path of the innermost list or mapping that begins at a place."""
    path: Path = ()
    node: Node | None = tree
    while node is not None:
        steps: list[tuple[str | int, Node]] = []
        if isinstance(node, ListNode):
            steps = list(enumerate(node.items))
        elif isinstance(node, MapNode):
            steps = [(k.text, v) for k, v in node.pairs if isinstance(k, Scalar)]
        step = next((s for s in steps if s[1].start <= index < s[1].end), None)
        node = step[1] if step else None
        path = (*path, step[0]) if step else path
    return path
