"""The command in this process, for what needs no process of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.exchange.imports import Shell, shell_in


@pytest.fixture
def shell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Shell:
    """A folder in which ``opledger`` is run: ``shell("import", log).out``."""
    return shell_in(tmp_path, monkeypatch, capsys)
