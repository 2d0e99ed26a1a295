"""The page on many ledgers tells the truth: its queries in DuckDB, held against ``stats``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest
from tests.campaigns.spark import statements
from tests.cohort import Cohort, differences, write_cohort
from tests.commands import call
from tests.generated import generated
from tests.ledgers import TODAY

from opledger.core.calendar import as_of_day
from opledger.core.model import Ledger
from opledger.files.reading import read_ledger

ROOT = Path(__file__).parents[2]
MAPS = ROOT / "tests" / "maps"


def in_duckdb(cohort: Cohort, folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the queries say otherwise than ``stats``, asked in the folder above ``cohort/``."""
    write_cohort(cohort, folder)
    monkeypatch.chdir(folder)
    connection = duckdb.connect()

    def ask(query: str) -> Sequence[Sequence[Any]]:
        return connection.execute(query).fetchall()

    for statement in statements()["open"]:
        ask(statement)
    return differences(cohort, ask)


def on_its_day(root: Path, today: date) -> tuple[Ledger, date]:
    ledger = read_ledger(root, today).ledger
    return ledger, as_of_day(ledger.config, today)


def test_the_sample_and_generated_ledgers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = {f"made-{seed}": generated(seed) for seed in range(25)}
    cohort = {"sample": on_its_day(ROOT / "ledger", TODAY), **made}
    *found, compared = in_duckdb(cohort, tmp_path, monkeypatch)
    assert found == []
    assert "26 of funnel" in compared
    assert "1 of summed" in compared


@pytest.mark.real_data
def test_real_searches(real_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cohort = {}
    for mapping in sorted(MAPS.glob("*.yaml")):
        log = next(real_data.glob(f"{mapping.stem}.*"))
        into = tmp_path / "ledgers" / mapping.stem
        assert call("import", log, "--map", mapping, "--into", into, "--write").code == 0
        cohort[mapping.stem] = on_its_day(into, date(2026, 1, 1))
    assert sum(len(ledger.opportunities) for ledger, _ in cohort.values()) == 370
    *found, compared = in_duckdb(cohort, tmp_path, monkeypatch)
    assert found == []
    assert "3 of funnel" in compared


def test_a_number_that_is_wrong_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger, as_of = generated(12)
    write_cohort({"one": (ledger, as_of)}, tmp_path)
    monkeypatch.chdir(tmp_path)
    connection = duckdb.connect()
    for statement in statements()["open"]:
        connection.execute(statement)
    lying = "CREATE OR REPLACE TEMP VIEW standings AS SELECT * FROM 'cohort/*/standings.parquet'"
    connection.execute(f"{lying} LIMIT 1")
    *found, _ = differences({"one": (ledger, as_of)}, lambda q: connection.execute(q).fetchall())
    wrong = {line.split(":")[0].split(" ")[0] for line in found}
    assert {"funnel", "summed", "passing", "sound"} <= wrong
