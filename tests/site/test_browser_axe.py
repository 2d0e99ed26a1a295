"""The accessibility rules of axe find nothing, in any width and colours."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from tests.searches import kinds, site
from tests.site.accessible import COLOUR_RULES, violations
from tests.site.windows import MODES, Window

pytestmark = pytest.mark.browser
STORIES = {
    "the sample": "opportunities/osterlane.html",
    "mid-search": "opportunities/quill-and-oak.html",
}
WAYS = 3  # as many tests as share the pages of a search


@pytest.mark.parametrize("name", STORIES)
@pytest.mark.parametrize("way", range(WAYS))
def test_every_kind_of_page_is_accessible(
    name: str, way: int, folder_of: Callable[[str], Path], window: Window
) -> None:
    pages = (*kinds(site(name)), STORIES[name])[way::WAYS]
    assert violations(window, folder_of(name), pages) == {}


def test_the_history_is_accessible(window: Window) -> None:
    committed = Path(__file__).parents[2] / "site"  # a test holds it equal to a fresh build
    assert violations(window, committed, ["history.html"]) == {}


def test_the_rules_about_colours_are_all_there_are(window: Window, tmp_path: Path) -> None:
    """One that axe does not run unless asked stays out, as it does in the light."""
    (tmp_path / "page.html").write_text("<!doctype html>")
    page = window.open(tmp_path, "page.html")
    page.evaluate(AXE_SCRIPT)
    rules = set(page.evaluate("axe.getRules(['cat.color']).map(each => each.ruleId)"))
    assert rules - {"color-contrast-enhanced"} == set(COLOUR_RULES)


PAGE = """<!doctype html><html lang="en"><title>A page</title><style>{style}</style>
<main><h1>A page</h1><p class="text">Said</p><p class="text">Pale</p><input class="field">
</main></html>"""
FIELD, PALE = '<input class="field">', '<p class="text">Pale</p>'
DARK = " @media (prefers-color-scheme: dark) "


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        (
            "p + p { color: #eee }",
            {mode: {"label": [FIELD], "color-contrast": [PALE]} for mode in MODES[::2]}
            | {mode: {"color-contrast": [PALE]} for mode in MODES[1::2]},
        ),
        (
            ".field { display: none }"
            + DARK
            + "{ .field { display: block } p + p { color: #eee } }",
            {mode: {"label": [FIELD], "color-contrast": [PALE]} for mode in MODES[1::2]},
        ),
        (
            ".field { display: none }" + DARK + "{ p + p { color: #eee } }",
            {mode: {"color-contrast": [PALE]} for mode in MODES[1::2]},
        ),
        (
            ".field { display: none } @media (max-width: 500px) { p + p { color: #eee } }",
            {mode: {"color-contrast": [PALE]} for mode in MODES[2:]},
        ),
    ],
    ids=["everywhere", "with a place in the dark", "only in the dark", "only where it is narrow"],
)
def test_what_is_broken_is_found_in_each_mode(
    style: str,
    expected: dict[tuple[int, str], dict[str, list[str]]],
    window: Window,
    tmp_path: Path,
) -> None:
    (tmp_path / "page.html").write_text(PAGE.format(style=style))
    assert violations(window, tmp_path, ["page.html"]) == {
        f"page.html, {width} wide, {colours}": broken
        for (width, colours), broken in expected.items()
    }
