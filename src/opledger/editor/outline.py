"""The keys and items of a text that may be broken, by its lines, and what lies at a place.

This is no parser: it reads what people write in files of a ledger, keys and dashes in lines and
lists and mappings in brackets, and takes an unclosed quote or bracket to end where the next line
could not belong to it. Where a text is nested deeper than a file may be, it is read no further.
"""

from __future__ import annotations

import re
from dataclasses import field
from typing import TYPE_CHECKING

from opledger.core.late import dataclass
from opledger.editor.brackets import Brackets
from opledger.editor.touch import Frame, Outline, Role, Touch, quote_of, skip
from opledger.files.rules.events import MAX_DEPTH
from opledger.files.source import Source

if TYPE_CHECKING:
    from opledger.editor.words import Path

_KEY = re.compile(
    r"(?:'(?P<single>[^'\r\n]*)'"
    r'|"(?P<double>[^"\\\r\n]*)"'
    r"|(?P<plain>[^\s\-?:,\[\]{}#&*!|>'\"%@`](?:[ \t]*(?:[^:# \t\r\n]|:(?=\S)|(?<=\S)#))*)"
    r")[ \t]*:(?=[ \t\r\n]|$)"
)
_BLOCK_SIGN = re.compile(r"[|>][-+0-9]*[ \t]*(?:#.*)?$")
_COMMENT = re.compile(r"[ \t]#")
_QUOTED = re.compile(r"""'(?:[^']|'')*'|"(?:[^"\\]|\\[\s\S])*\"""")


def outline(text: str, index: int) -> Outline:
    """What a text looks like, and what lies at a place of it."""
    return _Scan(Source.of("", text), index).run()


