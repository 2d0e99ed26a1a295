"""Where an opportunity stands on any day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from tests.ledgers import read
from tests.stories import LATE, Search, an_event, an_opportunity, day, ledgers, stood, told

from opledger.core.config import Config
from opledger.core.model import NextAction, Offer, Question
from opledger.core.standing import Move, Reopening, last_date, standing, standings
from opledger.core.vocabulary import Outcome, Party

CONFIG = Config()


def test_a_call_that_is_still_open_stands_at_the_call() -> None:
    each = stood(told("lead call"), on=day(5))
    assert (each.stage, each.furthest, each.open, each.outcome) == ("call", "call", True, None)
    assert (each.started, each.last, each.days, each.silent) == (day(0), day(1), 5, 4)
    assert (each.ended, each.ended_by, each.reasons, each.reopenings) == (None, None, (), ())


def test_a_step_back_keeps_the_furthest_stage() -> None:
    each = stood(told("lead onsite screen"))
    assert (each.stage, each.furthest) == ("screen", "onsite")


def test_a_skipped_stage_counts_as_reached() -> None:
    each = stood(told("lead onsite"))
    assert [stage for stage in CONFIG.stages if each.reached(stage, CONFIG)] == [
        "lead",
        "call",
        "screen",
        "onsite",
    ]


def test_who_ended_it_follows_from_the_outcome() -> None:
    ended_by = {outcome: stood(told(f"call {outcome.value}")).ended_by for outcome in Outcome}
    assert ended_by == {
        Outcome.ACCEPTED: Party.ME,
        Outcome.DECLINED: Party.ME,
        Outcome.WITHDREW: Party.ME,
        Outcome.REJECTED: Party.COMPANY,
        Outcome.GHOSTED: Party.SILENCE,
        Outcome.CLOSED: Party.NOBODY,
    }


def test_an_end_has_its_day_its_reasons_and_its_length() -> None:
    end = an_event(9, "rejected", reasons=("level", "comp"))
    each = stood(an_opportunity(an_event(0, "lead"), an_event(3, "call"), end))
    assert (each.open, each.outcome, each.ended) == (False, Outcome.REJECTED, day(9))
    assert (each.reasons, each.days) == (("level", "comp"), 9)


def test_a_rejection_that_flips_ends_as_an_offer() -> None:
    flipped = an_opportunity(
        an_event(0, "onsite"),
        an_event(5, "rejected", reasons=("hired-other",)),
        an_event(20, "offer", reopened="The other candidate reneged."),
    )
    each = stood(flipped)
    assert (each.stage, each.furthest, each.open, each.outcome) == ("offer", "offer", True, None)
    assert (each.ended, each.reasons) == (None, ())
    assert each.reopenings == (
        Reopening(Outcome.REJECTED, day(5), day(20), "offer", "The other candidate reneged."),
    )
    before = stood(flipped, on=day(19))
    assert (before.outcome, before.reopenings) == (Outcome.REJECTED, ())


def test_silence_that_ends_in_a_no_is_a_reopening_without_a_stage() -> None:
    each = stood(
        an_opportunity(
            an_event(0, "call"),
            an_event(30, "ghosted"),
            an_event(41, "rejected", reopened="They wrote after all."),
        )
    )
    assert (each.outcome, each.ended, each.ended_by) == (Outcome.REJECTED, day(41), Party.COMPANY)
    assert each.reopenings == (
        Reopening(Outcome.GHOSTED, day(30), day(41), None, "They wrote after all."),
    )


def test_every_one_of_several_reopenings_is_kept() -> None:
    each = stood(told("call rejected screen ghosted onsite withdrew"))
    assert each.outcome is Outcome.WITHDREW
    assert [(turn.outcome, turn.ended, turn.stage) for turn in each.reopenings] == [
        (Outcome.REJECTED, day(1), "screen"),
        (Outcome.GHOSTED, day(3), "onsite"),
    ]


def test_a_note_after_the_end_reopens_nothing() -> None:
    each = stood(
        an_opportunity(
            an_event(0, "call"),
            an_event(4, "rejected"),
            an_event(9, note="Sent a card.", interest="low"),
        )
    )
    assert (each.outcome, each.ended, each.days, each.reopenings) == (
        *(Outcome.REJECTED, day(4), 4),
        (),
    )
    assert (each.last, each.interest) == (day(9), "low")


def test_before_its_first_stage_there_is_no_standing() -> None:
    opportunity = an_opportunity(an_event(0, note="Read about them."), an_event(3, "lead"))
    assert standing(opportunity, CONFIG, day(-1)) is None
    assert standing(opportunity, CONFIG, day(2)) is None
    each = stood(opportunity, on=day(3))
    assert (each.started, each.stage, each.days) == (day(0), "lead", 3)
    assert standing(an_opportunity(), CONFIG, LATE) is None


def test_the_day_itself_counts_and_the_next_one_is_scheduled() -> None:
    opportunity = told("lead call onsite rejected")
    each = stood(opportunity, on=day(1))
    assert (each.stage, each.furthest, each.outcome) == ("call", "call", None)
    assert (each.events, each.scheduled) == (opportunity.events[:2], opportunity.events[2:])


def test_a_time_near_midnight_counts_on_its_day_in_the_ledgers_zone(tmp_path: Path) -> None:
    files = {
        "ledger.yaml": "timezone: America/New_York\n",
        "opportunities/kestrel.yaml": (
            "company: Kestrel\n"
            "events:\n"
            "  - {date: 2024-01-10, stage: lead}\n"
            "  - {date: 2024-01-12T04:30:00Z, stage: call}\n"
            "  - {date: 2024-01-11T23:59:00-05:00, stage: screen}\n"
            "  - {date: 2024-01-12T00:00:00-05:00, stage: onsite}\n"
        ),
    }
    reading = read(tmp_path, files)
    assert reading.diagnostics == ()
    (opportunity,) = reading.ledger.opportunities
    config = reading.ledger.config
    on_the_11th = stood(opportunity, config, date(2024, 1, 11))
    assert (on_the_11th.stage, on_the_11th.last) == ("screen", date(2024, 1, 11))
    assert stood(opportunity, config, date(2024, 1, 12)).stage == "onsite"


def test_moves_tell_each_change_once_with_its_event() -> None:
    events = (
        an_event(0, "call", interest="medium", confidence="low"),
        an_event(1, interest="medium", note="The same again."),
        an_event(2, interest="high", confidence="medium"),
        an_event(3, note="Nothing new."),
        an_event(4, confidence="high"),
        an_event(5, interest="medium"),
    )
    each = stood(an_opportunity(*events))
    assert each.moves == (
        Move("interest", None, "medium", events[0]),
        Move("confidence", None, "low", events[0]),
        Move("interest", "medium", "high", events[2]),
        Move("confidence", "low", "medium", events[2]),
        Move("confidence", "medium", "high", events[4]),
        Move("interest", "high", "medium", events[5]),
    )
    assert (each.interest, each.confidence) == ("medium", "high")
    assert (stood(an_opportunity(*events), on=day(2)).interest) == "high"


def test_the_latest_offer_is_the_one_that_stands() -> None:
    first, second = Offer(base=180_000), Offer(base=200_000)
    opportunity = an_opportunity(
        an_event(0, "offer", offer=first), an_event(3, offer=second), an_event(4, "declined")
    )
    assert stood(opportunity).offer is second
    assert stood(opportunity, on=day(1)).offer is first
    assert stood(told("lead")).offer is None


def test_standings_leave_out_what_had_not_begun_and_keep_the_order() -> None:
    every = (told("call", "zz"), an_opportunity(an_event(8, "lead"), name="mm"), told("call", "aa"))
    assert [each.opportunity.id for each in standings(every, CONFIG, day(0))] == ["zz", "aa"]


@given(ledgers())
def test_as_of_the_last_event_is_the_present(search: Search) -> None:
    for opportunity in search.opportunities:
        last = stood(opportunity, search.config, opportunity.events[-1].date)
        now = stood(opportunity, search.config)
        assert (last.stage, last.furthest, last.outcome, last.ended, last.reopenings) == (
            *(now.stage, now.furthest, now.outcome, now.ended, now.reopenings),
        )
        assert (last.events, last.moves, last.scheduled) == (now.events, now.moves, ())
        assert (last.interest, last.confidence, last.offer) == (
            *(now.interest, now.confidence, now.offer),
        )


@given(ledgers())
def test_the_past_of_a_day_knows_nothing_of_what_came_later(search: Search) -> None:
    for opportunity in search.opportunities:
        past = tuple(event for event in opportunity.events if event.date <= search.as_of)
        cut = an_opportunity(*past, name=opportunity.id)
        then = standing(opportunity, search.config, search.as_of)
        alone = standing(cut, search.config, search.as_of)
        assert (then is None) == (alone is None)
        if then and alone:
            names = ("events", "stage", "furthest", "outcome", "ended", "reopenings", "moves")
            assert [getattr(then, n) for n in names] == [getattr(alone, n) for n in names]


@given(ledgers(), st.data())
def test_the_furthest_stage_never_goes_back_as_days_pass(
    search: Search, data: st.DataObject
) -> None:
    later = search.as_of.toordinal() + data.draw(st.integers(0, 30))
    for opportunity in search.opportunities:
        first = standing(opportunity, search.config, search.as_of)
        second = standing(opportunity, search.config, date.fromordinal(later))
        if first:
            assert second
            rank = search.config.rank
            assert rank(first.furthest) <= rank(second.furthest)
            assert second.reopenings[: len(first.reopenings)] == first.reopenings


def test_the_last_date_is_the_last_of_all_that_a_record_has() -> None:
    offer = an_event(3, stage="offer", offer=Offer(base=1, deadline=day(9)))
    each = an_opportunity(an_event(0, stage="lead"), offer, an_event(5, note="Asked."))
    assert last_date(each) == day(9)
    assert last_date(an_opportunity(an_event(0, stage="lead"))) == day(0)
    assert last_date(replace(each, next=NextAction(due=day(12)))) == day(12)
    assert last_date(replace(each, next=NextAction(action="Ask"))) == day(9)
    assert last_date(replace(each, questions=(Question(ask="Why?", date=day(20)),))) == day(20)


@given(ledgers())
def test_after_the_last_date_nothing_is_still_to_come(search: Search) -> None:
    for opportunity in search.opportunities:
        found = standing(opportunity, search.config, last_date(opportunity))
        assert found is None or found.scheduled == ()
