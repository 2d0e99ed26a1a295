"""Whatever lies in a ledger's folders is told or left alone; nothing outside is ever read."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.conftest import Command
from tests.examples import as_nobody
from tests.hostile_entries import ENTRIES, NOTHING_READ, READ_TOO, nest
from tests.hostile_texts import SOUND
from tests.ledgers import TODAY, ids, lines, write

from opledger.files.reading import read_ledger

pytestmark = pytest.mark.skipif(
    sys.platform in {"win32", "darwin"}, reason="tests of odd files: they need Linux's"
)
THROUGH_THE_COMMAND = (
    "link to a file outside",
    "link to a device",
    "links in a loop",
    "pipe",
    "ledger.yaml is a pipe",
    "opportunities is a link",
    "name with an escape",
    "name that is no UTF-8",
)


@pytest.fixture
def root(tmp_path: Path) -> Iterator[Path]:
    yield write(tmp_path / "ledger", {"opportunities/sound.yaml": SOUND})
    # Python's own way to remove folders gives up on some that the tests make.
    subprocess.run(["rm", "-rf", str(tmp_path / "ledger")], check=True)


@pytest.mark.parametrize("name", ENTRIES)
def test_an_odd_entry_is_told_and_the_file_beside_it_is_read(name: str, root: Path) -> None:
    ENTRIES[name][0](root)
    reading = read_ledger(root, TODAY)
    expected = ENTRIES[name][1]
    assert [line.rpartition("; ")[0] for line in lines(reading)] == expected
    sound = [] if name in NOTHING_READ else ["sound"]
    assert ids(reading) == sorted(READ_TOO.get(name, []) + sound)
    assert "Secret" not in str(reading)


@pytest.mark.parametrize("name", THROUGH_THE_COMMAND)
def test_the_command_neither_hangs_nor_follows(name: str, root: Path, run: Command) -> None:
    ENTRIES[name][0](root)
    ended = run("check", cwd=root)
    assert [line.rpartition("; ")[0] for line in ended.stdout.splitlines()] == ENTRIES[name][1]
    assert (ended.code, ended.stderr) == (int(bool(ENTRIES[name][1])), "")


def test_a_folder_that_can_not_be_listed_is_told(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(root, {"opportunities/My Folder/x.yaml": SOUND})
    monkeypatch.chdir(root)
    read_ledger(root, TODAY)  # as root, so that what Python itself reads is loaded
    closed = root / "opportunities" / "My Folder"
    with as_nobody(root, closed):
        reading = read_ledger(Path(), TODAY)
    closed.chmod(0o755)
    told = "error[unreadable]: can't read My Folder: permission denied; check its permissions"
    assert lines(reading) == [f"opportunities/My Folder:1:1: {told}"]
    assert ids(reading) == ["sound"]


def test_folders_deeper_than_a_path_can_be_are_told(root: Path) -> None:
    name = "d" * 100
    nest(root, 50, name)
    reading = read_ledger(root, TODAY)
    (told,) = reading.diagnostics
    assert (told.code, told.text) == ("unreadable", f"can't read {name}: file name too long")
    assert ids(reading) == ["sound"]
