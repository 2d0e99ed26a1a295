"""Tables on the terminal: what does not fit is told otherwise, and no number is ever cut."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable
from contextlib import redirect_stdout
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from opledger.cli.columns import cells as width_of
from opledger.cli.tables import Page
from opledger.core.reports.sheet import Column

COLUMNS = [
    Column("Stage", wide=True),
    Column("Reached", number=True),
    Column("95 % interval", number=True),
    Column("Pending", number=True),
]
ROWS = [
    ("Recruiter or hiring-manager call", "12345", "41 to 71 %", "·"),
    ("On-site", "67890", "19 to 73 %", "3"),
]


def printed(width: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("COLUMNS", str(width))
    Page().table(COLUMNS, ROWS)
    return "\n".join(line.rstrip() for line in capsys.readouterr().out.splitlines())


def test_a_table_that_fits_has_a_row_a_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert printed(80, capsys, monkeypatch) == (
        "Stage                             Reached  95 % interval  Pending\n"
        "─────────────────────────────────────────────────────────────────\n"
        "Recruiter or hiring-manager call    12345     41 to 71 %        ·\n"
        "On-site                             67890     19 to 73 %        3"
    )


def test_a_table_that_does_not_fit_tells_each_row_below_its_name(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert printed(40, capsys, monkeypatch) == (
        "Recruiter or hiring-manager call\n"
        "  Reached        12345\n"
        "  95 % interval  41 to 71 %\n"
        "\n"
        "On-site\n"
        "  Reached        67890\n"
        "  95 % interval  19 to 73 %\n"
        "  Pending        3"
    )


@pytest.mark.parametrize("width", range(27, 121))
def test_no_number_is_cut_at_any_width(
    width: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    told = printed(width, capsys, monkeypatch)
    assert max(map(len, told.splitlines())) <= width
    for number in ("12345", "67890", "41 to 71 %", "19 to 73 %"):
        assert number in told


def test_what_is_told_below_its_name_is_told_whole_and_of_what(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "30")
    action = "お礼の手紙を書くことを忘れないで"
    heads = [Column("My turn    ", fixed=True), Column("Opportunity"), Column("What")]
    Page().table(heads, [("29 days", "株", action)])
    told = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    assert told[:3] == ["My turn", "29 days", "  Opportunity  株"]
    assert "".join(told[3:]).replace(" ", "") == f"What{action}"


# Words, blanks within and around them, wide letters, letters that stand on others; most tables of
# these fit, and some don't.
cells = st.text(st.sampled_from("abc  é漢あ\u0301\u200d·"), max_size=14)
columns = st.builds(Column, cells, number=st.booleans(), fixed=st.booleans(), wide=st.booleans())


@st.composite
def grids(draw: st.DrawFn) -> tuple[list[Column], list[list[str]]]:
    """Columns, and rows of as many cells."""
    heads = draw(st.lists(columns, min_size=1, max_size=5))
    row = st.lists(cells, min_size=len(heads), max_size=len(heads))
    return heads, draw(st.lists(row, max_size=4))


def shown(show: Callable[[], None], width: int = 60, *, colour: bool = True) -> str:
    """What is shown on a terminal of this width, in colour."""
    asked = {"FORCE_COLOR": "1" * colour, "TERM": "xterm-256color", "COLUMNS": str(width)}
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(io.StringIO()) as written:
        for name, value in asked.items():
            patch.setenv(name, value)
        show()
    return written.getvalue()


def test_a_title_of_wide_signs_has_its_aside_at_the_right_edge() -> None:
    name, aside = "日本語の求人活動の記録です", "as of 2026-11-25"
    printed = shown(lambda: Page().title(name, aside), 60, colour=False)
    assert printed == f"{name}{' ' * (60 - 2 * len(name) - len(aside))}{aside}\n"


@pytest.mark.parametrize(("columns", "width"), [("60", 60), ("9" * 5000, 80), ("-3", 80)])
def test_columns_counts_on_a_dumb_terminal_too_unless_nobody_means_it(
    columns: str, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"TERM": "dumb", "FORCE_COLOR": "1", "COLUMNS": columns}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("LINES", raising=False)
    assert Page().width == width


@given(grids())
def test_a_table_that_fits_is_laid_out_as_rich_does_it(
    grid: tuple[list[Column], list[list[str]]],
) -> None:
    heads, rows = grid
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), show_edge=False)
    for head in heads:
        table.add_column(
            Text(head.head),
            justify="right" if head.number else "left",
            no_wrap=head.number or head.fixed,
            overflow="fold",
            min_width=12 if head.wide else None,
        )
    for row in rows:
        table.add_row(*map(Text, row))
    by_rich = shown(lambda: Console(highlight=False, width=200).print(table))
    told = shown(lambda: Page().table(heads, rows))
    if max(map(cell_len, Text.from_ansi(by_rich).plain.splitlines())) <= 60:
        assert told == by_rich


@given(st.lists(st.tuples(cells, cells), max_size=4))
def test_facts_that_fit_are_laid_out_as_rich_does_it(facts: list[tuple[str, str]]) -> None:
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    for _ in range(2):
        table.add_column(overflow="fold")
    for name, text in facts:
        table.add_row(Text(name, style="dim"), Text(text))
    by_rich = shown(lambda: Console(highlight=False, width=60).print(table))
    assert shown(lambda: Page().facts(facts)) == by_rich


# Paragraphs and titles: longer than a line, with words that are wider than one, and blank lines.
texts = st.text(
    st.sampled_from("abcdefghij           é漢あ\u0301\u200d·…→\n-"), max_size=200
) | st.text(st.sampled_from("ab  "), max_size=200)
facts = st.lists(st.tuples(cells, texts), max_size=4)
calls = st.one_of(
    st.tuples(st.just("title"), texts.map(lambda text: text.replace("\n", "")), cells),
    st.tuples(st.just("heading"), texts.map(lambda text: text.replace("\n", ""))),
    st.tuples(st.just("text"), texts, st.integers(0, 3), st.booleans()),
    st.tuples(st.just("facts"), facts),
)


def on_page(page: Page, called: tuple[Any, ...]) -> None:
    """Calls one of the page's methods."""
    match called:
        case ("text", text, indent, dim):
            page.text(text, indent=indent, dim=dim)
        case (name, *given):
            getattr(page, name)(*given)


