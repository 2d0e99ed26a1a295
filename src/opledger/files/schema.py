"""The definition of both files: every key, its shape and what it means.

Checks, records and the documentation of the format are made from these tables.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from opledger.core.config import Audit, Config, Goal, Publish, Search
from opledger.core.model import (
    Equity,
    Event,
    Level,
    Market,
    NextAction,
    Offer,
    Person,
    Question,
)
from opledger.core.vocabulary import (
    OfferForm,
    OfferPart,
    Outcome,
    Party,
    Precision,
    PublicField,
)
from opledger.files.shapes import (
    Anything,
    Choice,
    Day,
    Field,
    Flag,
    Items,
    NewWord,
    Number,
    Record,
    Table,
    Text,
    Word,
)

MAX_STAGES = 12


def _event(date: tuple[date, datetime | None], **values: Any) -> Event:  # noqa: ANN401
    """An event from what its keys read to; a date comes with its time, if any."""
    day, time = date
    return Event(date=day, time=time, **values)


def _words(kind: type[StrEnum]) -> tuple[str, ...]:
    return tuple(word.value for word in kind)


_MONEY = Number()
_CURRENCY = Text(form="currency")
_PARTS = Choice("part of an offer", _words(OfferPart), OfferPart)
_TURN = Choice("party", (Party.ME.value, Party.COMPANY.value), Party)

EQUITY = Record(
    "equity",
    Equity,
    {
        "value": Field(
            _MONEY, "what the shares are worth in all, at the company's price", required=True
        ),
        "years": Field(Number(maximum=20), "years until all of them have vested"),
    },
)
OFFER = Record(
    "offer",
    Offer,
    {
        "base": Field(_MONEY, "salary a year"),
        "bonus": Field(_MONEY, "bonus a year, at target"),
        "sign_on": Field(_MONEY, "paid once at the start"),
        "equity": Field(EQUITY, "shares"),
        "total": Field(_MONEY, "a first year's total, where only that was told"),
        "currency": Field(_CURRENCY, "three letters, ISO 4217; the ledger's if left out"),
        "form": Field(
            Choice("form of an offer", _words(OfferForm), OfferForm), "written or verbal"
        ),
        "pending": Field(Items(_PARTS), "the parts still to be agreed; never counted as 0"),
        "deadline": Field(Day(), "the last day to answer"),
        "note": Field(Text(), "anything else about it"),
    },
)
EVENT = Record(
    "event",
    _event,
    {
        "date": Field(Day(time=True), "the day, or a time with its zone", required=True),
        "stage": Field(Word("stages"), "the stage that was reached"),
        "outcome": Field(Choice("outcome", _words(Outcome), Outcome), "how it ended"),
        "by": Field(_TURN, "whose move it was"),
        "interest": Field(Word("interest"), "my level of interest from now on"),
        "confidence": Field(Word("confidence"), "how sure I am of that level"),
        "fit": Field(
            Table(Number(maximum=5), vocabulary="goals"), "scores from 0 to 5 on the goals"
        ),
        "note": Field(Text(), "what happened"),
        "lesson": Field(Text(), "what I learned"),
        "offer": Field(OFFER, "what was offered, or offered anew"),
        "reasons": Field(Items(Word("reasons")), "why it ended; only with an outcome"),
        "reopened": Field(Text(), "why it went on after an outcome"),
    },
    numbered=True,
)
PERSON = Record(
    "person",
    Person,
    {
        "name": Field(Text(), "their name", required=True),
        "role": Field(Text(), "what they do there"),
        "email": Field(Text(form="email"), "their address"),
        "phone": Field(Text(), "their number, in quotes"),
        "note": Field(Text(), "anything else"),
    },
)
QUESTION = Record(
    "question",
    Question,
    {
        "ask": Field(Text(), "what I wanted to know", required=True),
        "answer": Field(Text(), "what they said"),
        "date": Field(Day(), "the day of the answer"),
    },
)
OPPORTUNITY = Record(
    "opportunity",
    dict,
    {
        "company": Field(Text(), "the company", required=True),
        "alias": Field(Text(), "shown instead of the company on a public site"),
        "role": Field(Text(), "the role"),
        "source": Field(Word("sources"), "how it came about"),
        "segment": Field(Word("segments"), "what kind of company it is"),
        "size": Field(Text(), "how many people work there, such as 11-50"),
        "location": Field(Text(), "where the work is"),
        "url": Field(Text(form="url"), "a link to the role"),
        "level": Field(
            Record(
                "level",
                Level,
                {
                    "sought": Field(Text(), "the level I sought"),
                    "offered": Field(Text(), "the level they had in mind"),
                },
            ),
            "seniority",
        ),
        "market": Field(
            Record(
                "market",
                Market,
                {
                    "total": Field(_MONEY, "a year's total", required=True),
                    "currency": Field(_CURRENCY, "three letters, ISO 4217"),
                    "source": Field(Text(), "where the figure is from"),
                },
            ),
            "the benchmark that offers are held against",
        ),
        "tags": Field(Items(NewWord()), "words of your own"),
        "people": Field(Items(PERSON), "whom I met"),
        "next": Field(
            Record(
                "next",
                NextAction,
                {
                    "action": Field(Text(), "what is to be done"),
                    "due": Field(Day(), "by which day"),
                    "turn": Field(_TURN, "whose turn it is"),
                },
            ),
            "what has to happen next",
        ),
        "questions": Field(Items(QUESTION), "what I asked them"),
        "events": Field(
            Items(EVENT, minimum=1), "everything that happened, in date order", required=True
        ),
        "notes": Field(Text(), "free text, in Markdown"),
        "extra": Field(Anything(), "what an importer kept; nothing reads it"),
    },
)
LEDGER = Record(
    "ledger",
    Config,
    {
        "title": Field(Text(), "the title of the search"),
        "timezone": Field(Text(form="timezone"), "the zone of its days, such as Europe/Berlin"),
        "search": Field(
            Record(
                "search",
                Search,
                {
                    "started": Field(Day(), "the first day"),
                    "ended": Field(Day(), "the last day: statistics are as of it"),
                },
            ),
            "when the search ran",
        ),
        "stages": Field(
            Table(Text(), minimum=1, maximum=MAX_STAGES),
            "the steps of the funnel in order, each with its label",
        ),
        "conversation": Field(Word("stages"), "the stage from which on it is a conversation"),
        "offer": Field(Word("stages"), "the stage that means an offer"),
        "interest": Field(Items(NewWord(), minimum=2, maximum=7), "levels, lowest first"),
        "confidence": Field(Items(NewWord(), minimum=2, maximum=7), "levels, lowest first"),
        "sources": Field(Table(Text()), "where opportunities come from"),
        "segments": Field(Table(Text()), "kinds of companies; any word if left out"),
        "reasons": Field(Table(Text()), "why opportunities end; any word if left out"),
        "goals": Field(
            Table(
                Record(
                    "goal",
                    Goal,
                    {
                        "label": Field(Text(), "what it says"),
                        "weight": Field(Number(maximum=1000), "its weight beside the others"),
                    },
                )
            ),
            "what the search is for",
        ),
        "quiet_after": Field(
            Number(minimum=1, maximum=3650, whole=True), "days without an event until it is quiet"
        ),
        "few": Field(
            Number(minimum=1, maximum=1000, whole=True), "below so many no percentage is given"
        ),
        "currency": Field(_CURRENCY, "the currency of amounts that name none"),
        "publish": Field(
            Record(
                "publish",
                Publish,
                {
                    "fields": Field(
                        Items(Choice("field", _words(PublicField), PublicField), make=frozenset),
                        "what a public site may show",
                    ),
                    "dates": Field(
                        Choice("precision", _words(Precision), Precision),
                        "how exactly dates are told, where the fields list them",
                    ),
                    "few": Field(
                        Number(minimum=2, maximum=1000, whole=True),
                        "no count below it can be read or worked out",
                    ),
                    "title": Field(Text(), "the public site's title"),
                    "address": Field(Text(form="url"), "where the public site will be"),
                },
            ),
            "the allow-list of a public site",
        ),
        "commit": Field(Flag(), "whether what the tool writes is committed at once"),
        "private": Field(Flag(), "whether a push may only go to allowed_remotes"),
        "allowed_remotes": Field(
            Items(Text()), "the addresses that a private ledger may be pushed to"
        ),
        "audit": Field(
            Record(
                "audit",
                Audit,
                {
                    "late_after": Field(
                        Number(minimum=0, maximum=3650, whole=True),
                        "days after which an event was recorded late",
                    ),
                    "grace": Field(
                        Number(minimum=0, maximum=3650, whole=True),
                        "days in which a recorded event may be corrected",
                    ),
                },
            ),
            "what an audit lets pass",
        ),
    },
)
