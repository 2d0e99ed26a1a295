"""What the timeline shows."""

from __future__ import annotations

from dataclasses import replace

from tests.searches import figures, many, sample
from tests.stories import an_event, an_opportunity, day, told

from opledger.core.config import Config
from opledger.core.scope import Scope
from opledger.site.charts.lanes import Lane
from opledger.site.views.timeline import MOST, LaneRow, timeline

MONTHS = Scope(public=True, days=False)
FOUND = figures(
    Config(),
    an_opportunity(
        an_event(0, note="Heard of them."),
        an_event(2, "lead"),
        an_event(4, "call"),
        an_event(6, "rejected"),
        an_event(8, "call", reopened="They wrote."),
        name="reopened",
    ),
    told("lead rejected", "short"),
    on=day(9),
)


def test_a_row_runs_from_the_first_event_to_the_end() -> None:
    view = timeline(FOUND)
    assert view
    assert view.rows == (
        LaneRow(
            id="reopened",
            company="Reopened",
            role="",
            lane=Lane(((5, 65), (85, 100)), (25, 45, 85), ((65, "company"),)),
            long="9 days",
            reached=("2024-01-03", "2024-01-05"),
            end="still open",
        ),
        LaneRow(
            id="short",
            company="Short",
            role="",
            lane=Lane(((5, 15),), (5,), ((15, "company"),)),
            long="1 day",
            reached=("2024-01-01", ""),
            end="they said no, 2024-01-02",
        ),
    )
    assert (view.headline, view.lead) == (
        "2 opportunities over 10 days, 1 of them a conversation",
        "2024-01-01 to 2024-01-10; 1 is still open.",
    )
    assert view.stages == ("First contact", "Recruiter or hiring-manager call")
    assert (view.kinds, view.has_open) == ((("company", "they said no"),), True)
    assert view.load
    assert (view.load.area.path, view.load.label) == ("M4 1V0H6V1H8V0H10V1Z", "1 at once")


def test_told_by_month_nothing_is_counted_in_days() -> None:
    by_month = replace(
        FOUND.standings[0].opportunity,
        events=tuple(replace(e, date=e.date.replace(day=1)) for e in FOUND.standings[0].events),
    )
    view = timeline(figures(Config(), by_month, on=day(0)), MONTHS)
    assert view
    [row] = view.rows
    assert (row.long, row.reached, view.load) == ("", ("2024-01", "2024-01"), None)
    assert (view.headline, view.lead) == (
        "1 conversation in 2024-01",
        "1 is still open.",
    )
    assert row.lane.dots == (33.3, 50, 83.3)


def test_there_is_no_page_of_nothing_nor_without_dates_nor_of_counts_alone() -> None:
    assert timeline(figures(Config())) is None
    assert timeline(FOUND, Scope(public=True, days=False, months=False)) is None
    assert timeline(FOUND, Scope(public=True, singly=False)) is None


def test_of_many_those_that_got_furthest_are_shown() -> None:
    found = figures(Config(), *many(MOST + 20, Config()), on=day(60))
    view = timeline(found)
    assert view
    assert (len(view.rows), view.more) == (
        MOST,
        f"These are the {MOST} of {MOST + 20} that got furthest; of equals, the latest.",
    )
    shown = {row.id for row in view.rows}
    rank = found.config.rank
    least = min(rank(e.furthest) for e in found.standings if e.opportunity.id in shown)
    left = [e for e in found.standings if e.opportunity.id not in shown]
    assert all(rank(e.furthest) <= least for e in left)
    equal = [e for e in found.standings if rank(e.furthest) == least]
    earliest = min(e.started for e in equal if e.opportunity.id in shown)
    assert all(e.started <= earliest for e in equal if e in left)


def test_the_sample_is_told_whole_in_order_of_its_beginnings() -> None:
    view = timeline(sample())
    assert view
    assert (len(view.rows), view.more, view.has_open) == (39, "", False)
    started = {each.opportunity.id: each.started for each in sample().standings}
    assert [started[row.id] for row in view.rows] == sorted(started.values())


def test_the_role_is_named_where_the_company_does_not_say_which_it_is() -> None:
    every = [
        an_opportunity(an_event(0, "lead"), name=f"c{n}", company=company, role=f"Role {n}")
        for n, company in enumerate(("Kestrel", "Kestrel", "Tallow"))
    ]
    view = timeline(figures(Config(), *every, on=day(3)))
    assert view
    assert [row.role for row in view.rows] == ["Role 0", "Role 1", ""]
