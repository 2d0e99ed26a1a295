"""Every page of every search is good HTML, leads nowhere wrong, and holds no code."""

from __future__ import annotations

import re

import pytest
from tests.searches import SEARCHES, site
from tests.webpages import faults


# Five hundred make pages like those of sixty.
@pytest.mark.parametrize("name", [name for name in SEARCHES if name != "500"])
def test_every_page_is_sound(name: str) -> None:
    files = site(name)
    pages = [path for path in files if path.endswith(".html")]
    if name != "the sample":
        pages = pages[:12]
    assert {path: found for path in pages if (found := faults(files, path))} == {}


def test_style_sheets_load_nothing() -> None:
    files = site("the sample")
    sheets = b"".join(content for path, content in files.items() if path.endswith(".css"))
    assert re.findall(rb"url\(|@import|@font-face|expression|https?:", sheets) == []


def test_a_page_that_is_not_sound_is_found_out() -> None:
    page = b"""<!doctype html><html><head><title></title><style></style></head><body>
    <h1 id=a style="x">A</h1><h3 id=a>B</h3><a href="missing.html">x</a>
    <a href="javascript:x">x</a><a href="#nowhere" onclick="x">x</a><img src="http://x/y">
    <table><tr><th>x</th></tr><tr><td>x</td><td>y</td></tr></table><svg></svg>
    <p aria-labelledby=b></p><footer>Public</footer></body></html>"""
    found = "\n".join(faults({"index.html": page}, "index.html"))
    for expected in (
        "2 elements have the id 'a'",
        "names 'b', which is not there",
        "a leads to missing.html, which is not there",
        "a leads to javascript:x",
        "a leads to #nowhere, a place that is not there",
        "img leads to http://x/y",
        "style stands in the page",
        "h1 has style",
        "a has onclick",
        "the policy does not say default-src 'none'",
        "robots are not sent away",
        "the language is not said",
        "the title is empty",
        "it is not said that the page is private",
        "an h3 follows an h1",
        "'x' does not say what it heads",
        "the rows of a table have [1, 2] cells",
        "a chart is not said to be one",
        "a chart has no title",
    ):
        assert expected in found
