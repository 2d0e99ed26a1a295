"""The settings of a ledger, and what they are by default."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from opledger.core.config import Config, Goal, Publish, Search


def test_an_empty_file_is_a_working_ledger() -> None:
    config = Config()
    assert (config.title, config.timezone, config.zone) == ("Job search", "UTC", ZoneInfo("UTC"))
    assert config.stages == {
        "lead": "First contact",
        "call": "Recruiter or hiring-manager call",
        "screen": "Technical screen",
        "onsite": "On-site",
        "offer": "Offer",
    }
    assert config.sources == {
        "outbound": "Cold outreach by me",
        "inbound": "Cold inbound",
        "warm": "Warm introduction",
        "application": "Application form",
    }
    assert config.interest == config.confidence == ("low", "medium", "high")
    assert (config.segments, config.reasons, config.goals) == (None, None, {})
    assert (config.quiet_after, config.few, config.currency) == (14, 5, None)
    assert (config.search, config.publish) == (Search(None, None), Publish(frozenset()))
    assert (config.conversation_stage, config.offer_stage) == ("call", "offer")


@pytest.mark.parametrize(
    ("stages", "conversation", "offer"),
    [
        ("lead call offer", "call", "offer"),
        ("offer call", "call", "offer"),
        ("chat talk deal", "chat", "deal"),
        ("only", "only", "only"),
        ("call talk offer signed", "call", "offer"),
    ],
)
def test_the_stages_that_count_are_the_usual_ones_else_first_and_last(
    stages: str, conversation: str, offer: str
) -> None:
    config = Config(stages=dict.fromkeys(stages.split(), ""))
    assert (config.conversation_stage, config.offer_stage) == (conversation, offer)


def test_the_ledger_says_which_stages_count() -> None:
    config = Config(conversation="screen", offer="onsite")
    assert (config.conversation_stage, config.offer_stage) == ("screen", "onsite")


def test_a_stage_has_its_place_in_the_funnel() -> None:
    config = Config()
    assert [config.rank(stage) for stage in config.stage_order] == [0, 1, 2, 3, 4]
    with pytest.raises(ValueError, match="no stage 'party': one of lead"):
        config.rank("party")


def test_a_word_without_a_label_is_its_own_label() -> None:
    config = Config(
        stages={"call": "A call", "onsite": ""},
        reasons={"fit": "Not a fit"},
        goals={"impact": Goal("Building for impact", 3), "growth": Goal()},
    )
    labels = [
        *(config.label("stages", word) for word in ("call", "onsite", "party")),
        *(config.label("reasons", word) for word in ("fit", "comp")),
        *(config.label("segments", word) for word in ("startup",)),
        *(config.label("goals", word) for word in ("impact", "growth", "fun")),
    ]
    assert labels == [
        *("A call", "onsite", "party"),
        *("Not a fit", "comp"),
        "startup",
        *("Building for impact", "growth", "fun"),
    ]
