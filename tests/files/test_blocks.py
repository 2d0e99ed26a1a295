"""Lists and mappings written in lines, as blocks with their comments."""

from __future__ import annotations

import pytest

from opledger.files.blocks import blocks, in_lines, indent_of
from opledger.files.nodes import ListNode, MapNode
from opledger.files.source import Source
from opledger.files.splice import Document

EVENTS = """\
# about the file
company: Kestrel  # beside it

# about the events
events:
  # about the first
  - date: 2024-01-08
    stage: lead
    # deeper: about the first, too

  # about the second
  - {date: 2024-01-11, stage: call}
  -
    # about the third, within
    date: 2024-01-24
    note: |
      Two lines,

      with a gap.

  # behind the last, not deeper: about what follows
notes: >+
  kept


tags: [a, b]
"""

THIRD = """\
  -
    # about the third, within
    date: 2024-01-24
    note: |
      Two lines,

      with a gap.
"""


def parts(text: str, *path: str | int) -> list[tuple[str, str]]:
    """What stands above each block, and the block's own lines."""
    document = Document.of(Source.of("x", text))
    node = document.at(path)
    assert isinstance(node, ListNode | MapNode)
    return [(text[b.lead : b.start], text[b.start : b.end]) for b in blocks(document.source, node)]


def test_comments_above_belong_to_what_follows_and_deeper_ones_to_what_they_stand_in() -> None:
    assert parts(EVENTS, "events") == [
        (
            "  # about the first\n",
            "  - date: 2024-01-08\n    stage: lead\n    # deeper: about the first, too\n",
        ),
        ("\n  # about the second\n", "  - {date: 2024-01-11, stage: call}\n"),
        (
            "",
            THIRD,
        ),
    ]


def test_the_pairs_of_a_file_are_blocks_and_make_up_the_whole_of_it() -> None:
    found = parts(EVENTS)
    assert [own.partition(":")[0] for _, own in found] == ["company", "events", "notes", "tags"]
    assert "".join(above + own for above, own in found) == EVENTS
    assert found[2] == ("", "notes: >+\n  kept\n\n\n")


def test_a_comment_that_is_not_deeper_than_the_list_goes_with_what_follows() -> None:
    text = "events:\n- a\n# of the notes\nnotes: x\n"
    assert parts(text) == [("", "events:\n- a\n"), ("# of the notes\n", "notes: x\n")]


def test_an_item_that_was_left_empty_has_a_line_of_its_own() -> None:
    assert parts("- a\n-\n- # nothing\n- b", *()) == [
        ("", "- a\n"),
        ("", "-\n"),
        ("", "- # nothing\n"),
        ("", "- b"),
    ]


def test_the_first_item_of_a_list_within_a_list_shares_its_line() -> None:
    document = Document.of(Source.of("x", "- - a\n  - b\n- c: 1\n  d: 2\n"))
    inner, mapping = document.at((0,)), document.at((1,))
    assert isinstance(inner, ListNode)
    assert isinstance(mapping, MapNode)
    assert [b.whole for b in blocks(document.source, inner)] == [False, True]
    assert [b.whole for b in blocks(document.source, mapping)] == [False, True]
    assert (indent_of(document.source, inner), indent_of(document.source, mapping)) == (2, 2)


@pytest.mark.parametrize("text", ["a: [x]", "a: {b: c}", "a: x", "a:", 'a: "["'])
def test_what_is_in_brackets_or_a_single_value_is_not_in_lines(text: str) -> None:
    document = Document.of(Source.of("x", text))
    node = document.at(("a",))
    assert node is not None
    assert not in_lines(document.source, node)
    assert in_lines(document.source, document.tree)
