"""One opportunity at a glance."""

from __future__ import annotations

from tests.stories import an_event, an_opportunity, day, stood

from opledger.core.config import Config
from opledger.core.model import NextAction
from opledger.core.narrative.glance import at_a_glance, event_text
from opledger.core.vocabulary import Party

CONFIG = Config()


def test_it_tells_whose_turn_it_is_and_for_how_long() -> None:
    mine = an_opportunity(an_event(0, "lead"), an_event(2, "call", by=Party.COMPANY))
    assert at_a_glance(stood(mine, on=day(5)), CONFIG) == (
        "Open at Recruiter or hiring-manager call, 5 days so far.",
        "My turn, for 3 days.",
    )
    theirs = an_opportunity(an_event(0, "lead", by=Party.ME))
    assert at_a_glance(stood(theirs, on=day(0)), CONFIG)[1] == "Their turn, since today."
    unstated = an_opportunity(an_event(0, "lead"), an_event(1, "call"))
    assert at_a_glance(stood(unstated, on=day(2)), CONFIG)[1] == (
        "It does not say whose turn it is; the last event is 1 day ago."
    )


def test_it_tells_how_far_it_had_come_where_it_went_back() -> None:
    back = an_opportunity(an_event(0, "onsite"), an_event(1, "call", by=Party.ME))
    assert at_a_glance(stood(back, on=day(20)), CONFIG) == (
        "Open at Recruiter or hiring-manager call, 20 days so far. Quiet: nothing for 19 days.",
        "It had come as far as On-site.",
        "Their turn, for 19 days.",
    )


def test_what_has_ended_is_one_sentence() -> None:
    ended = an_opportunity(an_event(0, "lead"), an_event(4, "onsite"), an_event(9, "rejected"))
    assert at_a_glance(stood(ended, on=day(30)), CONFIG) == ("They said no after On-site, 9 days.",)


def test_it_tells_what_is_set_and_what_is_next() -> None:
    following = NextAction(action="Send references", due=day(5))
    coming = an_opportunity(an_event(0, "lead"), an_event(3, "call"), next=following)
    assert at_a_glance(stood(coming, on=day(2)), CONFIG)[1:] == (
        "Recruiter or hiring-manager call on 2024-01-04, in 1 day.",
        "Next: Send references, by 2024-01-06.",
    )
    unnamed = an_opportunity(an_event(0, "lead", by=Party.ME), next=NextAction(due=day(1)))
    assert at_a_glance(stood(unnamed, on=day(2)), CONFIG)[-1] == "Next step, 1 day overdue."


def test_an_event_tells_when_it_was() -> None:
    events = (
        an_event(0, "lead", nth=0),
        an_event(3, note="Hm.", nth=1),
        an_event(3, "call", nth=2),
    )
    each = stood(an_opportunity(*events), on=day(3))
    assert [event_text(event, each, CONFIG) for event in events] == [
        "First contact, 3 days ago.",
        "Note, today, 3 days after the one before.",
        "Recruiter or hiring-manager call, today.",
    ]
    assert event_text(events[2], stood(an_opportunity(*events), on=day(1)), CONFIG) == (
        "Recruiter or hiring-manager call, scheduled, in 2 days."
    )
