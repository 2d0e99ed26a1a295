"""Other people's programs that tests hold opledger against: editors, shells, viewers, packages.

They come from the system's packages and from ``tests/node``. Where one is absent its tests don't
run, and the summary says so; with ``OPLEDGER_REQUIRE_PROGRAMS=1``, as in CI, that is a failure.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

NODE_MODULES = Path(__file__).parent / "node" / "node_modules"


def required() -> bool:
    """Whether a missing program is a failure."""
    return os.environ.get("OPLEDGER_REQUIRE_PROGRAMS") == "1"


def program(*names: str) -> str:
    """The path of the first of these programs that is installed; else the test ends here."""
    found = next(filter(None, map(shutil.which, names)), None)
    return found or _absent(names[0])


def node_package(name: str) -> Path:
    """The folder of an npm package for tests, where Node can run it; else the test ends here."""
    program("node")
    folder = NODE_MODULES / name
    return folder if folder.is_dir() else Path(_absent(f"npm package {name}"))


def _absent(name: str) -> str:
    if required():
        pytest.fail(f"there is no {name}, and OPLEDGER_REQUIRE_PROGRAMS asks for it")
    pytest.skip(f"tests, as there is no {name}: install it")
