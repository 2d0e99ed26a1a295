"""JSON as it is printed and written: one form for every document."""

from __future__ import annotations

from collections.abc import Mapping


def json_text(document: object) -> str:
    """The document, indented by two, its letters as they are; no line ends it."""
    import json  # noqa: PLC0415 - every command has JSON, and few runs print it

    return json.dumps(document, ensure_ascii=False, indent=2)


def json_lines_of(document: Mapping[str, object]) -> str:
    """The document with a line for each of its parts, and for each item of a part that is a list.

    So a change of one item is one of one line; and Python writes such lines ten times as fast as
    those of :func:`json_text`.
    """
    from json import JSONEncoder  # noqa: PLC0415 - as above

    encode = JSONEncoder(ensure_ascii=False).encode
    parts = []
    for key, value in document.items():
        if isinstance(value, list) and value:
            text = "[\n" + ",\n".join(map(encode, value)) + "\n]"
        else:
            text = encode(value)
        parts.append(f"{encode(key)}: {text}")
    return "{\n" + ",\n".join(parts) + "\n}"
