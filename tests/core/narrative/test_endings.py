"""Of how many ends the reason is stated, in a sentence."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from tests.stories import Search, an_event, an_opportunity, ledgers, stood

from opledger.core.config import Config
from opledger.core.figures.endings import Endings, endings
from opledger.core.narrative.endings import explained
from opledger.core.standing import standings


@pytest.mark.parametrize(
    ("ended", "known", "text"),
    [
        (0, 0, "Nothing has ended yet."),
        (2, 0, "2 opportunities ended, none of them for a stated reason."),
        (3, 1, "3 opportunities ended, 1 of them for a stated reason."),
        (3, 2, "3 opportunities ended, 2 of them for a stated reason."),
        (3, 3, "3 opportunities ended, each for a stated reason."),
    ],
)
def test_how_many_ended_for_a_stated_reason(ended: int, known: int, text: str) -> None:
    assert explained(Endings(ended, known, ())) == text


def test_one_end_is_singular() -> None:
    assert explained(Endings(1, 0, ())).startswith("1 opportunity ended, ")


def test_a_sentence_of_a_ledger() -> None:
    every = [
        stood(an_opportunity(an_event(0, "call"), an_event(1, "rejected", reasons=reasons)))
        for reasons in (("skills", "pay"), (), ("pay",))
    ]
    every.append(stood(an_opportunity(an_event(0, "call"))))
    assert (
        explained(endings(every, Config()))
        == "3 opportunities ended, 2 of them for a stated reason."
    )


@given(ledgers())
def test_the_sentence_names_as_many_as_ended(search: Search) -> None:
    every = standings(search.opportunities, search.config, search.as_of)
    ended = sum(not each.open for each in every)
    numbers = [int(n) for n in re.findall(r"\d+", explained(endings(every, search.config)))]
    assert numbers == ([ended] if ended else [])  # none of them states a reason
