"""Load and chances, in words."""

from __future__ import annotations

from tests.stories import all_stood, day

from opledger.core.config import Config
from opledger.core.figures.luck import Chance, Luck, Needed, luck
from opledger.core.narrative.luck import chance_text, in_play, needed_text, record


def figures(*stories: str, on: int) -> Luck:
    return luck(all_stood(*stories), Config(), day(on))


def test_what_is_in_play_is_told_with_its_peak() -> None:
    assert in_play(figures("lead", on=3).load) == (
        "No conversation has been in play at the end of any day."
    )
    assert in_play(figures("call screen rejected", "call", on=3).load) == (
        "At most 2 conversations in play at once, on 2024-01-01; 1.5 on average, 1 on the last day."
    )
    assert in_play(figures("lead call", on=2).load) == (
        "At most 1 conversation in play at once, on 2024-01-02; 1.0 on average, 1 on the last day."
    )


def test_the_record_says_its_counts_and_when_they_are_few() -> None:
    assert record(figures("call rejected", "offer", on=9)) == (
        "By the record, 1 of 2 resolved conversations came to an offer: too few to say."
    )
    assert record(figures(*["call rejected"] * 4, "offer", on=9)) == (
        "By the record, 1 of 5 resolved conversations came to an offer: 20 %."
    )
    assert record(figures("offer", on=9)) == (
        "By the record, 1 of 1 resolved conversation came to an offer: too few to say."
    )
    assert record(figures("call", on=9)) == (
        "No conversation is resolved yet: there is no record to go by."
    )


def test_chances_are_told_with_their_intervals() -> None:
    assert chance_text(Chance(5, 0.433, 0.166, 0.7216)) == "43 % (17 to 72 %)"
    assert chance_text(Chance(5, 0.9999, 0.99, 1.0)) == ">99 % (99 to 100 %)"
    assert needed_text(Needed(0.5, 7, 3, 20)) == "7 more for 50 % (3 to 20)"
    assert needed_text(Needed(0.9, 250, 30, None)) == "250 more for 90 % (30 to more than 1,000)"
    assert needed_text(Needed(0.9, None, None, None)) == (
        "more than 1,000 more for 90 % (more than 1,000 to more than 1,000)"
    )
