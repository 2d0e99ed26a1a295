"""What a mapping says of files: how the log is laid out, what lies beside it, what it is for."""

from __future__ import annotations

import re
from collections.abc import Mapping as MappingOf
from dataclasses import replace
from typing import TYPE_CHECKING

from opledger.exchange.delimited import DELIMITERS
from opledger.exchange.mapping import About, Beside, Word
from opledger.exchange.origin import FORMATS, Layout, is_text_encoding
from opledger.files.nodes import ListNode, Node, Scalar

if TYPE_CHECKING:
    from opledger.exchange.grammar import Grammar

LAYOUT_KEYS = (
    *("format", "encoding", "delimiter", "quotes", "header", "header_row", "short_rows"),
    *("records", "sheet"),
)
ABOUT_KEYS = ("about", "verified", "caution", "columns", "optional")
BESIDE_KEYS = ("file", "on", *LAYOUT_KEYS)
_PLAIN_NAME = re.compile(r"\w[\w. -]{0,99}")


def read_layout(grammar: Grammar, keys: MappingOf[str, Node]) -> Layout:
    """How a file is laid out, as the keys say."""
    layout = Layout()
    if "format" in keys:
        layout = replace(layout, form=grammar.choice(keys["format"], "format", FORMATS))
    if "encoding" in keys:
        layout = replace(layout, encoding=_encoding(grammar, keys["encoding"]))
    if "delimiter" in keys:
        layout = replace(layout, delimiter=_delimiter(grammar, keys["delimiter"]))
    if "quotes" in keys:
        quotes = grammar.choice(keys["quotes"], "quotes", ("double", "none"))
        layout = replace(layout, quotes=quotes != "none")
    if "header" in keys:
        layout = _header(grammar, keys["header"], layout)
    if "header_row" in keys:
        line = grammar.whole(keys["header_row"], "header_row", 1, 100_000)
        layout = replace(layout, header=replace(layout.header, line=line))
    if "short_rows" in keys:
        given = grammar.choice(keys["short_rows"], "short_rows", ("fill", "bad"))
        layout = replace(layout, fill_short=given == "fill")
    return _place_in_file(grammar, keys, layout)


def _place_in_file(grammar: Grammar, keys: MappingOf[str, Node], layout: Layout) -> Layout:
    if "records" in keys:
        layout = replace(layout, records=grammar.text(keys["records"], "records") or "")
    if "sheet" in keys:
        layout = replace(layout, sheet=grammar.text(keys["sheet"], "sheet") or "")
    return layout


def _encoding(grammar: Grammar, node: Node) -> str:
    encoding = grammar.text(node, "encoding") or Layout().encoding
    if not is_text_encoding(encoding):
        hint = "such as utf-8, utf-16, windows-1252 or iso-8859-1"
        grammar.fault(node, "unknown-word", f"'{encoding[:40]}' is no encoding", hint)
    return encoding


def _header(grammar: Grammar, node: Node, layout: Layout) -> Layout:
    """No header: the columns are numbered, or have the names of the list."""
    given: tuple[str, ...] = ()
    if isinstance(node, ListNode):
        given = tuple(name.text for name in grammar.names(node, "a column's name"))
        if len(set(given)) != len(given):
            grammar.fault(node, "duplicate-key", "two columns of one name", "rename one")
    else:
        grammar.choice(node, "header", ("none",))
    return replace(layout, header=replace(layout.header, named=False, given=given))


def _delimiter(grammar: Grammar, node: Node) -> str:
    if isinstance(node, Scalar) and node.text in DELIMITERS.values():
        return node.text
    return DELIMITERS.get(grammar.choice(node, "delimiter", tuple(DELIMITERS)), "")


def read_about(grammar: Grammar, keys: MappingOf[str, Node]) -> About:
    """What a mapping says of itself."""
    texts = {
        name: grammar.text(keys[name], name) or "" for name in ("about", "caution") if name in keys
    }
    return About(
        text=" ".join(texts.get("about", "").split()),
        verified="verified" not in keys or grammar.flag(keys["verified"], "verified"),
        caution=" ".join(texts.get("caution", "").split()),
        columns=_names(grammar, keys, "columns"),
        optional=_names(grammar, keys, "optional"),
    )


def _names(grammar: Grammar, keys: MappingOf[str, Node], key: str) -> tuple[Word, ...]:
    return grammar.names(keys[key], "a column's name") if key in keys else ()


def read_beside(grammar: Grammar, node: Node) -> tuple[Beside, ...]:
    """The files beside the log, by the names that their rows get in the log's."""
    found = []
    for key, value in grammar.pairs(node, "beside"):
        keys = grammar.keys(value, "a file beside", BESIDE_KEYS, ("file", "on"))
        file = (grammar.text(keys["file"], "file") or "") if "file" in keys else ""
        if file and not _PLAIN_NAME.fullmatch(file):
            hint = "it lies in the folder of the log"
            grammar.fault(keys["file"], "wrong-value", f"'{file[:40]}' is no file's name", hint)
        pairs = grammar.pairs(keys["on"], "on") if "on" in keys else ()
        on = tuple(
            (Word(" ".join(ours.text.split()), grammar.place(ours)), theirs)
            for ours, inner in pairs
            if (theirs := grammar.name(inner, "a column's name"))
        )
        name = " ".join(key.text.split())
        layout = read_layout(grammar, keys)
        found.append(Beside(name=name, file=file, layout=layout, on=on, at=grammar.place(key)))
    return tuple(found)
