"""What the tests themselves stand on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.cached import shared_cache
from tests.conftest import Command

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def test_the_command_runs_with_a_clean_environment(
    tmp_path: Path, run: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPLEDGER_DEBUG", "1")
    shared = ["OPLEDGER_CACHE"] if shared_cache() else []
    assert sorted(set(run.environment(MORE="x")) - set(shared)) == [
        "HOME",
        "LC_ALL",
        "MORE",
        "PATH",
        "PYTHONPATH",
        "PYTHONSAFEPATH",
        "SOURCE_DATE_EPOCH",
        "TZ",
    ]
    assert run("--version", cwd=tmp_path).stdout.startswith("opledger ")


@pytest.mark.browser
def test_a_browser_opens_a_page(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content("<title>Ledger</title>")
    assert page.title() == "Ledger"
    page.close()
