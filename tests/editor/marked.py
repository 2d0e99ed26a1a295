"""Texts with a mark where the cursor is."""

from __future__ import annotations

MARK = "‸"


def unmarked(text: str) -> tuple[str, int]:
    """A text without its mark, and where that stood."""
    assert text.count(MARK) == 1
    return text.replace(MARK, ""), text.index(MARK)
