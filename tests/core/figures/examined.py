"""The ledgers over which every figure is computed a second way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from tests.conftest import Command
from tests.generated import generated
from tests.searches import SAMPLE_DAY

from opledger.core.model import Ledger
from opledger.files.reading import read_ledger
from opledger.files.resources import sample_folder

MAPS = Path(__file__).resolve().parents[2] / "maps"
LOGS = ("event-log.json", "applications-with-responses.csv", "applications-with-outcomes.csv")
GENERATED = 1_000
_EVERY = 10  # lifelines sees the curves of one ledger in so many
_LATE = date(2026, 1, 1)

Examined = tuple[Ledger, date, bool]  # a ledger, its day, and whether lifelines looks too


def the_sample() -> Iterator[Examined]:
    """The sample on its last day, and on a day of each week before."""
    ledger = read_ledger(sample_folder(), SAMPLE_DAY).ledger
    for weeks in range(12):
        yield ledger, SAMPLE_DAY - timedelta(weeks=weeks), True


def real_log(run: Command, log: Path, into: Path) -> Iterator[Examined]:
    """Another's published search, imported by the command; late, and in its midst."""
    map_file = MAPS / f"{log.stem}.yaml"
    ended = run("import", log, "--map", map_file, "--into", into, "--write", cwd=into.parent)
    assert (ended.code, ended.stderr) == (0, "")
    ledger = read_ledger(into, _LATE).ledger
    days = sorted(event.date for each in ledger.opportunities for event in each.events)
    for day in (days[len(days) // 3], days[len(days) * 2 // 3], days[-1], _LATE):
        yield ledger, day, True


def generated_ledgers(seeds: range) -> Iterator[Examined]:
    """The generated ledgers of these numbers."""
    for seed in seeds:
        yield *generated(seed), seed % _EVERY == 0
