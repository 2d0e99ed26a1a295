"""A text parsed by its sections gives what parsing it as a whole gives, for less."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.ledgers import SETTINGS, SOUND

from opledger.files.nodes import Node, every_node
from opledger.files.rules.events import MAX_NODES
from opledger.files.sections import Sections
from opledger.files.source import Source
from opledger.files.yaml import parse

HEADS = (
    *("company: A\n", "company: 'A\n  b'\n", "role: a\n  b\n\n  c\n", "notes: |\n  - a\n  - b\n"),
    *("notes: >+\n  x\n\n\n", "# c\n", "  # c\n", "\n", "   \n", "next:\n  action: x\n"),
    *("tags: [a,\n  b]\n", "tags:\n  - a\n  - b  \n", "tags: # c\n", "x: ''\n", "y:\n"),
    *("z: null\n", "e: |\n", "---\n", "q: {a: b}\n", "p: x\n  - y\n", "a: &b\n", "? a\n: b\n"),
    *("k: |2\n    - a\n  - b\n", "a: 'x\n  - b'\n", "- a\n", "'q': r\n", "a\n", "...\n", "%Y 1\n"),
)
ITEMS = (
    *("- date: x\n@  stage: y\n", "- {a: b}\n", "- |\n@  lit\n\n", "- >-\n@   f\n@   g\n", "-\n"),
    *("- - a\n@  - b\n", "-   a: b\n@    n:\n@      - z\n@      -\n", "- n: |\n", "- 'a\n@  b'\n"),
    *("- a\n@  b\n", "#c\n", "- a:\n", "- n: |+\n@     x\n\n@  \n", "- # c\n@  a: b\n"),
    *(
        "- a: # c\n",
        "- n: >\n@     x\n# no\n",
        '- "a\n@- b"\n',
        "- [a,\n@- b]\n",
        "- ? a\n@  : b\n",
    ),
)
ODD = (
    "\t",
    "'",
    '"',
    "[",
    "}",
    "#",
    ":",
    "- ",
    "\r",
    "\x0c",
    "\x85",
    "\u2028",
    "&a ",
    "*a",
    "\ud800",
)


@st.composite
def texts(draw: st.DrawFn) -> str:
    indent = draw(st.sampled_from(["  ", " ", "    ", ""]))
    items = draw(st.lists(st.sampled_from(ITEMS), max_size=5))
    text = "".join(
        (
            *draw(st.lists(st.sampled_from(HEADS), max_size=3)),
            draw(st.sampled_from(["events:\n", "events: # c\n", "events:   \n\n", ""])),
            *(indent + item.replace("@", indent) for item in items),
            *draw(st.lists(st.sampled_from(HEADS), max_size=3)),
        )
    )
    for at, odd in draw(st.lists(st.tuples(st.integers(0, 99), st.sampled_from(ODD)), max_size=1)):
        place = len(text) * at // 99
        text = text[:place] + odd + text[place:]
    ending = draw(st.sampled_from(["\n", "\n", "\r\n"]))
    cut = draw(st.integers(0, 2))
    return (text[:-cut] if cut else text).replace("\n", ending)


def said(text: str, sections: Sections) -> None:
    """Both ways say the same of a text."""
    source = Source.of("opportunities/fox.yaml", text)
    assert sections.parse(source) == parse(source)


@settings(max_examples=300)
@given(st.lists(texts(), min_size=1, max_size=3))
@example(["# \x0c\na: b\n"])
@example(["events:\n  -\n  - x\n"])
@example(["a: b\n" * 3])
def test_sections_say_what_the_whole_says(following: list[str]) -> None:
    sections = Sections()
    for text in following:
        said(text, sections)


@pytest.mark.parametrize("text", [SOUND, SETTINGS])
def test_every_half_of_a_text_says_what_the_whole_says(text: str) -> None:
    sections = Sections()
    for end in range(len(text)):
        said(text[:end], sections)


@pytest.mark.parametrize("deep", [17, 18, 19, 20])
def test_a_text_is_as_deep_in_sections_as_as_a_whole(deep: int) -> None:
    said("a: " + "[" * deep + "]" * deep + "\n", Sections())
    said("a:\n  - " + "[" * deep + "]" * deep + "\n", Sections())


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("a: [" + "b," * 9_998 + "]\nc: [" + "d," * 9_997 + "]\n", "e:\n"),
        ("a: b\n" * 9_998 + "c:\n  - d\n", "  - d\n"),
        ("a:\n" + "  - {b: c}\n" * 6_665 + "  - d\n" * 2, "  -\n"),
    ],
    ids=["lists", "keys", "items"],
)
def test_a_text_may_have_as_many_values_in_sections_as_as_a_whole(text: str, more: str) -> None:
    sections = Sections()
    said(text, sections)
    before = sections.parsed
    said(text, sections)
    assert (sections.parsed - before, len(list(every_node(parsed(text))))) == (0, MAX_NODES)
    _, found = sections.parse(Source.of("opportunities/fox.yaml", text + more))
    assert [each.code for each in found] == ["too-many-values"]
    said(text + more, sections)


def parsed(text: str) -> Node:
    """The text's tree."""
    tree, found = parse(Source.of("", text))
    assert tree is not None
    assert not found
    return tree


def test_a_keystroke_costs_the_item_it_is_in() -> None:
    text = "company: Fox\nevents:\n" + "".join(
        f"  - date: 2024-01-{day:02}\n    note: what was said on day {day}\n"
        for day in range(1, 32)
    )
    sections = Sections()
    said(text, sections)
    assert sections.parsed == len(text) + 31 * 2 - 2, "each once, with the blanks before a dash"
    for typed in ("w", "wh", "why"):
        before = sections.parsed
        said(text.replace("what was said on day 15", typed), sections)
        assert sections.parsed - before < 50
    before = sections.parsed
    said(text.replace("company: Fox", "company: Fox\nrole: Staff"), sections)
    assert sections.parsed - before < 120, "what is above may move what is below"


def test_only_the_last_text_is_remembered() -> None:
    sections = Sections()
    said("a: 1\n", sections)
    said("b: 1\n", sections)
    before = sections.parsed
    said("a: 1\n", sections)
    assert sections.parsed - before == 5


def test_a_keystroke_costs_one_key_of_thousands() -> None:
    text = "company: Fox\n" + "".join(f"key{n}: x\n" for n in range(9_500))
    sections = Sections()
    said(text, sections)
    assert sections.parsed == len(text)
    said(text.replace("key1500:", "key1500y:"), sections)
    assert sections.parsed - len(text) == len("key1500y: x\n")
