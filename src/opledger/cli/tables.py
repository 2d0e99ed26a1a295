"""Tables and text on the terminal: the one door to rich."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.segment import Segment
from rich.style import Style
from rich.text import Text

from opledger.core.late import dataclass
from opledger.core.reports.sheet import Block, Column, Facts, Grid, Heading
from opledger.core.reports.sheet import Text as Paragraph
from opledger.files.diagnostics import printable

if TYPE_CHECKING:
    from rich.table import Table

_USUAL, _WIDEST, _UNBOUND = 80, 120, 10_000
_WIDE = 12  # columns, at least
_GAP, _FACTS_GAP = 1, 2  # behind a column; a table has a blank of its box's besides
_BOLD, _DIM = Style(bold=True), Style(dim=True)


class Page:
    """Prints a command's output, at most 120 columns wide, 80 where there is no terminal."""

    def __init__(self) -> None:
        """A page on standard output."""
        self._console = Console(highlight=False, emoji=False, markup=False, soft_wrap=False)
        # A width of nought is what some programs set that have none to tell.
        self._console.width = min(self._console.width or _USUAL, _WIDEST)

    @property
    def width(self) -> int:
        """Columns there are."""
        return self._console.width

    def title(self, text: str, aside: str = "") -> None:
        """The first line: bold, with something at the right if it fits."""
        line = Text(printable(text), style="bold")
        gap = self.width - len(line) - len(aside)
        if aside and gap > 1:
            line.append(" " * gap + aside, style="not bold dim")
            self._console.print(line)
        else:
            self._console.print(line)
            if aside:
                self._console.print(Text(aside, style="dim"))

    def heading(self, text: str) -> None:
        """A heading, with a blank line before it."""
        self._console.print()
        self._console.print(Text(printable(text), style="bold"))

    def gap(self) -> None:
        """A blank line."""
        self._console.print()

    def text(self, text: str, *, indent: int = 0, dim: bool = False) -> None:
        """A paragraph, wrapped at the width; line breaks in it stay."""
        lines = "\n".join(printable(line) for line in text.splitlines())
        body = Text(lines, style="dim" if dim else "")
        self._console.print(Padding(body, (0, 0, 0, indent), expand=False))

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
        widths = _widths(rows, (0, 0))
        if widths and sum(widths) + _FACTS_GAP <= self.width:
            self._console.print(_Lines(_facts(rows, widths)))
        else:
            self._console.print(_facts_table(rows))

    def table(self, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
        """A table with a head; cells wrap between words.

        Where it needs more columns than there are, each row is told as facts below its first
        cell: a number cut off would look like another number.
        """
        cells = [tuple(map(_told, row)) for row in rows]
        heads = [column.head for column in columns]
        widths = _widths([heads, *cells], [_WIDE if each.wide else 0 for each in columns])
        beside = (_GAP + 1) * (len(columns) - 1)
        lines = box.SIMPLE_HEAD.substitute(self._console.options)
        if widths and lines is box.SIMPLE_HEAD and sum(widths) + beside <= self.width:
            self._console.print(_Lines(_table(columns, cells, widths)))
            return
        from rich.measure import Measurement

        unbound = self._console.options.update(max_width=_UNBOUND)
        outermost = _wrapped_table(columns, _outermost([heads, *cells]))
        if Measurement.get(self._console, unbound, outermost).minimum <= self.width:
            self._console.print(_wrapped_table(columns, cells))
        else:
            self._cards(columns, rows)

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


@dataclass(frozen=True, slots=True)
class _Lines:
    """Lines that need no layout any more."""

    lines: Sequence[Sequence[Segment]]

    def __rich_console__(self, *_: object) -> Iterator[Segment]:
        for line in self.lines:
            yield from line
            yield Segment.line()


def _widths(rows: Sequence[Sequence[str]], least: Sequence[int]) -> list[int] | None:
    """The width that each column needs, where every cell is one line; else ``None``.

    Most tables are so, and fit: rich measures and breaks each cell several times over, which takes
    longer than all else that a command does. What comes out is the same.
    """
    if not rows or not all(cell.isprintable() for row in rows for cell in row):
        return None
    columns = zip(*rows, strict=True)
    widths = [max(low, *map(cell_len, column)) for low, column in zip(least, columns, strict=True)]
    return widths if all(widths) else None


def _outermost(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """Rows that need as much room as all of these: each column's widest cell and longest word."""
    columns = list(zip(*rows, strict=True))
    return [
        [max(column, key=lambda cell: _most(cell.splitlines())) for column in columns],
        [max(column, key=lambda cell: _most(cell.split())) for column in columns],
    ]


def _most(parts: Sequence[str]) -> int:
    return max(map(cell_len, parts), default=0)


def _filled(text: str, width: int, *, right: bool = False) -> str:
    """A cell with blanks up to a width, in columns of the terminal."""
    if right:
        text = text.rstrip()
    blanks = " " * (width - cell_len(text))
    return blanks + text if right else text + blanks


def _table(
    columns: Sequence[Column], rows: Sequence[Sequence[str]], widths: Sequence[int]
) -> list[list[Segment]]:
    def line(cells: Sequence[str]) -> list[str]:
        told = zip(cells, widths, columns, strict=True)
        return [_filled(cell, width, right=column.number) for cell, width, column in told]

    gap = Segment(" " * _GAP, _BOLD)
    head: list[Segment] = []
    for cell in line([column.head for column in columns]):
        head += [*([gap, Segment(" ")] if head else []), Segment(cell, _BOLD)]
    padded = [*(width + _GAP for width in widths[:-1]), widths[-1]]
    rule = Segment(box.SIMPLE_HEAD.get_row(padded, "head", edge=False))
    between = " " * (_GAP + 1)
    return [head, [rule], *([Segment(between.join(line(row)))] for row in rows)]


def _facts(rows: Sequence[tuple[str, str]], widths: Sequence[int]) -> list[list[Segment]]:
    wide, told = widths
    gap = " " * _FACTS_GAP
    return [
        [Segment(_filled(name, wide), _DIM), Segment(gap + _filled(text, told))]
        for name, text in rows
    ]


def _wrapped_table(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> Table:
    from rich.table import Table

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

    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, _FACTS_GAP, 0, 0))
    for _ in range(2):
        table.add_column(overflow="fold")
    for name, text in rows:
        table.add_row(Text(name, style="dim"), Text(text))
    return table


def _told(text: str) -> str:
    """A cell's text; line breaks in it stay."""
    return "\n".join(map(printable, text.split("\n")))
