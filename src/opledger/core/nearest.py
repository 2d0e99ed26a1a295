"""The word that was meant, of those there are."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

_ALIKE = 0.6  # what difflib takes for alike, of 1
_MOST_KEPT = 16  # lists of known words


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word most like this one; ``None`` where none is like it."""
    likely = _known(tuple(known)).likely(word)
    if not likely:
        return None
    from difflib import get_close_matches  # noqa: PLC0415 - nothing is wrong most of the time

    return next(iter(get_close_matches(word, likely, n=1, cutoff=_ALIKE)), None)


class _Known:
    """Words, each with its signs as the bits of a number: the second ``a`` in a word is a bit too.

    So what two words have in common is counted in one step, and of most words it is too little,
    whatever the order. That is difflib's own bound, which it finds anew for any two words.
    """

    __slots__ = ("_bits", "_words")

    def __init__(self, words: tuple[str, ...]) -> None:
        self._bits: dict[tuple[str, int], int] = {}
        for word in words:
            for sign in _signs(word):
                self._bits.setdefault(sign, 1 << len(self._bits))
        self._words = [(word, len(word), self._number(word)) for word in words]

    def _number(self, word: str) -> int:
        return sum(self._bits.get(sign, 0) for sign in _signs(word))

    def likely(self, word: str) -> list[str]:
        """Those that difflib may find like a word, in their order."""
        length, number = len(word), self._number(word)
        return [
            each
            for each, long, signs in self._words
            if 2.0 * (signs & number).bit_count() >= _ALIKE * (long + length) - _ROUNDED
        ]


_ROUNDED = 1e-6  # nobody need know how difflib's division is rounded


_known = lru_cache(maxsize=_MOST_KEPT)(_Known)


def _signs(word: str) -> Iterable[tuple[str, int]]:
    """Every sign with how often it stood before in the word."""
    times: dict[str, int] = {}
    for sign in word:
        before = times.get(sign, 0)
        times[sign] = before + 1
        yield sign, before
