"""Rows from a table in a Markdown file: lines of cells between ``|``, under a line of dashes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from opledger.core.failure import Failure
from opledger.exchange.rawrows import Header, RawRow, column_names, named_rows
from opledger.exchange.rows import Rows

_RULE = re.compile(r" {0,3}\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*")
_FENCE = re.compile(r" {0,3}(```|~~~)")
_SHOWN = 5


def read_marktable(text: str, header: Header, *, fill_short: bool) -> Rows:
    """The rows of a Markdown text's table; tables below it with the same header go on with it.

    ``header.line`` names one of several tables that differ.

    Raises:
        Failure: there is no table, or there are several and none is named.
    """
    lines = text.split("\n")
    heads = list(_heads(lines))
    if not heads:
        raise Failure(
            "the file has no Markdown table (| a | b | over a line | --- | --- |)", code=1
        )
    first = heads[0]
    names = {at: tuple(_cells(lines[at])) for at in heads}
    if header.line is not None:
        first = header.line - 1
        if first not in names:
            raise Failure(f"header_row is {header.line}, but no table begins there")
    elif len(set(names.values())) > 1:
        at = ", ".join(str(place + 1) for place in heads[:_SHOWN])
        message = f"the file has several tables that differ (headers in lines {at})"
        raise Failure(f"{message}: say which with 'header_row'")
    columns = column_names(names[first], first + 1)
    alike = [at for at in heads if names[at] == names[first]]
    raw = (row for at in alike for row in _rows(lines, at + 2))
    return named_rows(raw, columns, fill_short=fill_short)


def _heads(lines: list[str]) -> Iterator[int]:
    """Where the headers of tables stand, outside of code."""
    fence = ""
    for at, line in enumerate(lines):
        mark = _FENCE.match(line)
        if mark and (not fence or mark[1] == fence):
            fence = "" if fence else mark[1]
        below = lines[at + 1] if at + 1 < len(lines) else ""
        is_head = "|" in line and "|" in below and _RULE.fullmatch(below.rstrip("\r"))
        if not fence and is_head and len(_cells(line)) == len(_cells(below)):
            yield at


def _rows(lines: list[str], start: int) -> Iterator[RawRow]:
    for at in range(start, len(lines)):
        line = lines[at].strip()
        if not line or line.startswith(("#", ">", "```", "~~~")):
            return
        yield RawRow(at + 1, _cells(line))


def _cells(line: str) -> list[str]:
    """The cells of a line; a ``|`` behind a backslash is part of a cell."""
    inner = line.strip().removeprefix("|")
    cells = [cell.replace("\\|", "|").strip() for cell in re.split(r"(?<!\\)\|", inner)]
    return cells[:-1] if len(cells) > 1 and not cells[-1] else cells
