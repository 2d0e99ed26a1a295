"""The JSON contract: whole documents, key by key and in their order."""

from __future__ import annotations

import json
import os
from datetime import UTC, date, datetime
from pathlib import Path
from types import MappingProxyType

from hypothesis import given
from tests.stories import Search, an_event, an_opportunity, day, ledgers, stood, told

from opledger.core.config import Config
from opledger.core.contract.opportunities import list_document, opportunity_document, story_document
from opledger.core.contract.plain import VERSION, plain, rate_document, record
from opledger.core.contract.statistics import statistics_document
from opledger.core.figures.rates import rate
from opledger.core.figures.statistics import statistics
from opledger.core.model import (
    Equity,
    Event,
    Ledger,
    Level,
    Market,
    NextAction,
    Offer,
    Person,
    Question,
)
from opledger.core.vocabulary import OfferForm, OfferPart, Outcome, Party

GOLDEN = Path(__file__).parents[2] / "golden" / "contract.json"
CONFIG = Config(
    stages={"call": "Call", "onsite": "On-site", "offer": "Offer"}, interest=("low", "high"), few=2
)
KESTREL = an_opportunity(
    an_event(0, "call", interest="high", confidence="low", by=Party.COMPANY),
    an_event(3, "rejected", reasons=("hired-other",)),
    an_event(9, "offer", reopened="The other one reneged.", offer=Offer(base=1)),
    an_event(12, "accepted"),
    an_event(40, note="First day."),
    name="kestrel",
    source="inbound",
    alias="A lab",
    role="Engineer",
    segment="startup",
    size="1-10",
    location="Remote",
    url="https://kestrel.example",
    tags=("ml", "remote"),
    level=Level(sought="staff"),
    market=Market(total=300_000, currency="USD"),
    people=(Person(name="A. Person", role="CEO", email="a@example.com"),),
    questions=(Question(ask="Who decides?"), Question(ask="When?", date=date(2024, 1, 2))),
    next=NextAction(action="Sign", due=date(2024, 1, 20), turn=Party.ME),
    notes="Some *words*.",
    extra={"row": 7},
)
KESTREL_DOCUMENT = {
    "id": "kestrel",
    "company": "Kestrel",
    "alias": "A lab",
    "role": "Engineer",
    "source": "inbound",
    "segment": "startup",
    "size": "1-10",
    "location": "Remote",
    "url": "https://kestrel.example",
    "tags": ["ml", "remote"],
    "started": "2024-01-01",
    "last": "2024-01-13",
    "days": 12,
    "stage": "offer",
    "furthest": "offer",
    "open": False,
    "outcome": "accepted",
    "ended": "2024-01-13",
    "ended_by": "me",
    "reasons": [],
    "interest": "high",
    "confidence": "low",
    "reopened": [
        {
            "outcome": "rejected",
            "ended": "2024-01-04",
            "reopened": "2024-01-10",
            "why": "The other one reneged.",
        }
    ],
}


def row(stage: str, *counts: int, outcomes: dict[str, int], me: int = 0) -> dict[str, object]:
    reached, stopped, pending = counts
    return {
        "stage": stage,
        "reached": reached,
        "stopped": stopped,
        "pending": pending,
        "ended_by": {"me": me, "company": 0, "silence": 0, "nobody": 0},
        "outcomes": outcomes,
        "passed": None,
        "passed_resolved": None,
    }


def a_rate(k: int, n: int, low: float, high: float, *, few: bool) -> dict[str, object]:
    return {"k": k, "n": n, "share": k / n, "low": low, "high": high, "few": few}


