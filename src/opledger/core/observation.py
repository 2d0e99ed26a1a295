"""What `doctor` sees: one thing about an installation or a ledger, how it is, and what to do."""

from __future__ import annotations

from enum import StrEnum

from opledger.core.late import dataclass


class Verdict(StrEnum):
    """How something is: well, worth knowing, or in the way of the work."""

    OK = "ok"
    NOTE = "note"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Observation:
    """What was looked at, how it is, a line about it, and what to do, where there is something."""

    about: str
    verdict: Verdict
    text: str
    todo: str = ""


def well(about: str, text: str) -> Observation:
    """Something that is as it should be."""
    return Observation(about, Verdict.OK, text)


def noted(about: str, text: str, todo: str = "") -> Observation:
    """Something to know, which stops nothing."""
    return Observation(about, Verdict.NOTE, text, todo)


def wrong(about: str, text: str, todo: str = "") -> Observation:
    """Something that stops the work."""
    return Observation(about, Verdict.WRONG, text, todo)
