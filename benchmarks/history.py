"""The history: all of it read the first time, then what is new."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from benchmarks.clock import measure, output
from benchmarks.past import write
from benchmarks.reading import expect
from benchmarks.results import Results
from benchmarks.workshop import Workshop, change


def history(shop: Workshop, results: Results, *, made: Path | None) -> None:
    """Measure the story of one opportunity, for which all commits are read, and then the last ones.

    The repository is a copy of the one that was made before, or made now.
    """
    sizes, repository = shop.sizes, shop.folder / "history"
    if made is not None:
        shop.say(f"copying {made}")
        shutil.copytree(made, repository)
    else:
        shop.say(f"making {sizes.commits:,} commits")
        write(repository, sizes.files, sizes.commits)
    some = repository / "opportunities" / f"c{sizes.files // 2:06}.yaml"
    git = ("git", "-C", repository)
    counted = output(shop.peer("git rev-list", *git, "rev-list", "--count", "HEAD"))
    expect("commits", int(counted), sizes.commits + 1)  # the first one writes the settings
    words = ("--ledger", repository, "log", some.stem)
    last = ("--ledger", repository, "log", "-n", "20")
    own = output(shop.peer("git log", *git, "log", "--format=%H", "--", some)).split()
    told = json.loads(output(shop.opledger("log", *words, "--format", "json")))
    expect("commits of one opportunity", len(told["commits"]), len(own))

    def commit(number: int) -> None:
        change(some, number)
        said = ("-c", "gc.auto=0", "commit", "-q", "-a", "-m", f"Change {number}")
        output(shop.peer("git commit", *git, *said))

    raw = ("log", "--raw", "--no-abbrev", "--format=%H %P %at", "HEAD")
    commands = (
        shop.peer("`git log --raw`", *git, *raw),
        shop.opledger("`log ID` the first time", *words, ready=shop.forget),
        shop.opledger("`log -n 20` then", *last),
        shop.opledger("`log -n 20` after one new commit", *last, ready=commit),
        shop.opledger("`log ID` then", *words),
    )
    times = measure(commands, min(sizes.rounds, 3), sizes.uncounted)
    results.times("history", *times)
    for key, ours in zip(("first", "warm", "one"), times[1:4], strict=True):
        results.ratio(f"history-{key}", ours, times[0])
    results.line("history", f"{sizes.commits:,} commits of {sizes.files:,} files in one folder.")
