"""Pages that several processes share in: the same bytes, and one line where one goes wrong."""

from __future__ import annotations

import os
import signal
import sys
import threading
import warnings
from pathlib import Path

import pytest
from tests.files.test_filling import whole
from tests.searches import SEARCHES

from opledger.core.failure import Failure
from opledger.files import processes
from opledger.files.folder import fill_folder
from opledger.files.processes import COPIED, STARTED
from opledger.site import sharing
from opledger.site.build import private_site, put_private_site
from opledger.site.pages import Pages
from opledger.site.sharing import NOBODY, Helpers, usual_helpers
from opledger.site.stories import Stories

COPIES = pytest.mark.skipif(sys.platform != "linux", reason="no process is copied here")


def put(target: Path, helpers: Helpers, pages: Pages | None = None) -> dict[str, bytes]:
    """The site of 500, as it is on the disk."""
    figured = SEARCHES["500"]()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        fill_folder(target, lambda p: put_private_site(p, figured, pages=pages, helpers=helpers))
    return whole(target)


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The site, made by one process."""
    return put(tmp_path_factory.mktemp("alone") / "site", NOBODY)


@COPIES
@pytest.mark.parametrize("many", [1, 3])
def test_the_same_comes_of_it_in_any_number(
    many: int, alone: dict[str, bytes], tmp_path: Path
) -> None:
    site = tmp_path / "site"
    assert put(site, Helpers(many, COPIED)) == alone
    before = {path: path.stat().st_ino for path in site.rglob("*.html")}
    assert put(site, Helpers(many, COPIED)) == alone
    assert {path: path.stat().st_ino for path in site.rglob("*.html")} == before


def test_the_same_comes_of_processes_that_are_started(
    alone: dict[str, bytes], tmp_path: Path
) -> None:
    assert put(tmp_path / "site", Helpers(1, STARTED)) == alone


def test_what_is_on_the_disk_is_what_is_told_without_one(alone: dict[str, bytes]) -> None:
    files = private_site(SEARCHES["500"]())
    hidden = {name for name in alone if name.startswith(".")}
    assert {name: content for name, content in alone.items() if name not in hidden} == files


@COPIES
def test_the_first_page_that_goes_wrong_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever makes it: all pages go wrong, or those from the 260th on."""
    page = Pages.page

    def wrong(
        pages: Pages, template: str, frame: object, view: object, *, keyed: bool = False
    ) -> bytes:
        order.append(getattr(view, "id", ""))
        if template == "opportunity.html.j2" and view.id in late:  # type: ignore[attr-defined]
            raise Failure(f"wrong: {view.id}", code=1)  # type: ignore[attr-defined]
        return page(pages, template, frame, view, keyed=keyed)  # type: ignore[arg-type]

    order: list[str] = []
    late: set[str] = set()
    monkeypatch.setattr(Pages, "page", wrong)
    put(tmp_path / "whole", NOBODY)
    ids = [name for name in order if name]
    for start in (0, 260, 499):
        late = set(ids[start:])
        for many in (0, 1, 3):
            with pytest.raises(Failure) as caught:
                put(tmp_path / "site", Helpers(many, COPIED))
            assert (str(caught.value), caught.value.code) == (f"wrong: {ids[start]}", 1)
            assert not (tmp_path / "site").exists()
            assert [path.name for path in tmp_path.iterdir()] == ["whole"]


@COPIES
def test_a_wrong_template_of_mine_is_one_line_in_any_number(tmp_path: Path) -> None:
    said = set()
    for many in (0, 2):
        pages = Pages(own={"opportunity.html.j2": b"\n{{ view.nothing }}"})
        with pytest.raises(Failure) as caught:
            put(tmp_path / "site", Helpers(many, COPIED), pages)
        said.add(str(caught.value))
    (line,) = said
    assert line.startswith("templates/opportunity.html.j2:2: the template is wrong: ")


@COPIES
@pytest.mark.parametrize("page", [0, 120, 480])
def test_what_a_helper_had_that_was_killed_is_made_again(
    page: int, alone: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, put_one = os.getpid(), Stories.put

    def put_or_die(stories: Stories, index: int, place: object) -> None:
        if os.getpid() != first and index >= page:
            os.kill(os.getpid(), signal.SIGKILL)
        put_one(stories, index, place)  # type: ignore[arg-type]

    monkeypatch.setattr(Stories, "put", put_or_die)
    assert put(tmp_path / "site", Helpers(2, COPIED)) == alone


@COPIES
def test_nobody_helps_where_threads_run_or_pages_are_few() -> None:
    assert usual_helpers(499).many == 0
    going = threading.Event()
    thread = threading.Thread(target=going.wait)
    thread.start()
    try:
        assert usual_helpers(100_000) == NOBODY
    finally:
        going.set()
        thread.join()


@COPIES
def test_helpers_are_as_many_as_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "_threads", lambda: 1)
    monkeypatch.setattr(sharing, "processors", lambda: 4)
    assert [usual_helpers(n).many for n in (10, 999, 1000, 2000, 100_000)] == [0, 0, 1, 3, 3]


def test_it_is_told_how_many_pages_are_done(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    figured = SEARCHES["500"]()
    fill_folder(
        tmp_path / "site",
        lambda place: put_private_site(place, figured, told=lambda *both: told.append(both)),
    )
    every = len(list((tmp_path / "site").rglob("*.html")))
    assert told[-1] == (every, every)
    assert told.count((0, every)) > 8  # while the figures are worked out, before the first page
    assert told == sorted(told)
    assert {total for _, total in told} == {every}
