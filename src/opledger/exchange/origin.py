"""The file that is imported: from its bytes to rows."""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from dataclasses import field, replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from opledger.core.failure import Failure
from opledger.core.late import dataclass
from opledger.exchange.delimited import read_delimited
from opledger.exchange.marktables import read_marktable
from opledger.exchange.rawrows import Header
from opledger.files.emit import visible

if TYPE_CHECKING:
    from opledger.exchange.rows import Row, Rows

MAX_BYTES = 64 * 1024 * 1024
_ZIP = b"PK\x03\x04"
FORMATS = ("csv", "json", "jsonl", "markdown", "xlsx")
_BY_ENDING = {
    ".csv": "csv",
    ".tsv": "csv",
    ".tab": "csv",
    ".txt": "csv",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".md": "markdown",
    ".markdown": "markdown",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How a file is laid out; what is empty is found out from the file itself."""

    form: str = ""
    encoding: str = "utf-8-sig"
    delimiter: str = ""
    header: Header = field(default_factory=Header)
    fill_short: bool = False
    quotes: bool = True
    records: str = ""
    sheet: str = ""


def read_rows(name: str, content: bytes, layout: Layout) -> Rows:
    """The rows of a file. ``name`` is the file's, for its ending.

    Raises:
        Failure: the file as a whole can't be read; a single row that can't is a bad row.
    """
    form = layout.form or form_of(name)
    if not form:
        message = f"{PurePath(name).name}: its ending does not tell its format: say 'format: csv'"
        raise Failure(f"{message}, json, jsonl, markdown or xlsx in the mapping")
    if form == "xlsx":
        from opledger.exchange.sheets import read_sheet  # noqa: PLC0415 - brings zipfile and XML

        return _seen(read_sheet(content, layout.sheet, layout.header, fill_short=layout.fill_short))
    if layout.sheet:
        raise Failure(f"{PurePath(name).name} is no workbook (.xlsx): it has no sheet to name")
    text = decoded(content, layout.encoding)
    if not text.strip():
        raise Failure("the file is empty", code=1)
    if form.startswith("json"):
        from opledger.exchange.documents import read_document, read_lines  # noqa: PLC0415 - and json

        return _seen(read_lines(text) if form == "jsonl" else read_document(text, layout.records))
    if form == "markdown":
        return _seen(read_marktable(text, layout.header, fill_short=layout.fill_short))
    return _seen(
        read_delimited(
            text,
            layout.delimiter,
            layout.header,
            fill_short=layout.fill_short,
            quotes=layout.quotes,
        )
    )


def form_of(name: str) -> str:
    """The format that a file's ending tells; empty where it tells none."""
    return _BY_ENDING.get(PurePath(name).suffix.lower(), "")


def is_text_encoding(name: str) -> bool:
    """Whether Python knows an encoding of text by this name."""
    try:
        # The codecs that turn bytes into bytes, or run other code, are no encodings of text.
        return codecs.lookup(name)._is_text_encoding  # noqa: SLF001 - no public name for it
    except (LookupError, ValueError):
        return False


def decoded(content: bytes, encoding: str) -> str:
    """The text of a file.

    Raises:
        Failure: it is not in this encoding.
    """
    if content.startswith(_ZIP):
        raise Failure("the file is no text; if it is a workbook, call it .xlsx", code=1)
    try:
        return content.decode(encoding).removeprefix("\ufeff")
    except UnicodeError as error:
        at = getattr(error, "start", 0)
        line = content[:at].count(b"\n") + 1
        hint = "name the right one with 'encoding:' in the mapping, such as windows-1252"
        if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
            hint = "it looks like UTF-16: add 'encoding: utf-16' to the mapping"
        name = encoding.removesuffix("-sig").upper()
        raise Failure(f"line {line}: the file is not {name}; {hint}", code=1) from None


def _seen(rows: Rows) -> Rows:
    """The rows with every text free of characters that can't be seen."""
    columns = tuple(visible(name)[0] for name in rows.columns)
    hidden = 0
    kept: list[Row] = []
    for row in rows.rows:
        cells, count = _visible(row.cells)
        hidden += count
        kept.append(replace(row, cells=cells) if count or columns != rows.columns else row)
    return replace(rows, columns=columns, rows=tuple(kept), hidden=hidden)


def _visible(value: Mapping[str, object]) -> tuple[dict[str, object], int]:
    cleaned: dict[str, object] = {}
    hidden = 0
    for key, inner in value.items():
        shown, count = _visible_value(inner)
        cleaned[visible(key)[0]] = shown
        hidden += count
    return cleaned, hidden


def _visible_value(value: object) -> tuple[object, int]:
    match value:
        case str():
            return visible(value)
        case Mapping():
            return _visible(value)
        case list():
            pairs = [_visible_value(inner) for inner in value]
            return [shown for shown, _ in pairs], sum(count for _, count in pairs)
    return value, 0
