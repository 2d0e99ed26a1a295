"""The text of a new file from plain values: keys in the format's order, quotes where needed.

What is written reads the same to every YAML program, 1.1 or 1.2: a text that one of them takes
for a number, a date or ``false`` stands in quotes. Editing is another matter: an existing file
is never written anew.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from opledger.core.late import pattern
from opledger.files.schema import LEDGER, OPPORTUNITY
from opledger.files.source import BOM

if TYPE_CHECKING:
    from opledger.files.shapes import Record

WIDTH = 100
_INDENT = "  "
_OPEN = {"events", "people", "questions", "extra", "stages", "goals"}  # read better line by line
_REPLACED = "\ufffd"
_JOINERS = "\u200c\u200d"

_RESERVED = pattern(
    r"(?i:y|yes|n|no|on|off|true|false|null|nan|inf)|~|<<|=|---.*|\.\.\..*|[-?:](?:\s.*)?"
)
# A plain text begins with a letter or digit, or with a sign that means nothing to YAML.
_PLAIN_START = pattern(r"[^\W_]|[(/$€£§©+_.]")
_NO_PLAIN = pattern(r": |:$| #|^\s|\s$|\t|[\n\r]")
_FLOW_SIGN = pattern(r"[,\[\]{}:?]")
_SIZE = pattern(r"[0-9]{1,4}-[0-9]{1,6}")
# Beginning like a number: plain only where a letter stands in it that is part of no number or
# date of YAML 1.1 (1e5, 0x1f, 0b1, 2024-01-01T10:00:00Z, .inf).
_NUMBER_START = pattern(r"[-+.0-9_]")
_NOT_IN_NUMBERS = pattern(r"[^\W\d_a-fA-FeExXoObBtTzZnNiI]")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r", "\0": "\\0"}


def opportunity_text(values: Mapping[str, object], *, nulls: bool = False) -> str:
    """The text of ``opportunities/<id>.yaml``; keys are put in the format's order.

    Values are texts, numbers, booleans, dates, times with their zone, and lists and mappings of
    them; what is ``None`` is left out. A text of several lines becomes a literal block. With
    ``nulls``, a key below another one whose value is ``None`` stays, as ``null``.
    """
    return _file(values, OPPORTUNITY, nulls=nulls)


def ledger_text(values: Mapping[str, object], *, nulls: bool = False) -> str:
    """The text of ``ledger.yaml``; values as for :func:`opportunity_text`."""
    return _file(values, LEDGER, nulls=nulls)


def item_lines(value: object, indent: str) -> list[str]:
    """An item of a list as lines that begin at this indent, its dash among them."""
    return _items([_told(value)], indent)


def pair_lines(key: str, value: object, indent: str) -> list[str]:
    """A key and its value as lines that begin at this indent."""
    return _pair(key, _told(value), indent)


def in_brackets(value: object) -> str:
    """A value on one line, as it may stand within brackets; line breaks become escapes."""
    value = _told(value)
    match value:
        case str():
            return _text(value, flow=True)
        case Mapping():
            pairs = (f"{_key(key)}: {in_brackets(v)}" for key, v in value.items())
            return "{" + ", ".join(pairs) + "}"
        case list() | tuple():
            return "[" + ", ".join(in_brackets(item) for item in value) + "]"
    return _plain_scalar(value)


def visible(text: str) -> tuple[str, int]:
    """The text without characters that can't be seen, and how many there were.

    Control characters, separators and lone surrogates become U+FFFD; characters that only steer
    the display (zero-width blanks, direction marks) are taken out; odd blanks become a blank.
    Line breaks, tabs, and the joiners that scripts and emoji need stay.
    """
    if text.isprintable():
        return text, 0
    found = 0
    kept = []
    for character in text.replace("\r\n", "\n").replace("\r", "\n"):
        category = unicodedata.category(character)
        if character in "\n\t" or character in _JOINERS or character == "\u00a0":
            kept.append(character)
        elif category == "Zs":
            kept.append(" ")
        elif category in {"Cc", "Cs", "Co", "Zl", "Zp"} or _is_no_character(character):
            kept.append(_REPLACED)
            found += 1
        elif category == "Cf":
            found += 1
        else:
            kept.append(character)
    return "".join(kept), found


def _file(values: Mapping[str, object], record: Record, *, nulls: bool) -> str:
    known = [name for name in record.fields if values.get(name) is not None]
    others = [name for name in values if name not in record.fields and values[name] is not None]
    lines = []
    for name in (*known, *others):
        lines.extend(_pair(name, values[name] if nulls else _told(values[name]), ""))
    return "".join(f"{line}\n" for line in lines)


def _told(value: object) -> object:
    """The value without keys that have none."""
    match value:
        case Mapping():
            return {str(key): _told(inner) for key, inner in value.items() if inner is not None}
        case list() | tuple():
            return [_told(inner) for inner in value]
    return value


def _pair(key: str, value: object, indent: str) -> list[str]:
    """A key and its value as lines that begin at this indent."""
    head = f"{indent}{_key(key)}:"
    if isinstance(value, str) and (block := _literal(value, indent)):
        return [f"{head} {block[0]}", *block[1:]]
    several = isinstance(value, Mapping | list | tuple) and bool(value)
    inline = None if several and key in _OPEN else _inline(value)
    if inline is not None and (not several or len(head) + 1 + len(inline) <= WIDTH):
        return [f"{head} {inline}"]
    if isinstance(value, Mapping) and value:
        return [head, *_pairs(value, indent + _INDENT)]
    if isinstance(value, Sequence) and not isinstance(value, str) and value:
        return [head, *_items(value, indent + _INDENT)]
    return [f"{head} {inline}"]


def _pairs(value: Mapping[str, object], indent: str) -> list[str]:
    lines = []
    for key, inner in value.items():
        lines.extend(_pair(key, inner, indent))
    return lines


def _items(values: Sequence[object], indent: str) -> list[str]:
    lines = []
    for value in values:
        inline = _inline(value)
        short = inline is not None and len(indent) + 2 + len(inline) <= WIDTH
        if isinstance(value, str) and (block := _literal(value, indent)):
            lines.extend([f"{indent}- {block[0]}", *block[1:]])
        elif isinstance(value, Mapping) and value and not short:
            inner = _pairs(value, indent + _INDENT)
            lines.append(f"{indent}- {inner[0].lstrip(' ')}")
            lines.extend(inner[1:])
        elif isinstance(value, list | tuple) and value and not short:
            lines.append(f"{indent}-")
            lines.extend(_items(value, indent + _INDENT))
        else:
            lines.append(f"{indent}- {inline}")
    return lines


def _inline(value: object) -> str | None:
    """A value on one line; ``None`` where it holds a text of several lines that reads badly so."""
    match value:
        case str():
            return _text(value, flow=False)
        case Mapping():
            inner = [(_key(key), _flow(v)) for key, v in value.items()]
            if any(v is None for _, v in inner):
                return None
            return "{" + ", ".join(f"{key}: {v}" for key, v in inner) + "}"
        case list() | tuple():
            items = [_flow(item) for item in value]
            if any(item is None for item in items):
                return None
            return "[" + ", ".join(str(item) for item in items) + "]"
    return _plain_scalar(value)


def _flow(value: object) -> str | None:
    if isinstance(value, str):
        return None if _literal(value, "") else _text(value, flow=True)
    return _inline(value)


def _plain_scalar(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case float() if math.isinf(value) or math.isnan(value):
            return {"inf": ".inf", "-inf": "-.inf"}.get(repr(value), ".nan")
        case float() if value.is_integer() and abs(value) < 1e15:  # noqa: PLR2004 - exact so far
            return str(int(value))
        case float():
            text = repr(value)
            mantissa, exponent, power = text.partition("e")
            # YAML 1.1 takes 1e+22 for a text: it wants the point.
            return text if not exponent or "." in mantissa else f"{mantissa}.0e{power}"
        case int():
            return str(value)
        case datetime():
            return value.isoformat()
        case date():
            return value.isoformat()
    message = f"a {type(value).__name__} has no place in a file of a ledger"
    raise TypeError(message)


@lru_cache(256)  # the same few over and over
def _key(key: str) -> str:
    return _text(key, flow=True)


def _text(text: str, *, flow: bool) -> str:
    """A text on one line: plain where every reader takes it as this text, else in quotes."""
    if not _is_clean(text):
        return '"' + "".join(_escaped(character) for character in text) + '"'
    if _is_plain(text) and not (flow and _FLOW_SIGN.search(text)):
        return text
    return "'" + text.replace("'", "''") + "'"


def _is_clean(text: str) -> bool:
    """Whether the text can stand on a line as it is."""
    return text.isprintable() or all(each.isprintable() or _is_quiet(each) for each in text)


def _is_quiet(character: str) -> bool:
    """Whether a character that Python calls unprintable means nothing to a YAML reader."""
    if character == BOM or _is_no_character(character):
        return False
    return unicodedata.category(character) in {"Zs", "Cf", "Cn", "Co"}


def _is_no_character(character: str) -> bool:
    """Whether it is one of the last two places of a plane, which are no characters."""
    return f"{ord(character):04x}".endswith(("fffe", "ffff"))


def _is_plain(text: str) -> bool:
    if not text or _RESERVED.fullmatch(text) or _NO_PLAIN.search(text):
        return False
    if text[0].isspace() or text[-1].isspace() or not _PLAIN_START.match(text):
        return False
    if _NUMBER_START.match(text):
        return bool(_SIZE.fullmatch(text) or _NOT_IN_NUMBERS.search(text))
    return True


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if character.isprintable() or _is_quiet(character):
        return character
    number = ord(character)
    if number < 0x100:  # noqa: PLR2004 - one byte
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"  # noqa: PLR2004


def _literal(text: str, indent: str) -> list[str] | None:
    """A text of several lines as a literal block; ``None`` where it can't be one."""
    body = text.removesuffix("\n")
    lines = body.split("\n")
    if "\n" not in text or not lines[0] or lines[0][0].isspace() or not lines[-1]:
        return None
    if any(not _is_clean(line) or (line and not line.strip()) for line in lines):
        return None
    sign = "|" if text.endswith("\n") else "|-"
    inner = indent + _INDENT
    return [sign, *(f"{inner}{line}" if line else "" for line in lines)]
