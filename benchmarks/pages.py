"""The site: in full beside Hugo, after one edit, and what is written then."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from benchmarks.clock import Command, measure, output
from benchmarks.peers import write_hugo
from benchmarks.reading import expect
from benchmarks.results import Results
from benchmarks.workshop import Workshop, change


def site(shop: Workshop, results: Results) -> None:
    """Measure the site."""
    count, ledger, built = shop.sizes.records, shop.ledger(shop.sizes.records), shop.folder / "site"
    some = ledger / "opportunities" / f"c{count // 2:06}.yaml"
    words = ("--ledger", ledger, "site", "build", "--output")

    def anew(_round: int) -> None:
        shop.forget()
        shutil.rmtree(built, ignore_errors=True)

    full = shop.opledger("the site in full, without a cache", *words, built, ready=anew)
    edited = shop.opledger(
        "the site after one edit", *words, built, ready=lambda number: change(some, number)
    )
    output(full)
    expect("pages of opportunities", len(list((built / "opportunities").glob("*.html"))), count)
    hugo = _hugo(shop) if shutil.which("hugo") else []
    times = measure([full, edited, *hugo], shop.sizes.rounds, shop.sizes.uncounted)
    results.times("site", *times)
    if hugo:
        results.ratio("site-full", times[0], times[-1])
        results.ratio("site-edited", times[1], times[-1])
        ours, theirs = (_mean(each / "opportunities") for each in (built, shop.folder / "public"))
        results.line("site", f"A page has {ours:,.0f} bytes; Hugo's has {theirs:,.0f}.")
    else:
        results.missing("site", "Hugo is not installed")
    _written(shop, results, built, lambda: change(some, 99))


def _hugo(shop: Workshop) -> list[Command]:
    """Hugo without the charts, as context, and as it is; both in full."""
    source, public = shop.folder / "hugo", shop.folder / "public"
    shop.say("writing the same pages for Hugo")
    write_hugo(shop.records(shop.sizes.records), shop.sizes.records, source)

    def anew(_round: int) -> None:
        shutil.rmtree(public, ignore_errors=True)

    words = ("hugo", "--quiet", "--source", source, "--destination", public)
    without = "`hugo` in full, its pages without the charts"
    plain = shop.peer(without, *words, ready=anew, HUGO_PARAMS_CHART="false")
    full = shop.peer("`hugo` in full", *words, ready=anew)
    output(full)
    found = len(list((public / "opportunities").glob("c*.html")))
    expect("pages of Hugo", found, shop.sizes.records)
    # The last one's pages are those that are left, to be compared with ours.
    return [plain, full]


def _written(shop: Workshop, results: Results, built: Path, edit: Callable[[], None]) -> None:
    """Count what one more edit writes, and hold the site against one that is built in full."""
    ledger = shop.ledger(shop.sizes.records)
    words = ("--ledger", ledger, "site", "build", "--output")
    before, old = _places(built), tree(built)
    edit()
    output(shop.opledger("the site", *words, built))
    after, new = _places(built), tree(built)
    written = {name for name, place in after.items() if before.get(name) != place}
    changed = {name for name, content in new.items() if old.get(name) != content}
    said = f"{len(written)} written, {len(changed)} changed, of {len(new)}"
    results.put("site-rewritten", len(written) / max(len(changed), 1), said)
    fresh = shop.folder / "fresh"
    output(shop.opledger("the site without a cache", *words, fresh, OPLEDGER_CACHE="off"))
    whole = tree(fresh)
    different = sum(whole.get(name) != new.get(name) for name in whole.keys() | new.keys())
    results.put("site-different", different, f"of {len(whole)}")


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, and its bytes."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in _files(folder)}


def _places(folder: Path) -> dict[str, tuple[int, int]]:
    """Which file lies at each path, and when it was last written."""
    found = ((path.relative_to(folder), path.stat()) for path in _files(folder))
    return {str(name): (stat.st_ino, stat.st_mtime_ns) for name, stat in found}


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def _mean(folder: Path) -> float:
    sizes = [path.stat().st_size for path in folder.glob("c*.html")]
    return sum(sizes) / len(sizes)
