"""Measures opledger beside its peers and writes RESULTS.md; README.md tells what and how.

``python -m benchmarks.run [--small] [--only GROUP] [--runs N] [--output FILE]``
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from benchmarks import everycommand, growth, history, pages, reading
from benchmarks.clock import Broken
from benchmarks.results import Results
from benchmarks.targets import GROUPS
from benchmarks.workshop import FULL, SMALL, Workshop, install

_HERE = Path(__file__).parent


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what the arguments say; 0 unless something did not do what it should."""
    asked = _parser().parse_args(arguments)
    sizes = SMALL if asked.small else FULL
    if asked.runs:
        sizes = replace(sizes, rounds=asked.runs, starts=asked.runs)
    chosen = [name for name in GROUPS if not asked.only or name in asked.only]
    begun = time.monotonic()

    def say(text: str) -> None:
        sys.stderr.write(f"{time.monotonic() - begun:6.0f} s  {text}\n")
        sys.stderr.flush()

    broken = 0
    with tempfile.TemporaryDirectory(prefix="opledger-bench-") as name:
        folder = Path(name).resolve()
        program = asked.program or _program(folder, say, small=asked.small)
        results = Results(asked.output, sizes, program, asked.date, chosen)
        results.write()
        for group in chosen:
            say(GROUPS[group])
            shop = Workshop(folder / group, program, sizes, say)
            shop.folder.mkdir()
            try:
                _measuring(group, asked)(shop, results)
            except (Broken, subprocess.CalledProcessError) as failure:
                broken = 1
                results.missing(group, f"it failed: {failure}")
                say(f"failed: {failure}")
            results.write()
    say(f"Wrote {asked.output}.")
    return broken


def _measuring(group: str, asked: argparse.Namespace) -> Callable[[Workshop, Results], None]:
    measuring: dict[str, Callable[[Workshop, Results], None]] = {
        "stats": reading.stats,
        "check": reading.check,
        "site": pages.site,
        "history": partial(history.history, made=asked.history),
        "growth": partial(growth.growth, large_site=not asked.without_large_site),
        "commands": everycommand.commands,
    }
    return measuring[group]


def _program(folder: Path, say: Callable[[str], None], *, small: bool) -> Path:
    """The program to measure: as a user has it, or, small, the one of this environment."""
    if small:
        return Path(sysconfig.get_path("scripts")) / "opledger"
    say("installing a wheel of this checkout with the locked packages")
    return install(folder)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.run", description=__doc__)
    told = {
        "--small": "tiny ledgers, one run each: to see that it works, not to know how fast it is",
        "--without-large-site": "leave the site of the largest ledger out",
    }
    for name, about in told.items():
        parser.add_argument(name, action="store_true", help=about)
    only = "only this group of targets; may be repeated"
    parser.add_argument("--only", action="append", choices=GROUPS, help=only)
    parser.add_argument("--runs", type=int, metavar="N", help="so many runs of each command")
    made = "a repository of benchmarks.past, copied instead of made"
    parser.add_argument("--history", type=Path, metavar="FOLDER", help=made)
    parser.add_argument("--date", default="on an unnamed day", help="the day, for the page")
    parser.add_argument("--program", type=Path, help="measure this installed opledger")
    page = _HERE / "RESULTS.md"
    parser.add_argument("--output", type=Path, default=page, help="the page to write")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
