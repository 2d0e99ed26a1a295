"""What is typed, laid over what lies on the disk."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.ledgers import SOUND, write

from opledger.editor.overlay import Overlay, is_record, shape_of
from opledger.files.disk import scan
from opledger.files.schema import LEDGER, OPPORTUNITY

FILES = {
    f"opportunities/{name}": SOUND
    for name in ("b.yaml", "a/z.yaml", "a.yaml", "a-b/c.yaml", "d.yml", "notes.md")
}


def listed(root: Path, *opened: str) -> list[str]:
    return [entry.path for entry in Overlay(root, dict.fromkeys(opened, "")).scan()]


def test_files_that_are_open_stand_where_they_will_lie(tmp_path: Path) -> None:
    root = write(tmp_path, FILES)
    on_disk = [
        *("opportunities/a/z.yaml", "opportunities/a-b/c.yaml", "opportunities/a.yaml"),
        *("opportunities/b.yaml", "opportunities/d.yml"),
    ]
    assert listed(root) == on_disk == [entry.path for entry in scan(root)]
    new = [f"opportunities/{name}" for name in ("a/new/x.yaml", "0.yaml", "z.yaml", "c/c.yaml")]
    everything = listed(root, "ledger.yaml", "opportunities/b.yaml", *new)
    assert everything == sorted([*on_disk, *new], key=lambda path: path.split("/"))
    write(root, dict.fromkeys(new, SOUND))
    assert listed(root) == everything, "the order is that in which they are read once saved"


def test_nothing_lies_behind_a_link_or_in_a_file(tmp_path: Path) -> None:
    root = write(tmp_path, FILES)
    (root / "opportunities" / "c").symlink_to(root / "opportunities" / "a")
    opened = ("opportunities/c/new.yaml", "opportunities/c.yaml", "opportunities/c/a/b.yaml")
    found = listed(root, *opened)
    assert [path for path in found if "/c" in path[13:15]] == [
        "opportunities/c",
        "opportunities/c.yaml",
    ]
    outer = tmp_path / "outer"
    write(outer, {})
    (outer / "opportunities").symlink_to(root / "opportunities")
    assert listed(outer, "opportunities/a.yaml") == ["opportunities"]


def test_a_large_folder_is_looked_at_file_by_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write(tmp_path, {f"opportunities/{n:03}.yaml": "" for n in range(200)})
    looked: list[Path] = []
    look = Path.lstat

    def counted(path: Path) -> object:
        looked.append(path)
        return look(path)

    monkeypatch.setattr(Path, "lstat", counted)
    entries = Overlay(root, {}).scan()
    for n in range(10):
        assert next(entries).path == f"opportunities/{n:03}.yaml"
        assert len(looked) <= n + 2
    assert len(list(entries)) == 190


@pytest.mark.parametrize(
    ("path", "shape"),
    [
        ("ledger.yaml", LEDGER),
        ("opportunities/a.yaml", OPPORTUNITY),
        ("opportunities/a/b/c.YML", OPPORTUNITY),
        ("opportunities/.a.yaml", None),
        ("opportunities/.a/b.yaml", None),
        ("opportunities/a.md", None),
        ("opportunities", None),
        ("sub/ledger.yaml", None),
        ("other/a.yaml", None),
    ],
)
def test_a_file_is_what_its_path_says(path: str, shape: object) -> None:
    assert shape_of(path) is shape
    assert is_record(path) == (shape is OPPORTUNITY and path.endswith(".yaml"))
