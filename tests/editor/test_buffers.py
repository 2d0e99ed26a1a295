"""Places in an editor's units, and texts as they are typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opledger.editor.buffers import UTF8, UTF16, UTF32, Point, changed, index_at, point_at
from opledger.files.source import Source

# Letters of one to four bytes, every line break, and what only some programs break lines at.
_PIECES = st.sampled_from([*"ab: é狐🦊\ufeff\n\r\u2028\x85\x0c\x1d", "\r\n"])
TEXTS = st.lists(_PIECES, max_size=40).map("".join)
ENCODINGS = {UTF8: "utf-8", UTF16: "utf-16-le", UTF32: "utf-32-le"}


def units(text: str, encoding: str) -> int:
    return len(text.encode(ENCODINGS[encoding])) // {UTF8: 1, UTF16: 2, UTF32: 4}[encoding]


def test_an_emoji_is_two_units_and_a_chinese_character_one() -> None:
    source = Source.of("", "company: 🦊 狐 Fox\n")
    assert point_at(source, source.text.index("狐")) == Point(0, 12)
    assert point_at(source, source.text.index("Fox")) == Point(0, 14)
    assert index_at(source, Point(0, 14)) == source.text.index("Fox")
    assert index_at(source, Point(0, 10)) == source.text.index("🦊"), "within the emoji"


def test_a_byte_order_mark_is_a_unit_of_the_first_line_alone() -> None:
    source = Source.of("", "\ufeffrole: a\nrole: b\n")
    assert [point_at(source, at) for at in (0, 8)] == [Point(0, 1), Point(1, 0)]
    assert [index_at(source, Point(0, unit)) for unit in (0, 1, 2)] == [0, 0, 1]


def test_a_place_beyond_a_line_or_the_text_is_its_end() -> None:
    source = Source.of("", "ab\r\ncd")
    assert index_at(source, Point(0, 99)) == 2
    assert index_at(source, Point(9, 0)) == 6


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(TEXTS)
def test_a_place_there_and_back_is_the_same(encoding: str, text: str) -> None:
    source = Source.of("", text)
    for index in range(len(source.text) + 1):
        place = point_at(source, index, encoding)
        start = source.starts[place.line]
        mark = units("\ufeff", encoding) if source.bom and place.line == 0 else 0
        assert place.unit == mark + units(source.text[start:index], encoding)
        if source.text[index - 1 : index + 1] != "\r\n":
            assert index_at(source, place, encoding) == index


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(TEXTS, st.integers(0, 40), st.integers(0, 40), TEXTS)
def test_a_change_is_what_the_editor_sees(
    encoding: str, text: str, one: int, other: int, new: str
) -> None:
    first, last = sorted(min(each, len(text)) for each in (one, other))
    places = []
    for index in (first, last):
        # What stands before, by the protocol's line breaks; a place within CR LF is none.
        if text[index - 1 : index + 1] == "\r\n":
            return
        lines = text[:index].replace("\r\n", "\n").replace("\r", "\n").split("\n")
        places.append(Point(len(lines) - 1, units(lines[-1], encoding)))
    expected = text[:first] + new + text[last:]
    assert changed(text, places[0], places[1], new, encoding) == expected


def test_an_emoji_of_which_an_editor_sends_one_half_is_whole_again() -> None:
    fox, owl = "\U0001f98a", "\U0001f989"
    text = f"company: {fox} Fox\n"
    low = owl.encode("utf-16-le")[2:].decode("utf-16-le", "surrogatepass")
    assert changed(text, Point(0, 10), Point(0, 11), low) == f"company: {owl} Fox\n"
    torn = changed(text, Point(0, 10), Point(0, 11), "")
    assert torn == "company: \ud83e Fox\n"
    assert changed(torn, Point(0, 10), Point(0, 10), low) == f"company: {owl} Fox\n"
