"""Checking a ledger's folder: all that reading finds, and what was made from the ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

from opledger.files.diagnostics import Diagnostic
from opledger.files.disk import CONFIG_NAME, EntryKind, Folder
from opledger.files.reading import (
    Clock,
    FileReading,
    Reading,
    Told,
    beside_each_other,
    read_file,
    read_ledger,
    read_terms,
)


def check_ledger(root: Path, today: Clock, told: Told | None = None) -> Reading:
    """The ledger as it is read, with what is wrong with the schemas beside it.

    ``told`` is called after each file with how many are read, of how many.

    Where its settings have errors, nobody can tell what the schemas should be.
    """
    from opledger.files.schemafiles import stale_schemas  # noqa: PLC0415 - of a whole ledger

    reading = read_ledger(root, today, told)
    if any(each.path == CONFIG_NAME for each in reading.errors):
        return reading
    found = (*stale_schemas(root, reading.ledger.config), *reading.diagnostics)
    return replace(reading, diagnostics=tuple(sorted(found, key=lambda each: each.order)))


def check_files(
    root: Path, wanted: Callable[[str], bool], today: Clock
) -> tuple[tuple[Diagnostic, ...], int]:
    """What reading the whole ledger finds in the files whose paths are wanted; how many there are.

    Of the others only those are parsed that may be about the same opportunity as one of them.
    """
    files = Folder(root)
    terms = read_terms(files)
    day = today if isinstance(today, date) else today(terms.config.zone)
    entries = list(files.scan())
    read = {each.path: read_file(files, each, terms, day) for each in entries if wanted(each.path)}
    sought = [_words(each) for each in read.values() if each.sound]
    last = max((at for at, each in enumerate(entries) if each.path in read), default=-1)
    for each in entries[:last]:  # a file is told of an earlier one like it, never of a later one
        if each.path not in read and sought and each.kind is EntryKind.FILE:
            text = files.read(each)[0].decode("utf-8", "replace").casefold()
            if "\\" in text or any(all(word in text for word in words) for words in sought):
                read[each.path] = read_file(files, each, terms, day)
    paths = [each.path for each in entries if each.kind is EntryKind.FILE]
    beside, _ = beside_each_other((read[each.path] for each in entries if each.path in read), paths)
    found = (*terms.found, *(one for each in read.values() for one in each.found), *beside)
    shown = sorted((each for each in found if wanted(each.path)), key=lambda each: each.order)
    return tuple(shown), len(entries) + 1


def _words(file: FileReading) -> Iterable[str]:
    """What stands in the text of every file with the same company and role, but for escapes.

    A line may be broken between two words, and an apostrophe be written twice.
    """
    about = file.record
    told = f"{about.company} {about.role or ''}" if about else ""
    return told.casefold().replace("'", " ").split()
