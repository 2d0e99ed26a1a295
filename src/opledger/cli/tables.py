"""Tables and text on the terminal: the one door to rich, which is opened where it is needed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from opledger.cli.columns import beside, broken, cells, filled, narrowed, widest, widest_word
from opledger.cli.terminal import Terminal, is_ordinary
from opledger.core.reports.sheet import Block, Column, Facts, Grid, Heading
from opledger.core.reports.sheet import Text as Paragraph
from opledger.files.diagnostics import printable

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

_WIDE = 12  # columns, at least
_SIGN = 2  # columns that a sign may take
_GAP, _FACTS_GAP = 1, 2  # behind a column; a table has a blank of its box's besides
_RULE = "─"


class Page:
    """Prints a command's output, at most 120 columns wide, 80 where there is no terminal."""

    def __init__(self, *, by_rich: bool = False) -> None:
        """A page on standard output; ``by_rich`` if Rich is to lay out all of it."""
        self._terminal = Terminal()
        self._plainly = is_ordinary() and not by_rich

    @cached_property
    def _console(self) -> Console:
        from rich.console import Console

        console = Console(highlight=False, emoji=False, markup=False, soft_wrap=False)
        console.width = self.width
        return console

    @property
    def width(self) -> int:
        """Columns there are."""
        return self._terminal.width

    def title(self, text: str, aside: str = "") -> None:
        """The first line: bold, with something at the right if it fits."""
        name = printable(text)
        gap = self.width - cells(name) - cells(aside)
        if not aside or gap <= 1:
            self._line(name, bold=True)
            if aside:
                self._line(aside, bold=False)
            return
        beyond = " " * gap + aside
        if self._broken(name + beyond, self.width) == [name + beyond]:
            self._terminal.write([self._terminal.bold(name) + self._terminal.dim(beyond)])
            return
        line = _text(name, "bold")
        line.append(beyond, style="not bold dim")
        self._console.print(line)

    def _line(self, text: str, *, bold: bool) -> None:
        """A text of its own style, which breaks where it doesn't fit."""
        lines = self._broken(text, self.width)
        if lines is None:
            self._console.print(_text(text, "bold" if bold else "dim"))
        else:
            self._terminal.write(map(self._terminal.bold if bold else self._terminal.dim, lines))

    def _broken(self, text: str, room: int) -> list[str] | None:
        return broken(text, room) if self._plainly else None

    def heading(self, text: str) -> None:
        """A heading, with a blank line before it."""
        self.gap()
        self._line(printable(text), bold=True)

    def gap(self) -> None:
        """A blank line."""
        self._terminal.write([""])

    def text(self, text: str, *, indent: int = 0, dim: bool = False) -> None:
        """A paragraph, wrapped at the width; line breaks in it stay."""
        lines = [printable(line) for line in text.splitlines()]
        laid = self._paragraph(lines, indent, dim=dim)
        if laid is not None:
            self._terminal.write(laid)
            return
        from rich.padding import Padding

        body = _text("\n".join(lines), "dim" if dim else "")
        self._console.print(Padding(body, (0, 0, 0, indent), expand=False))

    def _paragraph(self, lines: Sequence[str], indent: int, *, dim: bool) -> list[str] | None:
        """The lines as they are printed: a paragraph is as wide everywhere as its widest line."""
        room, parts = self.width - indent, []
        for line in lines:
            told = self._broken(line, room)
            if told is None:
                return None
            parts += told
        if not any(lines):
            return None
        wide = min(room, max(map(cells, lines)))
        begin, style = " " * indent, self._terminal.dim if dim else str
        return [f"{begin}{style(part)}{' ' * (wide - cells(part))}" for part in parts]

    def blocks(self, blocks: Sequence[Block]) -> None:
        """A report."""
        for block in blocks:
            match block:
                case Heading(text):
                    self.heading(text)
                case Paragraph(text, aside):
                    self.text(text, dim=aside)
                case Grid(columns, rows):
                    self.table(columns, rows)
                case Facts(pairs):
                    self.facts(pairs)

    def facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Names and what they are, beside each other."""
        rows = [(name, _told(text)) for name, text in facts]
        laid = self._facts(rows) if rows else []
        if laid is None:
            self._console.print(_facts_table(rows))
        else:
            self._terminal.write(laid)

    def _facts(self, rows: Sequence[tuple[str, str]]) -> list[str] | None:
        widths = self._widths(rows, (0, 0))
        if widths is None:
            return None
        beyond = widths[0] + _FACTS_GAP
        room = narrowed((beyond, widths[1]), (True, True), self.width)
        if room is None or room[0] != beyond:
            return None
        wide, gap, lines = widths[0], " " * _FACTS_GAP, []
        for name, text in rows:
            told = broken(text, room[1])
            if told is None:
                return None
            first, *others = (filled(part, room[1]) for part in told)
            lines.append(self._terminal.dim(filled(name, wide)) + gap + first)
            lines += (" " * wide + gap + other for other in others)
        return lines

    def table(self, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
        """A table with a head; cells wrap between words.

        Where it needs more columns than there are, each row is told as facts below its first
        cell: a number cut off would look like another number.
        """
        told = [tuple(map(_told, row)) for row in rows]
        heads = [column.head for column in columns]
        low = [_WIDE if column.wide else 0 for column in columns]
        plain = self._widths([heads, *told], low)
        room = self._room(columns, [heads, *told], low, plain or _whole([heads, *told], low))
        if room is None:
            self._cards(columns, rows)
            return
        laid = self._table(columns, told, room) if plain else None
        if laid:
            self._terminal.write(laid)
        else:
            self._console.print(_wrapped_table(columns, told))

    def _room(
        self,
        columns: Sequence[Column],
        rows: Sequence[Sequence[str]],
        low: Sequence[int],
        widths: Sequence[int],
    ) -> list[int] | None:
        """The width that each column gets, of the one it asks for; ``None`` where that is too few.

        Numbers, days and the heads above them stay in one line; all else breaks between words.
        """
        gaps = (_GAP + 1) * (len(columns) - 1)
        if sum(widths) + gaps <= self.width:
            return list(widths)
        wraps = [not (column.number or column.fixed) for column in columns]
        words = map(max, low, (max(map(widest_word, cells)) for cells in zip(*rows, strict=True)))
        least = [
            word if wrap else width for word, wrap, width in zip(words, wraps, widths, strict=True)
        ]
        if sum(least) + gaps > self.width:
            return None
        padded = [*(width + _GAP for width in widths[:-1]), widths[-1]]
        narrow = narrowed(padded, wraps, self.width - len(columns) + 1)
        if narrow is None:
            return None
        room = [*map(max, low, (*(width - _GAP for width in narrow[:-1]), narrow[-1]))]
        lost = any(has < min(_SIGN, asked) for has, asked in zip(room, widths, strict=True))
        return None if lost or sum(room) + gaps > self.width else room

    def _widths(self, rows: Sequence[Sequence[str]], low: Sequence[int]) -> list[int] | None:
        """The width that each column needs, where every cell is one line; else ``None``."""
        if not self._plainly or not rows:
            return None
        if not all(cell.isprintable() for row in rows for cell in row):
            return None
        columns = zip(*rows, strict=True)
        widths = [max(each, *map(cells, column)) for each, column in zip(low, columns, strict=True)]
        return widths if all(widths) else None

    def _table(
        self, columns: Sequence[Column], rows: Sequence[Sequence[str]], room: Sequence[int]
    ) -> list[str] | None:
        """The lines of a table; ``None`` where a head would break, or a word."""
        heads = zip(columns, room, strict=True)
        if any(cells(each.head) > width for each, width in heads):
            return None
        broad = sum(room) + (_GAP + 1) * (len(columns) - 1)
        rights = [column.number for column in columns]
        between = " " * (_GAP + 1)
        bold = self._terminal.bold
        gap = f"{bold(' ' * _GAP)} "
        named = [
            bold(filled(column.head, width, right=column.number))
            for column, width in zip(columns, room, strict=True)
        ]
        lines = [gap.join(named), _RULE * broad]
        for row in rows:
            told = [broken(cell, width) or [] for cell, width in zip(row, room, strict=True)]
            if not all(told):
                return None
            lines += beside(told, room, between, rights)
        return lines

    def _cards(self, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
        if columns[0].fixed:  # a day or a count of days says nothing by itself
            self.text(columns[0].head.strip(), dim=True)
        for number, row in enumerate(rows):
            if number:
                self.gap()
            name, *cells = row
            self.text(name)
            named = zip(columns[1:], cells, strict=True)
            self.facts([(f"  {column.head}", cell) for column, cell in named if cell.strip(" ·")])


def _text(text: str, style: str) -> Text:
    from rich.text import Text

    return Text(text, style=style)


def _whole(rows: Sequence[Sequence[str]], low: Sequence[int]) -> list[int]:
    """The width of each column's widest line."""
    return [*map(max, low, (max(map(widest, cells)) for cells in zip(*rows, strict=True)))]


def _wrapped_table(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, _GAP, 0, 0), show_edge=False)
    for column in columns:
        table.add_column(
            Text(column.head),
            justify="right" if column.number else "left",
            no_wrap=column.number or column.fixed,
            overflow="fold",
            ratio=None,
            min_width=_WIDE if column.wide else None,
        )
    for row in rows:
        table.add_row(*map(Text, row))
    return table


def _facts_table(rows: Sequence[tuple[str, str]]) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, _FACTS_GAP, 0, 0))
    for _ in range(2):
        table.add_column(overflow="fold")
    for name, text in rows:
        table.add_row(Text(name, style="dim"), Text(text))
    return table


def _told(text: str) -> str:
    """A cell's text; line breaks in it stay."""
    return "\n".join(map(printable, text.split("\n")))