def test_the_statistics_of_a_small_ledger_are_this_document() -> None:
    ledger = Ledger(CONFIG, (KESTREL, told("call", "vivid")))
    half, all_of_one = (
        a_rate(1, 2, 0.0945, 0.9055, few=False),
        a_rate(1, 1, 0.2065, 1.0, few=True),
    )
    offer = row("offer", 1, 1, 0, outcomes={"accepted": 1}, me=1)
    onsite = {**row("onsite", 1, 0, 0, outcomes={}), "passed": all_of_one}
    onsite["passed_resolved"] = all_of_one
    call = {**row("call", 2, 0, 1, outcomes={}), "passed": half, "passed_resolved": all_of_one}
    alone = {**row("call", 1, 0, 0, outcomes={}), "passed": all_of_one}
    alone["passed_resolved"] = all_of_one
    none, none_of_one = (
        {"k": 0, "n": 0, "share": None, "low": None, "high": None, "few": True},
        a_rate(0, 1, 0.0, 0.7935, few=True),
    )
    pending = {**row("call", 1, 0, 1, outcomes={}), "passed": none_of_one, "passed_resolved": none}
    nothing = {**row("onsite", 0, 0, 0, outcomes={}), "passed": none, "passed_resolved": none}
    document = statistics_document(statistics(ledger, day(20)), known_at="c0ffee")
    expected_group = {"word", "label", "totals", "beyond", "funnel"}
    expected = {
        "version": 1,
        "as_of": "2024-01-21",
        "known_at": "c0ffee",
        "totals": {"opportunities": 2, "conversations": 2, "open": 1, "offers": 1, "accepted": 1},
        "funnel": [call, onsite, offer],
        "interest": {
            "stages": ["offer", "onsite", "call"],
            "rows": [
                {"interest": "high", "counts": [1, 0, 0]},
                {"interest": "low", "counts": [0, 0, 0]},
                {"interest": None, "counts": [0, 0, 1]},
            ],
        },
        "by": {
            "dimension": "source",
            "groups": [
                {
                    "word": "inbound",
                    "label": "Cold inbound",
                    "totals": {
                        "opportunities": 1,
                        "conversations": 1,
                        "open": 0,
                        "offers": 1,
                        "accepted": 1,
                    },
                    "beyond": all_of_one,
                    "funnel": [alone, onsite, offer],
                },
                {
                    "word": None,
                    "label": "not stated",
                    "totals": {
                        "opportunities": 1,
                        "conversations": 1,
                        "open": 1,
                        "offers": 0,
                        "accepted": 0,
                    },
                    "beyond": none_of_one,
                    "funnel": [pending, nothing, row("offer", 0, 0, 0, outcomes={})],
                },
            ],
        },
        "reopened": ["kestrel"],
    }
    # What is newer stands in a file, key by key and in its order.
    parts = {key: document.pop(key) for key in [*document] if key not in expected}
    parts["groups"] = [
        {key: group.pop(key) for key in [*group] if key not in expected_group}
        for group in document["by"]["groups"]
    ]
    assert json.dumps(document, indent=1) == json.dumps(expected, indent=1)  # order too
    said = json.dumps(parts, indent=1) + "\n"
    if os.environ.get("OPLEDGER_UPDATE_GOLDEN"):
        GOLDEN.write_text(said, encoding="utf-8", newline="\n")
    assert said == GOLDEN.read_text(encoding="utf-8")


def test_the_document_starts_with_the_keys_of_the_design_in_their_order() -> None:
    document = statistics_document(statistics(Ledger(Config(), (told("call"),)), day(20)))
    assert VERSION == 1
    assert list(document)[:5] == ["version", "as_of", "known_at", "totals", "funnel"]
    assert document["known_at"] is None
    assert list(document["totals"]) == [
        *("opportunities", "conversations", "open", "offers", "accepted"),
    ]
    first = document["funnel"][0]
    assert list(first)[:5] == ["stage", "reached", "stopped", "pending", "ended_by"]
    assert list(first["ended_by"]) == ["me", "company", "silence", "nobody"]


def test_an_opportunity_is_this_document() -> None:
    assert json.dumps(opportunity_document(stood(KESTREL, CONFIG, day(20))), indent=1) == (
        json.dumps(KESTREL_DOCUMENT, indent=1)
    )


