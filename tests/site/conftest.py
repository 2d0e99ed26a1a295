"""Built sites on the disk, and browser windows onto them that are kept for all tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.searches import site
from tests.site.windows import Window, Windows

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def write_site(folder: Path, files: Mapping[str, bytes]) -> Path:
    """The folder with these files in it."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


@pytest.fixture(scope="session")
def folder_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The folder with the site of a search, by its name in ``tests.searches``."""
    made: dict[str, Path] = {}

    def folder(name: str) -> Path:
        if name not in made:
            made[name] = write_site(tmp_path_factory.mktemp("site"), site(name))
        return made[name]

    return folder


@pytest.fixture(scope="session")
def windows(browser: Browser) -> Iterator[Windows]:
    """Windows by width, colours and whether scripts run; each is opened once."""
    opened = Windows(browser)
    yield opened
    opened.close()


@pytest.fixture
def window(windows: Windows) -> Window:
    """A wide light window with scripts."""
    return windows.window(1200, "light")
