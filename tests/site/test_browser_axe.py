"""The accessibility rules of axe find nothing, in any width and colours."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.searches import kinds, site
from tests.site.windows import MODES, Colours, Windows

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("name", "story"),
    [
        ("the sample", "opportunities/osterlane.html"),
        ("mid-search", "opportunities/quill-and-oak.html"),
    ],
)
@pytest.mark.parametrize(("width", "colours"), MODES)
def test_every_kind_of_page_is_accessible(
    name: str,
    story: str,
    width: int,
    colours: Colours,
    folder_of: Callable[[str], Path],
    windows: Windows,
) -> None:
    window = windows.window(width, colours)
    found = {}
    for path in (*kinds(site(name)), story):
        page = window.open(folder_of(name), path)
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        result = Axe().run(page)
        wrong = {
            each["id"]: [node["html"][:120] for node in each["nodes"]]
            for each in result.response["violations"]
        }
        if wrong:
            found[path] = wrong
    assert found == {}
