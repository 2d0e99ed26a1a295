"""Why things ended, in words."""

from __future__ import annotations

import pytest
from tests.stories import an_event, an_opportunity, stood

from opledger.core.config import Config
from opledger.core.figures.endings import endings
from opledger.core.narrative.endings import ended_text, explained


def sentence(*reasons: str) -> str:
    """Of opportunities that ended for these reasons; an empty one states none."""
    every = [
        stood(
            an_opportunity(
                an_event(0, "call"),
                an_event(1, "rejected", reasons=(why,) if why else ()),
                name=f"company-{n}",
            )
        )
        for n, why in enumerate(reasons)
    ]
    return explained(endings(every, Config()))


@pytest.mark.parametrize(
    ("reasons", "text"),
    [
        ((), "Nothing has ended yet."),
        (("fit",), "1 opportunity ended, for a stated reason."),
        (("",), "1 opportunity ended, for no stated reason."),
        (("fit", "level"), "2 opportunities ended, each for a stated reason."),
        (("fit", ""), "2 opportunities ended, 1 of them for a stated reason."),
        (("", ""), "2 opportunities ended, none of them for a stated reason."),
    ],
)
def test_how_many_ended_and_of_how_many_it_is_known_why(
    reasons: tuple[str, ...], text: str
) -> None:
    assert sentence(*reasons) == text


def test_ends_are_told_by_who_ended_them() -> None:
    assert ended_text((1, 4, 11, 3, 2, 5)) == (
        "1 accepted, I ended 4, they said no to 11, 3 got no answer, 2 closed, 5 still open"
    )
    assert ended_text((0, 0, 2, 0, 0, 0)) == "they said no to 2"
    assert ended_text((0,) * 6) == ""
