"""Checking a ledger's folder: all that reading finds, and what was made from the ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from opledger.core.late import dataclass
from opledger.files.diagnostics import Diagnostic, Severity
from opledger.files.disk import CONFIG_NAME, EntryKind, Folder
from opledger.files.quick import Quick
from opledger.files.reading import (
    beside_each_other,
    placed,
    quick_or_ordinary,
    quick_or_ordinary_terms,
)
from opledger.files.readings import Clock, FileReading, Told

if TYPE_CHECKING:
    from opledger.files.cache import Cache


@dataclass(frozen=True, slots=True)
class Checked:
    """All diagnostics that were asked for, in order, and how many files the ledger has."""

    diagnostics: tuple[Diagnostic, ...]
    files: int


def check_ledger(
    root: Path, today: Clock, cache: Cache | None = None, told: Told | None = None
) -> Checked:
    """What is wrong with a ledger at hand, and with the schemas beside it.

    Where its settings have errors, nobody can tell what the schemas should be. ``told`` is called
    now and then with how many files are done, of how many.
    """
    from opledger.files.cache import NO_CACHE  # noqa: PLC0415 - of a whole ledger
    from opledger.files.schemafiles import stale_schemas  # noqa: PLC0415 - as well
    from opledger.files.whole import whole  # noqa: PLC0415 - as well

    found = whole(root, today, cache or NO_CACHE, told)
    diagnostics = found.diagnostics
    if not any(d.path == CONFIG_NAME and d.severity is Severity.ERROR for d in diagnostics):
        every = (*stale_schemas(root, found.config), *diagnostics)
        diagnostics = tuple(sorted(every, key=lambda each: each.order))
    return Checked(diagnostics, found.files)


def check_files(root: Path, wanted: Callable[[str], bool], today: Clock) -> Checked:
    """What checking the whole ledger finds in the files whose paths are wanted.

    Of the others only those are parsed that may be about the same opportunity as one of them.
    """
    files = Folder(root)
    terms = quick_or_ordinary_terms(files)
    day = today if isinstance(today, date) else today(terms.config.zone)
    quick = Quick(terms.config, terms.words, day)
    entries = list(files.scan())
    read = {
        each.path: quick_or_ordinary(files, each, terms, quick, day)
        for each in entries
        if wanted(each.path)
    }
    sought = [_words(each) for each in read.values() if each.sound]
    last = max((at for at, each in enumerate(entries) if each.path in read), default=-1)
    for each in entries[:last]:  # a file is told of an earlier one like it, never of a later one
        if each.path not in read and sought and each.kind is EntryKind.FILE:
            text = files.read(each)[0].decode("utf-8", "replace").casefold()
            if "\\" in text or any(all(word in text for word in words) for words in sought):
                read[each.path] = quick_or_ordinary(files, each, terms, quick, day)
    paths = [each.path for each in entries if each.kind is EntryKind.FILE]
    ordered = [read[each.path] for each in entries if each.path in read]
    beside, _ = beside_each_other(placed(files, ordered, terms, day), paths)
    found = (*terms.found, *(one for each in ordered for one in each.found), *beside)
    shown = sorted((each for each in found if wanted(each.path)), key=lambda each: each.order)
    return Checked(tuple(shown), len(entries) + 1)


def _words(file: FileReading) -> Iterable[str]:
    """What stands in the text of every file with the same company and role, but for escapes.

    A line may be broken between two words, and an apostrophe be written twice.
    """
    about = file.record
    told = f"{about.company} {about.role or ''}" if about else ""
    return told.casefold().replace("'", " ").split()
