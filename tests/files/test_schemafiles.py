"""The schemas of a ledger as files: written whole, told when they are stale, never followed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.ledgers import SETTINGS, write

from opledger.core.config import Config
from opledger.core.failure import Failure
from opledger.files.diagnostics import as_line
from opledger.files.disk import Folder
from opledger.files.reading import read_config
from opledger.files.schemafiles import (
    LEDGER_SCHEMA,
    OPPORTUNITY_SCHEMA,
    first_line,
    has_schemas,
    schema_line,
    schemas,
    stale_schemas,
    write_schemas,
)

BOTH = (LEDGER_SCHEMA, OPPORTUNITY_SCHEMA)
UNREAD = (
    f"{LEDGER_SCHEMA}:1:1: warning[stale-schema]: the editors' schema can't be read: {{}};"
    " run 'opledger schema --write'"
)
STALE = "the editors' schema is not what ledger.yaml gives now; run 'opledger schema --write'"


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """A ledger with settings of its own and its schemas."""
    root = write(tmp_path / "ledger", {"ledger.yaml": SETTINGS})
    assert write_schemas(root, config(root)) == BOTH
    return root


def config(root: Path) -> Config:
    return read_config(Folder(root))[0]


def told(root: Path, settings: Config | None = None) -> list[str]:
    return [as_line(each, each.path) for each in stale_schemas(root, settings or config(root))]


def test_what_was_written_is_not_stale_and_not_written_again(ledger: Path) -> None:
    assert told(ledger) == []
    before = [(ledger / path).stat().st_ino for path in BOTH]
    assert write_schemas(ledger, config(ledger)) == ()
    assert [(ledger / path).stat().st_ino for path in BOTH] == before
    assert {path: (ledger / path).read_bytes() for path in BOTH} == schemas(config(ledger))
    assert sorted((ledger / ".opledger").iterdir()) == [ledger / path for path in BOTH]


def test_other_settings_make_them_stale_until_they_are_written(ledger: Path) -> None:
    other = Config()
    assert told(ledger, other) == [f"{path}:1:1: warning[stale-schema]: {STALE}" for path in BOTH]
    assert write_schemas(ledger, other) == BOTH
    assert told(ledger, other) == []


def test_a_slip_of_one_byte_is_seen_and_permissions_stay(ledger: Path) -> None:
    path = ledger / OPPORTUNITY_SCHEMA
    path.write_bytes(path.read_bytes() + b"\n")
    path.chmod(0o640)
    assert told(ledger) == [f"{OPPORTUNITY_SCHEMA}:1:1: warning[stale-schema]: {STALE}"]
    assert write_schemas(ledger, config(ledger)) == (OPPORTUNITY_SCHEMA,)
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_ledger_without_them_has_none_to_be_stale(tmp_path: Path) -> None:
    root = write(tmp_path, {})
    assert (told(root), has_schemas(root)) == ([], False)
    assert first_line(root, "opportunities/kestrel.yaml") == ""


def test_one_alone_is_looked_at_by_itself(ledger: Path) -> None:
    (ledger / LEDGER_SCHEMA).unlink()
    assert (told(ledger), has_schemas(ledger)) == ([], True)
    assert first_line(ledger, "ledger.yaml") == ""
    assert first_line(ledger, "opportunities/kestrel.yaml") != ""
    assert write_schemas(ledger, config(ledger)) == (LEDGER_SCHEMA,)


def test_the_line_leads_from_the_file_s_folder_to_the_schema(ledger: Path) -> None:
    for path, schema in (
        ("ledger.yaml", LEDGER_SCHEMA),
        ("opportunities/kestrel.yaml", OPPORTUNITY_SCHEMA),
        ("opportunities/2026/spring/kestrel.yaml", OPPORTUNITY_SCHEMA),
    ):
        line = schema_line(path)
        assert line.startswith("# yaml-language-server: $schema=")
        named = line.rstrip("\n").partition("=")[2]
        assert os.path.normpath((ledger / path).parent / named) == str(ledger / schema)


def test_a_link_is_told_and_neither_followed_nor_replaced(ledger: Path) -> None:
    outside = ledger.parent / "outside.json"
    outside.write_bytes((ledger / LEDGER_SCHEMA).read_bytes())
    (ledger / LEDGER_SCHEMA).unlink()
    (ledger / LEDGER_SCHEMA).symlink_to(outside)
    assert told(ledger) == [UNREAD.format("it is a symbolic link, which is never read")]
    with pytest.raises(Failure, match="is a link, or no file: delete it"):
        write_schemas(ledger, Config())
    assert (ledger / LEDGER_SCHEMA).is_symlink()
    assert outside.read_bytes() == schemas(config(ledger))[LEDGER_SCHEMA]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_told_and_never_waited_for(ledger: Path) -> None:
    (ledger / LEDGER_SCHEMA).unlink()
    os.mkfifo(ledger / LEDGER_SCHEMA)
    assert told(ledger) == [UNREAD.format("not a regular file")]
    with pytest.raises(Failure, match="is a link, or no file"):
        write_schemas(ledger, Config())


def test_a_folder_in_the_place_of_a_schema_is_told_and_left_alone(ledger: Path) -> None:
    (ledger / LEDGER_SCHEMA).unlink()
    (ledger / LEDGER_SCHEMA).mkdir()
    told = [as_line(each, each.path) for each in stale_schemas(ledger, config(ledger))]
    assert told == [UNREAD.format("not a regular file")]
    with pytest.raises(Failure, match="is a link, or no file: delete it"):
        write_schemas(ledger, config(ledger))


@pytest.mark.parametrize("kind", ["link", "file"])
def test_a_folder_that_is_none_is_left_alone(ledger: Path, kind: str) -> None:
    folder = ledger / ".opledger"
    away = ledger.parent / "away"
    folder.rename(away)
    folder.symlink_to(away) if kind == "link" else folder.touch()
    assert (told(ledger, Config()), has_schemas(ledger)) == ([], False)
    assert first_line(ledger, "opportunities/kestrel.yaml") == ""
    with pytest.raises(Failure, match="is no folder, or a link to one: nothing was written"):
        write_schemas(ledger, Config())
    assert (away / LEDGER_SCHEMA.split("/")[1]).read_bytes() == (
        schemas(config(ledger))[LEDGER_SCHEMA]
    )


def test_the_largest_vocabularies_are_compared_whole(tmp_path: Path) -> None:
    words = ", ".join(f"word-{n:03}: '{'é' * 300}'" for n in range(200))
    text = "".join(f"{name}: {{{words}}}\n" for name in ("segments", "reasons"))
    root = write(tmp_path, {"ledger.yaml": text})
    assert write_schemas(root, config(root)) == BOTH
    assert (root / OPPORTUNITY_SCHEMA).stat().st_size > 180_000
    assert told(root) == []
    with (root / OPPORTUNITY_SCHEMA).open("ab") as file:
        file.write(b" ")
    assert told(root) == [f"{OPPORTUNITY_SCHEMA}:1:1: warning[stale-schema]: {STALE}"]
