"""Rules about YAML itself, held against the parser's events one by one.

They keep a file within plain YAML 1.2, read the same by every program, and stop at the limits
before memory or time runs out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from opledger.core.late import dataclass, pattern
from opledger.files.diagnostics import Finding
from opledger.files.rules.rule import rule

if TYPE_CHECKING:
    from opledger.files.source import Source

_DIRECTIVE = pattern(r"^%", re.MULTILINE)
MAX_DEPTH = 20
MAX_SCALAR = 64 * 1024
MAX_NODES = 20_000


@dataclass(frozen=True, slots=True)
class Seen:
    """One event of the parser: its type's name, and where the stream stands with it.

    ``event`` is the parser's own. ``depth`` counts the lists and mappings around it, ``nodes``
    and ``documents`` all so far, this one among them.
    """

    name: str
    event: Any
    source: Source
    depth: int
    nodes: int
    documents: int

    def finding(self, text: str, hint: str) -> Finding:
        """A finding where the event starts."""
        return Finding(self.source.position(self.event.start_mark.index), text, hint)


@rule("anchor")
def anchor(seen: Seen) -> Iterator[Finding]:
    """A value has an anchor (``&name``).

    Anchors are for repeating a value by reference, which readers and editors of a ledger should
    not have to follow. Write the value itself; a text that begins with ``&`` needs quotes.
    """
    if seen.name != "AliasEvent" and getattr(seen.event, "anchor", None):
        text = f"anchor '&{seen.event.anchor}': a ledger has none"
        yield seen.finding(text, "delete it, or put the text in quotes")


@rule("alias")
def alias(seen: Seen) -> Iterator[Finding]:
    """A value is an alias (``*name``).

    An alias stands for a value written elsewhere; a few of them can stand for millions. Write
    the value itself; a text that begins with ``*`` needs quotes.
    """
    if seen.name == "AliasEvent":
        text = f"alias '*{seen.event.anchor}': a ledger has none"
        yield seen.finding(text, "write the value itself, or put the text in quotes")


@rule("tag")
def tag(seen: Seen) -> Iterator[Finding]:
    """A value has a tag (``!name``).

    Tags tell a program to make something else of a value than text, number or list; some readers
    run code for them. Delete it; a text that begins with ``!`` needs quotes.
    """
    given = getattr(seen.event, "tag", None)
    if given and seen.name in {"ScalarEvent", "SequenceStartEvent", "MappingStartEvent"}:
        text = f"tag '{str(given)[:60]}': a ledger has none"
        yield seen.finding(text, "delete it, or put the text in quotes")


@rule("directive")
def directive(seen: Seen) -> Iterator[Finding]:
    """The file begins with a YAML directive (``%YAML``, ``%TAG``).

    It would change how the rest is read. Every file of a ledger is YAML 1.2 without one.
    """
    if seen.name == "DocumentStartEvent" and (seen.event.version or seen.event.tags):
        # The event stands at the '---' below; nothing but comments can be above a directive.
        sign = _DIRECTIVE.search(seen.source.text)
        at = sign.start() if sign else seen.event.start_mark.index
        place = seen.source.position(at)
        yield Finding(place, "a YAML directive: a ledger has none", "delete the line")


@rule("second-document", stops=True)
def second_document(seen: Seen) -> Iterator[Finding]:
    """A second document begins (``---``).

    One file is one opportunity; what follows the line would be left out by many programs. Make
    it a file of its own.
    """
    if seen.name == "DocumentStartEvent" and seen.documents > 1:
        text = "a second document begins here: one file is one opportunity"
        yield seen.finding(text, "delete the '---' line or make a second file")


@rule("too-deep", stops=True)
def too_deep(seen: Seen) -> Iterator[Finding]:
    """Lists and mappings stand in each other more than 20 deep.

    Nothing in a ledger goes deeper than five.
    """
    if seen.depth > MAX_DEPTH:
        yield seen.finding(f"nested deeper than {MAX_DEPTH}", "look for a stray '[', '{' or '-'")


@rule("too-many-values", stops=True)
def too_many_values(seen: Seen) -> Iterator[Finding]:
    """The file has more than 20,000 values."""
    if seen.nodes > MAX_NODES:
        yield seen.finding(f"more than {MAX_NODES} values in one file", "split the file")


@rule("text-too-long")
def text_too_long(seen: Seen) -> Iterator[Finding]:
    """One text is longer than 64 KiB: keep long material elsewhere and link to it."""
    if seen.name == "ScalarEvent" and len(seen.event.value) > MAX_SCALAR:
        yield seen.finding("a text longer than 64 KiB", "keep long material elsewhere")


EVENT_RULES = (
    anchor,
    alias,
    tag,
    directive,
    second_document,
    too_deep,
    too_many_values,
    text_too_long,
)
