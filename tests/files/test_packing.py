"""Records that were packed come back as they were, or were not packed."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from tests.corpus import TODAY
from tests.exchange.records import full_ledgers
from tests.readers import CONFIG, different, files

from opledger.core.frozen import FrozenDict, FrozenList, frozen
from opledger.core.model import (
    Equity,
    Event,
    Ledger,
    Level,
    Market,
    NextAction,
    Offer,
    Opportunity,
    Person,
    Question,
)
from opledger.core.vocabulary import OfferForm, OfferPart, Outcome, Party
from opledger.files.packing import packed, unpacked
from opledger.files.reading import read_opportunity
from opledger.files.source import Source

PATH = "opportunities/2024/some-one.yaml"
LARGE = 2**64


def come_back(records: list[Opportunity]) -> list[Opportunity]:
    """The records, packed and unpacked."""
    content = packed(records)
    assert content is not None
    return unpacked(content)


@given(ledger=full_ledgers())
def test_whatever_stands_in_a_record_comes_back(ledger: Ledger) -> None:
    for each in ledger.opportunities:
        content = packed([each])
        if content is None:
            assert any(abs(number) >= LARGE // 2 for number in whole_numbers(each.extra))
        else:
            (back,) = unpacked(content)
            assert different(back, as_if_read(each)) == ""


def test_every_file_that_has_a_record_gives_it_back() -> None:
    read = [read_opportunity(Source.of(PATH, text), CONFIG, TODAY)[0] for text in files()]
    # One file has half of a sign, as an escape: no text can hold that and be written.
    records = [each for each in read if each is not None and "\\ud800" not in repr(each)]
    assert len(records) > 300
    assert different(come_back(records), records) == ""


def test_each_of_the_fields_comes_back() -> None:
    """A new field has to be thought of here: if its values are not plain, it needs a way."""
    day, moment = date(2024, 2, 9), datetime(2024, 2, 9, 12, 30, 0, 5, timezone(timedelta(hours=5)))
    offer = Offer(
        base=1.5,
        bonus=2,
        sign_on=0,
        equity=Equity(value=9, years=4),
        total=7,
        currency="EUR",
        form=OfferForm.WRITTEN,
        pending=(OfferPart.CASH, OfferPart.EQUITY),
        deadline=day,
        note="n",
    )
    event = Event(
        date=day,
        time=moment,
        stage="call",
        outcome=Outcome.DECLINED,
        by=Party.ME,
        interest="low",
        confidence="high",
        fit=FrozenDict({"impact": 3.5}),
        note="n",
        lesson="l",
        offer=offer,
        reasons=("comp", "team"),
        reopened="why",
        nth=3,
    )
    record = Opportunity(
        id="a",
        company="A",
        alias="b",
        role="c",
        source="d",
        segment="e",
        size="f",
        location="g",
        url="h",
        level=Level(sought="i", offered="j"),
        market=Market(total=1, currency="EUR", source="k"),
        tags=("l", "m"),
        people=(Person(name="n", role="o", email="p", phone="q", note="r"),),
        next=NextAction(action="s", due=day, turn=Party.ME),
        questions=(Question(ask="t", answer="u", date=day),),
        events=(event,),
        notes="v",
        extra=FrozenDict({"w": FrozenList([1, "x"])}),
        path="opportunities/a.yaml",
    )
    assert unset(record) == []
    assert different(come_back([record]), [record]) == ""


@pytest.mark.parametrize(
    "kept",
    [{"a": LARGE}, {"a": {1: "b"}}, {"a": "\ud800"}, {"a": (1,)}, {"a": {True: 1}}],
    ids=repr,
)
def test_what_would_come_back_otherwise_is_not_packed(kept: dict[str, object]) -> None:
    record = Opportunity(id="a", company="A", extra=FrozenDict(kept))
    assert packed([record]) is None
    assert packed([replace(record, extra=FrozenDict({"a": [1, {"b": 2.0}, None, "é", True]}))])


def test_a_path_that_is_no_utf8_comes_back() -> None:
    record = Opportunity(id="a", company="A", path="opportunities/\udcff/a.yaml")
    assert come_back([record])[0].path == record.path


def as_if_read(record: Opportunity) -> Opportunity:
    """A record with frozen tables, as those that are read have them."""
    extra: Any = frozen(record.extra)
    events = tuple(replace(each, fit=FrozenDict(each.fit)) for each in record.events)
    return replace(record, extra=extra, events=events)


def unset(value: object) -> list[str]:
    """The fields of a record, and of those in it, that have their usual value."""
    if isinstance(value, tuple):
        return [name for each in value for name in unset(each)]
    if not is_dataclass(value):
        return []
    names = [
        f"{type(value).__name__}.{each.name}"
        for each in fields(value)
        if getattr(value, each.name) == each.default
    ]
    return [*names, *(name for each in fields(value) for name in unset(getattr(value, each.name)))]


def whole_numbers(value: object) -> list[int]:
    """Every whole number in a value."""
    match value:
        case bool():
            return []
        case int():
            return [value]
        case list():
            return [number for each in value for number in whole_numbers(each)]
        case dict():
            return whole_numbers(list(value.values()))
    return []
