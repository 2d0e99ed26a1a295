from __future__ import annotations

import os
import subprocess
import sys
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.site.charts.drawing import drawn, marked, outline

import opledger
from opledger.site.charts.box import Box
from opledger.site.charts.flow import KINDS
from opledger.site.charts.sankey import End, Node, Sankey, Step, sankey

FORMS = pytest.mark.parametrize("upright", [False, True], ids=["wide", "upright"])
SAMPLE = (
    Step(
        "Recruiter or hiring-manager call",
        39,
        (End("me", "I ended it", 5), End("company", "they said no", 9), End("silence", "none", 3)),
    ),
    Step(
        "Technical screen",
        22,
        (
            End("me", "I ended it", 3),
            End("company", "they said no", 6),
            End("silence", "no answer", 3),
            End("nobody", "nobody ended it", 1),
        ),
    ),
    Step("On-site", 9, (End("me", "I ended it", 2), End("company", "they said no", 3))),
    Step("Offer", 4, (End("accepted", "accepted", 1), End("me", "I declined", 3))),
)
LABELS = st.one_of(
    st.sampled_from(
        [
            "Recruiter or hiring-manager call",
            "On-site",
            "最初の連絡と採用担当者との電話面談",
            "مكالمة مع مسؤول التوظيف أو مدير التوظيف",
            "Donaudampfschifffahrtsgesellschaftskapitän",
            "WWWWW MMMMM",
            "",
        ]
    ),
    st.text(max_size=40),
)


@st.composite
def flows(draw: st.DrawFn) -> list[Step]:
    """Flows of 1 to 8 steps, each with up to 6 ends, some of one and some of hundreds."""
    sizes = st.one_of(st.integers(0, 3), st.integers(0, 80))
    steps: list[Step] = []
    onward = 0
    for _ in range(draw(st.integers(1, 8))):
        kinds = draw(st.lists(st.sampled_from(KINDS), unique=True, max_size=6))
        ends = tuple(End(kind, draw(LABELS), draw(sizes)) for kind in kinds)
        onward += sum(end.count for end in ends)
        steps.append(Step(draw(LABELS), onward, ends))
    return steps[::-1]


def boxes(chart: Sankey) -> list[Box]:
    return [node.label.box for node in chart.nodes]


def stages(chart: Sankey) -> list[Node]:
    return [node for node in chart.nodes if node.kind == "stage"]


@FORMS
@given(steps=flows())
def test_what_flows_into_a_stage_flows_out_of_it(steps: list[Step], *, upright: bool) -> None:
    chart = sankey(steps, upright=upright)
    for place, node in enumerate(stages(chart)):
        leaving = [
            each.ribbon.thickness
            for each in chart.nodes
            if each.ribbon and each.ribbon.source == place
        ]
        assert sum(leaving) == pytest.approx(node.thickness, abs=1e-6)
        if node.ribbon:
            assert node.ribbon.thickness == node.thickness


@FORMS
@given(steps=flows())
def test_nothing_leaves_the_picture(steps: list[Step], *, upright: bool) -> None:
    chart = sankey(steps, upright=upright)
    for box in [*boxes(chart), *(node.bar for node in chart.nodes)]:
        assert box.x >= 0
        assert box.y >= 0
        assert box.right <= chart.width + 0.1
        assert box.bottom <= chart.height
    for node in chart.nodes:
        for x, y in outline(node.ribbon.path if node.ribbon else ""):
            assert 0 <= x <= chart.width
            assert 0 <= y <= chart.height


@FORMS
@given(steps=flows())
def test_no_two_labels_overlap(steps: list[Step], *, upright: bool) -> None:
    for one, other in combinations(boxes(sankey(steps, upright=upright)), 2):
        assert not one.overlaps(other)


@FORMS
@given(steps=flows())
def test_no_ribbon_and_no_bar_runs_through_a_label(steps: list[Step], *, upright: bool) -> None:
    chart = sankey(steps, upright=upright)
    for node in chart.nodes:
        points = list(outline(node.ribbon.path if node.ribbon else ""))
        for box in boxes(chart):
            assert not node.bar.overlaps(box)
            for x, y in points:
                assert not (box.x < x < box.right and box.y < y < box.bottom)


