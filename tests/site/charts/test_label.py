from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opledger.site.charts.label import (
    Type,
    label,
    reads_right_to_left,
    text_width,
    wrap,
)

KIND = Type(size=15, count_size=15, leading=19)


def test_a_short_label_is_one_line() -> None:
    assert wrap("On-site", 15, 200) == ("On-site",)


def test_a_long_label_breaks_between_words() -> None:
    assert wrap("Take-home exercise and its review", 15, 180) == (
        "Take-home exercise",
        "and its review",
    )


def test_what_does_not_fit_in_two_lines_becomes_an_ellipsis() -> None:
    assert wrap("Take-home exercise and its review", 15, 100) == ("Take-home", "exercise a…")


def test_a_word_longer_than_a_line_is_hyphenated() -> None:
    assert wrap("Arbeitsgespräche", 15, 100) == ("Arbeitsges-", "präche")


def test_chinese_and_japanese_break_between_characters() -> None:
    assert wrap("最初の連絡と面談", 15, 75) == ("最初の連絡", "と面談")


def test_a_line_does_not_begin_with_a_japanese_full_stop() -> None:
    assert wrap("最初の連絡。面談", 15, 75) == ("最初の連", "絡。面談")


def test_an_accent_stays_on_its_letter() -> None:
    assert all(line[0] != "\u0301" for line in wrap("e\u0301" * 9, 15, 60, most=9))


def test_space_around_and_within_a_label_says_nothing() -> None:
    assert wrap("  On \n site ", 15, 200) == ("On site",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("العرض", True), ("3 שיחה", True), ("Offer العرض", False), ("12", False), ("", False)],
)
def test_the_first_letter_says_which_way_a_label_reads(text: str, *, expected: bool) -> None:
    assert reads_right_to_left(text) is expected


def test_a_right_to_left_label_is_kept_apart_from_its_count() -> None:
    call = "\u05e9\u05d9\u05d7\u05d4"
    line = label(call, "4", x=0, top=0, room=100, kind=KIND).lines[0]
    assert (line.count, line.text) == ("4", f"\u2067{call}\u2069")


def test_a_count_that_leaves_no_room_stands_on_a_line_of_its_own() -> None:
    lines = label("Offer", "500", x=0, top=0, room=48, kind=KIND).lines
    assert [(line.count, line.text) for line in lines] == [("500", ""), ("", "Offer")]


def test_a_label_without_text_still_shows_its_count() -> None:
    assert [line.count for line in label("", "4", x=0, top=0, room=90, kind=KIND).lines] == ["4"]


def test_a_character_of_east_asia_is_as_wide_as_it_is_high() -> None:
    assert text_width("面談", 15) == 30


def test_an_accented_letter_is_as_wide_as_the_letter() -> None:
    assert text_width("é", 15) == text_width("e\u0301", 15) == text_width("e", 15)


def test_bold_is_wider() -> None:
    assert text_width("39", 15, bold=True) > text_width("39", 15)


@given(st.text(max_size=60), st.floats(40, 400), st.floats(0, 30))
def test_no_line_is_wider_than_its_room(text: str, room: float, indent: float) -> None:
    lines = wrap(text, 15, room, indent=indent)
    assert len(lines) <= 2
    for place, line in enumerate(lines):
        assert text_width(line, 15) <= room - (0 if place else indent) + 1e-6


@given(st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=30))
def test_what_fits_is_never_changed(text: str) -> None:
    assert wrap(text, 15, 10_000) == (text,)
