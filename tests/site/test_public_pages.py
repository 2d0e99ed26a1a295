"""Public pages, of everything listed or of large counts alone, are as sound as private ones."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from tests.searches import SEARCHES
from tests.site.accessible import violations
from tests.site.conftest import write_site
from tests.site.windows import Window
from tests.webpages import faults

from opledger.core.config import Publish
from opledger.core.model import Ledger
from opledger.core.publishing import public
from opledger.core.vocabulary import PublicField
from opledger.site.build import public_site

NAMES = ("the sample", "empty", "one", "500", "8 stages", "long labels", "Arabic and Hebrew labels")
ADDRESS = "https://example.org/search"
OF_PRIVATE_PAGES = {"robots are not sent away", "it is not said that the page is private"}


@cache
def built(name: str, few: int | None, *, all_listed: bool = True) -> dict[str, bytes]:
    """The public site of a search, of counts of at least ``few`` where that is set."""
    figured = SEARCHES[name]()
    fields = frozenset(PublicField if all_listed else [PublicField.STAGES, PublicField.OUTCOME])
    publish = Publish(fields=fields, few=few, address=ADDRESS)
    config = replace(figured.config, publish=publish)
    ledger = Ledger(config, tuple(each.opportunity for each in figured.standings))
    files = dict(public_site(public(ledger, figured.as_of)).files)
    # What is not found is shown anywhere, so its links are whole; here they are looked up.
    return files | {"404.html": files["404.html"].replace(b'="/search/', b'="')}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("few", [None, 3, 5])
def test_every_public_page_is_sound(name: str, few: int | None) -> None:
    files = built(name, few)
    pages = [path for path in files if path.endswith(".html")][:15]
    expected = {path: OF_PRIVATE_PAGES | {f"link leads to {ADDRESS}/{path}"} for path in pages}
    found = {path: sorted(set(faults(files, path)) - expected[path]) for path in pages}
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


def test_a_site_of_counts_holds_no_opportunity() -> None:
    assert sorted(built("the sample", 5)) == [
        "404.html",
        "assets/charts.css",
        "assets/funnel.png",
        "assets/icon.svg",
        "assets/style.css",
        "assets/table.js",
        "data/statistics.json",
        "index.html",
        "method.html",
        "sitemap.xml",
    ]


@pytest.mark.browser
@pytest.mark.parametrize("name", NAMES)
def test_counts_have_their_place(name: str, tmp_path: Path, window: Window) -> None:
    folder = write_site(tmp_path, built(name, 3))
    found = {}
    for path in ("index.html", "method.html"):
        window.open(folder, path)
        window.unfold()
        found[path] = window.faults(1200, 700, 375)
    assert found == {"index.html": [], "method.html": []}


@pytest.mark.browser
def test_counts_are_accessible(tmp_path: Path, window: Window) -> None:
    folder = write_site(tmp_path, built("the sample", 5))
    assert violations(window, folder, ("index.html", "method.html")) == {}
