"""On paper everything is open, nothing is cut off, and what only a screen can use is gone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.site.windows import Window

pytestmark = pytest.mark.browser
A4 = 718  # the width of its text in CSS pixels


@pytest.fixture
def paper(window: Window) -> Iterator[Window]:
    """A window that shows what a printer would get."""
    window.page.emulate_media(media="print")
    yield window
    window.page.emulate_media(media="screen")


PAGES = pytest.mark.parametrize(
    ("name", "path"),
    [
        ("the sample", "index.html"),
        ("the sample", "opportunities.html"),
        ("the sample", "timeline.html"),
        ("the sample", "sources.html"),
        ("the sample", "time.html"),
        ("the sample", "interest.html"),
        ("the sample", "offers.html"),
        ("the sample", "method.html"),
        ("the sample", "opportunities/osterlane.html"),
        ("mid-search", "index.html"),
        ("mid-search", "waiting.html"),
        ("8 stages", "index.html"),
    ],
)


@PAGES
def test_a_page_is_printed_whole(
    name: str, path: str, folder_of: Callable[[str], Path], paper: Window
) -> None:
    page = paper.open(folder_of(name), path)
    assert paper.faults(A4) == []
    hidden = page.eval_on_selector_all(
        "table, figure svg.chart, details > :not(summary)",
        "all => all.filter(each => !each.closest('.chart-tall') && !each.closest('.chart-wide')"
        " && !(each.getBoundingClientRect().height > 20)).length",
    )
    assert hidden == 0
    if path == "index.html":
        assert page.locator("svg.flow:visible").count() == 1
    for gone in ("nav", ".filters", ".seek", ".skip"):
        assert page.locator(f"{gone}:visible").count() == 0
    assert page.locator("footer:has-text('Private.')").is_visible()


@PAGES
def test_a_page_can_be_saved_as_a_pdf(
    name: str, path: str, folder_of: Callable[[str], Path], window: Window
) -> None:
    pdf = window.open(folder_of(name), path).pdf(format="A4")
    assert pdf.startswith(b"%PDF-")
    assert pdf.count(b"/Type /Page\n") >= 1


def test_dark_colours_stay_on_the_screen(folder_of: Callable[[str], Path], paper: Window) -> None:
    paper.page.emulate_media(media="print", color_scheme="dark")
    page = paper.open(folder_of("the sample"), "index.html")
    paper_colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    paper.page.emulate_media(media="print", color_scheme="light")
    assert paper_colour == "rgb(255, 255, 255)"
