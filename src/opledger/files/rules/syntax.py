"""Rules about text that is no YAML: the parser's complaint, said so that it helps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from opledger.files.diagnostics import Finding
from opledger.files.rules.rule import rule

if TYPE_CHECKING:
    from opledger.files.source import Source

_SECOND_COLON = "mapping values are not allowed here"
# What the parser says, what it most often means, and what to do.
_MEANINGS = (
    (
        _SECOND_COLON,
        "a second ': ' in this line",
        "put the text in quotes",
    ),
    (
        "could not find expected ':'",
        "this line has no 'key: value'",
        "add the ':' with a blank after it, or indent it under the key above",
    ),
    (
        "an escape for no character",
        "this escape stands for no character",
        "write the character itself",
    ),
    (
        "expected '<document start>'",
        "this does not go on with what stands above it",
        "write 'key: value' lines, and put a text with quotes or brackets in quotes as a whole",
    ),
    (
        "but found '<block mapping start>'",
        "this line is indented otherwise than the lines it belongs to",
        "align it with the keys above",
    ),
    (
        "but found '<block sequence start>'",
        "this list is indented otherwise than the lines it belongs to",
        "align it with the items above",
    ),
    (
        "but found '-'",
        "a list item stands where a key is expected",
        "indent it under the key it belongs to",
    ),
    (
        "while scanning a quoted scalar",
        "a quote is opened here and never closed",
        "close it; in single quotes write '' for an apostrophe",
    ),
    (
        "while parsing a flow sequence",
        "a '[' is opened here, and an item or ']' does not follow as it should",
        "separate items with ',' and close it with ']'",
    ),
    (
        "while parsing a flow mapping",
        "a '{' is opened here, and 'key: value' or '}' does not follow as it should",
        "separate them with ',', close it with '}', and put text with commas in quotes",
    ),
    (
        "but found '<stream end>'",
        "the file ends within a list or mapping",
        "look for a '[' or '{' without its ']' or '}'",
    ),
    (
        r"'\t' that cannot start any token",
        "a tab stands before the text",
        "use a blank",
    ),
    (
        "that cannot start any token",
        "a text can't begin with this character",
        "put the text in quotes",
    ),
    (
        "but found '<scalar>'",
        "text goes on after a closed quote or list",
        "put the whole text in quotes",
    ),
)


@rule("tab-indent", stops=True)
def tab_indent(source: Source, _complaint: str, at: int) -> Iterator[Finding]:
    """A line is indented with a tab.

    YAML indents with blanks only. Set the editor to insert blanks for YAML files.
    """
    place = source.position(at)
    line = source.line(place.line)
    indent = line[: len(line) - len(line.lstrip())]
    if "\t" in indent:
        column = indent.index("\t")
        start = source.starts[place.line - 1]
        yield Finding(
            source.position(start + column), "the line is indented with a tab", "use blanks"
        )


@rule("syntax", stops=True)
def syntax(source: Source, complaint: str, at: int) -> Iterator[Finding]:
    """The file is no YAML from this place on.

    Most often a text with ``: ``, `` #`` or a leading special character needs quotes, or a line
    is not aligned with its neighbours.
    """
    place = source.position(at)
    before = source.line(place.line)[: place.column - 1]
    text, hint = _meaning(complaint, before)
    yield Finding(place, f"no valid YAML: {text}", hint)


def _meaning(complaint: str, before: str) -> tuple[str, str]:
    """What a complaint means and what to do; ``before`` is the line up to its place."""
    if _SECOND_COLON in complaint and ":" not in before:
        return (
            "this line is read together with the one above",
            "align the two, or add the ': ' that is missing above",
        )
    for sign, text, hint in _MEANINGS:
        if sign in complaint:
            return text, hint
    return complaint, "look at this line"


SYNTAX_RULES = (tab_indent, syntax)
