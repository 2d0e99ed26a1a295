"""Opportunities side by side."""

from __future__ import annotations

import pytest
from tests.stories import LATE, all_stood, an_event, an_opportunity, stood, told

from opledger.core.config import Config
from opledger.core.figures.census import DIMENSIONS, words
from opledger.core.figures.groups import Group, group_by
from opledger.core.figures.rates import rate
from opledger.core.model import Level, Opportunity
from opledger.core.standing import Standing, standings

CONFIG = Config(segments={"startup": "Startup", "bigtech": ""})


def found(*opportunities: Opportunity) -> tuple[Standing, ...]:
    return standings(opportunities, CONFIG, LATE)


def sizes(groups: tuple[Group, ...]) -> list[tuple[str, str, int]]:
    """The word, label and number of opportunities of each group."""
    return [(group.word, group.label, group.totals.opportunities) for group in groups]


def test_groups_stand_by_size_then_word_and_those_not_stated_last() -> None:
    every = found(
        told("call", "a", source="warm"),
        told("call", "b", source="inbound"),
        told("call", "c", source="inbound"),
        told("call", "d", source="application"),
        told("call", "e"),
        told("call", "f"),
        told("call", "g"),
    )
    assert sizes(group_by(every, CONFIG, "source")) == [
        ("inbound", "Cold inbound", 2),
        ("application", "Application form", 1),
        ("warm", "Warm introduction", 1),
        ("", "not stated", 3),
    ]


def test_a_word_without_a_label_is_its_own() -> None:
    every = found(told("call", "a", segment="bigtech"), told("call", "b", segment="startup"))
    assert sizes(group_by(every, CONFIG, "segment")) == [
        ("bigtech", "bigtech", 1),
        ("startup", "Startup", 1),
    ]


def test_an_opportunity_with_several_tags_counts_in_the_group_of_each() -> None:
    every = found(
        told("call", "a", tags=("remote", "ml", "remote")),
        told("offer", "b", tags=("ml",)),
        told("call", "c"),
    )
    groups = group_by(every, CONFIG, "tag")
    assert sizes(groups) == [("ml", "ml", 2), ("remote", "remote", 1), ("", "not stated", 1)]
    assert [group.totals.offers for group in groups] == [1, 0, 0]


def test_months_stand_in_the_order_of_the_calendar() -> None:
    every = found(
        an_opportunity(an_event(40, "lead"), name="february"),
        an_opportunity(an_event(-20, "lead"), an_event(50, "call"), name="december"),
        an_opportunity(an_event(41, "lead"), name="february-too"),
        an_opportunity(an_event(3, "lead"), name="january"),
    )
    assert sizes(group_by(every, CONFIG, "month")) == [
        ("2023-12", "2023-12", 1),
        ("2024-01", "2024-01", 1),
        ("2024-02", "2024-02", 2),
    ]


def test_the_words_of_each_dimension() -> None:
    each = stood(
        an_opportunity(
            an_event(0, "call", interest="low"),
            an_event(1, interest="high", note="Better."),
            source="warm",
            segment="startup",
            size="1-10",
            location="Remote",
            level=Level(sought="staff", offered="senior"),
            tags=("ml",),
        )
    )
    assert {name: words(each, name) for name in DIMENSIONS} == {
        "source": ("warm",),
        "segment": ("startup",),
        "size": ("1-10",),
        "level": ("staff",),
        "tag": ("ml",),
        "month": ("2024-01",),
        "location": ("Remote",),
        "interest": ("high",),
    }
    bare = stood(told("lead", level=Level(offered="senior")))
    assert {name: words(bare, name) for name in DIMENSIONS if name != "month"} == dict.fromkeys(
        [name for name in DIMENSIONS if name != "month"], ("",)
    )


def test_a_group_tells_how_many_of_its_conversations_got_past_the_first_one() -> None:
    every = all_stood("lead", "lead call rejected", "lead call screen", "lead offer accepted")
    (group,) = group_by(every, CONFIG, "source")
    assert (group.totals.opportunities, group.totals.conversations) == (4, 3)
    assert group.beyond == rate(2, 3, 5)
    assert (group.totals.offers, group.totals.accepted) == (1, 1)


def test_where_a_conversation_is_the_last_stage_nothing_lies_beyond() -> None:
    config = Config(stages={"lead": "", "call": ""})
    (group,) = group_by(all_stood("lead call", config=config), config, "source")
    assert group.beyond is None


def test_an_unknown_dimension_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match=r"^cannot group by colour: one of source, segment, size,"):
        group_by(all_stood("call"), CONFIG, "colour")
