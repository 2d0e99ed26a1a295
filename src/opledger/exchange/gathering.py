"""The log as a whole: its own rows, and those of the files beside it that belong to them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from opledger.core.failure import Failure
from opledger.exchange.mapping import Beside, Mapping, Word, folded
from opledger.exchange.origin import MAX_BYTES, read_rows
from opledger.exchange.picking import BadValue, Picker, Scope
from opledger.exchange.rows import Row, Rows
from opledger.files import disk

if TYPE_CHECKING:
    from collections.abc import Sequence

_SHOWN = 5


def read_log(file: Path, mapping: Mapping) -> Rows:
    """The rows of a log and of what lies beside it.

    Raises:
        Failure: a file as a whole can't be read; a single row that can't is a bad row.
    """
    rows = read_rows(str(file), disk.read_outside(file, MAX_BYTES), mapping.layout)
    for beside in mapping.beside:
        path = file.parent / beside.file
        if not path.exists():
            note = f"{beside.file} does not lie beside {file.name}: read without it"
            rows = joined(rows, Rows((), ()), beside, mapping)
            rows = replace(rows, notes=(*rows.notes, note))
            continue
        content = disk.read_outside(path, MAX_BYTES)
        try:
            other = read_rows(beside.file, content, beside.layout)
        except Failure as wrong:
            raise Failure(f"{beside.file}: {wrong}", code=wrong.code) from None
        rows = joined(rows, other, beside, mapping)
    return rows


def joined(rows: Rows, other: Rows, beside: Beside, mapping: Mapping) -> Rows:
    """The log's rows, each with a list of those of the other file that belong to it.

    What belongs to no row is told in a note; the other file's bad rows are the log's too.
    """
    if beside.name in rows.columns:
        message = f"the log has a column '{beside.name}': give what is beside it another name"
        raise Failure(message)
    missing = [
        theirs.text for _, theirs in beside.on if other.rows and theirs.text not in other.columns
    ]
    if missing:
        raise Failure(f"{beside.file} has no column '{missing[0]}' (named under 'on')")
    text = _texts(mapping)
    of_key: dict[tuple[str, ...], list[Row]] = {}
    for row in other.rows:
        of_key.setdefault(text(row, [theirs for _, theirs in beside.on]), []).append(row)
    taken: set[tuple[str, ...]] = set()
    kept = []
    for row in rows.rows:
        key = text(row, [ours for ours, _ in beside.on])
        taken.add(key)
        cells = [dict(each.cells) for each in of_key.get(key, ())]
        kept.append(replace(row, cells={**row.cells, beside.name: cells}))
    lost = [row for key, found in of_key.items() if key not in taken for row in found]
    bad = tuple(replace(each, file=beside.file) for each in other.bad)
    return replace(
        rows,
        columns=(*rows.columns, beside.name),
        rows=tuple(kept),
        bad=(*rows.bad, *bad),
        hidden=rows.hidden + other.hidden,
        notes=(*rows.notes, *other.notes, *_lost(lost, beside)),
    )


def _texts(mapping: Mapping) -> Callable[[Row, Sequence[Word]], tuple[str, ...]]:
    picker = Picker(mapping, mapping.config.zone)

    def text(row: Row, columns: Sequence[Word]) -> tuple[str, ...]:
        try:
            found = [picker.texts(column, Scope(row.cells))[1] for column in columns]
        except BadValue:
            return ()
        return tuple(folded("; ".join(each)) for each in found)

    return text


def _lost(rows: list[Row], beside: Beside) -> tuple[str, ...]:
    if not rows:
        return ()
    lines = ", ".join(str(row.line or row.number) for row in rows[:_SHOWN])
    more = ", ..." if len(rows) > _SHOWN else ""
    many = "a row belongs" if len(rows) == 1 else f"{len(rows)} rows belong"
    return (f"{beside.file}: {many} to no row of the log, and stayed out: line {lines}{more}",)
