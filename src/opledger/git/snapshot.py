"""A ledger as a commit holds it, or as it is staged for the next one."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from opledger.core.failure import Failure
from opledger.core.late import dataclass
from opledger.files.disk import CONFIG_NAME, FOLDER, Entry, EntryKind
from opledger.git.command import reading
from opledger.git.objects import Item, blobs, decoded, ledger_tree
from opledger.git.repository import is_ledgers

if TYPE_CHECKING:
    from opledger.git.repository import Repository

_LINK = "120000"
_SUBMODULE = "160000"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The ledger's files by path, with their content by name: what reading takes for a folder."""

    tree: Mapping[str, Item]
    contents: Mapping[str, bytes]

    def config(self) -> Entry:
        """The entry of ``ledger.yaml``."""
        return Entry(CONFIG_NAME, self._kind(CONFIG_NAME))

    def scan(self) -> Iterator[Entry]:
        """Every entry below ``opportunities/`` that could be a record, in order of the paths."""
        for path in sorted(self.tree, key=lambda path: path.split("/")):
            if path.startswith(FOLDER) and (is_ledgers(path) or self._kind(path) is EntryKind.LINK):
                yield Entry(path, self._kind(path))

    def read(self, entry: Entry) -> tuple[bytes, str]:
        """An entry's bytes; or why there are none."""
        item = self.tree.get(entry.path)
        content = self.contents.get(item.hash) if item else None
        return (b"", "no such file or directory") if content is None else (content, "")

    def _kind(self, path: str) -> EntryKind:
        item = self.tree.get(path)
        return EntryKind.LINK if item and item.mode == _LINK else EntryKind.FILE


def committed(repository: Repository, commit: str) -> Snapshot:
    """The ledger as a commit holds it.

    Raises:
        Failure: the commit has no ledger, or can't be read.
    """
    tree = ledger_tree(repository.root, commit, repository.prefix)
    if CONFIG_NAME not in tree:
        raise Failure(f"commit {commit[:10]} has no {CONFIG_NAME}: there was no ledger yet", code=1)
    return snapshot(repository, tree)


def staged(repository: Repository) -> Snapshot:
    """The ledger as it is staged for the next commit.

    Raises:
        Failure: the index can't be read, or holds a merge that is not settled.
    """
    asked = ("ls-files", "--stage", "-z", "--", CONFIG_NAME, FOLDER)
    answer = reading(repository.root, *asked, index=_index_of_the_commit(repository))
    if answer.code:
        raise Failure(f"can't read what is staged: {answer.complaint}", code=1)
    tree = {}
    for entry in answer.output.split(b"\0")[:-1]:
        about, _, path = entry.partition(b"\t")
        mode, name, stage = about.decode().split(" ")
        if stage != "0":
            raise Failure(f"{decoded(path)} has a merge conflict: settle it first", code=1)
        tree[decoded(path)] = Item(mode, name)
    return snapshot(repository, tree)


def _index_of_the_commit(repository: Repository) -> Path | None:
    """The index of the commit that is being made, as git names it to a hook, if it is this one's.

    ``git commit -a`` and ``git commit FILE`` make it in a file beside the repository's own.
    """
    given = os.environ.get("GIT_INDEX_FILE")
    path = Path(given).absolute() if given else None
    ours = path is not None and repository.folder.resolve() in path.resolve().parents
    return path if ours else None


def snapshot(repository: Repository, tree: Mapping[str, Item]) -> Snapshot:
    """The files of a tree, with their content."""
    files = {path: item for path, item in tree.items() if item.mode != _SUBMODULE}
    return Snapshot(files, blobs(repository.root, (item.hash for item in files.values())))
