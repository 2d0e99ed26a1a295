"""YAML as a validator of JSON gets it: read by the tests' own idea of YAML 1.2's core schema.

ruamel.yaml composes the nodes; what a plain scalar means is decided here, by YAML 1.2.2, section
10.3.2, so that a date is a text and ``190_000`` too.
"""

from __future__ import annotations

import re
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

_NULLS = ("", "~", "null", "Null", "NULL")
_FLAGS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_DECIMAL = re.compile(r"[-+]?\d+", re.ASCII)
_FLOAT = re.compile(r"[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?", re.ASCII)
_SPECIAL = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")


def as_json(text: str) -> Any:  # noqa: ANN401 - as the text says
    """The text's only document as plain lists, dicts, texts and numbers."""
    node = YAML(typ="safe", pure=True).compose(text)
    return None if node is None else _plain(node)


def _plain(node: Node) -> Any:  # noqa: ANN401 - see above
    if isinstance(node, SequenceNode):
        return [_plain(item) for item in node.value]
    if isinstance(node, MappingNode):
        return {str(key.value): _plain(value) for key, value in node.value}
    assert isinstance(node, ScalarNode)
    return node.value if node.style else _scalar(node.value)


def _scalar(text: str) -> str | int | float | bool | None:
    if text in _NULLS:
        return None
    if text in _FLAGS:
        return _FLAGS[text]
    for pattern, base in ((r"0o[0-7]+", 8), (r"0x[0-9a-fA-F]+", 16)):
        if re.fullmatch(pattern, text):
            return int(text[2:], base)
    if _DECIMAL.fullmatch(text):
        return int(text) if len(text) < 1000 else float("inf")
    if _FLOAT.fullmatch(text):
        return float(text)
    return float(text.replace(".", "", 1)) if _SPECIAL.fullmatch(text) else text
