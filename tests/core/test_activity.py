"""What was done in a period: which events are actions, and how each stood at its end."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from tests.stories import Search, an_event, an_opportunity, day, ledgers, told

from opledger.core.activity import Activity, Period, period
from opledger.core.config import Config
from opledger.core.model import Ledger, Offer, Opportunity
from opledger.core.narrative.activity import action_text, by_text, period_text, who
from opledger.core.standing import standings
from opledger.core.vocabulary import Party

KESTREL = an_opportunity(
    an_event(0, note="Read about them."),
    an_event(1, "lead", by=Party.ME),
    an_event(4, by=Party.ME, note="Chased."),
    an_event(5, by=Party.COMPANY, note="They answered."),
    an_event(6, interest="high"),
    an_event(8, "call", by=Party.COMPANY, lesson="Ask first."),
    an_event(9, "offer"),
    an_event(10, offer=Offer(base=1)),
    an_event(11, offer=Offer(base=2)),
    an_event(20, "rejected"),
    an_event(30, "call", reopened="They wrote."),
    role="Engineer",
    source="application",
)


def in_days(first: int, last: int, *opportunities: Opportunity) -> Period:
    return period(Ledger(Config(), opportunities), day(first), day(last))


def test_stages_outcomes_offers_and_moves_are_actions_and_thoughts_are_not() -> None:
    found = in_days(0, 40, KESTREL).activities
    assert [(each.date, each.action, each.by) for each in found] == [
        (day(1), "First contact", Party.ME),
        (day(4), "Message sent", Party.ME),
        (day(5), "Message received", Party.COMPANY),
        (day(8), "Recruiter or hiring-manager call", Party.COMPANY),
        (day(9), "Offer", None),
        (day(10), "Offer stated", None),
        (day(11), "Offer revised", None),
        (day(20), "They said no", None),
        (day(30), "Recruiter or hiring-manager call", None),
    ]


def test_a_result_is_how_it_stood_at_the_end_of_the_period() -> None:
    ends = {4: "open at First contact", 8: "open at Recruiter or hiring-manager call"}
    ends |= {25: "they said no, 2024-01-21", 30: "open at Recruiter or hiring-manager call"}
    for last, result in ends.items():
        assert {each.result for each in in_days(0, last, KESTREL).activities} == {result}


def test_the_first_and_the_last_day_belong_to_the_period() -> None:
    assert [each.date for each in in_days(4, 8, KESTREL).activities] == [day(4), day(5), day(8)]
    assert in_days(12, 19, KESTREL) == Period(day(12), day(19), ())


def test_the_first_stage_says_by_which_way_it_came() -> None:
    (begins, *rest) = in_days(0, 8, KESTREL).activities
    assert begins == Activity(
        date=day(1),
        id="kestrel",
        company="Kestrel",
        role="Engineer",
        action="First contact",
        by=Party.ME,
        via="Application form",
        result="open at Recruiter or hiring-manager call",
    )
    assert {each.via for each in rest} == {""}
    assert action_text(begins) == "First contact (by way of: Application form)"
    assert (by_text(begins), who(begins)) == ("by me", "Kestrel, Engineer")
    (other,) = in_days(0, 0, told("call", "borrel")).activities
    assert action_text(other) == ("Recruiter or hiring-manager call (by way of: source not stated)")
    assert (by_text(other), who(other)) == ("", "Borrel")


def test_the_summary_counts_actions_companies_and_beginnings() -> None:
    assert period_text(in_days(0, 40)) == "Nothing was done in these days."
    one = told("lead", "one")
    assert period_text(in_days(0, 40, one)) == "1 action with 1 company; 1 new opportunity."
    assert period_text(in_days(0, 8, one, KESTREL)) == (
        "5 actions with 2 companies; 2 new opportunities."
    )


def test_a_message_before_the_first_stage_is_told_whichever_day_the_report_ends_on() -> None:
    wrote, heard = an_event(1, by=Party.ME), an_event(4, "lead", by=Party.COMPANY)
    by_mail = an_opportunity(wrote, heard, source="outbound")
    first = Activity(day(1), "kestrel", "Kestrel", "", "Message sent", Party.ME, "", "")
    begins = replace(
        first, date=day(4), action="First contact", by=Party.COMPANY, via="Cold outreach by me"
    )
    for last in (1, 3):
        (told_of,) = in_days(0, last, by_mail).activities
        assert told_of == replace(first, result="not begun yet")
    assert in_days(0, 4, by_mail).activities == (
        replace(first, result="open at First contact"),
        replace(begins, result="open at First contact"),
    )
    assert period_text(in_days(0, 3, by_mail)) == "1 action with 1 company; 0 new opportunities."


@given(ledgers(), st.integers(-1, 61), st.integers(-1, 61))
def test_two_periods_beside_each_other_have_the_actions_of_both(
    search: Search, one: int, two: int
) -> None:
    ledger = Ledger(search.config, search.opportunities)

    def done(since: int, until: int) -> list[Activity]:
        found = period(ledger, day(since), day(until)).activities
        return [replace(each, result="") for each in found]

    cut = min(one, two)
    assert done(-1, cut) + done(cut + 1, max(one, two)) == done(-1, max(one, two))
    every = sum(len(done(number, number)) for number in range(-1, 62))
    assert every == len(done(-1, 61))


@given(ledgers(), st.integers(-1, 61))
def test_a_report_begins_what_the_statistics_count(search: Search, number: int) -> None:
    begun = period(Ledger(search.config, search.opportunities), day(-1), day(number)).begun
    assert begun == len(standings(search.opportunities, search.config, day(number)))


@given(ledgers())
def test_nothing_private_is_ever_told(search: Search) -> None:
    hushed = "Hush-hush 4711"
    hidden = tuple(
        replace(
            each,
            notes=hushed,
            alias=hushed,
            events=tuple(
                replace(e, note=e.note and hushed, lesson=hushed, reasons=(hushed,))
                for e in each.events
            ),
        )
        for each in search.opportunities
    )
    assert hushed not in repr(period(Ledger(search.config, hidden), day(-1), search.as_of))
