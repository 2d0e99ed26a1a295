"""The word that was meant: what difflib says, found without asking it of every word."""

from __future__ import annotations

import difflib
from cProfile import Profile
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from opledger.core.config import Config
from opledger.core.nearest import nearest
from opledger.files.reading import read_opportunity
from opledger.files.schema import OPPORTUNITY
from opledger.files.source import Source

KEYS = tuple(OPPORTUNITY.fields)
WORDS = st.one_of(
    st.text("abcde", max_size=8),
    st.text("aé\U0001f600 -_", max_size=6),
    st.sampled_from(KEYS),
    st.builds(
        lambda word, at, sign: word[:at] + sign + word[at + 1 :],
        st.sampled_from(KEYS),
        st.integers(0, 9),
        st.sampled_from(["", "e", "s", "xx"]),
    ),
)


@settings(max_examples=1_000)
@given(WORDS, st.lists(WORDS, max_size=12))
@example("", [""])
@example("abc", ["abcdefg"])  # 0.6 exactly
def test_it_is_the_word_that_difflib_finds_nearest(word: str, known: list[str]) -> None:
    found = difflib.get_close_matches(word, known, n=1)
    assert nearest(word, known) == (found[0] if found else None)


def comparisons(keys: list[str]) -> tuple[int, int]:
    """How many findings there are in a file with such keys, and words compared sign by sign."""
    text = "company: K\nevents: [{date: 2024-01-08, stage: lead}]\n"
    source = Source.of("opportunities/k.yaml", text + "".join(f"{key}: x\n" for key in keys))
    profile = Profile()
    _, found = profile.runcall(read_opportunity, source, Config(), date(2024, 3, 1))
    asked = difflib.SequenceMatcher.quick_ratio.__code__
    return len(found), sum(each.callcount for each in profile.getstats() if each.code == asked)


@pytest.mark.parametrize("many", [100, 1_000])
def test_of_keys_like_none_there_are_none_is_compared_with_the_known_ones(many: int) -> None:
    assert comparisons([f"key{n:04}" for n in range(many)]) == (many, 0)


def test_a_slip_is_compared_with_what_it_may_mean_alone() -> None:
    assert len(KEYS) == 17
    # Only two of these have enough signs in common with it.
    assert comparisons([f"questons{n}" for n in range(10)]) == (10, 10 * 2)
