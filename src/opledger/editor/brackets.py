"""Lists and mappings in brackets, closed or not, and what lies at a place in them."""

from __future__ import annotations

import re
from dataclasses import field
from typing import TYPE_CHECKING

from opledger.core.late import dataclass
from opledger.editor.touch import Frame, Outline, Role, Touch, quote_of, skip
from opledger.files.rules.events import MAX_DEPTH

if TYPE_CHECKING:
    from opledger.editor.words import Path
    from opledger.files.source import Source

_TOKEN_END = re.compile(r"[,\[\]{}\r\n]|:(?=[\s,\[\]{}]|$)|(?<=\s)#|$")
_QUOTED = re.compile(r"""'(?:[^'\r\n]|'')*'|"(?:[^"\\\r\n]|\\.)*\"""")


@dataclass(slots=True)
class Brackets:
    """Reads from one bracket to its end.

    They end at the latest before a line that is not indented deeper than ``column``, which is
    where what they belong to stands; and the text with them, where they are nested too deep.
    """

    source: Source
    at: int
    seen: Outline
    column: int
    frames: list[Frame] = field(default_factory=list)
    inside: int = 0  # the last line that is known to be within them

    def read(self, i: int, path: Path) -> int:
        """Read from the bracket at ``i``, what stands at ``path``; the number of the next line."""
        text = self.source.text
        self._open(text[i], path)
        i += 1
        while i < len(text) and self.frames:
            if len(self.frames) > MAX_DEPTH:
                return len(self.source.starts) + 1
            sign = text[i]
            if i == self.at and (sign.isspace() or sign in ",]}"):
                self._gap(i)
            if sign in "\r\n" and self._ends_before(self.source.position(i).line + 1):
                return self.source.position(i).line + 1
            i = self._step(sign, i)
        if self.frames and i == self.at:
            self._gap(i)
        return self.source.position(i).line + 1

    def _step(self, sign: str, i: int) -> int:
        frame = self.frames[-1]
        if sign in "[{":
            self._open(sign, frame.inner)
            frame.pending = False
        elif sign in "]}":
            self.frames.pop()
        elif sign == ",":
            frame.key, frame.pending = None, False
            frame.count += 1
        elif sign == "#" and self.source.text[i - 1].isspace():
            return i + len(self.source.line(self.source.position(i).line)[self._column(i) :])
        elif not sign.isspace():
            return self._token(i, frame)
        return i + 1

    def _column(self, i: int) -> int:
        return self.source.position(i).column - 1

    def _open(self, sign: str, path: Path) -> None:
        self.frames.append(Frame(is_map=sign == "{", column=0, path=path, count=1))

    def _token(self, i: int, frame: Frame) -> int:
        """A key or value; where it ends, its colon among it."""
        text = self.source.text
        quote = quote_of(text, i)
        found = _QUOTED.match(text, i) if quote else None
        if found is None:
            stop = _TOKEN_END.search(text, i + 1)
            end = i + len(text[i : stop.start() if stop else len(text)].rstrip())
        else:
            end = found.end()
        word = text[i:end].strip(quote) if quote else text[i:end]
        after = skip(text, end, len(text))
        colon = text[after : after + 1] == ":"
        is_key = frame.is_map and frame.key is None
        if is_key:
            self.seen.add_key(frame.path, word, i)
        elif not frame.is_map:
            self.seen.add_item(frame.path, word, i)
        if i <= self.at <= end:
            path, role = (frame.path, Role.KEY) if is_key else (frame.inner, Role.VALUE)
            colon_there = is_key and colon
            self.seen.touch = Touch(path, role, i, end, quote, colon=colon_there, flow=True)
        if is_key and colon:
            frame.key = word
        frame.pending = is_key and colon
        return after + 1 if colon else max(end, i + 1)

    def _gap(self, i: int) -> None:
        """The place is one between tokens."""
        if self.seen.touch is not None:
            return
        frame = self.frames[-1]
        if frame.is_map and frame.key is None:
            self.seen.touch = Touch(frame.path, Role.KEY, i, i, flow=True)
        elif not frame.is_map or frame.pending:
            spaced = self.source.text[i - 1] != ":"
            self.seen.touch = Touch(frame.inner, Role.VALUE, i, i, spaced=spaced, flow=True)

    def _ends_before(self, number: int) -> bool:
        """Whether brackets that are open can't go on in the line with this number."""
        if number <= self.inside:
            return False
        while number <= len(self.source.starts):
            line = self.source.line(number)
            body = line.lstrip(" ")
            self.inside = number
            if body:
                return len(line) - len(body) <= self.column and body[0] not in "]}"
            number += 1
        return False
