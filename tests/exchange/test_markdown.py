"""The half page for a README: what it says, what it keeps to itself, and where it is put."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from tests.commands import call
from tests.exchange.flows import HOSTILE
from tests.ledgers import SETTINGS, SOUND, write

from opledger.core.reports.sheet import Column, Facts, Grid, Heading, Text
from opledger.exchange.markdown import BEGIN, END, markdown, put_into
from opledger.files.diagnostics import printable

TRICKY = (
    *HOSTILE,
    *("1. first", "12) x", "- item", "+ plus", "= rule", "# head", "> quote", "| cell |", "a | b"),
    *("*", "**bold**", "_it_", "![x](y)", "[a](b)", "---", "===", "    code", "&amp;", END, "~~~"),
    *("~gone~", "$x$", "a\\", ":---", "https://example.com"),
)
texts = st.sampled_from(TRICKY) | st.text(min_size=1).filter(str.strip)


def rendered(source: str) -> list[tuple[str, str]]:
    """Every block of text as GitHub's dialect reads it: the tag around it, and the text itself."""
    found = []
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(source)
    for before, token in pairwise(tokens):
        if token.type == "inline":
            kinds = {child.type for child in token.children or ()}
            assert kinds <= {"text", "text_special", "em_open", "em_close"}, source
            found.append((before.tag, "".join(child.content for child in token.children or ())))
    assert not {"html_block", "fence", "code_block", "hr", "blockquote_open"} & {
        t.type for t in tokens
    }
    return found


def on_a_line(text: str) -> str:
    return " ".join(printable(text.replace("\n", " ").replace("\t", " ")).split())


@given(texts, texts)
def test_every_text_reads_as_it_is_wherever_it_stands(one: str, two: str) -> None:
    blocks = (
        Heading(one),
        Text(two),
        Text(one),
        Grid((Column(one), Column("n", number=True)), ((two, "1"),)),
        Facts(((one, two),)),
    )
    first, second = on_a_line(one), on_a_line(two)
    assert rendered(markdown(blocks)) == [
        ("h2", first),
        ("p", second),
        ("p", first),
        *(("th", first), ("th", "n"), ("td", second), ("td", "1")),
        ("p", on_a_line(f"{one}: {two}")),
    ]


def test_the_sample_as_others_may_see_it() -> None:
    shown = call("--ledger", "ledger", "export", "markdown")
    assert (shown.code, shown.stderr) == (0, "")
    lines = shown.stdout.splitlines()
    assert lines[:3] == ["## Job search", "", "39 conversations, 9 on-sites, 4 offers, 1 accepted."]
    assert "| Technical screen | 22 | 13 | · | 3 | 6 | 3 | 1 |" in lines
    assert "| Warm introduction | 9 | 7 of 9 | 78 % | 45 to 94 % |" in lines
    assert lines[-1] == "*As of 2024-02.*"


def test_the_whole_of_the_sample() -> None:
    shown = call("--ledger", "ledger", "export", "markdown", "--private", "--as-of", "2024-01-20")
    lines = shown.stdout.splitlines()
    assert lines[0] == "## Job search, winter 2023-24"
    turn = "1 owes me an answer. 22 are open. 14 are scheduled, 7 do not say whose turn it is."
    assert lines[-3] == f"{turn} 2 are quiet: nothing for 14 days or more."
    assert lines[-1] == "*As of 2024-01-20.*"


def ledger(root: Path, publish: str) -> Path:
    settings = SETTINGS.replace("publish: {fields: [alias, stages]}", publish)
    return write(root, {"ledger.yaml": settings, "opportunities/kestrel.yaml": SOUND})


def test_what_is_private_has_no_influence(tmp_path: Path) -> None:
    listed = "publish: {fields: [stages, outcome, source]}"
    one, two = ledger(tmp_path / "one", listed), ledger(tmp_path / "two", listed)
    path = two / "opportunities" / "kestrel.yaml"
    changed = (
        path.read_text()
        .replace("Kestrel Labs", "Heron")
        .replace("interest: high", "confidence: low")
    )
    path.write_text(changed.replace("2024-01-11", "2024-01-19").replace("190000", "90000"))
    settings = two / "ledger.yaml"
    settings.write_text(settings.read_text().replace("Winter search", "Secret"))
    shown = [call("--ledger", root, "export", "markdown") for root in (one, two)]
    assert shown[0].code == 0
    assert shown[0] == shown[1]
    assert "As of" not in shown[0].stdout


