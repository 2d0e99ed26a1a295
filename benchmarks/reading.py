"""Reading the whole ledger: ``stats`` and ``check``, without a cache, with it, after an edit."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from benchmarks.clock import Broken, Command, measure, output
from benchmarks.peers import beans, journal, records_file
from benchmarks.results import Results
from benchmarks.workshop import Workshop, change

_READ_ALL = "import pathlib, sys; [f.read_bytes() for f in pathlib.Path(sys.argv[1]).iterdir()]"


def stats(shop: Workshop, results: Results) -> None:
    """Measure ``stats``, and the peers for comparison."""
    ledger = shop.ledger(shop.sizes.records)
    told = output(shop.opledger("`stats`", "--ledger", ledger, "stats", "--format", "json"))
    found = json.loads(told)["totals"]["opportunities"]
    expect("opportunities in stats", found, shop.sizes.records)
    _measure(shop, results, "stats")
    _peers(shop, results, ledger)


def check(shop: Workshop, results: Results) -> None:
    """Measure ``check``."""
    ledger = shop.ledger(shop.sizes.records)
    expect("check", output(shop.opledger("`check`", "--ledger", ledger, "check")), "")
    _measure(shop, results, "check")


def expect(what: str, found: object, wanted: object) -> None:
    """That a command told what it should, before it is timed.

    Raises:
        Broken: it did not.
    """
    if found != wanted:
        raise Broken(f"{what}: {found}, not {wanted}")


def _measure(shop: Workshop, results: Results, name: str) -> None:
    ledger = shop.ledger(shop.sizes.records)
    some = ledger / "opportunities" / f"c{shop.sizes.records // 2:06}.yaml"
    words = ("--ledger", ledger, name)
    cold = shop.opledger(f"`{name}` without a cache", *words, ready=shop.forget)
    warm = shop.opledger(f"`{name}` with a cache", *words)
    edited = shop.opledger(
        f"`{name}` after one changed file", *words, ready=lambda number: change(some, number)
    )
    journal_of = _journal(shop)
    bal = shop.peer("`hledger bal`", "hledger", "-f", journal_of, "bal")
    peers = [bal] if shutil.which("hledger") else []
    times = measure([cold, warm, edited, *peers], shop.sizes.rounds, shop.sizes.uncounted)
    results.times(name, *times)
    results.ratio(f"{name}-edited", times[2], times[1])
    if peers:
        results.ratio(f"{name}-cold", times[0], times[3])
        results.ratio(f"{name}-warm", times[1], times[3])
    else:
        results.missing(name, "hledger is not installed")


def _journal(shop: Workshop) -> Path:
    """The journal for hledger, which finds each event as a transaction in it."""
    path = shop.folder / "all.journal"
    if not path.exists():
        records = shop.records(shop.sizes.records)
        path.write_text(journal(records), encoding="utf-8")
        if shutil.which("hledger"):
            told = output(shop.peer("hledger stats", "hledger", "-f", path, "stats"))
            found = next(line for line in told.splitlines() if line.startswith("Transactions  "))
            events = sum(len(record.events) for record in records)
            expect("transactions of hledger", int(found.split()[2]), events)
    return path


def _peers(shop: Workshop, results: Results, ledger: Path) -> None:
    """The other programs on the same records, as context."""
    records = shop.records(shop.sizes.records)
    for_beans, for_rec = shop.folder / "all.beancount", shop.folder / "all.rec"
    for_beans.write_text(beans(records), encoding="utf-8")
    for_rec.write_text(records_file(records), encoding="utf-8")
    tracked, files = _tracked(shop, ledger), ledger / "opportunities"
    asked = (
        shop.peer("`bean-check -C`", "bean-check", "-C", for_beans),
        shop.peer("`recsel -c`", "recsel", "-c", for_rec),
        shop.peer("`git status`", "git", "-C", tracked, "status", "--short"),
        shop.peer("Python, reading every byte", shop.python, "-c", _READ_ALL, files),
    )
    found = [command for command in asked if shutil.which(command.words[0])]
    if found:
        for command in found:
            _sound(command, len(records))
        results.times("stats", *measure(found, min(shop.sizes.rounds, 3), shop.sizes.uncounted))


def _sound(command: Command, count: int) -> None:
    told = output(command).strip()
    wanted = str(count) if command.words[0] == "recsel" else ""
    expect(f"what {command.name} says", told, wanted)


def _tracked(shop: Workshop, ledger: Path) -> Path:
    """A copy of the ledger that git tracks, for ``git status``."""
    folder = shop.folder / "tracked"
    shutil.copytree(ledger, folder)
    for words in (("init", "-q"), ("add", "."), ("commit", "-q", "-m", "All")):
        output(shop.peer(f"git {words[0]}", "git", "-C", folder, *words))
    return folder
