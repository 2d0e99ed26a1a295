"""How often a command reads a text by the parser with positions, which is the slow one."""

from __future__ import annotations

from cProfile import Profile
from pathlib import Path

import pytest
from tests.git.repositories import committed

from opledger.cli.main import run
from opledger.files import yaml


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home with an identity, and nothing of the caller's git."""
    home = tmp_path / "home"
    home.mkdir()
    (home / ".gitconfig").write_text("[user]\n\tname = A. Person\n\temail = a@example.com\n")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


def parsed(*arguments: str) -> int:
    """How many texts that parser reads while a command runs, which has to end well."""
    profile = Profile()
    assert profile.runcall(run, list(arguments)) == 0
    profile.create_stats()
    return sum(
        calls
        for (file, _, name), (calls, *_) in profile.stats.items()
        if (file, name) == (yaml.__file__, "parse")
    )


@pytest.mark.parametrize(
    ("command", "texts"),
    [
        ("add Heron --role Tester", 0),
        ("record kestrel note --note Met", 2),  # where to write, and proof of what was written
        ("next kestrel Call --due 2024-02-01", 2),
        ("next kestrel", 0),
        ("init ../new --currency EUR", 0),
    ],
)
def test_only_a_text_that_is_changed_is_parsed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, texts: int
) -> None:
    committed(tmp_path / "ledger")
    monkeypatch.chdir(tmp_path / "ledger")
    assert parsed(*command.split()) == texts


def test_a_file_with_a_warning_is_parsed_once_before_and_once_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    committed(tmp_path / "ledger")
    monkeypatch.chdir(tmp_path / "ledger")
    assert run(["record", "kestrel", "ghosted", "--date", "2024-01-09"]) == 0
    assert parsed("next", "kestrel", "Call", "--due", "2024-02-01") == 2
    assert parsed("record", "kestrel", "note", "--note", "Met", "--date", "2024-01-09") == 2


def test_what_comes_back_from_a_table_is_parsed_only_where_there_is_something_to_find(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    committed(tmp_path / "ledger")
    monkeypatch.chdir(tmp_path / "ledger")
    assert run(["export", "csv", "--output", "all.csv"]) == 0
    assert parsed("import", "all.csv", "--into", "back", "--write") == 0
