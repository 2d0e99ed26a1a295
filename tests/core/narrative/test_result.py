"""What a search came to, in words that hold for any numbers."""

from __future__ import annotations

import pytest
from tests.searches import figures, sample
from tests.stories import an_event, an_opportunity, day, told

from opledger.core.config import Config, Search
from opledger.core.narrative.result import accepted, accepted_text, effort, is_over
from opledger.core.scope import WHOLE, Scope

MONTHS = Scope(public=True, days=False)
UNDATED = Scope(public=True, days=False, months=False)
ENDED = Config(search=Search(started=day(-10), ended=day(24)))


@pytest.mark.parametrize(
    ("stories", "said"),
    [
        (["lead rejected"], "No offer came. It took 2 days (2024-01-01 to 2024-01-02) and 0"),
        (["call offer declined"], "One offer came, and I did not accept it. It took 3 days"),
        (["call offer declined"] * 2, "2 offers came, and I accepted none. It took 3 days"),
        (["call offer accepted"], "It took 3 days (2024-01-01 to 2024-01-03) and 1 conversation,"),
    ],
)
def test_what_it_took(stories: list[str], said: str) -> None:
    found = figures(Config(), *(told(each, f"c{n}") for n, each in enumerate(stories)))
    assert effort(found, WHOLE).startswith(said)


def test_the_days_of_the_search_are_those_that_the_ledger_states() -> None:
    found = figures(ENDED, told("lead call rejected"), on=day(24))
    assert effort(found, WHOLE) == (
        "No offer came. It took 5 weeks (2023-12-22 to 2024-01-25) and 1 conversation."
    )
    assert is_over(found)


def test_an_end_that_is_still_to_come_does_not_count() -> None:
    found = figures(ENDED, told("lead call rejected"), on=day(20))
    assert effort(found, WHOLE) == (
        "No offer came. It took 13 days (2023-12-22 to 2024-01-03) and 1 conversation."
    )
    assert not is_over(found)


def test_in_months_or_without_dates_nothing_is_counted_in_days() -> None:
    found = sample()
    many = "39 conversations, of which 4 came to an offer."
    assert effort(found, MONTHS) == f"From 2023-12 to 2024-02 it took {many}"
    assert effort(found, UNDATED) == f"It took {many}"
    [each] = accepted(found)
    way = "First contact → Recruiter or hiring-manager call → Technical screen → On-site → Offer."
    assert accepted_text(each, found.config, MONTHS) == (
        f", Founding engineer: accepted in 2024-02. The way there: {way}"
    )
    assert accepted_text(each, found.config, UNDATED) == (
        f", Founding engineer: accepted. The way there: {way}"
    )


def test_a_way_names_each_stage_once_and_what_was_accepted_first_comes_first() -> None:
    found = figures(
        Config(),
        an_opportunity(
            an_event(0, "call"),
            an_event(1, "onsite"),
            an_event(2, "call"),
            an_event(3, "offer"),
            an_event(9, "accepted"),
            name="later",
        ),
        told("offer accepted", "sooner"),
    )
    assert [each.opportunity.id for each in accepted(found)] == ["sooner", "later"]
    assert accepted_text(accepted(found)[1], found.config, WHOLE) == (
        ": accepted on 2024-01-10, 9 days after the first event. The way there: Recruiter or"
        " hiring-manager call → On-site → Offer."
    )
