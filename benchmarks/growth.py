"""Ten times the records, and again: time and the most memory at each step."""

from __future__ import annotations

import shutil

from benchmarks.clock import Command, Times, measure
from benchmarks.memory import peak
from benchmarks.results import Results
from benchmarks.workshop import Workshop

_LARGE = 50_000  # records from which one run, after none, is enough


def growth(shop: Workshop, results: Results, *, large_site: bool) -> None:
    """Measure the steps; the site of the largest ledger only if asked for."""
    names = ("stats", "check", "site")
    steps: dict[str, list[tuple[int, Times, float]]] = {name: [] for name in names}
    for count in shop.sizes.steps:
        for name in names:
            if name == "site" and count == shop.sizes.steps[-1] and not large_site:
                results.missing("growth", "the site of the large ledger was left out")
                continue
            shop.say(f"{name} of {count:,}")
            command = _command(shop, name, count)
            rounds, uncounted = min(shop.sizes.rounds, 3), shop.sizes.uncounted
            if count >= _LARGE:
                rounds, uncounted = 1, 0
            (times,) = measure([command], rounds, uncounted)
            steps[name].append((count, times, peak(command)))
    rows = []
    for name, measured in steps.items():
        for (_, less, smaller), (_, more, larger), step in zip(
            measured, measured[1:], ("first", "second"), strict=False
        ):
            results.ratio(f"{name}-{step}", more, less)
            results.put(f"{name}-memory-{step}", larger / smaller)
        results.put(f"{name}-memory", measured[1][2])
        rows += [
            (f"`{name}`", f"{count:,}", f"{times.least:.3f}", str(len(times.wall)), f"{most:.0f}")
            for count, times, most in measured
        ]
    results.table("growth", ("what", "records", "seconds, least", "runs", "MiB, most"), *rows)


def _command(shop: Workshop, name: str, count: int) -> Command:
    built = shop.folder / f"site-{count}"
    words = {"stats": ("stats",), "check": ("check",), "site": ("site", "build", "--output", built)}

    def anew(_round: int) -> None:
        shop.forget()
        shutil.rmtree(built, ignore_errors=True)

    named = f"`{name}` of {count:,}"
    return shop.opledger(named, "--ledger", shop.ledger(count), *words[name], ready=anew)
