"""The fixed words of every ledger: outcomes, who ended it, and the parts of an offer."""

from __future__ import annotations

from enum import StrEnum


class Party(StrEnum):
    """Whose move it was, or who brought an opportunity to its end."""

    ME = "me"
    COMPANY = "company"
    SILENCE = "silence"
    NOBODY = "nobody"


class Outcome(StrEnum):
    """How an opportunity ended."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDREW = "withdrew"
    REJECTED = "rejected"
    GHOSTED = "ghosted"
    CLOSED = "closed"

    @property
    def ended_by(self) -> Party:
        """Who ended it: this follows from the outcome alone."""
        return _ENDED_BY[self]


_ENDED_BY = {
    Outcome.ACCEPTED: Party.ME,
    Outcome.DECLINED: Party.ME,
    Outcome.WITHDREW: Party.ME,
    Outcome.REJECTED: Party.COMPANY,
    Outcome.GHOSTED: Party.SILENCE,
    Outcome.CLOSED: Party.NOBODY,
}


class OfferForm(StrEnum):
    """How firm an offer is: on paper, or only said."""

    WRITTEN = "written"
    VERBAL = "verbal"


class OfferPart(StrEnum):
    """A part of an offer that may still be pending; ``cash`` stands for every payment in money."""

    CASH = "cash"
    BASE = "base"
    BONUS = "bonus"
    SIGN_ON = "sign_on"
    EQUITY = "equity"


CASH_PARTS = (OfferPart.BASE, OfferPart.BONUS, OfferPart.SIGN_ON)


class Precision(StrEnum):
    """How exactly a public site tells a date, where it may tell dates."""

    DAY = "day"
    MONTH = "month"


class PublicField(StrEnum):
    """What a public site may show of an opportunity, once the ledger lists it."""

    ALIAS = "alias"
    COMPANY = "company"
    ROLE = "role"
    SOURCE = "source"
    SEGMENT = "segment"
    SIZE = "size"
    LOCATION = "location"
    LEVEL = "level"
    TAGS = "tags"
    DATES = "dates"
    TURNS = "turns"
    STAGES = "stages"
    INTEREST = "interest"
    CONFIDENCE = "confidence"
    OUTCOME = "outcome"
    REASONS = "reasons"
    OFFERS = "offers"
    FIT = "fit"
    NOTES = "notes"
    LESSONS = "lessons"
    QUESTIONS = "questions"
