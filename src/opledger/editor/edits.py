"""Edits as editors take them: stretches of a text and what stands there afterwards."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

from opledger.core.late import dataclass

_LINES = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """A stretch of a source's ``text``, by indices, and what takes its place."""

    start: int
    end: int
    text: str


def applied(text: str, edits: Iterable[Edit]) -> str:
    """The text once every edit is made; they don't overlap."""
    for edit in sorted(edits, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def between(before: str, after: str) -> tuple[Edit, ...]:
    """The edits that make one text of the other and touch only lines that differ.

    A single stretch within its lines is told to the character.
    """
    if before == after:
        return ()
    old, new = _LINES.findall(before), _LINES.findall(after)
    starts = [0]
    for line in old:
        starts.append(starts[-1] + len(line))
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    found = tuple(
        Edit(starts[first], starts[last], "".join(new[begin:end]))
        for kind, first, last, begin, end in steps
        if kind != "equal"
    )
    return (_narrowed(before, found[0]),) if len(found) == 1 else found


def _narrowed(before: str, edit: Edit) -> Edit:
    """The same edit without what begins and ends alike; a line break is not taken apart."""
    old, new = before[edit.start : edit.end], edit.text
    most = min(len(old), len(new))
    head = next((n for n in range(most) if old[n] != new[n]), most)
    tail = next((n for n in range(most - head) if old[-1 - n] != new[-1 - n]), most - head)
    if _within_a_break(old, head) or _within_a_break(new, head):
        head -= 1
    if _within_a_break(old, len(old) - tail) or _within_a_break(new, len(new) - tail):
        tail -= 1
    return Edit(edit.start + head, edit.end - tail, new[head : len(new) - tail])


def _within_a_break(text: str, index: int) -> bool:
    return text[index - 1 : index + 1] == "\r\n"
