"""Which day a ledger is read as of."""

from __future__ import annotations

from datetime import date

from opledger.core.calendar import as_of_day
from opledger.core.config import Config, Search

TODAY = date(2024, 3, 1)


def ended(on: date) -> Config:
    return Config(search=Search(ended=on))


def test_it_is_today_while_the_search_goes_on() -> None:
    assert as_of_day(Config(), TODAY) == TODAY


def test_it_is_the_day_the_search_ended() -> None:
    assert as_of_day(ended(date(2024, 2, 29)), TODAY) == date(2024, 2, 29)


def test_an_end_still_to_come_shows_nothing_of_the_future() -> None:
    assert as_of_day(ended(date(2024, 4, 1)), TODAY) == TODAY


def test_a_day_that_is_asked_for_comes_before_all() -> None:
    asked = date(2024, 5, 5)
    assert as_of_day(ended(date(2024, 2, 29)), TODAY, asked) == asked
