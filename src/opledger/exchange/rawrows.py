"""Rows as cells in order, from whatever kind of table, and the names of their columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from opledger.core.failure import Failure
from opledger.core.late import dataclass
from opledger.exchange.rows import BadRow, Row, Rows, is_blank

MAX_ROWS = 200_000
_MAX_NAME = 200


@dataclass(frozen=True, slots=True)
class Header:
    """Where the names of the columns stand.

    ``line`` counts from 1, ``None`` for the first that is not blank. Without names (``named``
    is false) the columns are called as ``given`` says, or "1", "2" and so on.
    """

    line: int | None = None
    named: bool = True
    given: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row as cells, or the reason why it is none; ``line`` is where it begins, from 1."""

    line: int
    cells: Sequence[object]
    wrong: str = ""


def column_names(cells: Sequence[object], line: int) -> tuple[str, ...]:
    """The names of the columns; one that has none is called by its place, from 1.

    Raises:
        Failure: a name is too long, or stands twice.
    """
    texts = ["" if cell is None else str(cell) for cell in cells]
    names = [" ".join(text.split()) or str(n + 1) for n, text in enumerate(texts)]
    long = next((name for name in names if len(name) > _MAX_NAME), None)
    if long:
        message = f"line {line}: a column's name is longer than {_MAX_NAME}: '{long[:40]}...'"
        raise Failure(message, code=1)
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        where = "; ".join(
            f"'{name}' (columns {', '.join(str(n + 1) for n, x in enumerate(names) if x == name)})"
            for name in twice
        )
        message = f"line {line}: columns of the same name: {where}; rename them in the file"
        raise Failure(message, code=1)
    return tuple(names)


def unnamed_columns(header: Header, cells: Sequence[object]) -> tuple[str, ...]:
    """The columns of a table without a header: the given names, else numbers from 1."""
    return header.given or tuple(str(n + 1) for n in range(len(cells)))


def named_rows(raw: Iterable[RawRow], columns: tuple[str, ...], *, fill_short: bool) -> Rows:
    """The rows with their cells by the columns' names.

    Raises:
        Failure: there are too many.
    """
    rows: list[Row] = []
    bad: list[BadRow] = []
    blank = number = 0
    for each in raw:
        if not each.wrong and not each.cells:
            continue
        number += 1
        if number > MAX_ROWS:
            raise Failure(f"more than {MAX_ROWS:,} rows: split the file", code=1)
        wrong = each.wrong or _wrong(each.cells, columns, fill_short=fill_short)
        if not each.wrong and is_blank(list(each.cells)):
            blank += 1
        elif wrong:
            bad.append(BadRow(number, each.line, wrong))
        else:
            cells = dict(zip(columns, each.cells, strict=False))
            rows.append(Row(number, each.line, cells))
    return Rows(columns, tuple(rows), tuple(bad), blank)


def _wrong(cells: Sequence[object], columns: tuple[str, ...], *, fill_short: bool) -> str:
    if any(isinstance(cell, str) and "\0" in cell for cell in cells):
        return "it holds a NUL character"
    many = len(cells) > len(columns) and not is_blank(list(cells[len(columns) :]))
    few = len(cells) < len(columns) and not fill_short
    if many or few:
        hint = "; 'short_rows: fill' takes the missing ones as empty" if few else ""
        return f"{len(cells)} cells where the header has {len(columns)}{hint}"
    return ""
