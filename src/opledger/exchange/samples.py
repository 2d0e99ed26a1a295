"""A log of which nothing is known yet: how its file is laid out, and its rows.

What a file does not tell for sure is found out from itself, and every finding has a reason.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import field, replace
from pathlib import Path

from opledger.core.failure import Failure
from opledger.core.late import dataclass
from opledger.exchange.daysigns import looks_like_day
from opledger.exchange.delimited import DELIMITERS
from opledger.exchange.origin import MAX_BYTES, Layout, form_of, read_rows
from opledger.exchange.rawrows import Header
from opledger.exchange.rows import Row, Rows, is_blank
from opledger.exchange.sheetparts import MAX_COLUMNS
from opledger.files import disk

_LOOKED_AT = 200
_FEW = 2
_DEPTH = 3
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Sample:
    """A log as it was found. ``reasons`` say, by keys of a mapping, why it is read so."""

    file: Path
    form: str
    layout: Layout
    rows: Rows
    reasons: Mapping[str, str] = field(default_factory=dict)


def sample_of(file: Path, sheet: str = "") -> Sample:
    """A log, read by what it looks like.

    Raises:
        Failure: it can't be read.
    """
    content = disk.read_outside(file, MAX_BYTES)
    form = "xlsx" if content.startswith(b"PK\x03\x04") else form_of(file.name) or _form(content)
    layout = Layout(form=form, sheet=sheet)
    reasons: dict[str, str] = {}
    if form == "xlsx":
        return _of_sheet(file, content, layout)
    layout = _with_encoding(content, layout, reasons)
    if form == "csv":
        layout = _with_table(content.decode(layout.encoding), layout, reasons)
    if form == "json":
        layout = _with_records(content.decode(layout.encoding), layout, reasons)
    return Sample(file, form, layout, read_rows(file.name, content, layout), reasons)


def _form(content: bytes) -> str:
    start = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    return "json" if start in {b"[", b"{"} else "csv"


def _with_encoding(content: bytes, layout: Layout, reasons: dict[str, str]) -> Layout:
    if content[:2] in _UTF16:
        reasons["encoding"] = "the file begins like UTF-16"
        return replace(layout, encoding="utf-16")
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        text = content.splitlines()[line - 1].decode("cp1252", "replace").strip()
        reasons["encoding"] = f"not UTF-8; line {line} reads: {text[:60]}"
        return replace(layout, encoding="windows-1252")
    return layout


def _with_table(text: str, layout: Layout, reasons: dict[str, str]) -> Layout:
    """The delimiter that parts most lines alike, and where its header stands."""
    lines = text.splitlines()[:_LOOKED_AT]
    tables = {name: _parted(lines, sign) for name, sign in DELIMITERS.items()}
    best = max(tables, key=lambda name: _evenness(tables[name]))
    table = tables[best]
    widths = Counter(len(cells) for _, cells in table if len(cells) >= _FEW)
    if not widths:
        return layout
    width = widths.most_common(1)[0][0]
    reasons["delimiter"] = (
        f"parts {widths[width]} of the first {len(table)} lines into {width} cells"
    )
    layout = replace(layout, delimiter=DELIMITERS[best])
    first = next((at for at, cells in table if _is_head(cells, width)), table[0][0])
    if any(len(cells) == width - 1 or not "".join(cells[-1:]) for _, cells in table):
        layout = replace(layout, fill_short=any(1 < len(c) < width for _, c in table))
    if layout.fill_short:
        reasons["short_rows"] = "some lines have fewer cells than the header"
    header = Header(first if first != table[0][0] else None)
    cells = next(cells for at, cells in table if at == first)
    if any(looks_like_day(cell) or "://" in cell for cell in cells):
        reasons["header"] = "the first line holds a date or a link, so it is no header"
        header = replace(header, named=False)
    if header.line is not None:
        lines_above = "1 line" if first == 2 else f"{first - 1} lines"  # noqa: PLR2004 - the second
        stand = "stands" if first == 2 else "stand"  # noqa: PLR2004
        reasons["header_row"] = f"{lines_above} of something else {stand} above it"
    return replace(layout, header=header)


def _parted(lines: list[str], sign: str) -> list[tuple[int, list[str]]]:
    """The rows, each with the line it begins in, as far as they can be read."""
    reader = csv.reader(lines, delimiter=sign)
    found = []
    at = 1
    with suppress(csv.Error):
        for cells in reader:
            if "".join(cells).strip():
                found.append((at, cells))
            at = reader.line_num + 1
    return found


def _evenness(table: list[tuple[int, list[str]]]) -> tuple[int, int]:
    widths = Counter(len(cells) for _, cells in table if len(cells) >= _FEW)
    if not widths:
        return 0, 0
    width, count = widths.most_common(1)[0]
    return count * min(width, 20), width


def _is_head(cells: list[str], width: int) -> bool:
    told = [cell for cell in cells if cell.strip()]
    return len(cells) >= width - 1 and len(told) >= max(_FEW, width * 2 // 3)


def _with_records(text: str, layout: Layout, reasons: dict[str, str]) -> Layout:
    with suppress(ValueError, RecursionError):
        paths = list(_record_lists(json.loads(text), "", _DEPTH))
        if paths and paths[0][0]:
            path, count = max(paths, key=lambda found: found[1])
            reasons["records"] = f"there are {count} records"
            return replace(layout, records=path)
    return layout


def _record_lists(value: object, path: str, depth: int) -> Iterator[tuple[str, int]]:
    """Where lists of records stand, and how many each has."""
    if isinstance(value, list):
        if value and all(isinstance(each, Mapping) for each in value):
            yield path, len(value)
    elif isinstance(value, Mapping) and depth:
        for key, inner in value.items():
            yield from _record_lists(inner, f"{path}.{key}".lstrip("."), depth - 1)


def _of_sheet(file: Path, content: bytes, layout: Layout) -> Sample:
    """A sheet; where its first rows hold less than the others, the header is below them."""
    numbered = Header(1, named=False, given=tuple(map(str, range(1, MAX_COLUMNS + 1))))
    rows = read_rows("log.xlsx", content, replace(layout, header=numbered, fill_short=True))
    told = [(row.line or 0, _told(row)) for row in rows.rows[:_LOOKED_AT]]
    if not told:
        raise Failure("the sheet is empty", code=1)
    width = max(len(cells) for _, cells in told)
    head = next((at for at, cells in told if len(cells) >= max(1, width * 2 // 3)), 1)
    reasons = {}
    layout = replace(layout, fill_short=True)
    if head != told[0][0]:
        layout = replace(layout, header=Header(head))
        reasons["header_row"] = "rows of something else stand above it"
    name = file.name if form_of(file.name) == "xlsx" else "log.xlsx"
    return Sample(file, "xlsx", layout, read_rows(name, content, layout), reasons)


def _told(row: Row) -> list[object]:
    return [value for value in row.cells.values() if not is_blank(value)]


def texts_of(rows: Iterable[Row], column: str) -> list[str]:
    """The texts of a column that are not empty."""
    found = []
    for row in rows:
        value = row.cells.get(column)
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            text = " ".join(str(value).split())
            if text:
                found.append(text)
        elif value is not None and not isinstance(value, Mapping | list) and not is_blank(value):
            found.append(str(value))
    return found