def test_large_counts_alone_where_no_small_one_may_be_told(tmp_path: Path) -> None:
    root = ledger(tmp_path, "publish: {fields: [stages, outcome, source], few: 5}")
    assert call("--ledger", root, "export", "markdown").stdout == (
        "## Job search\n\nFewer than 5 opportunities.\n"
    )
    settings = Path("ledger/ledger.yaml").read_text().replace("publish:\n", "publish:\n  few: 4\n")
    for path in Path("ledger/opportunities").rglob("*.yaml"):
        write(
            tmp_path / "sample",
            {"ledger.yaml": settings, f"opportunities/{path.name}": path.read_text()},
        )
    shown = call("--ledger", tmp_path / "sample", "export", "markdown").stdout
    table = [line for line in shown.splitlines() if line.startswith("| ") and " of " not in line]
    assert table[0].startswith("| Stage | Reached | ")
    counts = [int(cell) for line in table for cell in line.split(" | ") if cell.isdigit()]
    assert counts
    assert min(counts) >= 4


def test_without_a_list_nothing_is_told(tmp_path: Path) -> None:
    root = ledger(tmp_path, "")
    refused = call("--ledger", root, "export", "markdown")
    assert (refused.code, refused.stdout) == (2, "")
    assert "lists nothing that others may see" in refused.stderr
    assert call("--ledger", root, "export", "markdown", "--private").code == 0


def test_a_label_that_names_a_company_is_refused(tmp_path: Path) -> None:
    root = ledger(tmp_path, "publish: {fields: [stages, outcome]}")
    settings = root / "ledger.yaml"
    settings.write_text(settings.read_text().replace("First call", "Call with Kestrel Labs"))
    refused = call("--ledger", root, "export", "markdown")
    assert (refused.code, refused.stdout) == (1, "")
    assert "Kestrel Labs" in refused.stderr
    assert call("--ledger", root, "export", "markdown", "--accept-names").code == 0


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_only_what_stands_between_the_marks_is_replaced(newline: str, tmp_path: Path) -> None:
    page = tmp_path / "README.md"
    before, after = f"# Me{newline}{newline}", f"{newline}{newline}  The end, without a line"
    page.write_bytes(f"{before}{BEGIN}{newline}old{newline}{END}{after}".encode())
    for _ in range(2):
        done = call("--ledger", "ledger", "export", "markdown", "--into", page)
        assert (done.code, done.stdout, done.stderr) == (0, "", "")
        told = page.read_bytes().decode()
        assert told.startswith(f"{before}{BEGIN}{newline}## Job search{newline}")
        assert told.endswith(f"*As of 2024-02.*{newline}{END}{after}")
        assert ("\n" in told.replace("\r\n", "")) == (newline == "\n")
        assert "old" not in told.splitlines()


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ("# Me\n", "has no place for it"),
        (f"{BEGIN}\n", "needs"),
        (f"{END}\n{BEGIN}\n", "needs"),
        (f"{BEGIN}\n{END}\n{BEGIN}\n{END}\n", "needs"),
    ],
)
def test_a_page_without_one_place_for_it_stays_as_it_is(
    page: str, reason: str, tmp_path: Path
) -> None:
    path = tmp_path / "README.md"
    path.write_text(page)
    refused = call("--ledger", "ledger", "export", "markdown", "--into", path)
    assert refused.code == 2
    assert reason in refused.stderr
    assert path.read_text() == page


def test_what_is_put_in_twice_is_put_in_once() -> None:
    once = put_into(f"a\n{BEGIN}\n{END}\nb\n", "new\n", "README.md")
    assert once == f"a\n{BEGIN}\nnew\n{END}\nb\n"
    assert put_into(once, "new\n", "README.md") == once
