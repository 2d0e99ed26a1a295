"""How my judgement moved and what it foretold: counted by hand, and for every ledger."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.stories import (
    Search,
    all_stood,
    an_event,
    an_opportunity,
    day,
    ledgers,
    stood,
    told,
)

from opledger.core.config import Config
from opledger.core.figures.judgement import (
    Foretold,
    Judgement,
    Path,
    StageMoves,
    beforehand,
    judgement,
    path,
    stage_moves,
)
from opledger.core.figures.rates import rate
from opledger.core.model import Event
from opledger.core.standing import Move, Standing, standings
from opledger.core.vocabulary import Outcome

CONFIG = Config()
LOW, MEDIUM, HIGH = CONFIG.interest


def held(*events: Event, name: str = "kestrel") -> Standing:
    return stood(an_opportunity(*events, name=name))


def judged(
    interest: str | None, confidence: str | None, *what: str, name: str = "kestrel"
) -> Standing:
    """A call that I held so much in, and what came of it."""
    call = an_event(0, "call", interest=interest, confidence=confidence)
    return held(call, *(an_event(n, each) for n, each in enumerate(what, 1)), name=name)


def none_of(interest: str | None, confidence: str | None) -> Foretold:
    return Foretold(interest, confidence, rate(0, 0, 5), rate(0, 0, 5))


def test_of_nothing_stated_nothing_was_foretold() -> None:
    nothing = Judgement((), (), (), high=none_of(HIGH, HIGH), low=none_of(LOW, None))
    assert judgement((), CONFIG) == nothing
    assert judgement(all_stood("call rejected", "lead", "offer accepted"), CONFIG) == nothing


def test_a_level_stated_for_the_first_time_is_no_move() -> None:
    first = an_event(0, "call", interest=HIGH)
    again = an_event(1, "screen", interest=HIGH, confidence=LOW)
    standing = held(first, again)
    assert path(standing) == Path(standing, (HIGH, HIGH), (LOW, LOW), ())
    assert stage_moves([standing], CONFIG) == ()
    assert judgement([standing], CONFIG).paths == (path(standing),)


def test_a_path_has_the_first_level_the_last_and_every_move_between() -> None:
    events = (
        an_event(0, "lead", interest=MEDIUM),
        an_event(1, "call", interest=HIGH, confidence=MEDIUM),
        an_event(2, "onsite", confidence=LOW),
        an_event(3, interest=LOW, confidence=LOW),
        an_event(4, interest=MEDIUM),
    )
    standing = held(*events)
    assert path(standing) == Path(
        standing=standing,
        interest=(MEDIUM, MEDIUM),
        confidence=(MEDIUM, LOW),
        moves=(
            Move("interest", MEDIUM, HIGH, events[1]),
            Move("confidence", MEDIUM, LOW, events[2]),
            Move("interest", HIGH, LOW, events[3]),
            Move("interest", LOW, MEDIUM, events[4]),
        ),
    )
    assert stage_moves([standing], CONFIG) == (
        StageMoves("call", interest_up=1, interest_down=0, confidence_up=0, confidence_down=0),
        StageMoves("onsite", interest_up=1, interest_down=1, confidence_up=0, confidence_down=1),
    )


def test_only_those_that_state_a_level_have_a_path() -> None:
    silent, stated = held(an_event(0, "call"), name="a"), judged(None, LOW, name="b")
    assert judgement([silent, stated], CONFIG).paths == (
        Path(stated, (None, None), (LOW, LOW), ()),
    )
    assert path(silent) == Path(silent, (None, None), (None, None), ())


def test_a_move_belongs_to_the_furthest_stage_so_far_that_of_its_own_event_included() -> None:
    standing = held(
        an_event(1, "call", interest=LOW),
        an_event(2, interest=MEDIUM),
        an_event(3, "onsite", interest=HIGH),
        an_event(4, "screen", interest=MEDIUM),  # back, yet it had been on-site
        an_event(5, "rejected", interest=LOW),
        an_event(6, interest=MEDIUM),
    )
    assert stage_moves([standing], CONFIG) == (
        StageMoves("call", 1, 0, 0, 0),
        StageMoves("onsite", 2, 2, 0, 0),
    )


def test_a_move_before_any_stage_belongs_to_the_first_one() -> None:
    standing = held(
        an_event(0, interest=LOW),
        an_event(1, interest=MEDIUM),
        an_event(2, "call"),
        an_event(3, "onsite"),
    )
    assert stage_moves([standing], CONFIG) == (StageMoves("call", 1, 0, 0, 0),)


def test_moves_are_added_up_over_opportunities_in_funnel_order() -> None:
    def moved(stage: str, before: str, after: str, name: str) -> Standing:
        return held(
            an_event(0, stage, interest=before, confidence=before),
            an_event(1, interest=after, confidence=after),
            name=name,
        )

    every = [
        moved("offer", LOW, HIGH, "a"),
        moved("call", LOW, MEDIUM, "b"),
        moved("call", HIGH, LOW, "c"),
        moved("call", HIGH, MEDIUM, "d"),
    ]
    assert stage_moves(every, CONFIG) == (
        StageMoves("call", 1, 2, 1, 2),
        StageMoves("offer", 1, 0, 1, 0),
    )


def test_each_scale_has_its_own_words() -> None:
    config = Config(interest=("sure", "unsure"), confidence=("unsure", "sure"))
    before = an_event(0, "call", interest="unsure", confidence="unsure")
    events = (before, an_event(1, interest="sure", confidence="sure"))
    each = stood(an_opportunity(*events), config)
    assert stage_moves([each], config) == (StageMoves("call", 0, 1, 1, 0),)


def test_a_move_to_come_is_none_yet() -> None:
    told_ahead = an_opportunity(
        an_event(0, "call", interest=LOW), an_event(5, "screen", interest=HIGH)
    )
    assert stage_moves([stood(told_ahead, on=day(4))], CONFIG) == ()
    assert stage_moves([stood(told_ahead, on=day(5))], CONFIG) == (
        StageMoves("screen", 1, 0, 0, 0),
    )


@pytest.mark.parametrize(
    ("events", "levels"),
    [
        # The latest that was stated, each for itself.
        ((an_event(0, "call", interest=LOW), an_event(1, "screen", confidence=HIGH)), (LOW, HIGH)),
        ((an_event(0, "call", interest=LOW), an_event(1, interest=MEDIUM)), (MEDIUM, None)),
        ((an_event(0, "call"),), (None, None)),
        # An offer makes one's interest, and so does what follows it.
        ((an_event(0, "call", interest=LOW), an_event(1, "offer", interest=HIGH)), (LOW, None)),
        (
            (
                an_event(0, "call", confidence=LOW),
                an_event(1, "offer"),
                an_event(2, "call", interest=HIGH, confidence=HIGH),
            ),
            (None, LOW),
        ),
        ((an_event(0, "offer", interest=HIGH, confidence=HIGH),), (None, None)),
        # So does an end.
        (
            (an_event(0, "call", interest=HIGH), an_event(1, "rejected", interest=LOW)),
            (HIGH, None),
        ),
        (
            (
                an_event(0, "call", interest=HIGH),
                an_event(1, "rejected"),
                an_event(2, interest=LOW, confidence=HIGH),
            ),
            (HIGH, None),
        ),
        # An end that did not last is none.
        (
            (
                an_event(0, "call", interest=HIGH),
                an_event(1, "rejected", interest=LOW),
                an_event(2, "screen", confidence=MEDIUM, reopened="They wrote again."),
                an_event(3, "ghosted", interest=MEDIUM, confidence=LOW),
            ),
            (LOW, MEDIUM),
        ),
        (
            (
                an_event(0, "call", interest=HIGH),
                an_event(1, "ghosted", interest=MEDIUM),
                an_event(2, "rejected", interest=LOW, reopened="They did write."),
            ),
            (MEDIUM, None),
        ),
        (
            (
                an_event(0, "call", interest=HIGH),
                an_event(1, "rejected", interest=LOW),
                an_event(2, "screen", interest=MEDIUM, reopened="They wrote again."),
            ),
            (MEDIUM, None),
        ),
    ],
)
def test_what_was_stated_beforehand(
    events: tuple[Event, ...], levels: tuple[str | None, str | None]
) -> None:
    assert beforehand(held(*events), CONFIG) == levels


def test_a_stage_beyond_the_offer_comes_too_late_as_well() -> None:
    config = Config(stages={"call": "", "offer": "", "signing": ""})
    events = (an_event(0, "call", interest=LOW), an_event(1, "signing", interest=HIGH))
    assert beforehand(stood(an_opportunity(*events), config), config) == (LOW, None)


def test_what_was_foretold_counted_by_hand() -> None:
    every = [
        judged(HIGH, HIGH, "offer", "accepted", name="a"),
        judged(HIGH, HIGH, "offer", "declined", name="b"),
        judged(HIGH, HIGH, "rejected", name="c"),
        judged(HIGH, HIGH, name="d"),  # still open: nothing came of it yet
        judged(HIGH, HIGH, "offer", name="e"),
        judged(HIGH, LOW, "offer", "accepted", name="f"),
        judged(LOW, HIGH, "ghosted", name="g"),
        judged(LOW, None, "offer", "accepted", name="h"),
        judged(None, LOW, "closed", name="i"),
        judged(MEDIUM, MEDIUM, "onsite", "withdrew", name="j"),
        judged(None, None, "offer", "accepted", name="k"),
    ]
    found = judgement(every, CONFIG)
    assert found.foretold == (
        Foretold(HIGH, HIGH, offers=rate(2, 3, 5), accepted=rate(1, 3, 5)),
        Foretold(HIGH, LOW, offers=rate(1, 1, 5), accepted=rate(1, 1, 5)),
        Foretold(MEDIUM, MEDIUM, offers=rate(0, 1, 5), accepted=rate(0, 1, 5)),
        Foretold(LOW, HIGH, offers=rate(0, 1, 5), accepted=rate(0, 1, 5)),
        Foretold(LOW, None, offers=rate(1, 1, 5), accepted=rate(1, 1, 5)),
        Foretold(None, LOW, offers=rate(0, 1, 5), accepted=rate(0, 1, 5)),
    )
    assert found.high == found.foretold[0]
    assert found.low == Foretold(LOW, None, offers=rate(1, 2, 5), accepted=rate(1, 2, 5))
    assert found.moves == ()
    assert [each.standing for each in found.paths] == every[:-1]


def test_high_and_low_are_the_ends_of_the_ledger_s_own_scales() -> None:
    config = Config(interest=("cold", "warm"), confidence=("guess", "hunch", "sure"), few=1)
    every = [
        stood(
            an_opportunity(
                an_event(0, "call", interest=interest, confidence=confidence),
                an_event(1, "rejected"),
                name=f"company-{n}",
            ),
            config,
        )
        for n, (interest, confidence) in enumerate([("warm", "sure"), ("cold", "sure")] * 2)
    ]
    found = judgement(every, config)
    assert found.high == Foretold("warm", "sure", rate(0, 2, 1), rate(0, 2, 1))
    assert found.low == Foretold("cold", None, rate(0, 2, 1), rate(0, 2, 1))


def test_a_rejection_that_was_reopened_foretold_nothing() -> None:
    reopened = told("call rejected screen")
    high = an_event(0, "call", interest=HIGH, confidence=HIGH)
    again = an_opportunity(high, *reopened.events[1:])
    assert judgement([stood(again)], CONFIG).high == none_of(HIGH, HIGH)
    once_more = an_opportunity(*again.events, an_event(3, "offer"), an_event(4, "accepted"))
    assert judgement([stood(once_more)], CONFIG).high == Foretold(
        HIGH, HIGH, rate(1, 1, 5), rate(1, 1, 5)
    )


def naive_levels(each: Standing, config: Config) -> tuple[str | None, str | None]:
    """What was stated beforehand, from the whole list of events."""
    order = list(config.stages)
    late = order[order.index(config.offer_stage) :]
    cuts = [n for n, event in enumerate(each.events) if event.stage in late]
    if not each.open:
        cuts.append(max(n for n, event in enumerate(each.events) if event.outcome))
    before = each.events[: min(cuts, default=None)]
    interest = [event.interest for event in reversed(before) if event.interest]
    confidence = [event.confidence for event in reversed(before) if event.confidence]
    return next(iter(interest), None), next(iter(confidence), None)


@given(ledgers())
def test_the_rows_part_the_ended_opportunities_that_were_judged(search: Search) -> None:
    config, every = search.config, search.figures().standings
    found = judgement(every, config)
    ended = [(naive_levels(each, config), each) for each in every if not each.open]
    judged_ones = [(levels, each) for levels, each in ended if levels != (None, None)]
    assert {(row.interest, row.confidence): row.offers.n for row in found.foretold} == Counter(
        levels for levels, _ in judged_ones
    )
    assert sum(row.offers.n for row in found.foretold) == len(judged_ones)
    for row in (*found.foretold, found.high):
        of = [each for levels, each in ended if levels == (row.interest, row.confidence)]
        accepted = sum(each.outcome is Outcome.ACCEPTED for each in of)
        offers = sum(each.reached(config.offer_stage, config) for each in of)
        assert row.offers == rate(offers, len(of), config.few)
        assert row.accepted == rate(accepted, len(of), config.few)
    lowest = [row for row in found.foretold if row.interest == config.interest[0]]
    assert (found.low.offers.k, found.low.offers.n, found.low.accepted.k) == (
        sum(row.offers.k for row in lowest),
        sum(row.offers.n for row in lowest),
        sum(row.accepted.k for row in lowest),
    )
    order = [
        (
            -config.interest.index(row.interest) if row.interest else 9,
            -config.confidence.index(row.confidence) if row.confidence else 9,
        )
        for row in found.foretold
    ]
    assert order == sorted(order)


@given(ledgers())
def test_beforehand_is_what_was_stated_before_the_offer_and_the_end(search: Search) -> None:
    for each in search.figures().standings:
        assert beforehand(each, search.config) == naive_levels(each, search.config)


def naive_moves(search: Search) -> Counter[tuple[str, str, str]]:
    """Moves by stage, scale and direction, by walking the events anew."""
    order = list(search.config.stages)
    moves: Counter[tuple[str, str, str]] = Counter()
    for each in search.opportunities:
        past = [event for event in each.events if event.date <= search.as_of]
        for scale in ("interest", "confidence"):
            stated = [(n, level) for n, e in enumerate(past) if (level := getattr(e, scale))]
            for (_, before), (n, after) in pairwise(stated):
                reached = [order.index(e.stage) for e in past[: n + 1] if e.stage]
                reached = reached or [order.index(e.stage) for e in past if e.stage][:1]
                way = "up" if after > before else "down"  # "level0" to "level3"
                if before != after and reached:
                    moves[order[max(reached)], scale, way] += 1
    return moves


@given(ledgers())
def test_moves_agree_with_those_walked_anew(search: Search) -> None:
    figures = search.figures()
    found = judgement(figures.standings, search.config)
    counts: Counter[tuple[str, str, str]] = Counter()
    for row in found.moves:
        counts[row.stage, "interest", "up"] += row.interest_up
        counts[row.stage, "interest", "down"] += row.interest_down
        counts[row.stage, "confidence", "up"] += row.confidence_up
        counts[row.stage, "confidence", "down"] += row.confidence_down
    assert +counts == naive_moves(search)
    assert counts.total() == sum(len(each.moves) for each in found.paths)
    for way in found.paths:
        assert way.interest[1] == way.standing.interest
        assert way.confidence[1] == way.standing.confidence
        assert all(move.before != move.after for move in way.moves)


@given(ledgers(), st.randoms(use_true_random=False))
def test_the_order_of_the_opportunities_changes_no_figure(search: Search, random: Random) -> None:
    every = standings(search.opportunities, search.config, search.as_of)
    mixed = random.sample(every, len(every))
    one, other = judgement(every, search.config), judgement(mixed, search.config)
    assert (one.moves, one.foretold, one.high, one.low) == (
        other.moves,
        other.foretold,
        other.high,
        other.low,
    )
    by_id = sorted(other.paths, key=lambda each: each.standing.opportunity.id)
    assert one.paths == tuple(by_id)
