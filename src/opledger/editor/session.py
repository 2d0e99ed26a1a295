"""What is open in an editor, and to which ledger each file belongs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from pathlib import Path, PurePath

from opledger.core.late import dataclass
from opledger.editor.buffers import Point, changed
from opledger.editor.ledger import Clock, EditedLedger
from opledger.editor.overlay import shape_of
from opledger.files.disk import find_ledger
from opledger.files.shapes import Record
from opledger.files.source import Source


@dataclass(frozen=True, slots=True)
class Change:
    """A change of a buffer: what stands between two places becomes ``text``; all without them."""

    text: str
    begin: Point | None = None
    end: Point | None = None


@dataclass(slots=True)
class Buffer:
    """An open file: how the editor names it, where it lies, what is typed in it."""

    name: str
    file: Path
    version: int | None
    text: str


@dataclass(frozen=True, slots=True)
class OpenFile:
    """An open file of a ledger: its path there, what it should hold, and its text now."""

    ledger: EditedLedger
    path: str
    record: Record
    source: Source


@dataclass(slots=True)
class Session:
    """All that is open; ``encoding`` that of the editor's places."""

    clock: Clock
    encoding: str = "utf-16"
    buffers: dict[str, Buffer] = field(default_factory=dict)
    ledgers: dict[Path, EditedLedger] = field(default_factory=dict)
    _homes: dict[str, tuple[EditedLedger, str]] = field(default_factory=dict)

    def opened(self, name: str, file: Path, version: int | None, text: str) -> None:
        """A file is opened, with what the editor holds of it."""
        self.buffers[name] = Buffer(name, file, version, text)
        self._settle(self.buffers[name])

    def typed(self, name: str, version: int | None, changes: list[Change]) -> None:
        """Something is typed in a file that is open."""
        buffer = self.buffers.get(name)
        if buffer is None:
            return
        for each in changes:
            if each.begin is None or each.end is None:
                buffer.text = each.text
            else:
                buffer.text = changed(buffer.text, each.begin, each.end, each.text, self.encoding)
        buffer.version = version
        home = self._homes.get(name)
        if home is not None:
            home[0].hold(home[1], buffer.text)

    def closed(self, name: str) -> None:
        """A file is closed: what it says is on the disk again."""
        self.buffers.pop(name, None)
        self._leave(name)

    def settle(self) -> None:
        """Look again to which ledger each open file belongs: one may have come, or gone."""
        for buffer in self.buffers.values():
            self._settle(buffer)

    def file(self, name: str) -> OpenFile | None:
        """An open file of a ledger; ``None`` for any other."""
        home, buffer = self._homes.get(name), self.buffers.get(name)
        if home is None or buffer is None:
            return None
        ledger, path = home
        record = shape_of(path)
        return OpenFile(ledger, path, record, Source.of(path, buffer.text)) if record else None

    def names(self, ledger: EditedLedger) -> Iterator[str]:
        """The names of the open files of a ledger."""
        return (name for name, (of, _) in self._homes.items() if of is ledger)

    def buffer(self, ledger: EditedLedger, path: str) -> Buffer | None:
        """The open file at a path of a ledger, if it is open."""
        for name, home in self._homes.items():
            if home[0] is ledger and home[1] == path:
                return self.buffers[name]
        return None

    def ledger_at(self, folder: Path) -> EditedLedger | None:
        """The ledger that a folder lies in, looked for upward."""
        root = find_ledger(folder)
        return None if root is None else self._ledger(root)

    def _ledger(self, root: Path) -> EditedLedger:
        if root not in self.ledgers:
            self.ledgers[root] = EditedLedger(root, self.clock)
        return self.ledgers[root]

    def _settle(self, buffer: Buffer) -> None:
        root = find_ledger(buffer.file.parent)
        inner = PurePath(buffer.file).relative_to(root).as_posix() if root else ""
        home = self._homes.get(buffer.name)
        if root is None or shape_of(inner) is None:
            self._leave(buffer.name)
            return
        ledger = self._ledger(root)
        if home is not None and home != (ledger, inner):
            self._leave(buffer.name)
        self._homes[buffer.name] = ledger, inner
        ledger.hold(inner, buffer.text)

    def _leave(self, name: str) -> None:
        home = self._homes.pop(name, None)
        if home is None:
            return
        ledger, path = home
        ledger.release(path)
        other = self.buffer(ledger, path)
        if other is not None:  # open under a second name
            ledger.hold(path, other.text)
        if not any(of is ledger for of, _ in self._homes.values()):
            self.ledgers.pop(ledger.root, None)
