"""The picture that other sites show beside a link."""

from __future__ import annotations

import io
import re
import sys

import pytest
from PIL import Image
from tests.searches import SEARCHES

from opledger.core.narrative.search import headline
from opledger.files.resources import templates_folder
from opledger.site.charts.sankey import sankey
from opledger.site.picture import COLOURS, HEIGHT, WIDTH, picture, points
from opledger.site.views.overview import flow_steps

FLOWING = [name for name in SEARCHES if SEARCHES[name]().standings]


def drawn(name: str) -> bytes:
    found = SEARCHES[name]()
    chart = sankey(flow_steps(found), upright=False)
    made = picture(chart, found.config.title, headline(found.totals, found.funnel, found.config))
    assert made
    return made


@pytest.mark.parametrize("name", FLOWING)
def test_every_search_has_a_picture_with_an_empty_edge(name: str) -> None:
    image = Image.open(io.BytesIO(drawn(name))).convert("RGB")
    assert image.size == (WIDTH, HEIGHT)
    paper = image.getpixel((0, 0))
    edge = 12
    for box in (
        (0, 0, WIDTH, edge),
        (0, HEIGHT - edge, WIDTH, HEIGHT),
        (0, 0, edge, HEIGHT),
        (WIDTH - edge, 0, WIDTH, HEIGHT),
    ):
        assert set(image.crop(box).get_flattened_data()) == {paper}
    assert len(set(image.get_flattened_data())) > 20


def test_the_same_funnel_gives_the_same_bytes_below_40_kilobytes() -> None:
    assert drawn("the sample") == drawn("the sample")
    assert len(drawn("the sample")) < 40_000


def test_its_colours_are_those_of_the_pages() -> None:
    css = (templates_folder() / "assets" / "charts.css").read_text(encoding="utf-8")
    light = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", css.split("@media")[0]))
    assert {name: light[name] for name in COLOURS} == COLOURS


def test_a_path_is_followed_to_its_corners() -> None:
    assert points("M1 2H5V4L1 4Z") == [(1, 2), (5, 2), (5, 4), (1, 4)]
    curve = points("M0 0C0 10 10 10 10 0Z")
    assert [curve[0], curve[-1]] == [(0, 0), (10, 0)]
    assert max(y for _, y in curve) == pytest.approx(7.5)


def test_a_path_of_another_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="no command of a path here: A"):
        points("M0 0A1 1")


def test_without_pillow_there_is_no_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    found = SEARCHES["the sample"]()
    monkeypatch.setitem(sys.modules, "PIL", None)
    assert picture(sankey(flow_steps(found), upright=False), "", "") is None
