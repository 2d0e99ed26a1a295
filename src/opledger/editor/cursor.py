"""Where a place is in a file of the ledger, so that what may stand there can be offered.

It is told of texts that are half typed or no YAML at all: lines and brackets are looked at as far
as they make sense, from the top, and whatever does not is passed over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from opledger.core.late import dataclass
from opledger.editor.outline import outline
from opledger.editor.touch import Role
from opledger.files.shapes import Field, Items, Record, Shape, Table

if TYPE_CHECKING:
    from opledger.editor.words import Path


@dataclass(frozen=True, slots=True)
class Cursor:
    """What is being typed at a place.

    With ``is_key`` it is a key of the mapping at ``path``, else the value at ``path``; ``shape``
    is that of the mapping, or of the value. ``start`` and ``end`` are the token that is typed so
    far, behind ``quote``, if it has one. ``present`` are the keys or words beside it. ``colon``
    says that the key's colon is there, ``spaced`` that what stands before lets a token begin,
    ``flow`` that it lies in brackets.
    """

    path: Path
    shape: Shape
    field: Field | None
    is_key: bool
    start: int
    end: int
    quote: str
    present: frozenset[str]
    colon: bool
    spaced: bool
    flow: bool


def cursor_at(text: str, record: Record, index: int) -> Cursor | None:
    """What is typed at a place of a text; ``None`` where nothing of the format can stand."""
    seen = outline(text, index)
    touch = seen.touch
    if touch is None:
        return None
    shape, field = shape_at(record, touch.path)
    if shape is None:
        return None
    is_mapping = isinstance(shape, Record | Table)
    # Alone behind a dash or below a key: which of the two it is, its shape says.
    is_key = touch.role is Role.KEY or (touch.role is Role.EITHER and is_mapping)
    if is_key and not is_mapping:
        return None
    beside = seen.keys.get(touch.path, []) if is_key else seen.items.get(touch.path[:-1], [])
    return Cursor(
        path=touch.path,
        shape=shape,
        field=field,
        is_key=is_key,
        start=touch.start,
        end=touch.end,
        quote=touch.quote,
        present=frozenset(word for word, start in beside if start != touch.start),
        colon=touch.colon,
        spaced=touch.spaced,
        flow=touch.flow,
    )


def shape_at(record: Record, path: Path) -> tuple[Shape | None, Field | None]:
    """The shape of what stands at a path, and the key of the format that leads to it."""
    shape: Shape | None = record
    field: Field | None = None
    for step in path:
        match shape:
            case Record(fields=fields):
                field = fields.get(str(step))
                shape = field.of if field else None
            case Items() if isinstance(step, int):
                shape = shape.of
            case Table() if isinstance(step, str):
                shape = shape.of
            case _:
                return None, None
    return shape, field
