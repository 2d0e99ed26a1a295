"""Checking a ledger's folder: all that reading finds, and what was made from the ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from opledger.core.late import dataclass
from opledger.core.model import Opportunity
from opledger.files.diagnostics import Diagnostic, Severity
from opledger.files.disk import CONFIG_NAME, EntryKind, Folder
from opledger.files.quick import Quick
from opledger.files.reading import (
    beside_each_other,
    ids_taken,
    key_of,
    placed,
    quick_or_ordinary,
    quick_or_ordinary_terms,
    read_record,
)
from opledger.files.readings import Clock, Told

if TYPE_CHECKING:
    from opledger.core.config import Config
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
    records = [each.record for each in read.values() if each.sound]
    sought = [_words(each.company, each.role) if each else () for each in records]
    last = max((at for at, each in enumerate(entries) if each.path in read), default=-1)
    for each in entries[:last]:  # a file is told of an earlier one like it, never of a later one
        is_other = each.path not in read and sought and each.kind is EntryKind.FILE
        if is_other and _may_be_about(files.read(each)[0], sought):
            read[each.path] = quick_or_ordinary(files, each, terms, quick, day)
    paths = [each.path for each in entries if each.kind is EntryKind.FILE]
    ordered = [read[each.path] for each in entries if each.path in read]
    beside, _ = beside_each_other(placed(files, ordered, terms, day), paths)
    found = (*terms.found, *(one for each in ordered for one in each.found), *beside)
    shown = sorted((each for each in found if wanted(each.path)), key=lambda each: each.order)
    return Checked(tuple(shown), len(entries) + 1)


def first_alike(
    root: Path, company: str, role: str | None, config: Config, today: date
) -> Opportunity | None:
    """The first opportunity, by id, that has this company and role; ``None`` where none has."""
    files, sought = Folder(root), (_words(company, role),)
    key = key_of(Opportunity(id="", path="", company=company, role=role))
    entries = [each for each in files.scan() if each.kind is EntryKind.FILE]
    _, taken = ids_taken([each.path for each in entries])
    found = []
    for each in entries:
        if each.path not in taken and _may_be_about(files.read(each)[0], sought):
            record, _ = read_record(files, each, config, today)
            if record is not None and key_of(record) == key:
                found.append(record)
    return min(found, key=lambda each: each.id, default=None)


def _words(company: str, role: str | None) -> Sequence[str]:
    """What stands in the text of every file with this company and role, but for escapes.

    A line may be broken between two words, and an apostrophe be written twice.
    """
    return f"{company} {role or ''}".casefold().replace("'", " ").split()


def _may_be_about(content: bytes, sought: Iterable[Sequence[str]]) -> bool:
    """Whether a file can have one of the companies and roles whose words are sought."""
    text = content.decode("utf-8", "replace").casefold()
    return "\\" in text or any(all(word in text for word in words) for words in sought)
