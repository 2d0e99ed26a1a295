"""New objects of a repository, made by GitPython in this process and not by the git program.

What :mod:`opledger.git.replay` has git make of its stream is held against these: the same objects,
with the same hashes. GitPython is imported when it is needed, as it looks for git when it is.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from git import Repo

_FILE, _FOLDER = 0o100644, 0o040000


class Builder:
    """Writes blobs, trees and commits into a repository's object store."""

    def __init__(self, folder: Path) -> None:
        """The repository at the top of this folder."""
        self._repository = _opened(folder)

    def blob(self, content: bytes) -> str:
        """The hash of a file's content."""
        return self._store("blob", content)

    def tree(self, files: Mapping[str, str]) -> str:
        """The hash of a tree of files: their paths with ``/``, and the hashes of their content."""
        below: dict[str, dict[str, str]] = {}
        entries = []
        for path, name in files.items():
            top, _, rest = path.partition("/")
            if rest:
                below.setdefault(top, {})[rest] = name
            else:
                entries.append((bytes.fromhex(name), _FILE, top))
        folders = [(bytes.fromhex(self.tree(inner)), _FOLDER, top) for top, inner in below.items()]
        return self._store("tree", _tree_content([*entries, *folders]))

    def commit(
        self, tree: str, parent: str | None, who: tuple[str, str], when: datetime, message: str
    ) -> str:
        """The hash of a commit; author and committer are the same, name and address."""
        person = f"{who[0]} <{who[1]}> {int(when.timestamp())} {when:%z}"
        lines = [f"tree {tree}"]
        if parent:
            lines.append(f"parent {parent}")
        lines += [f"author {person}", f"committer {person}", "", message, ""]
        return self._store("commit", "\n".join(lines).encode())

    def _store(self, kind: str, content: bytes) -> str:
        from gitdb import IStream

        stream = IStream(kind.encode(), len(content), BytesIO(content))
        name: bytes = self._repository.odb.store(stream).hexsha
        return name.decode()


def _opened(folder: Path) -> Repo:
    os.environ["GIT_PYTHON_REFRESH"] = "quiet"
    import git

    with warnings.catch_warnings():
        # It advises against its own object store, for reading what others made. Here it writes.
        warnings.simplefilter("ignore", DeprecationWarning)
        return git.Repo(folder.resolve(), odbt=git.GitDB, expand_vars=False)


def _tree_content(entries: list[tuple[bytes, int, str]]) -> bytes:
    from git.objects.fun import tree_to_stream

    # Git orders a folder as if its name ended in '/'.
    entries.sort(key=lambda entry: entry[2].encode() + (b"/" if entry[1] == _FOLDER else b""))
    stream = BytesIO()
    tree_to_stream(entries, stream.write)
    return stream.getvalue()
