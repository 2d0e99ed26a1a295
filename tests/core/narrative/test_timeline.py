"""How long and how much at once, in words that hold for any numbers."""

from __future__ import annotations

import pytest
from tests.searches import figures, sample
from tests.stories import day, told

from opledger.core.config import Config
from opledger.core.figures.luck import last_day
from opledger.core.narrative.timeline import extent, in_play_text, lasting
from opledger.core.scope import WHOLE, Scope

MONTHS = Scope(public=True, days=False)


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (1, "1 day"),
        (13, "13 days"),
        (14, "2 weeks"),
        (74, "11 weeks"),
        (728, "104 weeks"),
        (735, "2 years"),
    ],
)
def test_how_long_it_is_is_said_in_days_weeks_or_years(days: int, said: str) -> None:
    assert lasting(day(0), day(days - 1)) == said


@pytest.mark.parametrize(
    ("stories", "said"),
    [
        (["lead"], "1 opportunity over 10 days, no conversation"),
        (["lead", "lead"], "2 opportunities over 10 days, none of them a conversation"),
        (["lead call"], "1 conversation over 10 days"),
        (["lead call", "lead call"], "2 conversations over 10 days, at most 2 at once"),
        (["lead call", "lead"], "2 opportunities over 10 days, 1 of them a conversation"),
        (
            ["call rejected", "lead lead call", "lead"],
            "3 opportunities over 10 days, 2 of them conversations, one at a time",
        ),
    ],
)
def test_how_many_over_how_long(stories: list[str], said: str) -> None:
    found = figures(Config(), *(told(each, f"c{n}") for n, each in enumerate(stories)), on=day(9))
    assert extent(found, day(0), day(9), WHOLE) == said


def test_the_sample_in_days_and_in_months() -> None:
    found = sample()
    first, last = min(each.started for each in found.standings), last_day(found.standings)
    assert extent(found, first, last, WHOLE) == "39 conversations over 12 weeks, at most 21 at once"
    assert extent(found, first, last, MONTHS) == "39 conversations from 2023-12 to 2024-02"
    assert extent(found, first, first, MONTHS) == "39 conversations in 2023-12"


def test_what_the_area_shows() -> None:
    one, two = (
        figures(Config(), *(told("call", f"c{m}") for m in range(n)), on=day(9)) for n in (1, 2)
    )
    begin = "The area shows the conversations in play at the end of each day, "
    assert in_play_text(one.luck.load) == f"{begin}never more than one."
    assert in_play_text(two.luck.load) == f"{begin}most on 2024-01-01."
