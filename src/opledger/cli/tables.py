"""Tables and text on the terminal: the one door to rich."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.measure import Measurement
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from opledger.core.reports.sheet import Block, Column, Facts, Grid, Heading
from opledger.core.reports.sheet import Text as Paragraph
from opledger.files.diagnostics import printable

_USUAL, _WIDEST, _UNBOUND = 80, 120, 10_000


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
        table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
        for _ in range(2):
            table.add_column(overflow="fold")
        for name, text in facts:
            table.add_row(Text(name, style="dim"), _cell(text))
        self._console.print(table)

    def table(self, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
        """A table with a head; cells wrap between words.

        Where it needs more columns than there are, each row is told as facts below its first
        cell: a number cut off would look like another number.
        """
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), show_edge=False)
        for column in columns:
            table.add_column(
                Text(column.head),
                justify="right" if column.number else "left",
                no_wrap=column.number or column.fixed,
                overflow="fold",
                ratio=None,
                min_width=12 if column.wide else None,
            )
        for row in rows:
            table.add_row(*(_cell(cell) for cell in row))
        unbound = self._console.options.update(max_width=_UNBOUND)
        if Measurement.get(self._console, unbound, table).minimum <= self.width:
            self._console.print(table)
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


def _cell(text: str) -> Text:
    return Text("\n".join(printable(line) for line in text.split("\n")))
