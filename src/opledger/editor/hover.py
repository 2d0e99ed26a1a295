"""What is told of what stands at a place: a key, a word, a date, the company."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opledger.core.late import dataclass
from opledger.core.narrative.glance import at_a_glance, event_text
from opledger.core.standing import has_stages_of, standing
from opledger.editor.cursor import cursor_at, shape_at
from opledger.editor.meanings import fixed, label, meaning
from opledger.editor.words import spot_at
from opledger.files.diagnostics import printable
from opledger.files.schema import EVENT, OPPORTUNITY
from opledger.files.shapes import Choice, Field, Items, Record, Table

if TYPE_CHECKING:
    from datetime import date

    from opledger.core.config import Config
    from opledger.core.model import Opportunity
    from opledger.editor.words import Spot
    from opledger.files.nodes import Node


@dataclass(frozen=True, slots=True)
class Hover:
    """Lines of plain text about the stretch of the source from ``start`` to ``end``."""

    lines: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Read:
    """A file as it was read: its text, its tree and its opportunity, as far as there are any."""

    text: str
    tree: Node | None
    about: Opportunity | None = None


def hover(read: Read, record: Record, index: int, config: Config, day: date) -> Hover | None:
    """What is told of a place; ``None`` where there is nothing to tell.

    What is derived is as of the day. A file that is no YAML still has keys.
    """
    spot = spot_at(read.tree, record, index)
    if spot is None:
        return _of_key(read.text, record, index) if read.tree is None else None
    lines = list(_of_spot(spot, config))
    if record is OPPORTUNITY and read.about and has_stages_of(read.about, config):
        lines += _derived(spot, read.about, config, day)
    shown = tuple(printable(line) for line in lines)
    return Hover(shown, spot.node.start, spot.node.end) if shown else None


def _of_spot(spot: Spot, config: Config) -> list[str]:
    if spot.is_key:
        return [_key_text(spot.path[-1], spot.field)] if spot.field else []
    word = spot.node.text
    if spot.vocabulary:
        told = label(config, spot.vocabulary, word)
        lines = [f"{word}: {told}" if told else word]
        return [*lines, *filter(None, [meaning(config, spot.vocabulary, word)])]
    if isinstance(spot.shape, Choice) and word in spot.shape.words:
        told = fixed(spot.shape.what, word)
        return [f"{word}: {told}" if told else f"{word}: {spot.field.about if spot.field else ''}"]
    return []


def _key_text(key: object, field: Field) -> str:
    needed = " (needed)" if field.required else ""
    return f"{key}{needed}: {field.about}"


def _of_key(text: str, record: Record, index: int) -> Hover | None:
    cursor = cursor_at(text, record, index)
    if cursor is None or not cursor.is_key or not cursor.colon:
        return None
    key = text[cursor.start : cursor.end].strip("'\"")
    _, field = shape_at(record, (*cursor.path, key))
    if field is None or isinstance(cursor.shape, Table | Items):
        return None
    return Hover((_key_text(key, field),), cursor.start, cursor.end)


def _derived(spot: Spot, about: Opportunity, config: Config, day: date) -> list[str]:
    """What follows from the events, on the company's name and on the date of an event."""
    path = spot.path
    is_event = path[0] == "events" and path[-1] == "date" and spot.field is EVENT.fields["date"]
    if spot.is_key or not (path == ("company",) or is_event):
        return []
    each = standing(about, config, day)
    if each is None:
        return [f"It had not begun on {day}."]
    if not is_event:
        return list(at_a_glance(each, config))
    told = [event_text(e, each, config) for e in about.events if e.nth == path[1]]
    return [*told, *at_a_glance(each, config)]
