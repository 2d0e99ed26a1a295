"""Parts taken out of an ordinary text by its lines, and proved with the fast parser.

The same lines go as with the edits of :mod:`opledger.files.splice`, which need the parser that
knows where everything stands, some fifty times as slow. A text that is written in any other than
the usual way is not cut here at all.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from opledger.core.late import dataclass, pattern
from opledger.files.fastyaml import data_of

Span = tuple[int, int]
_ODD = pattern(r"[|>][0-9]?\+|\r")  # texts to whose end blank lines belong, other line breaks
# A comment on lines of its own may belong to what stands above or below; in a text it is none.
_COMMENT = pattern(r"^[ ]*#", re.MULTILINE)
_TEXT = pattern(r"[A-Za-z_]+: [|>]-?\n([ ]+)[^ \n][^\n]*\n(?:\n|\1[^\n]*\n)*")
_HEAD = pattern(r"(?:#[^\n]*\n)*")
_KEY = pattern(r"^([A-Za-z_]+):", re.MULTILINE)
_MARGIN = pattern(r"^(?![A-Za-z_]+:|- |[ \n])", re.MULTILINE)
_ITEM = pattern(r"\n([ ]*)- ")


@dataclass(frozen=True, slots=True)
class Cutting:
    """A text in lines: what it says, where the lines of each key are, and of each item below it."""

    text: str
    data: Mapping[str, Any]
    keys: Mapping[str, Span]
    items: Mapping[str, tuple[Span, ...]]

    @classmethod
    def of(cls, content: bytes) -> Cutting | None:
        """That of a file's text; ``None`` where it is not written as most are."""
        data = data_of(content)
        if not data:
            return None
        text = content.decode()
        head = _HEAD.match(text)
        start = head.end() if head else 0
        odd = _ODD.search(text, start) or _MARGIN.search(text, start, len(text) - 1)
        if odd or not text.endswith("\n"):
            return None
        found = list(_KEY.finditer(text, start))
        if [each[1] for each in found] != list(data):
            return None
        starts = [each.start() for each in found]
        spans = tuple(zip(starts, (*starts[1:], len(text)), strict=True))
        if any(_COMMENT.search(text, *span) and not _TEXT.fullmatch(text, *span) for span in spans):
            return None
        keys = {
            name: (begin, _content_end(text, end))
            for name, (begin, end) in zip(data, spans, strict=True)
        }
        return cls(text, data, keys, {name: _items(text, span) for name, span in keys.items()})

    def without(self, names: Collection[str], items: Mapping[str, Collection[int]]) -> bytes | None:
        """The text without these keys, and without these items of lists, by their places.

        ``None`` where it can't be proved to say the rest and nothing else.
        """
        expected = dict(self.data)
        cuts: list[Span] = []
        for name in names:
            cuts.append(self.keys[name])
            del expected[name]
        for name, places in items.items():
            value, spans = self.data[name], self.items[name]
            if len(spans) != len(value):
                return None
            cuts += [spans[place] for place in places]
            expected[name] = [each for n, each in enumerate(value) if n not in places]
        content = "".join(_left(self.text, sorted(cuts))).encode()
        # Told as texts, as the order of keys counts, and 1 is neither 1.0 nor true.
        return content if repr(data_of(content)) == repr(expected) else None


def _content_end(text: str, end: int) -> int:
    """Where the last line ends that is not blank."""
    while text.endswith("\n\n", 0, end):
        end -= 1
    return end


def _items(text: str, span: Span) -> tuple[Span, ...]:
    """The lines of each item of a list in lines; nothing where it is none, or has blank lines."""
    first = _ITEM.search(text, *span)
    if first is None or text.find("\n\n", *span) >= 0:
        return ()
    dash = f"\n{first[1]}- "
    starts = []
    at = text.find(dash, *span)
    while at >= 0:
        starts.append(at + 1)
        at = text.find(dash, at + 1, span[1])
    return tuple(zip(starts, (*starts[1:], span[1]), strict=True))


def _left(text: str, cuts: Sequence[Span]) -> Iterator[str]:
    at = 0
    for start, end in cuts:
        yield text[at:start]
        at = end
    yield text[at:]
