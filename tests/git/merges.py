"""Files of a ledger and what two or more machines do to them, made by Hypothesis."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from hypothesis import strategies as st
from ruamel.yaml import YAML

WORDS = ("Kestrel", "Four rounds: the last with founders.", "no", "ß → x", "it's", "# not one")
STAGES = ("lead", "call", "screen", "onsite")


@dataclass(frozen=True, slots=True)
class Entry:
    """An event as somebody wrote it: comments above, its text in lines, and how."""

    day: int
    stage: str
    note: str
    above: tuple[str, ...] = ()
    beside: str = ""
    style: str = "brackets"

    def lines(self, indent: str) -> list[str]:
        """Its lines at an indent."""
        found = [f"{indent}# {each}" for each in self.above]
        date = f"2024-{1 + self.day // 28:02}-{1 + self.day % 28:02}"
        tail = f"  # {self.beside}" if self.beside else ""
        quoted = "'" + self.note.replace("'", "''") + "'"
        if self.style == "brackets":
            return [
                *found,
                f"{indent}- {{date: {date}, stage: {self.stage}, note: {quoted}}}{tail}",
            ]
        if self.style == "literal":
            body = [f"{indent}    {self.note.lstrip('# ')}", "", f"{indent}    second line"]
            return [
                *found,
                f"{indent}- date: {date}{tail}",
                f"{indent}  stage: {self.stage}",
                f"{indent}  note: |-",
                *body,
            ]
        return [
            *found,
            f"{indent}- note: {quoted}{tail}",
            f"{indent}  date: {date}",
            f"{indent}  stage: {self.stage}",
        ]


@dataclass(frozen=True, slots=True)
class File:
    """A file: its facts, its events, and how its lines end."""

    facts: tuple[tuple[str, str], ...]
    entries: tuple[Entry, ...]
    indent: str = "  "
    crlf: bool = False
    bom: bool = False
    last: bool = True
    foot: str = ""

    @property
    def text(self) -> str:
        """As it lies on the disk."""
        lines = ["# yaml: head", *(f"{key}: '{value}'" for key, value in self.facts)]
        lines += ["", "# the story", "events:  # all of them"]
        for entry in self.entries:
            lines += entry.lines(self.indent)
        lines += [f"notes: {self.foot}"] if self.foot else []
        text = "\n".join(lines) + ("\n" if self.last else "")
        text = text.replace("\n", "\r\n") if self.crlf else text
        return ("\ufeff" if self.bom else "") + text

    def ordered(self) -> File:
        """The same with its events in date order."""
        return replace(self, entries=tuple(sorted(self.entries, key=lambda each: each.day)))


names = st.text(st.sampled_from("abcdefgh"), min_size=1, max_size=4)


@st.composite
def entries(draw: st.DrawFn, mark: str) -> Entry:
    """An event that only one machine can have written: ``mark`` and a number are in its note."""
    number = draw(st.integers(0, 10**6))
    return Entry(
        day=draw(st.integers(0, 80)),
        stage=draw(st.sampled_from(STAGES)),
        note=f"{draw(st.sampled_from(WORDS))} {mark}{number}",
        above=tuple(f"{mark} above {number} {n}" for n in range(draw(st.integers(0, 2)))),
        beside=f"{mark} beside {number}" if draw(st.booleans()) else "",
        style=draw(st.sampled_from(["brackets", "lines", "literal"])),
    )


@st.composite
def files(draw: st.DrawFn) -> File:
    """What all machines began with."""
    return File(
        facts=(("company", "Kestrel"), ("role", "Engineer"), ("location", "Remote")),
        entries=tuple(draw(st.lists(entries("base"), min_size=1, max_size=5))),
        indent=draw(st.sampled_from(["", "  "])),
        crlf=draw(st.booleans()),
        bom=draw(st.booleans()),
        last=draw(st.booleans()),
        foot=draw(st.sampled_from(["", "x", "'y'  # foot"])),
    ).ordered()


@st.composite
def appended(draw: st.DrawFn, base: File, mark: str) -> File:
    """The file after a machine has added events, in date order, and perhaps a fact."""
    added = draw(st.lists(entries(mark), max_size=3))
    facts = base.facts
    if draw(st.booleans()):
        facts = (*facts, (f"x-{mark}", draw(names)))
    return replace(base, entries=(*base.entries, *added), facts=facts).ordered()


@st.composite
def edited(draw: st.DrawFn, base: File, mark: str) -> File:
    """The file after a machine has done anything with it."""
    file = draw(appended(base, mark))
    kept = list(file.entries)
    for _ in range(draw(st.integers(0, 2))):
        place = draw(st.integers(0, len(kept) - 1))
        what = draw(st.sampled_from(["edit", "delete", "comment"]))
        if what == "edit":
            kept[place] = replace(kept[place], note=f"{kept[place].note} by {mark}")
        elif what == "comment":
            kept[place] = replace(kept[place], above=(*kept[place].above, f"{mark} more"))
        elif len(kept) > 1:
            del kept[place]
    facts = tuple(
        (key, f"{value} {mark}" if draw(st.integers(0, 4)) == 0 else value)
        for key, value in file.facts
    )
    return replace(
        file,
        entries=tuple(kept),
        facts=facts,
        crlf=draw(st.sampled_from([base.crlf, base.crlf, not base.crlf])),
        last=draw(st.sampled_from([base.last, base.last, not base.last])),
        indent=draw(st.sampled_from([base.indent, base.indent, "  "])),
    )


def events(text: str) -> list[tuple[str, ...]]:
    """The events of a text, read by ruamel.yaml's own loader; as texts, in their order."""
    found: Any = YAML(typ="safe", pure=True).load(text.removeprefix("\ufeff"))
    return [tuple(f"{key}={value}" for key, value in sorted(e.items())) for e in found["events"]]


def comments(file: File) -> set[str]:
    """Every comment of the events, as it was written."""
    return {
        comment for entry in file.entries for comment in (*entry.above, entry.beside) if comment
    }


def said(file: File) -> list[Entry]:
    """The events without their comments."""
    return [replace(entry, above=(), beside="") for entry in file.entries]
