"""A day that was named, and today."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from opledger.api.days import as_day, today
from opledger.core.failure import Failure


def test_a_day_is_written_in_one_way() -> None:
    assert as_day("2024-02-29") == date(2024, 2, 29)
    for text in ("2024-02-30", "20240229", "2024-2-9", "2024-02-29\n", "", "today"):
        with pytest.raises(Failure, match="is no date: write it as 2024-01-31"):
            as_day(text)


def test_today_is_the_day_in_the_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1709251199")  # one second before March in UTC
    days = {zone: str(today(ZoneInfo(zone))) for zone in ("UTC", "Asia/Tokyo", "America/New_York")}
    assert days == {
        "UTC": "2024-02-29",
        "Asia/Tokyo": "2024-03-01",
        "America/New_York": "2024-02-29",
    }


@pytest.mark.parametrize("text", ["soon", "1e9", "9" * 30])
def test_a_clock_that_is_set_to_nonsense_is_refused(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", text)
    with pytest.raises(Failure, match="SOURCE_DATE_EPOCH is no number of seconds: '"):
        today(ZoneInfo("UTC"))
