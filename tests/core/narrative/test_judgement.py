"""What my judgement foretold, in words; none says more than the numbers do."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.stories import Search, an_event, an_opportunity, ledgers, stood

from opledger.core.config import Config
from opledger.core.figures.judgement import Foretold, Judgement, judgement
from opledger.core.figures.rates import Rate, rate
from opledger.core.narrative.judgement import event_text, foretold, level_text
from opledger.core.narrative.words import OUTCOMES
from opledger.core.vocabulary import Outcome

CONFIG = Config()


def came(high: Rate, low: Rate) -> Judgement:
    """A judgement of which so many were accepted; other offers there were none."""
    return Judgement(
        paths=(),
        moves=(),
        foretold=(),
        high=Foretold("high", "high", high, high),
        low=Foretold("low", None, low, low),
    )


def sentence(high: tuple[int, int], low: tuple[int, int], few: int = 5) -> str:
    return foretold(came(rate(*high, few), rate(*low, few)))


def test_where_nothing_ended_nothing_is_said() -> None:
    assert sentence((0, 0), (0, 0)) == ""
    assert foretold(judgement((), CONFIG)) == ""


def test_intervals_that_lie_apart_and_intervals_that_overlap() -> None:
    assert sentence((9, 10), (0, 20)) == (
        "Ended in an accepted offer: of those held at interest high, confidence high,"
        " 90 % (9 of 10); at interest low, 0 % (0 of 20). The intervals lie apart."
    )
    assert sentence((3, 6), (1, 5)) == (
        "Ended in an accepted offer: of those held at interest high, confidence high,"
        " 50 % (3 of 6); at interest low, 20 % (1 of 5)."
        " The intervals overlap: this may be chance."
    )


def test_low_interest_may_come_to_more() -> None:
    assert sentence((0, 20), (9, 10)) == (
        "Ended in an accepted offer: of those held at interest high, confidence high,"
        " 0 % (0 of 20); at interest low, 90 % (9 of 10). The intervals lie apart."
    )


def test_of_few_only_the_counts_are_given_and_nothing_is_concluded() -> None:
    assert sentence((4, 4), (0, 20)) == (
        "Ended in an accepted offer: of those held at interest high, confidence high,"
        " 4 of 4, too few to say; at interest low, 0 % (0 of 20)."
    )
    assert sentence((9, 10), (0, 1)) == (
        "Ended in an accepted offer: of those held at interest high, confidence high,"
        " 90 % (9 of 10); at interest low, 0 of 1, too few to say."
    )


def test_a_level_at_which_nothing_ended_is_left_out() -> None:
    assert sentence((9, 10), (0, 0)) == (
        "Ended in an accepted offer: of those held at interest high, confidence high,"
        " 90 % (9 of 10)."
    )
    assert (
        sentence((0, 0), (0, 20), few=1)
        == "Ended in an accepted offer: of those held at interest low, 0 % (0 of 20)."
    )


def test_the_share_is_of_accepted_offers_and_not_of_offers() -> None:
    high = Foretold("high", "high", offers=rate(6, 6, 5), accepted=rate(3, 6, 5))
    assert foretold(Judgement((), (), (), high, Foretold("low", None, *[rate(0, 0, 5)] * 2))) == (
        "Ended in an accepted offer: of those held at interest high, confidence high,"
        " 50 % (3 of 6)."
    )


@pytest.mark.parametrize(
    ("interest", "confidence", "text"),
    [
        ("high", "low", "interest high, confidence low"),
        ("high", None, "interest high"),
        (None, "low", "confidence low"),
        (None, None, ""),
    ],
)
def test_a_level_is_named_by_what_is_stated_of_it(
    interest: str | None, confidence: str | None, text: str
) -> None:
    nothing = rate(0, 0, 5)
    assert level_text(Foretold(interest, confidence, nothing, nothing)) == text


def test_the_event_of_a_move_is_its_stage_and_its_note() -> None:
    assert event_text(an_event(0, "call"), CONFIG) == "Recruiter or hiring-manager call"
    assert event_text(an_event(0, "onsite", note="Met the\n team."), CONFIG) == (
        "On-site: Met the team."
    )
    assert event_text(an_event(0, note="Slept on it."), CONFIG) == "Slept on it."
    assert event_text(an_event(0, interest="low"), CONFIG) == "noted"
    assert event_text(an_event(0, "viva"), Config(stages={"viva": ""})) == "viva"


@pytest.mark.parametrize("outcome", Outcome)
def test_the_event_of_a_move_is_the_words_of_its_outcome(outcome: Outcome) -> None:
    assert event_text(an_event(0, outcome, note="So be it."), CONFIG) == (
        f"{OUTCOMES[outcome]}: So be it."
    )


@given(st.text())
def test_a_note_is_quoted_on_one_line_and_never_at_length(note: str) -> None:
    text = event_text(an_event(0, "onsite", note=note), CONFIG)
    assert text.splitlines() == [text]
    assert len(text) <= len("On-site: ") + 60
    if len(note) <= 60 and note.split():
        assert text == f"On-site: {' '.join(note.split())}"


@given(ledgers())
def test_every_number_of_the_sentence_is_counted(search: Search) -> None:
    found = judgement(search.figures().standings, search.config)
    both = (found.high.accepted, found.low.accepted)
    rates = [each for each in both if each.n] if not all(each.few for each in both) else []
    text = foretold(found)
    assert bool(text) == bool(rates)
    assert re.findall(r"(\d+) of (\d+)", text) == [(str(each.k), str(each.n)) for each in rates]
    concluded = "interval" in text
    assert concluded == (len(rates) == 2 and not any(each.few for each in rates))


def test_a_sentence_of_a_ledger() -> None:
    call = an_event(0, "call", interest="high", confidence="high")
    every = [
        stood(an_opportunity(call, an_event(1, "offer"), an_event(2, end), name=f"company-{n}"))
        for n, end in enumerate(("accepted", "declined", "accepted", "rejected", "ghosted"))
    ]
    assert foretold(judgement(every, CONFIG)) == (
        "Ended in an accepted offer: of those held at interest high, confidence high,"
        " 40 % (2 of 5)."
    )
