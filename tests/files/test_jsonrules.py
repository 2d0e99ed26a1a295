"""Keys held against each other by a schema: what is refused, and where."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft7Validator
from tests.corpus import SETTINGS, config_of
from tests.plainyaml import as_json

from opledger.files.jsonrules import RULES
from opledger.files.jsonschema import ledger_schema, opportunity_schema
from opledger.files.schema import EVENT, LEDGER, OFFER, OPPORTUNITY
from opledger.files.shapes import Record

NO_CURRENCY = SETTINGS.replace("currency: USD\n", "")


def refused(schema: str, text: str) -> list[str]:
    """The places that a schema finds fault with."""
    validator = Draft7Validator(json.loads(schema))
    return sorted("/".join(map(str, each.path)) for each in validator.iter_errors(as_json(text)))


def of_events(*events: str, settings: str = SETTINGS) -> list[str]:
    text = "\n".join(["company: Kestrel Labs", "events:", *(f"- {{{each}}}" for each in events)])
    return refused(opportunity_schema(config_of(settings)), text)


def test_every_rule_is_about_a_record_and_a_key_that_there_are() -> None:
    market = OPPORTUNITY.fields["market"].of
    assert isinstance(market, Record)
    records = {each.what: each for each in (OPPORTUNITY, EVENT, OFFER, LEDGER, market)}
    for what, key in RULES:
        assert key == "" or key in records[what].fields
    assert {what for what, _ in RULES} == set(records)


LEAD = "date: 2024-01-08, stage: lead"


@pytest.mark.parametrize(
    ("event", "places"),
    [
        ("stage: call, outcome: closed", ["events/1/outcome"]),
        ("stage: call, outcome: ", []),
        ("stage: , outcome: closed, reasons: [fit]", []),
        ("stage: call, reasons: [fit]", ["events/1/reasons"]),
        ("stage: call, reasons: []", []),
        ("note: Hm., reopened: Again.", ["events/1/reopened"]),
        ("stage: call, reopened: Again.", []),
        ("outcome: closed, reopened: Again.", []),
        ("by: me", ["events/1"]),
        ("note: ", ["events/1"]),
        ("fit: {}", []),
    ],
)
def test_what_an_event_says_belongs_together(event: str, places: list[str]) -> None:
    assert of_events(LEAD, f"date: 2024-01-09, {event}") == places


@pytest.mark.parametrize("events", [["date: 2024-01-08, note: Hm."], [LEAD.replace("lead", "")]])
def test_one_event_has_a_stage(events: list[str]) -> None:
    assert "events" in of_events(*events)


@pytest.mark.parametrize(
    ("offer", "settings", "places"),
    [
        ("base: 1, pending: [equity]", SETTINGS, []),
        ("base: 1, pending: [cash]", SETTINGS, ["events/0/offer"]),
        ("bonus: 1, pending: [base, bonus]", SETTINGS, ["events/0/offer"]),
        ("bonus: , pending: [base, bonus]", SETTINGS, []),
        ("equity: {value: 1}, pending: [cash]", SETTINGS, []),
        ("total: 1, pending: [cash]", SETTINGS, []),
        ("form: verbal", SETTINGS, ["events/0/offer"]),
        ("form: verbal, pending: []", SETTINGS, ["events/0/offer"]),
        ("base: 0", SETTINGS, []),
        ("base: 0", NO_CURRENCY, ["events/0/offer"]),
        ("base: 0, currency: ", NO_CURRENCY, ["events/0/offer"]),
        ("base: 0, currency: CHF", NO_CURRENCY, []),
        ("pending: [cash]", NO_CURRENCY, []),
    ],
)
def test_what_an_offer_says_belongs_together(offer: str, settings: str, places: list[str]) -> None:
    event = f"date: 2024-01-08, stage: offer, offer: {{{offer}}}"
    assert of_events(event, settings=settings) == places


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("goals: {a: {weight: 0}, b: {weight: 0}}", ["goals"]),
        ("goals: {a: {weight: 0}, b: }", []),
        ("goals: {}", []),
        ("conversation: call", []),
        ("conversation: chat", ["conversation"]),
        ("stages: {chat: A chat}\nconversation: chat", []),
        ("stages: \noffer: chat", ["offer"]),
    ],
)
def test_settings_belong_together(text: str, places: list[str]) -> None:
    assert refused(ledger_schema(config_of("")), text) == places
