"""The site as files: the same from the same ledger, committed, light, silent about its maker."""

from __future__ import annotations

import json
import os
import shutil
from datetime import date
from pathlib import Path

import pytest
from tests.commands import call
from tests.conftest import Command
from tests.searches import figures, kinds, sample, site
from tests.webpages import elements, tree

from opledger.core.config import Config
from opledger.files.filling import LIST_NAME
from opledger.files.resources import sample_folder
from opledger.git.repository import Checkout
from opledger.site.build import private_site

ROOT = Path(__file__).resolve().parents[2]
MOST_BYTES = 100_000


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_committed_site_is_what_the_build_gives(tmp_path: Path) -> None:
    assert call("demo", tmp_path / "demo").code == 0
    fresh, committed = files_of(tmp_path / "demo" / "site"), files_of(ROOT / "site")
    stale = sorted(
        path for path in fresh.keys() | committed.keys() if fresh.get(path) != committed.get(path)
    )
    told = f"{', '.join(stale[:5])}{f' and {len(stale) - 5} more' if len(stale) > 5 else ''}"
    assert not stale, f"site/ is not what the build gives: run 'make site'. Different: {told}"


def test_a_second_build_gives_the_same_bytes() -> None:
    assert private_site(sample()) == site("the sample")


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONUTF8": "0"},
        {
            "PYTHONHASHSEED": "2",
            "TZ": "Pacific/Pago_Pago",
            "LC_ALL": "tr_TR.UTF-8",
            "SOURCE_DATE_EPOCH": "4102444800",
            "COLUMNS": "20",
            "LANG": "de_DE",
        },
    ],
)
def test_the_site_is_the_same_wherever_it_is_built(
    environment: dict[str, str], tmp_path: Path, run: Command
) -> None:
    mask = os.umask(0o077)
    try:
        ended = run("demo", "a folder, moved", cwd=tmp_path, env=environment)
    finally:
        os.umask(mask)
    assert (ended.code, ended.stderr) == (0, "")
    assert files_of(tmp_path / "a folder, moved" / "site") == files_of(ROOT / "site")


def test_files_that_lie_in_another_order_give_the_same_pages(tmp_path: Path) -> None:
    names = [path.relative_to(sample_folder()) for path in sample_folder().rglob("*.yaml")]
    for name in sorted(names, key=lambda path: path.name[::-1]):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(sample_folder() / name, tmp_path / name)
    assert call("--ledger", tmp_path, "site", "build").code == 0
    built = files_of(tmp_path / "site")
    built.pop(LIST_NAME)
    assert built == site("the sample")


def test_every_page_is_light() -> None:
    files = site("the sample")
    weights = {}
    for path in (path for path in files if path.endswith(".html")):
        links = [
            each.attrib.get("href", each.attrib.get("src", ""))
            for name, each in elements(tree(files[path]))
            if name == "script" or (name == "link" and each.attrib["rel"] in {"icon", "stylesheet"})
        ]
        loaded = {link.removeprefix("../") for link in links}
        weights[path] = len(files[path]) + sum(len(files[name]) for name in loaded)
    heaviest = max(weights, key=weights.__getitem__)
    assert weights[heaviest] <= MOST_BYTES, f"{heaviest} weighs {weights[heaviest]} bytes"


def test_pages_of_many_are_light_too() -> None:
    files = site("500")
    for path in kinds(files):
        styles = sum(len(files[f"assets/{name}.css"]) for name in ("style", "charts"))
        assert len(files[path]) + styles <= MOST_BYTES, path


def test_no_page_tells_where_or_when_it_was_made() -> None:
    said = b"".join(site("the sample").values())
    secrets = [str(ROOT), str(Path.home()), os.environ.get("USER") or "nobody-at-all", "/tmp/"]  # noqa: S108 - not used
    assert [word for word in secrets if word != "/root" and word.encode() in said] == []
    assert date.today().isoformat().encode() not in said  # noqa: DTZ011 - whichever day it is


def test_the_data_is_what_the_commands_print() -> None:
    for command, path in (("stats", "statistics"), ("list", "opportunities")):
        printed = call("--ledger", sample_folder(), command, "--format", "json").stdout
        assert json.loads(printed) == json.loads(site("the sample")[f"data/{path}.json"])


def test_every_opportunity_has_a_page_and_nothing_else_has() -> None:
    files = site("the sample")
    ids = sorted(each.opportunity.id for each in sample().standings)
    assert sorted(files) == sorted(
        [
            "404.html",
            "feed.atom",
            "index.html",
            "interest.html",
            "lessons.html",
            "method.html",
            "offers.html",
            "opportunities.html",
            "sources.html",
            "time.html",
            "timeline.html",
            *(f"opportunities/{name}.html" for name in ids),
            *(f"assets/{name}" for name in ("style.css", "charts.css", "filters.css")),
            "assets/table.js",
            "assets/icon.svg",
            "data/statistics.json",
            "data/opportunities.csv",
            "data/opportunities.json",
        ]
    )


def test_the_commit_is_named_on_every_page() -> None:
    clean = private_site(figures(Config()), Checkout("0123456789abcdef", clean=True))
    changed = private_site(figures(Config()), Checkout("0123456789abcdef", clean=False))
    for path in ("index.html", "opportunities.html", "method.html"):
        assert b", at commit 0123456789. " in clean[path]
        assert b", at commit 0123456789, with changes not committed yet." in changed[path]
