"""A ledger while it is edited: its files as they are typed, each read again only when it changed.

What is asked of one file reads that file alone; what is asked of all of them reads those that
changed since. Nothing is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import field, replace
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from opledger.core.calendar import as_of_day
from opledger.core.config import Config
from opledger.core.late import dataclass
from opledger.core.model import Opportunity
from opledger.editor.overlay import Overlay, shape_of
from opledger.files.diagnostics import Diagnostic
from opledger.files.disk import CONFIG_NAME, Entry, EntryKind, look
from opledger.files.reading import beside_each_other, read_file, read_terms
from opledger.files.readings import FileReading, Terms
from opledger.files.sections import Sections
from opledger.files.source import Source
from opledger.files.yaml import Parse, parse

Clock = Callable[[ZoneInfo], date]
Stamp = tuple[object, ...]


@dataclass(slots=True, eq=False)
class EditedLedger:
    """One ledger, with the clock.

    ``texts`` are the open files by their path in it, ``sections`` what was parsed of each.
    """

    root: Path
    clock: Clock
    texts: dict[str, str] = field(default_factory=dict)
    sections: dict[str, Sections] = field(default_factory=dict)
    files_read: int = 0  # how many times a file was parsed: what a keystroke costs
    _terms: tuple[Stamp, Terms] | None = None
    _files: dict[str, tuple[Stamp, FileReading]] = field(default_factory=dict)
    _beside: dict[str, tuple[Diagnostic, ...]] = field(default_factory=dict)

    def hold(self, path: str, text: str) -> None:
        """Take a file's text from the editor from now on."""
        self.texts[path] = text

    def release(self, path: str) -> None:
        """Take a file's text from the disk again."""
        self.texts.pop(path, None)
        self._files.pop(path, None)
        self.sections.pop(path, None)

    def parser(self, path: str) -> Parse:
        """What parses the texts of a file: one that is open, only where it changed."""
        if path not in self.texts:
            return parse
        return self.sections.setdefault(path, Sections()).parse

    @property
    def overlay(self) -> Overlay:
        """The files as they are now."""
        return Overlay(self.root, self.texts)

    @property
    def terms(self) -> Terms:
        """What ``ledger.yaml`` says now."""
        stamp = self._stamp(CONFIG_NAME)
        if self._terms is None or self._terms[0] != stamp:
            self.files_read += 1
            read = read_terms(self.overlay)
            before = self._terms[1] if self._terms else None
            if before is not None and (before.config, before.words) != (read.config, read.words):
                self._files.clear()
            self._terms = stamp, read
        return self._terms[1]

    @property
    def config(self) -> Config:
        """The ledger's settings."""
        return self.terms.config

    @property
    def day(self) -> date:
        """The day that what is derived is told as of."""
        return as_of_day(self.config, self.clock(self.config.zone))

    def reading(self, path: str) -> FileReading | None:
        """One opportunity's file; ``None`` where none is read at this path."""
        terms = self.terms
        stamp = (*self._stamp(path), self.clock(terms.config.zone))
        known = self._files.get(path)
        if known is not None and known[0] == stamp:
            return known[1]
        entry = self.overlay.entry(path)
        return self._read(entry, stamp, terms) if entry else None

    def diagnostics(self, path: str) -> tuple[Diagnostic, ...]:
        """What ``check`` finds in one file, in its order.

        What is wrong with it beside other files is as :meth:`catch_up` found it last.
        """
        if path == CONFIG_NAME:
            found = self.terms.found
        else:
            reading = self.reading(path)
            found = (*reading.found, *self._beside.get(path, ())) if reading else ()
        return tuple(sorted(found, key=lambda each: each.order))

    def catch_up(self) -> Iterator[None]:
        """Read every file that changed, and look at them beside each other; a file a step.

        The editor may change what is read between two steps, and begin again behind the last one.
        """
        found: list[FileReading] = []
        entries: list[Entry] = []
        for entry in self.overlay.scan():
            entries.append(entry)
            terms = self.terms
            stamp = (*self._stamp(entry.path), self.clock(terms.config.zone))
            known = self._files.get(entry.path)
            if known is None or known[0] != stamp:
                found.append(self._read(entry, stamp, terms))
            else:
                found.append(known[1])
            yield
        there = {entry.path for entry in entries}
        self._files = {path: each for path, each in self._files.items() if path in there}
        paths = [entry.path for entry in entries if entry.kind is EntryKind.FILE]
        beside: dict[str, list[Diagnostic]] = {}
        for each in beside_each_other(found, paths)[0]:
            beside.setdefault(each.path, []).append(each)
        self._beside = {path: tuple(each) for path, each in beside.items()}

    @property
    def known(self) -> tuple[Opportunity, ...]:
        """The opportunities that were read so far, in order of their ids."""
        records = (each.record for _, each in self._files.values())
        return tuple(sorted((r for r in records if r is not None), key=lambda r: (r.id, r.path)))

    def source(self, path: str) -> Source | None:
        """The text of one file as it is now; ``None`` where there is none that can be read."""
        entry = self.overlay.config() if path == CONFIG_NAME else self.overlay.entry(path)
        if entry is None or entry.kind is not EntryKind.FILE or shape_of(path) is None:
            return None
        content, trouble = self.overlay.read(entry)
        try:
            return None if trouble else Source.of(path, content.decode("utf-8"))
        except UnicodeDecodeError:
            return None

    def paths(self) -> tuple[str, ...]:
        """Every file of the ledger, ``ledger.yaml`` first."""
        records = (e.path for e in self.overlay.scan() if e.kind is EntryKind.FILE)
        return (CONFIG_NAME, *(path for path in records if shape_of(path) is not None))

    def _read(self, entry: Entry, stamp: Stamp, terms: Terms) -> FileReading:
        self.files_read += 1
        today = self.clock(terms.config.zone)
        each = read_file(self.overlay, entry, terms, today, self.parser(entry.path))
        # Of a file that nobody looks at, the record is enough.
        kept = each if entry.path in self.texts else replace(each, tree=None)
        self._files[entry.path] = stamp, kept
        return each

    def _stamp(self, path: str) -> Stamp:
        """What tells that a file is still what was read."""
        text = self.texts.get(path)
        return look(self.root / path) if text is None else ("typed", text, look(self.root / path))
