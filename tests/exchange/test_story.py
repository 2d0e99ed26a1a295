"""What is mended in a story, and told."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from opledger.core.vocabulary import Outcome
from opledger.exchange.story import Entry, Repair, tell


def on(day: int, word: str, **told: str) -> Entry:
    outcomes = {outcome.value: outcome for outcome in Outcome}
    when = date(2024, 1, day)
    if word in outcomes:
        return Entry(date=when, outcome=outcomes[word], said=told.pop("said", ""), **told)  # type: ignore[arg-type]
    return Entry(date=when, stage=word, said=told.pop("said", ""), **told)  # type: ignore[arg-type]


def words(entries: tuple[Entry, ...]) -> list[str]:
    return [f"{e.date.day} {e.stage or e.outcome or 'note'}" for e in entries]


def test_events_are_sorted_and_keep_their_order_on_one_day() -> None:
    told, repairs = tell(
        [on(9, "rejected"), on(5, "applied"), on(9, "call")], "lead", keep_order=False
    )
    assert words(told) == ["5 applied", "9 rejected", "9 call"]
    assert repairs == {Repair.REOPENED: 1}


def test_an_offer_before_the_offer_stage_reaches_it() -> None:
    stages, offer = ("offer", "signing"), {"base": 1}

    def mended(*entries: Entry) -> tuple[list[str], list[str], int]:
        told, repairs = tell(entries, "lead", offers=stages, keep_order=False)
        where = [f"{e.date.day} {e.stage or e.outcome or 'note'}" for e in told if e.offer]
        return words(told), where, repairs[Repair.OFFERED]

    note = replace(on(3, "lead"), stage=None, offer=offer)
    call, end = (replace(on(3, word), offer=offer) for word in ("call", "declined"))
    lead = on(1, "lead")
    assert mended(lead, note) == (["1 lead", "3 offer"], ["3 offer"], 1)
    assert mended(lead, call) == (["1 lead", "3 call", "3 offer"], ["3 offer"], 1)
    assert mended(lead, end) == (["1 lead", "3 offer", "3 declined"], ["3 offer"], 1)
    assert mended(on(1, "signing"), note) == (["1 signing", "3 note"], ["3 note"], 0)
    assert mended(on(2, "rejected"), note)[0] == ["2 lead", "2 rejected", "3 offer"]


def test_times_put_the_events_of_one_day_in_order() -> None:
    late, early = (datetime(2024, 1, 5, hour, tzinfo=UTC) for hour in (15, 9))
    day = date(2024, 1, 5)
    given = [
        Entry(date=day, time=late, stage="b"),
        Entry(date=day, stage="n"),
        Entry(date=day, time=early, stage="a"),
    ]
    told, _ = tell(given, "lead", keep_order=False)
    assert words(told) == ["5 a", "5 n", "5 b"]


def test_a_stage_after_an_outcome_is_reopened_in_their_words() -> None:
    told, repairs = tell(
        [on(1, "applied"), on(2, "rejected"), on(3, "call", said="2nd chance")],
        "lead",
        keep_order=False,
    )
    assert told[2].reopened == "2nd chance"
    assert repairs == {Repair.REOPENED: 1}


def test_the_same_outcome_again_is_left_out_but_not_its_note() -> None:
    told, repairs = tell(
        [on(1, "applied"), on(2, "rejected"), on(3, "rejected", note="by letter")],
        "lead",
        keep_order=False,
    )
    assert words(told) == ["1 applied", "2 rejected", "3 note"]
    assert told[2].note == "by letter"
    assert repairs == {Repair.REPEATED: 1}


def test_another_outcome_after_an_outcome_is_reopened() -> None:
    told, repairs = tell(
        [on(1, "applied"), on(2, "ghosted"), on(9, "rejected")], "lead", keep_order=False
    )
    assert [e.reopened for e in told] == [None, None, "told so in the source"]
    assert repairs == {Repair.REOPENED: 1}


def test_an_outcome_without_a_stage_begins_with_the_first_one() -> None:
    told, repairs = tell([on(2, "rejected")], "lead", keep_order=False)
    assert words(told) == ["2 lead", "2 rejected"]
    assert repairs == {Repair.STARTED: 1}


def test_the_same_stage_stays_on_another_day_and_not_twice_on_one() -> None:
    given = [on(1, "call"), on(1, "call"), on(2, "call")]
    told, repairs = tell(given, "lead", keep_order=False)
    assert words(told) == ["1 call", "2 call"]
    assert repairs == {Repair.SAME: 1}


def test_the_order_of_the_log_can_be_kept_and_dates_are_lifted_with_a_note() -> None:
    told, repairs = tell(
        [on(5, "applied"), on(3, "call"), on(6, "rejected")], "lead", keep_order=True
    )
    assert words(told) == ["5 applied", "5 call", "6 rejected"]
    assert told[1].note == "Dated 2024-01-03 in the source."
    assert repairs == {Repair.LIFTED: 1}
