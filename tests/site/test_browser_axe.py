"""The accessibility rules of axe find nothing, in any width and colours."""

from __future__ import annotations

from collections.abc import Callable, Iterable
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
    found = _violations(windows, (width, colours), folder_of(name), (*kinds(site(name)), story))
    assert found == {}


@pytest.mark.parametrize(("width", "colours"), MODES)
def test_the_history_is_accessible(width: int, colours: Colours, windows: Windows) -> None:
    committed = Path(__file__).parents[2] / "site"  # a test holds it equal to a fresh build
    assert _violations(windows, (width, colours), committed, ("history.html",)) == {}


def _violations(
    windows: Windows, mode: tuple[int, Colours], folder: Path, paths: Iterable[str]
) -> dict[str, dict[str, list[str]]]:
    """The rules that axe finds broken, and where, by page."""
    width, colours = mode
    window = windows.window(width, colours)
    found = {}
    for path in paths:
        page = window.open(folder, path)
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        result = Axe().run(page)
        wrong = {
            each["id"]: [node["html"][:120] for node in each["nodes"]]
            for each in result.response["violations"]
        }
        if wrong:
            found[path] = wrong
    return found
