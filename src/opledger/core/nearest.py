"""The word that was meant, of those there are."""

from __future__ import annotations

from collections.abc import Iterable

_LIKE = 0.6  # of 1: how much of both words has to be the same, in the same order


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word most like this one; ``None`` where none is like it."""
    signs = frozenset(word)
    possible = [each for each in known if _may_be_like(word, signs, each)]
    if not possible:
        return None  # as most often in a file full of words that mean nothing here
    from difflib import get_close_matches  # noqa: PLC0415 - nothing is wrong most of the time

    return next(iter(get_close_matches(word, possible, n=1, cutoff=_LIKE)), None)


def _may_be_like(word: str, signs: frozenset[str], other: str) -> bool:
    """Whether two words have enough signs in common, in whatever order; false is certain.

    Each sign of one that the other has not is one place at least that matches nothing.
    """
    theirs = frozenset(other)
    both = len(word) + len(other)
    most = min(len(word) - len(signs - theirs), len(other) - len(theirs - signs))
    return not both or 2.0 * most / both >= _LIKE
