"""Numbers as people write them."""

from __future__ import annotations

import pytest

from opledger.exchange.amounts import read_amount


@pytest.mark.parametrize(
    ("text", "decimal", "number"),
    [
        ("65000", "", 65000),
        ("$65,000", "", 65000),
        ("$65,000.50", "", 65000.5),
        ("55k", "", 55000),
        ("1.2M", "", 1200000),
        ("US$ 90,000/yr", "", 90000),
        ("60 000 EUR", "", 60000),
        ("€1.234,50", ",", 1234.5),
        ("65.000", ",", 65000),
        ("65.000", ".", 65),
        ("12,34,567", "", 1234567),
        ("1'000'000 CHF", "", 1000000),
        ("-5", "", -5),
        ("15.50 per hour", "", 15.5),
        ("65.000", "", None),
        ("60,000 - 80,000", "", None),
        ("1,5", "", None),
        ("about 50", "", None),
        ("", "", None),
        ("1" * 100, "", None),
    ],
)
def test_an_amount(text: str, decimal: str, number: float | None) -> None:
    assert read_amount(text, decimal) == number
