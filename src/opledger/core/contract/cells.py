"""Cells of a CSV file that a spreadsheet opens."""

from __future__ import annotations

_RUNS = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(value: object) -> str:
    """The cell's text; where a spreadsheet would run it as a formula, ``'`` stands before it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = str(value)
    numeric = isinstance(value, int | float)
    return f"'{text}" if text.startswith(_RUNS) and not numeric else text
