"""A diagnostic: what is wrong, where it stands, what to do; and its printed forms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum

from opledger.core.contract.text import json_text
from opledger.core.late import dataclass


class Severity(StrEnum):
    """An error makes ``check`` fail; a warning is printed and lets it pass."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a text: line and column, both from 1, in characters."""

    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found: where, what, and how to mend it."""

    at: Position
    text: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A finding with its file and rule. ``path`` is relative to the ledger, with ``/``."""

    path: str
    at: Position
    severity: Severity
    code: str
    text: str
    hint: str = ""

    @property
    def order(self) -> tuple[str, Position, str, str]:
        """By file, then by place; never by chance."""
        return self.path, self.at, self.code, self.text


def as_line(diagnostic: Diagnostic, shown_path: str) -> str:
    """``path:line:col: error[CODE]: text; hint``, one line in printable characters."""
    text = diagnostic.text + (f"; {diagnostic.hint}" if diagnostic.hint else "")
    at = diagnostic.at
    head = f"{shown_path}:{at.line}:{at.column}: {diagnostic.severity}[{diagnostic.code}]"
    return printable(f"{head}: {text}")


def as_annotation(diagnostic: Diagnostic, shown_path: str) -> str:
    """The workflow command that marks the line in a pull request."""
    text = diagnostic.text + (f"; {diagnostic.hint}" if diagnostic.hint else "")
    at = diagnostic.at
    properties = ",".join(
        f"{key}={_escape_property(str(value))}"
        for key, value in (
            ("file", shown_path),
            ("line", at.line),
            ("col", at.column),
            ("title", diagnostic.code),
        )
    )
    return f"::{diagnostic.severity} {properties}::{_escape_data(printable(text))}"


def as_json(diagnostics: Sequence[Diagnostic], shown: Iterable[str], files: int) -> str:
    """Every diagnostic as one JSON document; ``files`` is how many were read."""
    found = [
        {
            "path": printable(path),
            "line": each.at.line,
            "column": each.at.column,
            "severity": each.severity.value,
            "code": each.code,
            "message": printable(each.text),
            "suggestion": printable(each.hint) or None,
        }
        for each, path in zip(diagnostics, shown, strict=True)
    ]
    document = {"version": 1, "files": files, "diagnostics": found}
    return json_text(document)


def printable(text: str) -> str:
    r"""The text with everything that could move a terminal's cursor or hide as an escape.

    Control, format (bidirectional overrides among them), surrogate and line-separating
    characters come out as ``\\xNN`` or ``\\uNNNN``. Joiners that scripts and emoji need stay.
    """
    if text.isprintable():
        return text
    return "".join(_shown(character) for character in text)


_JOINERS = "\u200c\u200d"


def _shown(character: str) -> str:
    if character.isprintable() or character in _JOINERS:
        return character
    from unicodedata import category  # noqa: PLC0415 - almost every character is printable

    if category(character) == "Zs":
        return character if character == "\u00a0" else " "
    number = ord(character)
    if number < 0x100:  # noqa: PLR2004 - one byte
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"  # noqa: PLR2004


def _escape_data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape_data(printable(text)).replace(":", "%3A").replace(",", "%2C")
