"""The names of columns in a mapping, held against those that the log has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from opledger.core.nearest import nearest
from opledger.exchange.grammar import Grammar
from opledger.exchange.picking import Picker, Scope
from opledger.exchange.rows import KEY, Rows, find
from opledger.exchange.wording import every_column

if TYPE_CHECKING:
    from opledger.exchange.mapping import Mapping, Template, Word
    from opledger.files.diagnostics import Diagnostic

_SHOWN = 12


def check_columns(mapping: Mapping, rows: Rows) -> tuple[Diagnostic, ...]:
    """A diagnostic for every name that no row has."""
    grammar = Grammar(mapping.source)
    if not rows.rows:
        return ()
    told: set[tuple[Word, int]] = set()
    picker = Picker(mapping, mapping.config.zone)
    for template, column in every_column(mapping):
        each = id(template) if template is not None and template.each else 0
        if (column, each) in told:
            continue
        told.add((column, each))
        if column.text in mapping.optional or _is_of_neighbour(column.text, mapping):
            continue
        if not _is_known(column.text, template if each else None, rows, picker):
            text = f"the file has no column '{column.text}'"
            grammar.fault(column.at, "unknown-column", text, _hint(column.text, rows))
    return tuple(sorted(grammar.found, key=lambda diagnostic: diagnostic.order))


def _is_known(name: str, template: Template | None, rows: Rows, picker: Picker) -> bool:
    if name in rows.columns:
        return True
    if any(find(row.cells, name) is not None for row in rows.rows):
        return True
    if template is None:
        return False
    parts = list(_parts(template, rows, picker))
    own = {beside.name for beside in picker.mapping.beside}
    of_neighbour = any(column.text in own for value in template.each for column in value.columns)
    if not parts and of_neighbour:
        return True
    return any(scope.part is not None and find(scope.part, name) for scope in parts)


def _is_of_neighbour(name: str, mapping: Mapping) -> bool:
    """Whether a name leads into the rows of another file, which need not have any."""
    return any(name == each.name or name.startswith(f"{each.name}.") for each in mapping.beside)


def _parts(template: Template, rows: Rows, picker: Picker) -> Iterator[Scope]:
    for row in rows.rows:
        for scope, _ in picker.parts(template.each, Scope(row.cells)):
            yield scope


def _hint(name: str, rows: Rows) -> str:
    columns = [column for column in rows.columns if column != KEY]
    lower = {column.casefold(): column for column in columns}
    close = nearest(name.casefold(), lower)
    if close:
        return f"did you mean '{lower[close]}'?"
    more = ", ..." if len(columns) > _SHOWN else ""
    shown = ", ".join(f"'{column[:30]}'" for column in columns[:_SHOWN])
    return f"columns: {shown}{more}; a text of your own is {{constant: {name[:20]}}}"
