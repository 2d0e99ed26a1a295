"""A report as Markdown for a README (CommonMark with GitHub's tables), and its place in a page."""

from __future__ import annotations

import re
from collections.abc import Sequence

from opledger.core.failure import Failure
from opledger.core.reports.sheet import Block, Column, Facts, Grid, Heading, Text
from opledger.files.diagnostics import printable

BEGIN, END = "<!-- opledger:begin -->", "<!-- opledger:end -->"
# What could begin emphasis, code, a link, an image, a tag, an entity, a cell or an escape.
_SIGNS = re.compile(r"[\\`*_\[\]<>&|~$]")
# What could make a paragraph a heading, a list, a rule or a table's head.
_LINE_START = ("-", "+", "=", "#", ":")
_NUMBERED = re.compile(r"[0-9]{1,9}[.)]")


def markdown(blocks: Sequence[Block]) -> str:
    """The blocks as Markdown; the first heading is the title."""
    parts = []
    for number, block in enumerate(blocks):
        match block:
            case Heading(text):
                parts.append(f"{'##' if number == 0 else '###'} {_text(text)}")
            case Text(text, aside):
                paragraph = _paragraph(text)
                parts.append(f"*{paragraph}*" if aside else paragraph)
            case Grid(columns, rows):
                parts.append(_table(columns, rows))
            case Facts(pairs):
                parts.append(
                    "\n".join(f"- {_paragraph(f'{name}: {told}')}" for name, told in pairs)
                )
    return "\n\n".join(parts) + "\n"


def _text(text: str) -> str:
    """A text on one line that stands for itself."""
    line = " ".join(printable(text.replace("\n", " ").replace("\t", " ")).split())
    return _SIGNS.sub(lambda sign: f"\\{sign[0]}", line)


def _paragraph(text: str) -> str:
    line = _text(text)
    if numbered := _NUMBERED.match(line):
        return f"{line[: numbered.end() - 1]}\\{line[numbered.end() - 1 :]}"
    return f"\\{line}" if line.startswith(_LINE_START) else line


def _table(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> str:
    lines = [_row([column.head for column in columns])]
    lines.append("|" + "|".join("---:" if column.number else "---" for column in columns) + "|")
    return "\n".join([*lines, *map(_row, rows)])


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(map(_text, cells)) + " |"


def put_into(page: str, text: str, name: str) -> str:
    """The page with the text between the two marks, and nothing else changed; ``name`` is its.

    Raises:
        Failure: the page has no such place, or more than one.
    """
    marks = [page.count(mark) for mark in (BEGIN, END)]
    begin, end = page.find(BEGIN), page.find(END)
    if marks == [0, 0]:
        raise Failure(
            f"{name} has no place for it: write '{BEGIN}' and '{END}', each on a line of its own,"
            " where it is to stand"
        )
    if marks != [1, 1] or begin > end:
        raise Failure(f"{name} needs '{BEGIN}' once, and behind it '{END}' once")
    newline = "\r\n" if "\r\n" in page else "\n"
    inner = f"\n{text.strip()}\n".replace("\n", newline)
    return page[: begin + len(BEGIN)] + inner + page[end:]
