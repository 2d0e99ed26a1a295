"""Rules about a file's bytes and characters, before they are YAML."""

from __future__ import annotations

import re
from collections.abc import Iterator

from opledger.core.late import pattern
from opledger.files.diagnostics import Finding, Position, printable
from opledger.files.rules.rule import rule
from opledger.files.source import Source

# C0 without tab and line breaks, DEL, C1 and the separators that only some programs break at.
_CONTROL = pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_OVERRIDE = pattern("[\u202a-\u202e\u2066-\u2069]")
_MARKER = pattern(r"^(?:<{7}(?: .*)?|\|{7}(?: .*)?|={7}|>{7}(?: .*)?)\r?$", re.MULTILINE)


@rule("not-utf8", stops=True)
def not_utf8(content: bytes) -> Iterator[Finding]:
    """The file is not UTF-8 text.

    Some programs save in another encoding (UTF-16, Windows-1252). Save the file as UTF-8.
    """
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8")
        source = Source.of("", before)
        wide = content[:2] in {b"\xff\xfe", b"\xfe\xff"}
        what = "this looks like UTF-16" if wide else f"byte 0x{content[error.start]:02x} is no text"
        place = source.position(len(source.text))
        yield Finding(place, f"the file is not UTF-8: {what}", "save it as UTF-8")


@rule("conflict-marker", stops=True)
def conflict_marker(source: Source) -> Iterator[Finding]:
    """A merge conflict was left in the file.

    Git puts ``<<<<<<<``, ``=======`` and ``>>>>>>>`` around two versions of the same lines. Keep
    what is true of both, delete the marker lines, and check again.
    """
    lines = [(found.start(), found[0].rstrip("\r")) for found in _MARKER.finditer(source.text)]
    signs = {line[0] for _, line in lines}
    if not signs & {"<", ">"}:
        return
    for start, line in lines:
        yield Finding(
            source.position(start),
            f"merge conflict left in the file: '{line[:40]}'",
            "keep what is true of both sides and delete the marker lines",
        )


@rule("control-character", stops=True)
def control_character(source: Source) -> Iterator[Finding]:
    """A character stands in the file that no editor shows.

    NUL, escape and other control characters are no text; in a terminal they could move the
    cursor or change what is seen. Delete it. Only the first one of a line is told.
    """
    line = 0
    for found in _CONTROL.finditer(source.text):
        place = source.position(found.start())
        if place.line == line:
            continue
        line = place.line
        name = printable(found[0]) if found[0] != "\ufeff" else "\\ufeff (a byte-order mark)"
        yield Finding(place, f"control character {name}", "delete it")


@rule("text-direction")
def text_direction(source: Source) -> Iterator[Finding]:
    """A character turns the direction of the text, so that it reads otherwise than it is.

    Words in Arabic or Hebrew need none of them. Delete it.
    """
    for found in _OVERRIDE.finditer(source.text):
        place = source.position(found.start())
        yield Finding(place, f"direction override {printable(found[0])}", "delete it")


@rule("empty-file", stops=True)
def empty_file(source: Source) -> Iterator[Finding]:
    """An opportunity's file says nothing: it is empty, or has only comments.

    Delete the file, or write at least ``company`` and one event with a stage.
    """
    if all(not line.strip() or line.lstrip().startswith("#") for line in source.text.splitlines()):
        yield Finding(Position(), "the file is empty", "write at least a company and one event")


def may_be_conflict(text: str) -> bool:
    """Whether a text may hold what :func:`conflict_marker` finds; false is certain."""
    return "<<<<<<<" in text or ">>>>>>>" in text


def has_odd_character(text: str) -> bool:
    """Whether a text holds what :func:`control_character` or :func:`text_direction` finds."""
    return bool(_CONTROL.search(text) or _OVERRIDE.search(text))


TEXT_RULES = (conflict_marker, control_character, text_direction)