@given(calls, st.integers(20, 130), st.booleans())
def test_text_is_laid_out_as_rich_does_it(
    called: tuple[Any, ...], width: int, colour: bool
) -> None:
    by_rich = shown(lambda: on_page(Page(by_rich=True), called), width, colour=colour)
    told = shown(lambda: on_page(Page(), called), width, colour=colour)
    assert told == by_rich


def test_a_sign_is_as_wide_as_rich_knows_it() -> None:
    signs = [chr(code) for code in range(0x110000) if chr(code).isprintable()]
    assert [sign for sign in signs if width_of(sign) != cell_len(sign)] == []


long = st.text(st.sampled_from("abcdefgh        é漢あ·→"), max_size=60)


@st.composite
def long_grids(draw: st.DrawFn) -> tuple[list[Column], list[list[str]]]:
    """Tables of which most have to be made narrower, or told as cards."""
    heads = draw(st.lists(columns, min_size=1, max_size=5))
    each = [cells if head.number or head.fixed else long for head in heads]
    return heads, draw(st.lists(st.tuples(*each).map(list), max_size=4))


@given(long_grids(), st.integers(20, 130), st.booleans())
def test_a_table_of_long_cells_is_laid_out_as_rich_does_it(
    grid: tuple[list[Column], list[list[str]]], width: int, colour: bool
) -> None:
    by_rich = shown(lambda: Page(by_rich=True).table(*grid), width, colour=colour)
    told = shown(lambda: Page().table(*grid), width, colour=colour)
    assert told == by_rich


# What a report's tables hold: heads, numbers of one word and of several, days, and texts.
names = st.sampled_from(["Accepted", "95 % interval", "Me", "Came to an offer", "漢字", "Nobody"])
told_numbers = st.sampled_from(
    ["3", "22 of 39", "41 to 71 %", "EUR 190,000 to 210,500", "2024-01-08"]
)
told_texts = st.text(st.sampled_from("abcdefgh      漢あ→"), min_size=1, max_size=60).map(
    lambda text: f"x{text}"
)


@st.composite
def reported(draw: st.DrawFn) -> tuple[list[Column], list[list[str]]]:
    """Tables as reports have them, with something in each cell."""
    kinds = st.builds(Column, names, number=st.booleans(), fixed=st.booleans(), wide=st.booleans())
    heads = draw(st.lists(kinds, min_size=1, max_size=9))
    each = [told_numbers if head.number or head.fixed else told_texts for head in heads]
    return heads, draw(st.lists(st.tuples(*each).map(list), min_size=1, max_size=4))


def signs(*parts: str) -> Counter[str]:
    """The signs of texts and how often each is there, but for blanks and rules."""
    return Counter("".join(parts).replace(" ", "").replace("\n", "").replace("─", ""))


@given(reported(), st.integers(40, 120), st.booleans())
def test_no_head_and_no_cell_is_lost_at_any_width(
    grid: tuple[list[Column], list[list[str]]], width: int, by_rich: bool
) -> None:
    heads, rows = grid
    told = shown(lambda: Page(by_rich=by_rich).table(heads, rows), width, colour=False)
    assert max(map(cell_len, told.splitlines())) <= width
    names, cells = [each.head for each in heads], [cell for row in rows for cell in row]
    first = names[:1] if heads[0].fixed else []
    as_table = signs(*names, *cells)
    as_cards = signs(*first, *names[1:] * len(rows), *cells)
    assert signs(told) == (as_table if "─" in told else as_cards)


def test_a_table_of_numbers_of_several_words_is_told_whole_where_they_do_not_fit() -> None:
    heads = [Column("Stage"), *(Column(name, number=True) for name in ("Passed", "Accepted"))]
    rows = [["Offer and all that", "22 of 39 and more", "1 of 4 and of all others"]]
    assert shown(lambda: Page().table(heads, rows), 40, colour=False) == (
        "Offer and all that\n"
        "  Passed    22 of 39 and more       \n"
        "  Accepted  1 of 4 and of all others\n"
    )
