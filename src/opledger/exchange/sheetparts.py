"""What an XLSX workbook says beside its values: links, merged cells, what is hidden or missing.

A workbook is a zip of XML. It is looked through here before anything else reads it: how large it
is unpacked, and whether its XML defines entities, which no spreadsheet does.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import field
from typing import Any
from xml.parsers import expat

from opledger.core.failure import Failure
from opledger.core.late import dataclass
from opledger.exchange.rawrows import MAX_ROWS

MAX_UNPACKED = 64 * 1024 * 1024
MAX_PARTS = 2_000
MAX_COLUMNS = 1_000
MAX_SHEETS = 200
_MAX_MERGED = 5_000_000  # rows in all merged cells together
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_HYPERLINK = re.compile(r"""^_?(?:xlfn\.)?HYPERLINK\(\s*"([^"]{1,2000})"[,;)\s]""", re.IGNORECASE)
_OLD = (b"\xd0\xcf\x11\xe0", "an old .xls file, or one with a password")
Start = Callable[[str, dict[str, str]], None]
Place = tuple[int, int]


@dataclass(slots=True)
class SheetParts:
    """Of one sheet: how far it is used, and what its cells have beside a value.

    Places are (row, column), from 1. ``merged`` are the ranges of several rows, as (first row,
    column, last row). ``uncomputed`` are formulas without a value.
    """

    hidden: bool = False
    rows: int = 0
    columns: int = 0
    links: dict[Place, str] = field(default_factory=dict)
    merged: list[tuple[int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    uncomputed: set[Place] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Parts:
    """What was found in a workbook: its sheets by name, in their order."""

    sheets: Mapping[str, SheetParts]


def read_parts(content: bytes) -> Parts:
    """What a workbook holds beside its values.

    Raises:
        Failure: it is none, is too large, or holds what no spreadsheet writes.
    """
    if content.startswith(_OLD[0]):
        raise Failure(f"the file is {_OLD[1]}: save it as .xlsx without one, or as CSV", code=1)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _refuse_large(archive)
            texts = {
                name: archive.read(name)
                for name in archive.namelist()
                if name.lower().endswith((".xml", ".rels"))
            }
        for text in texts.values():
            _parse(text, lambda _name, _about: None)
        return _workbook(texts)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise Failure(f"the file is no XLSX workbook, or a damaged one: {error}", code=1) from None
    except (expat.ExpatError, KeyError, ValueError) as error:
        raise Failure(f"the workbook is damaged: {error}", code=1) from None


def _refuse_large(archive: zipfile.ZipFile) -> None:
    about = archive.infolist()
    if len(about) > MAX_PARTS:
        raise Failure(f"the workbook has more than {MAX_PARTS:,} parts", code=1)
    if sum(each.file_size for each in about) > MAX_UNPACKED:
        size = MAX_UNPACKED // 1024 // 1024
        raise Failure(f"the workbook has more than {size} MiB unpacked: save it as CSV", code=1)
    names = [each.filename for each in about]
    if len(set(names)) != len(names):
        raise Failure("the workbook holds two parts of one name", code=1)


def _parse(
    text: bytes,
    start: Start,
    end: Callable[[str], None] | None = None,
    told: Callable[[str], None] | None = None,
) -> None:
    """Go through a text of XML; names come without their namespace."""

    def refuse(*_: Any) -> None:  # noqa: ANN401 - expat's own arguments
        raise Failure("the workbook's XML has a document type, which no spreadsheet writes", code=1)

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = lambda name, about: start(name.rpartition(":")[2], about)
    if end is not None:
        parser.EndElementHandler = lambda name: end(name.rpartition(":")[2])
    if told is not None:
        parser.CharacterDataHandler = told
    parser.Parse(text, True)  # noqa: FBT003 - expat takes it so


def _workbook(texts: Mapping[str, bytes]) -> Parts:
    path = _target(_links(texts, "_rels/.rels", ""), "officeDocument") or "xl/workbook.xml"
    if path not in texts:
        raise Failure("the file is no XLSX workbook: it holds no sheets", code=1)
    ids: list[tuple[str, str, bool]] = []

    def start(name: str, about: dict[str, str]) -> None:
        if name == "sheet":
            link = next((v for k, v in about.items() if k.rpartition(":")[2] == "id"), "")
            ids.append((about.get("name", ""), link, about.get("state", "visible") != "visible"))

    _parse(texts[path], start)
    if len(ids) > MAX_SHEETS:
        raise Failure(f"the workbook has more than {MAX_SHEETS} sheets", code=1)
    targets = {link: target for link, _, target, _ in _links(texts, _rels_of(path), path)}
    sheets = {}
    for name, link, hidden in ids:
        target = targets.get(link, "")
        if target in texts and "/chartsheets/" not in target:
            sheets[name] = _sheet(texts, target, name, hidden=hidden)
    return Parts(sheets)


def _rels_of(path: str) -> str:
    folder, _, name = path.rpartition("/")
    return f"{folder}/_rels/{name}.rels".lstrip("/")


def _links(texts: Mapping[str, bytes], rels: str, base: str) -> list[tuple[str, str, str, bool]]:
    """The links of a part: id, type, target, and whether it leads outside."""
    found: list[tuple[str, str, str, bool]] = []

    def start(name: str, about: dict[str, str]) -> None:
        if name == "Relationship":
            outside = about.get("TargetMode", "") == "External"
            target = about.get("Target", "")
            if not outside:
                target = posixpath.normpath(posixpath.join("/", posixpath.dirname(base), target))[
                    1:
                ]
            kind = about.get("Type", "").rpartition("/")[2]
            found.append((about.get("Id", ""), kind, target, outside))

    if rels in texts:
        _parse(texts[rels], start)
    return found


def _target(links: list[tuple[str, str, str, bool]], kind: str) -> str:
    return next((target for _, each, target, _ in links if each == kind), "")


@dataclass(slots=True)
class _Reading:
    """Goes through one sheet."""

    parts: SheetParts
    name: str
    urls: Mapping[str, str]
    row: int = 0
    column: int = 0
    inside: str = ""
    formula: str | None = None
    has_value: bool = False
    merged: int = 0

    def start(self, name: str, about: dict[str, str]) -> None:
        match name:
            case "row":
                self.row = int(about.get("r", self.row + 1))
                self.column = 0
                if about.get("hidden") in {"1", "true"}:
                    self.parts.hidden_rows.add(self.row)
            case "c":
                row, self.column = _place(about.get("r", "")) or (self.row, self.column + 1)
                self.row, self.formula, self.has_value = row, None, False
            case "f":
                self.formula = self.formula or ""
                self.inside = name
            case "v" | "is":
                self.inside = name
            case "mergeCell":
                self._merge(about.get("ref", ""))
            case "hyperlink":
                self._link(about)

    def told(self, text: str) -> None:
        if self.inside == "f":
            self.formula = (self.formula or "") + text
        elif self.inside in {"v", "is"} and text.strip():
            self.has_value = True

    def end(self, name: str) -> None:
        if name in {"f", "v", "is"}:
            self.inside = ""
        elif name == "c":
            self._cell()

    def _cell(self) -> None:
        at = (self.row, self.column)
        if self.formula is not None:
            link = _HYPERLINK.match(self.formula)
            if link:
                self.parts.links[at] = link[1]
            if not self.has_value:
                self.parts.uncomputed.add(at)
        if self.has_value or self.formula is not None:
            self.parts.rows = max(self.parts.rows, self.row)
            self.parts.columns = max(self.parts.columns, self.column)
            if self.parts.rows > MAX_ROWS + 100 or self.parts.columns > MAX_COLUMNS:
                most = f"{MAX_ROWS:,} rows or {MAX_COLUMNS:,} columns"
                raise Failure(f"sheet '{self.name}' has more than {most}: split it", code=1)

    def _merge(self, ref: str) -> None:
        first, _, last = ref.partition(":")
        begin, end = _place(first), _place(last)
        if begin and end and end[0] > begin[0]:
            self.parts.merged.append((begin[0], begin[1], end[0]))
            self.merged += end[0] - begin[0]
            if self.merged > _MAX_MERGED:
                raise Failure(f"sheet '{self.name}' has too many merged cells", code=1)

    def _link(self, about: dict[str, str]) -> None:
        at = _place(about.get("ref", "").partition(":")[0])
        link = next((v for k, v in about.items() if k.rpartition(":")[2] == "id"), "")
        if at and link in self.urls:
            self.parts.links.setdefault(at, self.urls[link])


def _sheet(texts: Mapping[str, bytes], path: str, name: str, *, hidden: bool) -> SheetParts:
    links = _links(texts, _rels_of(path), path)
    urls = {
        link: target for link, kind, target, outside in links if outside and kind == "hyperlink"
    }
    reading = _Reading(SheetParts(hidden=hidden), name, urls)
    _parse(texts[path], reading.start, reading.end, reading.told)
    return reading.parts


def _place(reference: str) -> Place | None:
    """``B12`` as (12, 2)."""
    shape = _REFERENCE.fullmatch(reference)
    if shape is None:
        return None
    column = 0
    for letter in shape[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(shape[2]), column
