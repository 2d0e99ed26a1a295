"""The parser stops at its limits, and says in the user's words what it can't read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from opledger.files import yaml
from opledger.files.diagnostics import Finding
from opledger.files.rules.events import EVENT_RULES, MAX_DEPTH, MAX_NODES, Seen
from opledger.files.rules.rule import rule
from opledger.files.source import Source

EDGES = 4  # the starts of stream, document and root, and the event that goes too far


def _events_until_it_stops(text: str, monkeypatch: pytest.MonkeyPatch) -> int:
    count = 0

    @rule("counted")
    def counted(seen: Seen) -> Iterator[Finding]:
        nonlocal count
        count += 1
        yield from ()

    monkeypatch.setattr(yaml, "EVENT_RULES", (*EVENT_RULES, counted))
    assert yaml.parse(Source.of("x.yaml", text))[0] is None
    return count


@pytest.mark.parametrize("opening", ["[", "{", "- ", "? ", "[[], "])
def test_nesting_is_stopped_at_the_limit(opening: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = opening * 100_000
    assert _events_until_it_stops(text, monkeypatch) <= 3 * MAX_DEPTH + EDGES


@pytest.mark.parametrize("text", ["[" + "1," * 120_000 + "]", "a:\n" * 80_000])
def test_values_are_stopped_at_the_limit(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _events_until_it_stops(text, monkeypatch) <= MAX_NODES + EDGES


def test_documents_are_stopped_at_the_second(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _events_until_it_stops("---\na\n" * 10_000, monkeypatch) <= 6


def test_twenty_levels_are_fine_and_twenty_one_are_not() -> None:
    def codes(depth: int) -> list[str]:
        _, found = yaml.parse(Source.of("x.yaml", "[" * depth + "]" * depth))
        return [each.code for each in found]

    assert (codes(MAX_DEPTH), codes(MAX_DEPTH + 1)) == ([], ["too-deep"])


def test_every_anchor_alias_and_tag_of_a_file_is_told() -> None:
    _, found = yaml.parse(Source.of("x.yaml", "a: &a !b c\nd: *a\n!e f: g\n"))
    assert [(each.at.line, each.at.column, each.code) for each in found] == [
        (1, 4, "anchor"),
        (1, 4, "tag"),
        (2, 4, "alias"),
        (3, 1, "tag"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("role: Engineer: backend\n", "1:15 a second ': ' in this line"),
        ("company: A\nrole\nevents: x\n", "2:1 this line has no 'key: value'"),
        ("company A\nevents: x\n", "2:7 this line is read together with the one above"),
        ("company: A\n- b\n", "2:1 a list item stands where a key is expected"),
        ("a: 'b\nc: d\n", "1:4 a quote is opened here and never closed"),
        ("tags: [a, b\nc: d\n", "1:7 a '[' is opened here, and an item or ']' does not follow"),
        ("a: {b: c\nd: e\n", "1:4 a '{' is opened here, and 'key: value' or '}' does not"),
        ("a: @b\n", "1:4 a text can't begin with this character"),
        ("a:\tb\n", "1:3 a tab stands before the text"),
        ("a: 'b' c\n", "1:8 text goes on after a closed quote or list"),
        ("'a' b\n", "1:5 this does not go on with what stands above it"),
        ('a: b\nc: "\\U00110000"\n', "2:5 this escape stands for no character"),
        ("- a\n b: c\n", "2:3 this line is read together with the one above"),
    ],
)
def test_a_syntax_error_is_told_where_it_helps(text: str, expected: str) -> None:
    tree, found = yaml.parse(Source.of("x.yaml", text))
    assert tree is None
    (told,) = found
    assert told.hint
    shown = f"{told.at.line}:{told.at.column} {told.text.removeprefix('no valid YAML: ')}"
    assert shown.startswith(expected)
