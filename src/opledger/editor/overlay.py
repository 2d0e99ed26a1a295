"""A ledger's files as the editor holds them: what is typed, laid over what lies on the disk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from opledger.core.late import dataclass
from opledger.files import disk
from opledger.files.disk import CONFIG_NAME, FOLDER, MAX_BYTES, SUFFIX, Entry, EntryKind
from opledger.files.schema import LEDGER, OPPORTUNITY
from opledger.files.shapes import Record


@dataclass(frozen=True, slots=True)
class Overlay:
    """The files of a ledger; ``texts`` are those that are open, by their path in it.

    What an entry is, the disk says: an open link is as little read as another. An open file that
    is not on the disk yet, or no more, is one of the ledger.
    """

    root: Path
    texts: Mapping[str, str]

    def config(self) -> Entry:
        """The ledger's own file."""
        return disk.config_entry(self.root)

    def scan(self) -> Iterator[Entry]:
        """Every entry that could be a record, in order of the paths."""
        opened = sorted(self.texts, key=_order, reverse=True)
        closed: list[str] = []  # what no file can lie in
        for entry in disk.scan(self.root):
            while opened and _order(opened[-1]) <= _order(entry.path):
                path = opened.pop()
                if path != entry.path:
                    yield from self._open(path, closed)
            if entry.kind is not EntryKind.FILE:
                closed.append(f"{entry.path}/")
            yield entry
        for path in reversed(opened):
            yield from self._open(path, closed)

    def _open(self, path: str, closed: Iterable[str]) -> Iterator[Entry]:
        if path != CONFIG_NAME and not any(path.startswith(each) for each in closed):
            yield Entry(path, EntryKind.FILE)

    def entry(self, path: str) -> Entry | None:
        """The entry at one path; ``None`` where it lies behind a link or in no folder."""
        parts = path.split("/")
        for depth in range(1, len(parts)):
            if disk.entry_at(self.root, "/".join(parts[:depth])).kind is EntryKind.LINK:
                return None
        return disk.entry_at(self.root, path)

    def read(self, entry: Entry) -> tuple[bytes, str]:
        """An entry's bytes, at most one more than the limit; or why it can't be read."""
        text = self.texts.get(entry.path)
        if text is None:
            return disk.read(self.root, entry)
        # A character is a byte at least: no more of them are needed to see that it is too much.
        whole = text[: MAX_BYTES + 1].encode("utf-8", "surrogatepass")
        return whole[: MAX_BYTES + 1], ""


def _order(path: str) -> list[str]:
    return path.split("/")


def shape_of(path: str) -> Record | None:
    """What a file of the ledger holds, by its path; ``None`` where no command reads it."""
    if path == CONFIG_NAME:
        return LEDGER
    parts = path.split("/")
    if len(parts) < 2 or parts[0] != FOLDER or any(part.startswith(".") for part in parts):  # noqa: PLR2004 - the folder and a name
        return None
    return OPPORTUNITY if disk.is_record_name(parts[-1]) else None


def is_record(path: str) -> bool:
    """Whether a path is that of an opportunity's file."""
    return shape_of(path) is OPPORTUNITY and path.endswith(SUFFIX)
