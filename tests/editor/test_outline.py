"""A text that may be broken is looked at in one go, however it is made."""

from __future__ import annotations

import pytest

from opledger.editor.outline import outline
from opledger.files.rules.events import MAX_DEPTH

# Each took minutes or gigabytes where what lies ahead was looked at again from every place.
HOSTILE = {
    "brackets": "company: " + "[ " * 100_000,
    "brackets by lines": "company: [\n" + "  [\n" * 50_000,
    "keys in brackets": "a: {" + "b: {" * 60_000,
    "dashes": "- " * 130_000,
    "blank lines in a bracket": "company: [\n" + "\n" * 200_000,
    "comments in a bracket": "company: [\n" + "#\n" * 100_000,
    "blanks in a key": "a" + " " * 200_000 + "b: c\n",
    "blanks and colons": "a" + " :b" * 80_000,
    "signs of a comment": "a: x" + " #" * 130_000,
    "quotes": "'" * 250_000,
    "quotes that escape": 'a: ["' + "\\a" * 120_000,
    "quotes that are never closed": "a: [\n" + " 'a\n" * 60_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_takes_long_or_goes_deep(name: str) -> None:
    text = HOSTILE[name]
    for index in (0, len(text) // 2, len(text)):
        seen = outline(text, index)
        paths = [*seen.keys, *seen.items, *([seen.touch.path] if seen.touch else [])]
        assert max(map(len, paths), default=0) <= MAX_DEPTH + 2


def test_what_stands_above_is_seen_where_a_text_goes_too_deep() -> None:
    seen = outline("company: A\ntags: " + "[" * 99 + "\nrole: B\n", 3)
    assert seen.keys == {(): [("company", 0), ("tags", 11)]}
    assert seen.touch is not None
    assert (seen.touch.path, seen.touch.start, seen.touch.end) == ((), 0, 7)


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("a b : c", "a b"),
        ("a:b: c", "a:b"),
        ("a#b: c", "a#b"),
        ("a  b c   : d: e", "a  b c"),
        ("a\u00a0b: c", "a\u00a0b"),
        ("a #b: c", None),
        ("a :b", None),
        ("a", None),
    ],
)
def test_a_key_ends_at_the_first_colon_before_a_blank(line: str, key: str | None) -> None:
    assert outline(f"{line}\n", 0).keys == ({} if key is None else {(): [(key, 0)]})
