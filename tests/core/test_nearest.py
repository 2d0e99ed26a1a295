"""The word that was meant: found as the standard library finds it, most words not looked at."""

from __future__ import annotations

from cProfile import Profile
from datetime import date
from difflib import SequenceMatcher, get_close_matches
from random import Random

from hypothesis import example, given
from hypothesis import strategies as st

from opledger.core.config import Config
from opledger.core.nearest import nearest
from opledger.files.reading import read_opportunity
from opledger.files.rules.context import did_you_mean
from opledger.files.schema import OPPORTUNITY
from opledger.files.source import Source

KEYS = tuple(OPPORTUNITY.fields)
WORDS = st.text(st.sampled_from("abcompnyrolet-_é ABC1"), max_size=12)


@given(WORDS, st.lists(WORDS, max_size=8))
@example("", [""])
@example("", ["a"])
@example("compnay", ["company", "Company", "company"])
def test_it_is_the_first_of_those_that_the_standard_library_finds_close(
    word: str, known: list[str]
) -> None:
    for among in (known, [*known, *KEYS], [*known, word[1:], word[::-1], word * 2]):
        assert [nearest(word, among)] == [*get_close_matches(word, among, n=1), None][:1]


@given(st.sampled_from(KEYS), st.randoms(use_true_random=False))
def test_of_words_mistyped_none_is_passed_over(word: str, random: Random) -> None:
    signs = list(word)
    for _ in range(random.randrange(4)):
        signs[random.randrange(len(signs))] = random.choice(["", "x", *word])
    typed = random.choice((str.upper, str.lower))("".join(signs))
    close = next(iter(get_close_matches(typed, KEYS, n=1)), None) or next(
        iter(get_close_matches(typed.lower(), KEYS, n=1)), None
    )
    hint = f"did you mean '{close}'?" if close else f"keys here: {', '.join(KEYS)}"
    assert did_you_mean(typed, KEYS, "keys here") == hint


def comparisons(keys: list[str]) -> tuple[int, list[str]]:
    """How often two words are compared for a file with these keys; and the hints that it gets."""
    text = "company: A\nevents: [{date: 2024-01-08, stage: lead}]\n"
    source = Source.of("opportunities/a.yaml", text + "".join(f"{key}: 1\n" for key in keys))
    profile = Profile()
    _, found = profile.runcall(read_opportunity, source, Config(), date(2024, 3, 1))
    profile.create_stats()
    code = SequenceMatcher.set_seq1.__code__
    asked = (code.co_filename, code.co_firstlineno, code.co_name)
    assert {each.code for each in found} == {"unknown-key"}
    return profile.stats.get(asked, (0,))[0], [each.hint for each in found]


def test_of_many_keys_that_mean_nothing_none_is_compared_with_those_there_are() -> None:
    every = f"keys here: {', '.join(KEYS)}"
    assert comparisons([f"k{n:04}" for n in range(900)]) == (0, [every] * 900)


def test_a_key_that_is_mistyped_is_compared_with_few() -> None:
    times, hints = comparisons([f"notes{n:03}" for n in range(300)])
    assert hints == ["did you mean 'notes'?"] * 300
    assert times <= 300 * 3
