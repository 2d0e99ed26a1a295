"""Cells of a CSV file that a spreadsheet opens."""

from __future__ import annotations

_RUNS = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(value: object) -> str:
    """The cell's text; where a spreadsheet would run it as a formula, ``'`` stands before it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return str(value)
    text = str(value)
    return f"'{text}" if text.startswith(_RUNS) else text


def guarded(text: str) -> str:
    """The text as a cell that no spreadsheet runs and :func:`unguarded` gives back.

    ``'`` stands before what would be run, and before such a text that begins with one itself.
    """
    return f"'{text}" if text.lstrip("'").startswith(_RUNS) else text


def unguarded(cell: str) -> str:
    """The text of a cell of :func:`guarded`."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(_RUNS) else cell
