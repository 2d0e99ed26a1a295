"""JSON as it is printed and written: one form for every document."""

from __future__ import annotations


def json_text(document: object) -> str:
    """The document, indented by two, its letters as they are; no line ends it."""
    import json  # noqa: PLC0415 - every command has JSON, and few runs print it

    return json.dumps(document, ensure_ascii=False, indent=2)