@FORMS
@given(steps=flows())
def test_every_step_and_every_end_is_there_with_its_count(
    steps: list[Step], *, upright: bool
) -> None:
    chart = sankey(steps, upright=upright)
    shown = [[line.count for line in node.label.lines if line.count] for node in stages(chart)]
    assert shown == [[str(step.reached)] for step in steps]
    ends = [node.title for node in chart.nodes if node.kind != "stage"]
    assert sorted(ends) == sorted(
        f"{end.count} {end.label}, {step.label}" for step in steps for end in step.ends if end.count
    )


@FORMS
def test_a_step_that_nobody_reached_is_named_without_a_ribbon(*, upright: bool) -> None:
    steps = [Step("Call", 1, (End("pending", "still open", 1),)), Step("Offer", 0, ())]
    offer = stages(sankey(steps, upright=upright))[1]
    assert offer.title == "0 Offer"
    assert offer.ribbon is None


@FORMS
def test_a_flow_that_does_not_balance_is_refused(*, upright: bool) -> None:
    with pytest.raises(ValueError, match="2 reached it, but 1 ended there"):
        sankey([Step("Call", 2, (End("me", "I ended it", 1),))], upright=upright)
    with pytest.raises(ValueError, match="at least one step"):
        sankey([], upright=upright)


def test_the_spine_is_straight() -> None:
    wide = sankey(SAMPLE, upright=False)
    assert len({node.bar.y for node in stages(wide)}) == 1
    upright = sankey(SAMPLE, upright=True)
    assert {node.bar.x for node in stages(upright)} == {0}


def test_each_kind_of_end_has_a_sign_of_its_own() -> None:
    signs = [marked(kind).split(">", 1)[1] for kind in KINDS]
    assert len(set(signs)) == len(KINDS)


@FORMS
def test_the_drawing_is_said_in_words(*, upright: bool) -> None:
    svg = ET.fromstring(drawn("sankey", sankey(SAMPLE, upright=upright), desc="39 to 4"))  # noqa: S314
    assert svg.get("role") == "img"
    said = {each.get("id"): each.text for each in svg if each.get("id")}
    assert said == {"c-title": "A title", "c-desc": "39 to 4"}
    assert (svg.get("aria-labelledby"), svg.get("aria-describedby")) == ("c-title", "c-desc")


def test_a_label_with_markup_in_it_is_only_text() -> None:
    steps = [Step("<b>&", 1, (End("me", "<script>", 1),))]
    svg = drawn("sankey", sankey(steps, upright=False))
    assert "<b>" not in svg
    assert "<script>" not in svg


@FORMS
def test_a_drawing_brings_no_style_and_no_script(*, upright: bool) -> None:
    svg = drawn("sankey", sankey(SAMPLE, upright=upright))
    assert "style" not in svg
    assert "fill=" not in svg
    assert " on" not in svg.replace(" on-", "").replace("I declined", "")


def test_the_whole_drawing_of_two_steps() -> None:
    steps = [
        Step("Call", 3, (End("company", "they said no", 2),)),
        Step("Offer", 1, (End("accepted", "accepted", 1),)),
    ]
    stored = Path(__file__).with_name("two_steps.svg").read_text(encoding="utf-8")
    both = [drawn("sankey", sankey(steps, upright=upright)) for upright in (False, True)]
    assert "".join(both) == stored


def test_the_same_bytes_under_any_hash_seed() -> None:
    code = (
        "from opledger.site.charts.sankey import *\n"
        "from opledger.site.charts.flow import KINDS\n"
        "ends = tuple(End(kind, kind, 1) for kind in KINDS)\n"
        "print(sankey([Step('a', 12, ends), Step('b', 6, ends)], upright=False))"
    )
    package = str(Path(opledger.__file__).parents[1])
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONPATH": package, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1
