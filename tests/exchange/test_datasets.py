"""The tables for SQL: their types, their rows, and what can be left out of them."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from tests.commands import call
from tests.generated import generated
from tests.ledgers import SETTINGS, SOUND, TODAY, write

from opledger.core.model import Ledger
from opledger.exchange.datasets import datasets
from opledger.exchange.parquet import parquet
from opledger.exchange.parts import Part
from opledger.files.reading import read_ledger

MORE = """\
market: {total: 420000.5, currency: USD, source: published levels}
people: [{name: A. Person, email: a@example.com, note: Kind.}]
questions: [{ask: Who decides?, date: 2024-01-24}]
next: {action: Call Ms. Person, due: 2024-03-04, turn: me}
notes: Their founder is A. Person.
"""


def a_ledger(root: Path) -> Ledger:
    return read_ledger(
        write(root, {"ledger.yaml": SETTINGS, "opportunities/kestrel.yaml": SOUND + MORE}), TODAY
    ).ledger


def test_values_keep_their_types(tmp_path: Path) -> None:
    tables = {
        name: pq.read_table(io.BytesIO(parquet(table))).to_pylist()
        for name, table in datasets(a_ledger(tmp_path), TODAY, "ada").items()
    }
    assert tables["ledgers"] == [
        {
            "ledger": "ada",
            "title": "Winter search",
            "timezone": "America/New_York",
            "currency": None,
            "quiet_after": 14,
            "few": 5,
            "as_of": TODAY,
        }
    ]
    assert [(row["place"], row["stage"], row["is_offer"]) for row in tables["stages"]] == [
        *((0, "lead", False), (1, "call", False), (2, "onsite", False), (3, "offer", True))
    ]
    (about,) = tables["opportunities"]
    assert about["market_total"] == Decimal("420000.5000")
    assert about["tags"] == ["compilers", "remote"]
    assert about["next_due"] == date(2024, 3, 4)
    onsite = tables["events"][2]
    assert onsite["date"] == date(2024, 1, 24)
    assert onsite["time"] == datetime(2024, 1, 24, 18, tzinfo=UTC)
    (offer,) = tables["offers"]
    assert (offer["base"], offer["equity_years"]) == (Decimal(190000), Decimal(4))
    (stood,) = tables["standings"]
    assert (stood["furthest"], stood["furthest_place"], stood["ended_by"]) == ("offer", 3, "me")
    assert [(row["stage"], row["days"], row["ended"]) for row in tables["stays"]] == [
        *(("lead", 3, True), ("call", 13, True), ("onsite", 19, True), ("offer", 8, True))
    ]


def test_the_same_ledger_gives_the_same_bytes(tmp_path: Path) -> None:
    once, again = (datasets(a_ledger(tmp_path), TODAY, "ada") for _ in range(2))
    assert {n: parquet(t) for n, t in once.items()} == {n: parquet(t) for n, t in again.items()}


def test_an_empty_ledger_has_the_same_columns() -> None:
    full, as_of = generated(7)
    empty = datasets(Ledger(full.config, ()), as_of, "nobody")
    for name, table in datasets(full, as_of, "somebody").items():
        schemas = [pq.read_schema(io.BytesIO(parquet(each))) for each in (table, empty[name])]
        assert schemas[0] == schemas[1]


SECRETS = {
    Part.NAMES: ("kestrel", "Kestrel Labs", "Winter search"),
    Part.PEOPLE: ("a@example.com",),
    Part.TEXTS: ("Four rounds", "Their founder", "Who decides", "Call Ms."),
    Part.AMOUNTS: ("190000", "300000", "420000"),
}


@pytest.mark.parametrize("left_out", SECRETS)
def test_what_is_left_out_is_in_no_cell_and_the_rest_is(left_out: Part, tmp_path: Path) -> None:
    ledger = a_ledger(tmp_path)
    cells = str([table.rows for table in datasets(ledger, TODAY, "x", [left_out]).values()])
    for part, secrets in SECRETS.items():
        assert [secret in cells for secret in secrets] == [part is not left_out] * len(secrets)


def test_figures_do_not_depend_on_what_is_left_out() -> None:
    ledger, as_of = generated(12)
    whole, bare = (datasets(ledger, as_of, "x", parts) for parts in ((), tuple(Part)))
    for name in ("standings", "stays"):
        assert sorted(map(str, (row[2:] for row in whole[name].rows))) == sorted(
            map(str, (row[2:] for row in bare[name].rows))
        )


def test_the_command_writes_a_folder_and_replaces_only_its_own(tmp_path: Path) -> None:
    target = tmp_path / "cohort" / "ada"
    done = call("--ledger", "ledger", "export", "parquet", target)
    assert (done.code, done.stdout) == (0, "")
    assert done.stderr == f"9 tables with 510 rows in {target}\n"
    assert pq.read_table(target / "people.parquet")["ledger"].unique().to_pylist() == ["ada"]
    named = call(
        "--ledger", "ledger", "export", "parquet", target, "--name", "b", "--without", "people"
    )
    assert named.code == 0
    assert pq.read_table(target / "people.parquet").num_rows == 0
    assert pq.read_table(target / "stages.parquet")["ledger"].unique().to_pylist() == ["b"]
    (target / "mine.txt").write_text("mine")
    refused = call("--ledger", "ledger", "export", "parquet", target)
    assert (refused.code, "holds mine.txt, which opledger did not make" in refused.stderr) == (
        1,
        True,
    )


@pytest.mark.parametrize("inside", [".", "opportunities", "opportunities/new", ".git/x"])
def test_the_ledger_itself_is_no_place_for_it(inside: str, tmp_path: Path) -> None:
    root = write(tmp_path, {"opportunities/kestrel.yaml": SOUND})
    refused = call("--ledger", root, "export", "parquet", root / inside)
    assert refused.code == 2
    assert "is where the ledger is: name another folder" in refused.stderr
