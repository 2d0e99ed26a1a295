"""How my judgement moved, and what it foretold: small cases by hand, and laws."""

from __future__ import annotations

from hypothesis import given
from tests.stories import Search, all_stood, an_event, an_opportunity, ledgers, stood

from opledger.core.config import Config
from opledger.core.figures.judgement import (
    Foretold,
    StageMoves,
    beforehand,
    judgement,
    path,
    stage_moves,
)
from opledger.core.figures.rates import rate
from opledger.core.narrative.judgement import event_text, foretold, level_text
from opledger.core.standing import Standing

CONFIG = Config(few=2)


def held(
    interest: str | None, confidence: str | None, *rest: str, name: str = "kestrel"
) -> Standing:
    """A call with these levels, and what came after it."""
    events = [an_event(n, what) for n, what in enumerate(rest, 1)]
    first = an_event(0, "call", interest=interest, confidence=confidence)
    return stood(an_opportunity(first, *events, name=name))


def test_the_first_level_is_no_move_and_every_later_one_has_its_event() -> None:
    up = an_event(3, "screen", interest="high", confidence="medium")
    down = an_event(5, interest="medium", note="The level is wrong.")
    again = an_event(6, interest="medium")
    each = stood(
        an_opportunity(an_event(0, "call", interest="low", confidence="low"), up, down, again)
    )
    found = path(each)
    assert (found.interest, found.confidence) == (("low", "medium"), ("low", "medium"))
    assert [(m.scale, m.before, m.after, m.event) for m in found.moves] == [
        ("interest", "low", "high", up),
        ("confidence", "low", "medium", up),
        ("interest", "high", "medium", down),
    ]
    unstated = path(stood(an_opportunity(an_event(0, "call", interest="low"))))
    assert (unstated.confidence, unstated.moves) == ((None, None), ())


def test_moves_are_counted_at_the_furthest_stage_of_their_time() -> None:
    every = (
        stood(
            an_opportunity(
                an_event(0, "call", interest="low"),
                an_event(1, "onsite", interest="high"),
                an_event(2, "call", interest="medium"),  # gone back: the furthest stays
                an_event(3, "offer", confidence="low"),
                an_event(4, confidence="high"),
            )
        ),
        stood(an_opportunity(an_event(0, "call", interest="low"), an_event(1, interest="medium"))),
    )
    assert stage_moves(every, CONFIG) == (
        StageMoves("call", 1, 0, 0, 0),
        StageMoves("onsite", 1, 1, 0, 0),
        StageMoves("offer", 0, 0, 1, 0),
    )


def test_a_level_stated_with_the_offer_or_the_end_is_not_held_before_it() -> None:
    first = an_event(0, "call", interest="low", confidence="low")
    offered = stood(
        an_opportunity(first, an_event(1, "offer", interest="high"), an_event(2, "accepted"))
    )
    assert beforehand(offered, CONFIG) == ("low", "low")
    refused = stood(
        an_opportunity(first, an_event(1, "rejected", interest="high", confidence="high"))
    )
    assert beforehand(refused, CONFIG) == ("low", "low")
    later = stood(an_opportunity(first, an_event(1, "rejected"), an_event(2, interest="high")))
    assert beforehand(later, CONFIG) == ("low", "low")
    assert beforehand(stood(an_opportunity(an_event(0, "offer", interest="high"))), CONFIG) == (
        None,
        None,
    )


def test_an_end_that_was_reopened_is_not_the_end() -> None:
    again = stood(
        an_opportunity(
            an_event(0, "call", interest="low"),
            an_event(1, "rejected"),
            an_event(2, "screen", interest="high", reopened="They wrote."),
            an_event(3, "rejected", interest="low"),
        )
    )
    assert beforehand(again, CONFIG) == ("high", None)


def test_what_each_level_foretold_of_those_that_ended() -> None:
    every = (
        held("high", "high", "offer", "accepted", name="a"),
        held("high", "high", "rejected", name="b"),
        held("high", "low", "offer", "declined", name="c"),
        held("low", "high", "ghosted", name="d"),
        held("low", None, "rejected", name="e"),
        held(None, None, "rejected", name="f"),
        held("high", "high", "offer", name="open"),
    )
    found = judgement(every, CONFIG)
    assert found.foretold == (
        Foretold("high", "high", rate(1, 2, 2), rate(1, 2, 2)),
        Foretold("high", "low", rate(1, 1, 2), rate(0, 1, 2)),
        Foretold("low", "high", rate(0, 1, 2), rate(0, 1, 2)),
        Foretold("low", None, rate(0, 1, 2), rate(0, 1, 2)),
    )
    assert found.high == Foretold("high", "high", rate(1, 2, 2), rate(1, 2, 2))
    assert found.low == Foretold("low", None, rate(0, 2, 2), rate(0, 2, 2))
    assert [each.standing.opportunity.id for each in found.paths] == [
        "a",
        "b",
        "c",
        "d",
        "e",
        "open",
    ]
    assert foretold(found) == (
        "Ended in an accepted offer: of those held at interest high, confidence high, 50 % (1 of"
        " 2); at interest low, 0 % (0 of 2). The intervals overlap: this may be chance."
    )


def test_where_too_few_high_and_low_have_ended_nothing_is_said_of_it() -> None:
    assert foretold(judgement(all_stood("call"), CONFIG)) == ""
    low = tuple(held("low", None, "rejected", name=f"c{n}") for n in range(5))
    assert foretold(judgement(low[: CONFIG.few - 1], CONFIG)) == ""
    assert foretold(judgement(low, CONFIG)) == (
        "Ended in an accepted offer: of those held at interest low, 0 % (0 of 5)."
    )
    many = [held("high", "high", "offer", "accepted", name=f"a{n}") for n in range(9)]
    many += [held("low", "low", "rejected", name=f"b{n}") for n in range(9)]
    assert foretold(judgement(many, CONFIG)).endswith("The intervals lie apart.")


def test_an_event_is_named_by_what_it_was_and_the_beginning_of_its_note() -> None:
    assert event_text(an_event(0, "onsite"), CONFIG) == "On-site"
    assert event_text(an_event(0, "withdrew", note="Too far."), CONFIG) == "I withdrew: Too far."
    assert event_text(an_event(0, interest="low"), CONFIG) == "noted"
    assert event_text(an_event(0, note="word " * 30), CONFIG).endswith("…")
    assert level_text(Foretold(None, "low", rate(0, 0, 1), rate(0, 0, 1))) == "confidence low"


@given(ledgers())
def test_the_levels_foretold_part_the_ended_among_them(search: Search) -> None:
    found = search.figures().judgement
    levels = [beforehand(e, search.config) for e in search.figures().standings if not e.open]
    assert sum(row.accepted.n for row in found.foretold) == sum(
        pair != (None, None) for pair in levels
    )
    assert [(row.interest, row.confidence) for row in found.foretold] == list(
        dict.fromkeys((row.interest, row.confidence) for row in found.foretold)
    )
    top = (search.config.interest[-1], search.config.confidence[-1])
    assert found.high.accepted.n == levels.count(top)
    assert found.low.accepted.n == sum(pair[0] == search.config.interest[0] for pair in levels)


@given(ledgers())
def test_every_move_is_counted_once_by_stage(search: Search) -> None:
    found = search.figures().judgement
    moves = [move for each in found.paths for move in each.moves]
    for scale in ("interest", "confidence"):
        ups = sum(getattr(row, f"{scale}_up") for row in found.moves)
        downs = sum(getattr(row, f"{scale}_down") for row in found.moves)
        assert ups + downs == sum(move.scale == scale for move in moves)
