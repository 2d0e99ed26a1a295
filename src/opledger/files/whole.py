"""A ledger's files as a whole, without holding their records: what ``check`` and the funnel need.

They are read in batches. What a batch comes to is kept in the cache by its contents, and those by
how its files look from outside; so where one file changed, one batch is read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from opledger.core.config import Config
from opledger.core.late import dataclass
from opledger.core.model import Ledger, Opportunity
from opledger.files import disk
from opledger.files.batches import Batch, batches
from opledger.files.cache import NO_CACHE, Cache
from opledger.files.crew import read_batches
from opledger.files.desk import Desk, Read
from opledger.files.diagnostics import Diagnostic, Severity
from opledger.files.looks import Looks
from opledger.files.reading import duplicates, ids_taken, quick_or_ordinary_terms
from opledger.files.readings import Clock, Reading, Told
from opledger.files.tally import Tally


@dataclass(frozen=True, slots=True)
class Whole:
    """What is wrong with a ledger's files, in order, and what each batch of them comes to.

    ``files`` is how many there are. ``desk`` reads a batch again, where its records are needed.
    """

    config: Config
    diagnostics: tuple[Diagnostic, ...]
    files: int
    tallies: tuple[tuple[Batch, Tally], ...]
    desk: Desk

    @property
    def errors(self) -> tuple[Diagnostic, ...]:
        """The diagnostics that make a check fail."""
        return tuple(d for d in self.diagnostics if d.severity is Severity.ERROR)


def whole(root: Path, today: Clock, cache: Cache, told: Told | None = None) -> Whole:
    """Read and check a ledger's folder, but for what the cache knows of it.

    ``told`` is called after each batch with how many files are done, of how many.
    """
    return _whole(root, today, cache, told)[0]


def read_whole(root: Path, today: Clock, cache: Cache, told: Told | None = None) -> Reading:
    """What :func:`.reading.read_ledger` gives, with the records that the cache knows; see above."""
    from opledger.files.packing import unpacked  # noqa: PLC0415 - only where records are wanted

    found, read = _whole(root, today, cache, told, records=True)
    records: list[Opportunity] = []
    for batch, each in read:
        known = each.records
        records.extend(unpacked(known) if known is not None else found.desk.records(batch))
    taken = ids_taken(_paths(batch for batch, _ in read))[1]
    opportunities = sorted((r for r in records if r.path not in taken), key=lambda r: r.id)
    return Reading(Ledger(found.config, tuple(opportunities)), found.diagnostics, found.files)


def _whole(
    root: Path, today: Clock, cache: Cache, told: Told | None, *, records: bool = False
) -> tuple[Whole, list[tuple[Batch, Read]]]:
    now = disk.moment()
    terms = quick_or_ordinary_terms(disk.Folder(root))
    day = today if isinstance(today, date) else today(terms.config.zone)
    entries = list(disk.scan(root))
    files = [each for each in entries if each.kind is disk.EntryKind.FILE and not each.trouble]
    if len(files) < disk.MANY:
        cache = NO_CACHE
    desk = Desk(root, terms, day, cache, records=records)
    looks = Looks(root, cache, now)
    read = list(_read(desk, batches(files), looks, told))
    tallies = [(batch, each.tally) for batch, each in read]
    odd = [each for each in entries if each.kind is not disk.EntryKind.FILE or each.trouble]
    found = [
        *terms.found,
        *(diagnostic for each in odd for diagnostic in desk.ordinarily(each).found),
        *(diagnostic for _, tally in tallies for diagnostic in tally.diagnostics),
        *ids_taken(_paths(batch for batch, _ in read))[0],
        *_same_opportunities(desk, tallies),
    ]
    ordered = tuple(sorted(found, key=lambda diagnostic: diagnostic.order))
    return Whole(terms.config, ordered, len(entries) + 1, tuple(tallies), desk), read


def _paths(of: Iterable[Batch]) -> list[str]:
    return [each.path for batch in of for each in batch.entries]


def _read(
    desk: Desk, cut: Sequence[Batch], looks: Looks, told: Told | None
) -> Iterator[tuple[Batch, Read]]:
    """Each batch as it was read, in their order."""
    known = [desk.kept(contents) if (contents := looks.contents(b)) else None for b in cut]
    missing = [batch for batch, kept in zip(cut, known, strict=True) if kept is None]
    every = sum(len(batch.entries) for batch in cut)
    done = every - sum(len(batch.entries) for batch in missing)
    read = read_batches(desk, missing)
    for batch, kept in zip(cut, known, strict=True):
        if kept is not None:
            yield batch, kept
            continue
        new = next(read)
        looks.learn(batch, new.contents)
        done += len(batch.entries)
        if told is not None:
            told(done, every)
        yield batch, new
    looks.keep(cut)


def _same_opportunities(desk: Desk, tallies: Sequence[tuple[Batch, Tally]]) -> Iterator[Diagnostic]:
    """The files that seem to be about one opportunity; only these are read for their places."""
    paths = defaultdict(list)
    for _, tally in tallies:
        for path, key in tally.known:
            paths[key].append(path)
    wanted = {path for same in paths.values() if len(same) > 1 for path in same}
    entries = [each for batch, _ in tallies for each in batch.entries if each.path in wanted]
    return duplicates(desk.ordinarily(each) for each in entries)
