"""The parts of a site: any order gives the same files, and each says how far it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from tests.searches import SEARCHES

from opledger.core.scope import WHOLE
from opledger.files.filling import Memory, Place
from opledger.site import build, sharing
from opledger.site.build import private_site
from opledger.site.parts import Parts
from opledger.site.sharing import Helpers
from opledger.site.views.opportunities import listing


@pytest.fixture(scope="module")
def made() -> tuple[Parts, dict[str, bytes]]:
    """The parts of the site of 500, and all files of it."""
    caught: list[Parts] = []
    shared = sharing.shared

    @contextmanager
    def watched(
        parts: Parts, place: Place, helpers: Helpers
    ) -> Iterator[Callable[[Callable[[int], None]], None]]:
        caught.append(parts)
        with shared(parts, place, helpers) as join:
            yield join

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(build, "shared", watched)
        files = private_site(SEARCHES["500"]())
    return caught[0], files


def test_the_last_part_first_gives_the_same(made: tuple[Parts, dict[str, bytes]]) -> None:
    parts, files = made
    place = Memory()
    for part in reversed(range(parts.count)):
        parts.put(part, place)
    beside = {name for name in files if name.startswith("assets/")} | {"404.html", "feed.atom"}
    assert place.files == {name: files[name] for name in files if name not in beside}


def test_each_part_says_how_many_pages_are_done_with_it(
    made: tuple[Parts, dict[str, bytes]],
) -> None:
    parts, _ = made
    place = Memory()
    told = []
    for part in range(parts.count):
        parts.put(part, place)
        told.append(sum(name.endswith(".html") for name in place.files))
    assert [parts.pages_to(part) for part in range(parts.count)] == told
    assert told[-1] == parts.pages


def test_the_figures_that_take_longest_are_those_of_one_part(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of two processes one has them, and the other does something else meanwhile."""
    caught: list[Parts] = []

    @contextmanager
    def nobody(
        parts: Parts, _place: Place, _helpers: Helpers
    ) -> Iterator[Callable[[Callable[[int], None]], None]]:
        caught.append(parts)
        yield lambda _told: None

    monkeypatch.setattr(build, "shared", nobody)
    figured = SEARCHES["500"]()
    private_site(figured)
    for part in range(1, caught[0].count):
        caught[0].put(part, Memory())
    slow = {"judgement", "times", "offers"}
    assert slow & set(vars(figured)) == set()
    caught[0].put(0, Memory())
    assert slow <= set(vars(figured))


@pytest.mark.parametrize("name", SEARCHES)
def test_a_page_is_planned_where_its_view_has_something_to_tell(name: str) -> None:
    figured = SEARCHES[name]()
    planned = build._pages(figured, listing(figured, WHOLE), WHOLE)
    views = {page.path: page.view() for page in planned}
    assert [path for path, view in views.items() if view is None] == []
    time: Any = views.get("time.html")
    assert time is None or time.main or time.stages
