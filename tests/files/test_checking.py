"""Checking a folder: what reading finds, with the schemas beside it."""

from __future__ import annotations

from pathlib import Path

from tests.ledgers import SOUND, TODAY, lines, write

from opledger.files.checking import check_ledger
from opledger.files.reading import read_ledger

STALE = (
    ".opledger/opportunity.schema.json:1:1: warning[stale-schema]: the editors' schema is not"
    " what ledger.yaml gives now; run 'opledger schema --write'"
)


def test_a_stale_schema_stands_among_what_reading_finds(tmp_path: Path) -> None:
    slip = SOUND.replace("source: inbound", "source: cold")
    files = {".opledger/opportunity.schema.json": "{}", "opportunities/kestrel.yaml": slip}
    write(tmp_path, files)
    read, checked = read_ledger(tmp_path, TODAY), check_ledger(tmp_path, TODAY)
    assert lines(checked) == [STALE, *lines(read)]
    assert checked.files == read.files


def test_where_settings_are_wrong_nobody_knows_what_a_schema_should_be(tmp_path: Path) -> None:
    write(tmp_path, {".opledger/opportunity.schema.json": "{}", "ledger.yaml": "few: 0\n"})
    assert lines(check_ledger(tmp_path, TODAY)) == lines(read_ledger(tmp_path, TODAY))


def test_other_files_beside_the_schemas_are_nobody_s_affair(tmp_path: Path) -> None:
    write(tmp_path, {".opledger/opportunities/a.yaml": "[", ".opledger/notes.yaml": "["})
    assert lines(check_ledger(tmp_path, TODAY)) == []
