"""The word that was meant, of those there are."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word most like this one; ``None`` where none is like it."""
    from difflib import get_close_matches  # noqa: PLC0415 - nothing is wrong most of the time

    return next(iter(get_close_matches(word, list(known), n=1)), None)
