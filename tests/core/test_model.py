"""The records of a ledger."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest
from tests.stories import DAY_0, told

from opledger.core.config import Config
from opledger.core.model import Equity, Event, Ledger, Offer, Opportunity


def test_where_a_record_stood_is_no_part_of_what_it_says() -> None:
    assert Event(date=DAY_0, stage="call", nth=0) == Event(date=DAY_0, stage="call", nth=7)
    here = Opportunity(id="kestrel", company="Kestrel", path="opportunities/kestrel.yaml")
    moved = Opportunity(id="kestrel", company="Kestrel", path="opportunities/old/kestrel.yaml")
    assert here == moved
    assert "path" not in repr(here)


def test_a_record_never_changes() -> None:
    with pytest.raises(FrozenInstanceError):
        told("lead").company = "Another"  # type: ignore[misc]


def test_a_ledger_finds_an_opportunity_by_its_whole_id() -> None:
    every = (told("lead", "kestrel"), told("lead", "kestrel-labs"))
    ledger = Ledger(Config(), every)
    assert ledger.find("kestrel-labs") is every[1]
    assert ledger.find("kestrel-l") is None


def test_an_offer_of_nought_is_an_amount_and_one_still_unknown_is_none() -> None:
    assert Offer(base=0).has_amount
    assert Offer(equity=Equity(value=0)).has_amount
    assert Offer(total=1).has_amount
    assert not Offer(currency="USD").has_amount
