"""The page about the import tells of every key, and its examples are good."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.exchange.logs import faults_of, import_log

from opledger.exchange.mapfile import EVENT_KEYS, FIELDS, OFFER_KEYS, TOP_KEYS
from opledger.exchange.notation import DATE_KEYS, HAPPENING_KEYS, TEST_KEYS, VALUE_KEYS

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "import.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
LEDGER = """
ledger:
  stages: {applied: A, call: C, interview: I, onsite: O, offer: F}
"""


def test_the_first_example_does_what_the_page_says() -> None:
    (_, log), (_, mapping) = BLOCKS[:2]
    imported = import_log(log, mapping, "jobs.csv")
    assert imported.told == {
        "northwind-kites": "applied 03-04, call 03-11, rejected 03-20",
        "blue-fjord": "applied 03-05",
    }
    assert [file.opportunity.source for file in imported.plan.new] == ["application", "warm"]


@pytest.mark.parametrize("example", [text for kind, text in BLOCKS[2:] if kind == "yaml"])
def test_every_example_is_a_good_mapping(example: str) -> None:
    text = f"events:\n{example}" if example.startswith("  - ") else example
    for key, rest in (
        ("fields:", "fields: {company: Company}\n"),
        ("events:", "events: [{status: Status, date: Date}]\n"),
        ("statuses:", "statuses: {Sent: applied}\n"),
    ):
        if not re.search(f"^{key}", text, re.MULTILINE):
            text += rest
    assert faults_of(text + LEDGER) == []


@pytest.mark.parametrize(
    "key",
    sorted(
        {
            *TOP_KEYS,
            *FIELDS,
            *EVENT_KEYS,
            *OFFER_KEYS,
            *VALUE_KEYS,
            *DATE_KEYS,
            *TEST_KEYS,
            *HAPPENING_KEYS,
        }
    ),
)
def test_every_key_is_told_of(key: str) -> None:
    assert re.search(rf"`[^`\n]*\b{key}\b[^`\n]*`", PAGE)
