"""Filters without scripts, sorting and search with them, and all of it by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.searches import SEARCHES
from tests.site.windows import Window, Windows

from opledger.site.views.opportunities import listing

pytestmark = pytest.mark.browser
FolderOf = Callable[[str], Path]
# Read by the test, not by the page: it also works where the page's scripts are off.
_SHOWN = "rows => rows.filter(row => row.getClientRects().length).length"
_IN_USE = """() => {
  const each = document.activeElement, edge = each.getBoundingClientRect();
  const look = getComputedStyle(each);
  return {what: each.tagName + " " + (each.id || each.textContent.trim().slice(0, 30)),
    seen: edge.width > 0 && edge.right > 0 && look.outlineStyle !== "none"
      && parseFloat(look.outlineWidth) >= 1};
}"""


def shown(window: Window) -> int:
    """How many rows of the list can be seen."""
    found: int = window.page.eval_on_selector_all("#rows tbody tr", _SHOWN)
    return found


@pytest.mark.parametrize("name", ["the sample", "mid-search", "labels of many scripts"])
@pytest.mark.parametrize("width", [1200, 375])
def test_every_choice_shows_as_many_rows_as_it_says(
    name: str, width: int, folder_of: FolderOf, windows: Windows
) -> None:
    window = windows.window(width, "light", scripts=False)
    page = window.open(folder_of(name), "opportunities.html")
    view = listing(SEARCHES[name]()).whole()
    assert shown(window) == len(view.rows)
    told, counted = {}, {}
    for each in view.filters:
        for choice in each.choices:
            mark = f"#{each.key}-{choice.number}"
            page.check(mark)
            told[mark] = int(page.inner_text(f"label:has({mark}) small"))
            counted[mark] = shown(window)
        page.check(f"#{each.key}-all")
    assert counted == told
    assert shown(window) == len(view.rows)


def test_two_filters_hold_together(folder_of: FolderOf, windows: Windows) -> None:
    window = windows.window(1200, "light", scripts=False)
    page = window.open(folder_of("the sample"), "opportunities.html")
    page.check("#i-1")
    page.check("#s-1")
    names = page.eval_on_selector_all(
        "#rows tbody tr",
        "rows => rows.filter(row => row.getClientRects().length)"
        ".map(row => row.querySelector('a').textContent)",
    )
    assert names == ["Meridian Inference", "Halyard Contracts", "Larkmoor Devices"]


def test_without_scripts_there_is_no_search_that_does_nothing(
    folder_of: FolderOf, windows: Windows
) -> None:
    window = windows.window(1200, "light", scripts=False)
    page = window.open(folder_of("the sample"), "opportunities.html")
    assert page.locator("#seek").is_hidden()
    assert page.locator("thead button").count() == 0
    assert window.heard == []


def test_search_finds_what_is_typed(folder_of: FolderOf, window: Window) -> None:
    page = window.open(folder_of("the sample"), "opportunities.html")
    page.fill("#seek", "MACHINE-learning lead")
    assert (shown(window), page.inner_text("output")) == (2, "2 of 39 shown")
    page.check("#i-1")
    assert page.inner_text("output") == f"{shown(window)} of 39 shown"
    page.fill("#seek", "")
    assert page.inner_text("output") == f"{shown(window)} of 39 shown"
    page.check("#i-all")
    assert (shown(window), page.inner_text("output")) == (39, "")
    assert window.heard == []


@pytest.mark.parametrize("width", [1200, 375])
@pytest.mark.parametrize(
    ("column", "key"),
    [
        ("Company", lambda row: row.company.lower()),
        ("Opened", lambda row: row.started),
        ("Reached", lambda row: row.stage_rank),
        ("Interest", lambda row: row.interest_order),
        ("Days", lambda row: row.days),
    ],
)
def test_sorting_by_keyboard_goes_up_and_then_down(
    column: str,
    key: Callable[[Any], Any],
    width: int,
    folder_of: FolderOf,
    windows: Windows,
) -> None:
    page = windows.window(width, "light").open(folder_of("the sample"), "opportunities.html")
    page.set_default_timeout(5000)
    rows = {row.id: row for row in listing(SEARCHES["the sample"]()).whole().rows}
    button = page.get_by_role("button", name=column, exact=True)
    for sense in ("ascending", "descending"):
        button.focus()
        assert page.evaluate(_IN_USE)["seen"]
        page.keyboard.press("Enter")
        order = page.eval_on_selector_all(
            "#rows tbody a", "links => links.map(each => each.getAttribute('href'))"
        )
        keys = [key(rows[href.split("/")[1].removesuffix(".html")]) for href in order]
        assert keys == sorted(keys, reverse=sense == "descending")
        assert page.get_attribute(f"th:has-text('{column}')", "aria-sort") == sense
    assert page.locator("[aria-sort]").count() == 1


def test_what_is_sorted_and_searched_stays_filtered(folder_of: FolderOf, window: Window) -> None:
    page = window.open(folder_of("the sample"), "opportunities.html")
    page.check("#i-1")
    before = shown(window)
    page.get_by_role("button", name="Company", exact=True).click()
    assert shown(window) == before == 9


@pytest.mark.parametrize(
    "path", ["index.html", "opportunities.html", "method.html", "opportunities/quill-and-oak.html"]
)
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_the_tab_key_reaches_everything_and_shows_where_it_is(
    path: str, colours: str, folder_of: FolderOf, windows: Windows
) -> None:
    window = windows.window(1200, "dark" if colours == "dark" else "light")
    page = window.open(folder_of("mid-search"), path)
    wanted = page.locator(
        "a:visible, summary:visible, .scroll:visible, button:visible, [type=search]:visible,"
        " [type=radio]:checked, .skip"
    )
    expected = len(set(wanted.evaluate_all("all => all.map((each, n) => n)")))
    reached = []
    for _ in range(expected):
        page.keyboard.press("Tab")
        reached.append(page.evaluate(_IN_USE))
    assert [each["what"] for each in reached if not each["seen"]] == []
    assert reached[0]["what"] == "A Skip to the content"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "BODY"


def test_the_skip_link_leads_past_the_menu(folder_of: FolderOf, window: Window) -> None:
    page = window.open(folder_of("the sample"), "index.html")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
