"""A label is whole, or an ellipsis says that it is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.searches import SEARCHES

from opledger.site.charts.label import ELLIPSIS, wrap
from opledger.site.charts.sankey import sankey
from opledger.site.views.overview import flow_steps

LABELS = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        ["Recruiter or hiring-manager call", "最初の連絡" * 9, "W" * 80, " - / ", "عرض" * 20]
    ),
)


@given(text=LABELS, room=st.floats(40, 400), most=st.integers(1, 4))
def test_a_text_is_whole_unless_an_ellipsis_says_otherwise(
    text: str, room: float, most: int
) -> None:
    lines = wrap(text, 15, room, most=most)
    kept, whole = (_bare(each) for each in ("".join(lines), text))
    if kept != whole:
        assert lines[-1].endswith(ELLIPSIS)
        assert whole.startswith(kept.removesuffix(ELLIPSIS))


def _bare(text: str) -> str:
    return "".join(text.replace("-", "").split())


def test_no_emoji_is_parted() -> None:
    coder = "👩🏽‍💻"
    for line in wrap(coder * 20, 15, 100, most=4):
        assert line.removesuffix(ELLIPSIS).replace(coder, "") == ""


@pytest.mark.parametrize("upright", [False, True], ids=["wide", "upright"])
def test_the_flow_of_every_search_says_every_count(*, upright: bool) -> None:
    for name in SEARCHES.keys() - {"empty"}:
        steps = flow_steps(SEARCHES[name]())
        shown = [
            int("".join(line.count for line in node.label.lines))
            for node in sankey(steps, upright=upright).nodes
        ]
        counts = [*(step.reached for step in steps)]
        counts += [end.count for step in steps for end in step.ends]
        assert sorted(shown) == sorted(counts)