def test_a_list_is_its_opportunities_without_their_events() -> None:
    each = stood(KESTREL, CONFIG, day(20))
    assert list_document((each,), day(20)) == {
        "version": 1,
        "as_of": "2024-01-21",
        "known_at": None,
        "opportunities": [KESTREL_DOCUMENT],
    }


def test_a_story_is_the_opportunity_and_all_that_was_told() -> None:
    document = story_document(stood(KESTREL, CONFIG, day(20)))
    assert document == {
        "version": 1,
        "as_of": "2024-01-21",
        "known_at": None,
        **KESTREL_DOCUMENT,
        "level": {"sought": "staff"},
        "market": {"total": 300_000, "currency": "USD"},
        "people": [{"name": "A. Person", "role": "CEO", "email": "a@example.com"}],
        "questions": [{"ask": "Who decides?"}, {"ask": "When?", "date": "2024-01-02"}],
        "next": {"action": "Sign", "due": "2024-01-20", "turn": "me"},
        "notes": "Some *words*.",
        "events": [
            {
                "date": "2024-01-01",
                "stage": "call",
                "by": "company",
                "interest": "high",
                "confidence": "low",
            },
            {"date": "2024-01-04", "outcome": "rejected", "reasons": ["hired-other"]},
            {
                "date": "2024-01-10",
                "stage": "offer",
                "offer": {"base": 1},
                "reopened": "The other one reneged.",
            },
            {"date": "2024-01-13", "outcome": "accepted"},
        ],
        "scheduled": [{"date": "2024-02-10", "note": "First day."}],
    }


def test_every_record_says_what_is_stated_in_it_and_nought_is_stated() -> None:
    offer = Offer(
        base=0,
        equity=Equity(value=0.5, years=4),
        form=OfferForm.VERBAL,
        pending=(OfferPart.CASH, OfferPart.SIGN_ON),
        deadline=date(2024, 2, 1),
    )
    event = Event(
        date=day(0),
        time=datetime(2024, 1, 1, 13, tzinfo=UTC),
        outcome=Outcome.CLOSED,
        fit={"impact": 0},
        offer=offer,
        nth=4,
    )
    assert record(event) == {
        "date": "2024-01-01",
        "time": "2024-01-01T13:00:00+00:00",
        "outcome": "closed",
        "fit": {"impact": 0},
        "offer": {
            "base": 0,
            "equity": {"value": 0.5, "years": 4},
            "form": "verbal",
            "pending": ["cash", "sign_on"],
            "deadline": "2024-02-01",
        },
    }
    assert record(None) is None


def test_plain_values_are_those_that_json_knows() -> None:
    assert plain((1, None, "a", True, [date(2024, 1, 1)], Party.ME)) == [
        *(1, None, "a", True, ["2024-01-01"], "me"),
    ]
    assert plain(MappingProxyType({"a": Level(offered="x")})) == {"a": {"offered": "x"}}


def test_a_rate_of_nothing_has_its_keys_all_the_same() -> None:
    assert rate_document(rate(0, 0, 5)) == {
        "k": 0,
        "n": 0,
        "share": None,
        "low": None,
        "high": None,
        "few": True,
    }
    assert rate_document(rate(22, 39, 5)) == {
        "k": 22,
        "n": 39,
        "share": 0.5641,
        "low": 0.4098,
        "high": 0.707,
        "few": False,
    }
    assert rate_document(None) is None


@given(ledgers())
def test_every_document_is_json_that_reads_back_the_same(search: Search) -> None:
    figures = search.figures("tag")
    documents = [statistics_document(figures), list_document(figures.standings, search.as_of)]
    documents += [story_document(each) for each in figures.standings]
    for document in documents:
        assert json.loads(json.dumps(document, allow_nan=False)) == document
