"""What is to be expected of the open ones, in words."""

from __future__ import annotations

from dataclasses import replace

from opledger.core.config import Config
from opledger.core.figures.forecast import Expected, Forecast
from opledger.core.narrative.forecast import expected

SOME = Expected(open=3, mean=1.25, low=0, high=2, any=0.75)
NONE = Expected(open=0, mean=0.0, low=0, high=0, any=0.0)


def test_of_nothing_open_nothing_is_foreseen() -> None:
    assert expected(Forecast((), NONE, NONE, ()), Config()) == [
        "Nothing is open before an offer: there is nothing to forecast."
    ]


def test_the_count_its_interval_and_the_chance_of_any_are_told() -> None:
    assert expected(Forecast((), SOME, SOME, ()), Config()) == [
        (
            "3 opportunities are open before an offer. To expect of them: 0 to 2 offers (90 %),"
            " 1.2 on average; at least one: 75 %."
        )
    ]
    one = Expected(open=1, mean=0.96, low=1, high=1, any=0.96)
    assert expected(Forecast((), one, one, ()), Config()) == [
        (
            "1 opportunity is open before an offer. To expect of them: 1 offer (90 %),"
            " 1.0 on average; at least one: 96 %."
        ),
    ]


def test_where_too_few_were_decided_on_the_way_no_number_and_no_chance_is_told() -> None:
    assert expected(Forecast((), SOME, SOME, ("call", "onsite")), Config()) == [
        (
            "3 opportunities are open before an offer. What will come of that: too few to say, as"
            " fewer than 5 were decided at Recruiter or hiring-manager call and On-site so far."
        )
    ]
    lively = replace(SOME, open=1, mean=0.5, high=1, any=0.5)
    assert expected(Forecast((), SOME, lively, ("onsite",)), Config(few=3)) == [
        (
            "3 opportunities are open before an offer, 2 of them quiet. What will come of that:"
            " too few to say, as fewer than 3 were decided at On-site so far."
        )
    ]


def test_the_quiet_ones_are_told_apart() -> None:
    lively = replace(SOME, open=1, mean=0.5, high=1, any=0.5)
    assert expected(Forecast((), SOME, lively, ()), Config())[1:] == [
        (
            "As if the 2 that are quiet had ended: 0 to 1 offers (90 %), 0.5 on average; at least"
            " one: 50 %."
        )
    ]
    assert expected(Forecast((), SOME, NONE, ()), Config())[1:] == [
        "All of them are quiet: as if they had ended, no offer is to be expected."
    ]
