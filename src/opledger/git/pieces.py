"""Pieces of a text of which each side of a merge has a version of its own."""

from __future__ import annotations

from collections.abc import Sequence

from opledger.core.late import dataclass

CHANGED = "changed on both sides"
GONE = "deleted on one side, changed on the other"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Whole lines that a person has to decide: each side's, and those both came from."""

    ours: str
    base: str
    theirs: str
    why: str


Piece = str | Conflict


def three_way(base: str | None, ours: str, theirs: str, why: str = CHANGED) -> Piece:
    """The version that differs from the base; a conflict where both do."""
    if theirs in {ours, base}:
        return ours
    if ours == base:
        return theirs
    return Conflict(ours, base or "", theirs, why)


def rendered(pieces: Sequence[Piece], names: tuple[str, str, str], size: int) -> tuple[str, int]:
    """The text of all pieces, conflicts between markers of ``size`` signs, and how many."""
    text, conflicts = "", 0
    ours, base, theirs = names
    for piece in pieces:
        if isinstance(piece, str):
            text += piece
            continue
        conflicts += 1
        text += f"{'<' * size} {ours}: {piece.why}\n{_ended(piece.ours)}"
        text += f"{'|' * size} {base}\n{_ended(piece.base)}"
        text += f"{'=' * size}\n{_ended(piece.theirs)}{'>' * size} {theirs}\n"
    return text, conflicts


def _ended(text: str) -> str:
    return text if not text or text.endswith("\n") else text + "\n"
