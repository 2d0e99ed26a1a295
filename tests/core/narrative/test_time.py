"""How long it takes, in words."""

from __future__ import annotations

from tests.stories import all_stood, an_event, an_opportunity, stood

from opledger.core.config import Config
from opledger.core.figures.survival import Span, Survival, survival
from opledger.core.figures.timing import times
from opledger.core.narrative.time import half_text, interval_text, median_text, whole_text, within


def curve(*days: int, waiting: int = 0, few: int = 1) -> Survival:
    spans = [Span(n, ended=True) for n in days] + [Span(99, ended=False)] * waiting
    return survival(spans, few)


def test_a_median_is_days_or_why_there_is_none() -> None:
    assert median_text(curve(3, 8, 9)) == "8"
    assert median_text(curve(3, waiting=2)) == "not reached"
    assert median_text(curve(3, 8, 9, few=4)) == "too few"
    assert median_text(curve()) == ""


def test_an_interval_may_have_no_upper_end() -> None:
    assert interval_text(curve(*range(1, 21))) == "5 to 15"
    assert interval_text(curve(3, 8)) == "3 or more"
    assert interval_text(curve(3, 8, few=3)) == ""
    assert interval_text(curve(waiting=4)) == ""


def whole(*stories: str, few: int = 5) -> str:
    config = Config(few=few)
    return whole_text(times(all_stood(*stories, config=config), config))


def test_the_whole_is_told_in_a_sentence() -> None:
    assert whole() == ""
    assert whole("lead rejected") == "1 opportunity has come to an end."
    assert whole("lead rejected", "lead", "lead call") == (
        "1 opportunity has come to an end; 2 still go on."
    )
    assert whole("lead", "call rejected", few=1) == (
        "Half come to an end within 1 day of the first event (1 or more); 1 still goes on."
    )
    long = stood(an_opportunity(an_event(0, "lead"), an_event(9, "rejected")))
    assert whole_text(times((long,) * 8, Config())) == (
        "Half come to an end within 9 days of the first event (9 or more)."
    )


def test_a_half_is_told_with_its_interval_its_cases_and_who_waits() -> None:
    assert half_text(curve(), "answered") == ""
    assert half_text(curve(*range(1, 21)), "answered") == (
        "half answered within 10 days (95 % interval 5 to 15; 20 cases)"
    )
    assert half_text(curve(3, waiting=2), "answered") == (
        "1 of 3 answered, 2 still waiting: less than half by the curve"
    )
    assert half_text(curve(3, 8, few=4), "moved on") == ("2 of 2 moved on; too few to say more")


def test_no_day_is_the_same_day() -> None:
    assert [within(days) for days in (0, 1, 8)] == [
        "on the same day",
        "within 1 day",
        "within 8 days",
    ]