@dataclass(slots=True)
class _Scan:
    source: Source
    at: int
    seen: Outline = field(default_factory=Outline)
    stack: list[Frame] = field(default_factory=lambda: [Frame(is_map=True, column=0, path=())])
    block: int | None = None  # the column of what a text in lines belongs to, while it lasts

    def run(self) -> Outline:
        number = 1
        while number <= len(self.source.starts):
            line = self.source.line(number)
            start = self.source.starts[number - 1]
            body = line.lstrip(" ")
            indent = len(line) - len(body)
            column = self.at - start
            number += 1
            if not body.strip():
                if 0 <= column <= len(line) and (self.block is None or column <= self.block):
                    self._alone(column, self.at, self.at)
                continue
            if self.block is not None and indent > self.block:
                continue
            self.block = None
            if body[0] != "#" and not body.startswith(("---", "...", "%")):
                number = self._content(start + indent, start + len(line), number)
        return self.seen

    def _content(self, i: int, end: int, number: int) -> int:
        """Read a line from its first character; the number of the line that comes next."""
        text = self.source.text
        start = self.source.starts[number - 2]
        item: Frame | None = None
        while text[i] == "-" and (i + 1 == end or text[i + 1] in " \t"):
            if len(self.stack) > MAX_DEPTH:
                return len(self.source.starts) + 1
            item = self._fit(i - start, is_map=False)
            item.count += 1
            item.pending = True
            first = skip(text, i + 1, end)
            if first == end or text[first] == "#":
                if i < self.at <= first:
                    spaced = self.at > i + 1
                    self._touch(item.inner, Role.EITHER, self.at, self.at, spaced=spaced)
                return number
            i = first
        found = _KEY.match(text, i, end)
        if found:
            return self._pair(found, i, end, number)
        if text[i] in "[{":
            top = self.stack[-1]
            if not top.pending or (item is None and top.column >= i - start):
                return number
            top.pending = False
            return self._brackets(i, top.inner, top.column)
        self._word(i, end, item, i - start)
        return number

    def _word(self, i: int, end: int, item: Frame | None, column: int) -> None:
        """A word that stands alone in its line, or behind a dash."""
        text = self.source.text
        last = _plain_end(text, i, end)
        if item is None:
            if i <= self.at <= last:
                self._alone(column, i, last)
            return
        item.pending = False
        self.seen.add_item(item.path, text[i:last].strip("'\""), i)
        if i <= self.at <= last:
            self._touch(item.inner, Role.EITHER, i, last)

    def _pair(self, found: re.Match[str], i: int, end: int, number: int) -> int:
        text = self.source.text
        frame = self._fit(i - self.source.starts[number - 2], is_map=True)
        key = next(word for word in found.groups() if word is not None)
        frame.key, frame.pending = key, True
        self.seen.add_key(frame.path, key, i)
        key_end = i + len(key) + 2 * len(quote_of(text, i))
        if i <= self.at <= key_end:
            self._touch(frame.path, Role.KEY, i, key_end, colon=True)
        colon = found.end()
        value = skip(text, colon, end)
        if value == end or text[value] == "#":
            if colon <= self.at <= value:
                spaced = self.at > colon
                self._touch(frame.inner, Role.VALUE, self.at, self.at, spaced=spaced)
            return number
        frame.pending = False
        if _BLOCK_SIGN.match(text, value, end):
            self.block = frame.column
        elif text[value] in "[{":
            return self._brackets(value, frame.inner, frame.column)
        elif quote_of(text, value):
            return self._quoted(value, end, frame, number)
        elif colon < self.at <= (last := _plain_end(text, value, end)):
            self._touch(frame.inner, Role.VALUE, min(value, self.at), last)
        return number

    def _brackets(self, i: int, path: Path, column: int) -> int:
        return Brackets(self.source, self.at, self.seen, column).read(i, path)

    def _quoted(self, i: int, end: int, frame: Frame, number: int) -> int:
        """A value in quotes, which may go on for lines that are indented deeper."""
        found = _QUOTED.match(self.source.text, i)
        closed = found is not None and self._belongs(number, found.end(), frame.column)
        last = found.end() if found and closed else end
        line = self.source.position(last).line
        if i < self.at <= last and line == number - 1:
            self._touch(frame.inner, Role.VALUE, i, last)
        return line + 1

    def _belongs(self, number: int, end: int, column: int) -> bool:
        """Whether the lines from one on, up to a place, are deeper than what they belong to."""
        while number <= len(self.source.starts) and self.source.starts[number - 1] < end:
            line = self.source.line(number)
            if line.strip() and len(line) - len(line.lstrip(" ")) <= column:
                return False
            number += 1
        return True

    def _fit(self, column: int, *, is_map: bool) -> Frame:
        """The open list or mapping to which a dash or key at a column belongs, made if need be."""
        stack = self.stack
        if len(stack) == 1 and stack[0].key is None:
            stack[0].column = column
        while len(stack) > 1 and (
            stack[-1].column > column
            or (stack[-1].column == column and is_map and not stack[-1].is_map)
        ):
            stack.pop()
        top = stack[-1]
        if top.column == column and top.is_map == is_map:
            return top
        frame = Frame(is_map=is_map, column=column, path=top.inner)
        top.pending = False
        stack.append(frame)
        return frame

    def _alone(self, column: int, start: int, end: int) -> None:
        """A word without a colon, or nothing, stands at a column where the place is."""
        stack = [frame for frame in self.stack if frame.column <= column]
        if len(stack) > 1 and stack[-2].column == column:
            stack.pop()  # a list at its key's own column: another key without a dash goes on there
        top = stack[-1] if stack else self.stack[0]
        if top.column == column:
            # In a list it is another item, without its dash yet.
            self._touch(top.path, Role.KEY if top.is_map else Role.VALUE, start, end)
        elif top.pending:
            self._touch(top.inner, Role.EITHER, start, end)
        elif top is self.stack[0] and top.key is None:
            self._touch((), Role.KEY, start, end)

    def _touch(  # noqa: PLR0913 - the parts of a token
        self,
        path: Path,
        role: Role,
        start: int,
        end: int,
        *,
        colon: bool = False,
        spaced: bool = True,
    ) -> None:
        quote = quote_of(self.source.text, start) if end > start else ""
        self.seen.touch = Touch(path, role, start, end, quote, colon=colon, spaced=spaced)


def _plain_end(text: str, i: int, end: int) -> int:
    """Where a text without quotes ends: at a comment, or at the line's last character."""
    comment = _COMMENT.search(text, i, end)
    return i + len(text[i : comment.start() if comment else end].rstrip())
