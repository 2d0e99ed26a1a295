"""Dates in every form that a log may have them in."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from opledger.exchange.dates import format_trouble, read_date
from opledger.exchange.mapping import DateFormat

ZONE = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("text", "form", "day"),
    [
        ("2024-01-31", "iso", "2024-01-31"),
        ("2024-02-01T03:00:00Z", "iso", "2024-01-31"),
        ("2024-02-01 03:00:00", "iso", "2024-02-01"),
        ("2024-02-01T03:00:00.123456789+09:00", "iso", "2024-01-31"),
        ("3/4/2024", "%m/%d/%Y", "2024-03-04"),
        ("3/4/2024", "%d/%m/%Y", "2024-04-03"),
        ("31 Jan 24", "%d %b %y", "2024-01-31"),
        ("45322", "excel", "2024-01-31"),
        ("45322.75", "excel", "2024-01-31"),
        ("1706670000", "epoch", "2024-01-30"),
        ("1706670000000", "epoch-ms", "2024-01-30"),
    ],
)
def test_a_day_is_read(text: str, form: str, day: str) -> None:
    found = read_date(text, (DateFormat(form),), ZONE)
    assert found is not None
    assert found[0].isoformat() == day


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("2024-02-30", "iso"),
        ("20240131", "iso"),
        ("2024-W05-3", "iso"),
        ("13/13/2024", "%m/%d/%Y"),
        ("0024-01-31", "iso"),
        ("999999999999999", "epoch"),
        ("-5", "excel"),
        ("2024-01-31" * 20, "iso"),
    ],
)
def test_what_is_no_day_is_none(text: str, form: str) -> None:
    assert read_date(text, (DateFormat(form),), ZONE) is None


def test_a_day_without_a_year_is_the_first_since() -> None:
    form = (DateFormat("%d %b", date(2023, 11, 1)),)
    days = [read_date(text, form, ZONE) for text in ("01 Nov", "31 Jan", "29 Feb")]
    assert [found and found[0].isoformat() for found in days] == [
        "2023-11-01",
        "2024-01-31",
        "2024-02-29",
    ]


def test_a_sign_that_stands_twice_is_no_format() -> None:
    assert format_trouble("%Y-%m-%d %Y", None) == "is a date format that can't be read back"
