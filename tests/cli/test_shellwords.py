"""A line that is being typed is taken apart as a shell does it."""

from __future__ import annotations

import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opledger.cli.shellwords import Typed, home_expanded, quoted, taken_apart

WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8)


@pytest.mark.parametrize(
    ("line", "typed"),
    [
        ("", Typed((), "")),
        ("opledger", Typed((), "opledger")),
        ("opledger  ", Typed(("opledger",), "")),
        ("opledger show me", Typed(("opledger", "show"), "me")),
        ("opledger list 'stage>=on", Typed(("opledger", "list"), "stage>=on", "'")),
        ('opledger list "stage>', Typed(("opledger", "list"), "stage>", '"')),
        (r"opledger list stage\>", Typed(("opledger", "list"), "stage>")),
        ("opledger --note '' x", Typed(("opledger", "--note", ""), "x")),
        (r"""a 'b'"'"'c d' e""", Typed(("a", "b'c d"), "e")),
        (r'a "b\"c\d" ', Typed(("a", r'b"c\d'), "")),
        ("a\tb\\", Typed(("a",), "b")),
    ],
)
def test_words_are_those_that_the_shell_would_pass_on(line: str, typed: Typed) -> None:
    assert taken_apart(line) == typed


@given(st.lists(WORDS, max_size=5), WORDS)
def test_it_agrees_with_the_standard_library_on_whole_lines(words: list[str], word: str) -> None:
    line = " ".join([*map(shlex.quote, words), shlex.quote(word)])
    assert taken_apart(line) == Typed(tuple(words), word)


@given(WORDS, WORDS, st.sampled_from(["", "'", '"']))
def test_what_is_put_into_a_line_is_read_back_as_it_was(head: str, word: str, quote: str) -> None:
    begun = quoted(head, quote)
    written = quoted(word, quote)
    if begun is not None and written is not None:
        assert taken_apart(f"x {quote}{begun}{written}") == Typed(("x",), head + word, quote)
        if quote or head + word:
            assert shlex.split(f"x {quote}{begun}{written}{quote}") == ["x", head + word]


def test_what_a_quote_can_t_hold_is_not_put_into_it() -> None:
    assert quoted("it's", "'") is None
    assert quoted("$HOME", '"') is None
    assert quoted("$HOME", "'") == "$HOME"
    assert quoted("a b", "") == r"a\ b"


def test_a_path_is_what_the_shell_would_make_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/someone")
    monkeypatch.setenv("WHERE", "search")
    assert home_expanded("~/$WHERE") == "/home/someone/search"
