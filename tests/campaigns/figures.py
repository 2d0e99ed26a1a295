"""Every figure beside the same one computed a second way, and forecasts beside what came.

    python -m tests.campaigns.figures [LEDGERS]

Prints the largest difference by formula over the sample, the real logs (if ``OPLEDGER_REAL_DATA``
names their folder) and so many generated ledgers; then how often forecasts of simulated searches
held what came.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.conftest import Command
from tests.core.figures.apart import largest
from tests.core.figures.differences import differences
from tests.core.figures.examined import (
    GENERATED,
    LOGS,
    Examined,
    generated_ledgers,
    real_log,
    the_sample,
)
from tests.core.figures.simulated import SEARCHES, held, searches


def campaign(folder: Path, ledgers: int) -> Iterator[tuple[str, dict[str, float]]]:
    """The largest differences over each group of ledgers."""
    yield "the sample", compared(the_sample())
    data = os.environ.get("OPLEDGER_REAL_DATA")
    for log in LOGS if data else ():
        run = Command(folder)
        yield log, compared(real_log(run, Path(data or "") / log, folder / Path(log).stem))
    yield f"{ledgers} generated ledgers", compared(generated_ledgers(range(ledgers)))


def compared(examined: Iterable[Examined]) -> dict[str, float]:
    """The largest differences over these."""
    return largest(
        pair
        for ledger, as_of, thorough in examined
        for pair in differences(ledger, as_of, thorough=thorough).items()
    )


def main() -> None:
    """Run it and print the figures."""
    ledgers = int(sys.argv[1]) if len(sys.argv) > 1 else GENERATED
    every: list[tuple[str, float]] = []
    with tempfile.TemporaryDirectory() as folder:
        for name, found in campaign(Path(folder), ledgers):
            worst = max(found, key=lambda formula: found[formula])
            print(f"{name}: {found[worst]:.1e} at most ({worst})")
            every += found.items()
    for formula, difference in sorted(largest(every).items()):
        print(f"  {formula:48}{difference:8.1e}")
    for name, simulated in (
        ("passing takes as long as stopping", searches(SEARCHES)),
        ("passing takes twice as long", searches(SEARCHES, slower=2.0)),
        ("chances drawn from the prior", searches(SEARCHES, of_the_prior=True)),
    ):
        print(f"forecasts where {name}:", held(list(simulated)))
    print(f"{time.process_time():.0f} s")


if __name__ == "__main__":
    main()
