"""What the page of interest shows of a search."""

from __future__ import annotations

from tests.searches import figures, sample
from tests.stories import an_event, an_opportunity, told

from opledger.core.config import Config
from opledger.core.scope import Scope
from opledger.site.views.interest import interest


def test_the_sample() -> None:
    view = interest(sample())
    assert view
    assert view.headline == "My interest rose in 9 and fell in 14 of 39"
    assert view.lead == (
        "Ended in an accepted offer: of those held at interest high, confidence high,"
        " 1 of 4, too few to say; at interest low, 0 % (0 of 5)."
    )
    assert [(scale.name, scale.told) for scale in view.scales] == [
        ("interest", "9 rose, 14 fell, 16 where they began"),
        ("confidence", "35 rose, 4 where they began"),
    ]
    moves = view.scales[0].moves
    assert moves
    assert [row.title for row in moves.rows] == [
        "Recruiter or hiring-manager call: 2 up, 10 down",
        "Technical screen: 14 up, 6 down",
        "On-site: 1 up, 4 down",
        "Offer: 1 down",
    ]
    assert [[track.title for track in held.chart.tracks] for held in view.held] == [
        ["high: 4 of 10", "medium: 0 of 24", "low: 0 of 5"],
        ["high: 1 of 10", "medium: 0 of 24", "low: 0 of 5"],
    ]
    assert [row.level for row in view.matrix.rows] == ["high", "medium", "low"]
    assert [part.heading for part in view.report.parts] == [
        "What did it foretell? Levels before the offer or the end, of those ended",
        "At which stage did it move?",
        "First and last level of each",
        "Every move, with the event that made it",
    ]


def test_confidence_alone_is_told_without_interest() -> None:
    sure = an_opportunity(
        an_event(0, "lead", confidence="low"), an_event(1, "call", confidence="high")
    )
    view = interest(figures(Config(), sure))
    assert view
    assert view.headline == "My confidence rose in 1 of 1"
    assert ([scale.name for scale in view.scales], view.matrix.rows) == (["confidence"], ())
    assert view.held == ()


def test_interest_that_never_moved_is_said_to_have_stayed() -> None:
    still = an_opportunity(an_event(0, "lead", interest="high"))
    view = interest(figures(Config(), still))
    assert view
    assert view.headline == "My interest ended where it began in 1"
    assert view.scales[0].moves is None


def test_too_few_held_are_said_to_be_too_few() -> None:
    held = an_opportunity(an_event(0, "lead", interest="high"), an_event(1, "rejected"))
    view = interest(figures(Config(), held))
    assert view
    assert [track.text for track in view.held[0].chart.tracks] == ["0 of 1, too few to say"]


def test_where_no_opportunity_may_be_told_singly_only_counts_are() -> None:
    view = interest(sample(), Scope(public=True, singly=False))
    assert view
    assert view.matrix.rows == ()
    assert len(view.report.parts) == 2
    assert view.scales


def test_without_interest_and_confidence_there_is_no_page() -> None:
    assert interest(figures(Config())) is None
    assert interest(figures(Config(), told("lead call"))) is None
