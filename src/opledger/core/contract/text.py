"""JSON as it is printed and written: one form for every document.

Python's encoder is written in C only without an indent; with one it takes twice as long as this.
The tests hold that this gives what ``json.dumps`` gives.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from math import inf
from typing import TypeAlias

_Quote: TypeAlias = Callable[[str], str]


def json_text(document: object, indent: int = 2) -> str:
    """The document, indented, its letters as they are; no line ends it.

    That is what ``json.dumps(document, ensure_ascii=False, indent=indent)`` gives.

    Raises:
        TypeError: there is something in it that JSON does not know, or a key that is no text.
    """
    from json.encoder import encode_basestring  # noqa: PLC0415 - every command has JSON, and few runs print it

    return _text(encode_basestring, " " * indent, "\n", document)


def _text(quote: _Quote, step: str, margin: str, value: object) -> str:
    if isinstance(value, str):
        return quote(value)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return int.__repr__(value)
    if isinstance(value, float):
        return _number(value)
    within = margin + step
    text = partial(_text, quote, step, within)
    if isinstance(value, dict):
        pairs = [f"{quote(_key(key))}: {text(item)}" for key, item in value.items()]
        return "{" + within + f",{within}".join(pairs) + margin + "}" if pairs else "{}"
    if isinstance(value, list | tuple):
        items = [text(item) for item in value]
        return "[" + within + f",{within}".join(items) + margin + "]" if items else "[]"
    message = f"{type(value).__name__} is nothing that JSON knows"
    raise TypeError(message)


def _key(key: object) -> str:
    if isinstance(key, str):
        return key
    message = f"{type(key).__name__} is no key of JSON"
    raise TypeError(message)


def _number(value: float) -> str:
    if value != value:  # noqa: PLR0124 - only what is no number is not itself
        return "NaN"
    if value in {inf, -inf}:
        return "Infinity" if value > 0 else "-Infinity"
    return float.__repr__(value)
