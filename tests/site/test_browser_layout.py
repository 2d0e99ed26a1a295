"""Nothing is clipped, overlaps, or is too wide or too small, in any search on any page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from tests.searches import SEARCHES, kinds, site
from tests.site.windows import Window

pytestmark = pytest.mark.browser
WIDTHS = (1200, 700, 375)


def _kinds(name: str) -> list[str]:
    """One page of each kind, and the fullest of the opportunities' pages."""
    files = site(name)
    stories = [path for path in files if path.startswith("opportunities/")]
    stories.sort(key=lambda path: (-len(files[path]), path))
    return [*kinds(files), *stories[:2]]


def _faults(window: Window, folder: Path, paths: Iterable[str]) -> dict[str, list[str]]:
    faults = {}
    for path in paths:
        window.open(folder, path)
        window.unfold()
        if found := window.faults(*WIDTHS):
            faults[path] = found
    return faults


@pytest.mark.parametrize("name", SEARCHES)
def test_everything_has_its_place(
    name: str, folder_of: Callable[[str], Path], window: Window
) -> None:
    assert _faults(window, folder_of(name), _kinds(name)) == {}


def test_every_opportunity_of_the_sample_has_its_place(
    folder_of: Callable[[str], Path], window: Window
) -> None:
    stories = [path for path in site("the sample") if path.startswith("opportunities/")]
    assert _faults(window, folder_of("the sample"), stories) == {}


def test_the_history_has_its_place(window: Window) -> None:
    committed = Path(__file__).parents[2] / "site"  # a test holds it equal to a fresh build
    assert _faults(window, committed, ["history.html"]) == {}
