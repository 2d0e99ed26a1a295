"""Real repositories for tests, made by the real git with a fixed identity and nobody's settings."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

LEDGER = {
    "ledger.yaml": b"title: Winter\n",
    "opportunities/kestrel.yaml": b"company: Kestrel\nevents: [{date: 2024-01-08, stage: lead}]\n",
}


def git(folder: Path, *arguments: str | Path) -> str:
    """What git prints, run in a folder."""
    settings = ("-c", "protocol.file.allow=always", "-c", "init.defaultBranch=main")
    ended = subprocess.run(
        ["git", *settings, *map(str, arguments)],
        cwd=folder,
        env={
            "PATH": os.environ["PATH"],
            "HOME": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_AUTHOR_NAME": "A. Person",
            "GIT_AUTHOR_EMAIL": "a@example.com",
            "GIT_AUTHOR_DATE": "2024-01-08T12:00:00Z",
            "GIT_COMMITTER_NAME": "A. Person",
            "GIT_COMMITTER_EMAIL": "a@example.com",
            "GIT_COMMITTER_DATE": "2024-01-08T12:00:00Z",
        },
        check=True,
        capture_output=True,
        text=True,
    )
    return ended.stdout.strip()


def write(root: Path, files: dict[str, bytes] | None = None) -> Path:
    """A folder with these files, or a small ledger's."""
    for name, content in (LEDGER if files is None else files).items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return root


def committed(root: Path, files: dict[str, bytes] | None = None, *init: str) -> str:
    """Make a repository with one commit of the files; its hash."""
    write(root, files)
    git(root, "init", "--quiet", *init)
    git(root, "add", ".")
    git(root, "commit", "--quiet", "-m", "Start")
    return git(root, "rev-parse", "HEAD")


AUTHOR = "A. Person <a@example.com>"
Files = Mapping[str, str | bytes]


def at(text: str) -> datetime:
    """A moment as ``2024-01-08 12:00`` or ``2024-01-08 12:00-05:00``; UTC where no zone is told."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


class Past:
    """A history told commit by commit, each with all its files, and written in one go.

    What git holds for ``opportunities/kestrel.yaml`` is what ``files`` says for it, whatever the
    parents hold: so a merge can be as clean or as evil as a test needs.
    """

    def __init__(self) -> None:
        self._stream: list[bytes] = []
        self._many = 0

    def commit(
        self,
        when: datetime | str,
        files: Files,
        *parents: int,
        author: str = AUTHOR,
        committed: datetime | str | None = None,
        message: str = "As it was",
        links: Mapping[str, str] | None = None,
    ) -> int:
        """The number of a commit; without ``parents`` it follows the last one that was told."""
        self._many += 1
        before = parents or ((self._many - 1,) if self._many > 1 else ())
        lines = [b"commit refs/heads/main", b"mark :%d" % self._many]
        for who, moment in (("author", when), ("committer", committed or when)):
            stamp = at(moment) if isinstance(moment, str) else moment
            lines.append(f"{who} {author} {int(stamp.timestamp())} {stamp:%z}".encode())
        lines.append(_data(message))
        told = [n for n in before if n > 0]  # 0: a root
        if not told and self._many > 1:
            lines.insert(0, b"reset refs/heads/main")
        lines += [b"%s :%d" % (b"merge" if n else b"from", p) for n, p in enumerate(told)]
        lines.append(b"deleteall")
        for path, content in files.items():
            lines += [b"M 100644 inline %b" % _quoted(path), _data(content)]
        for path, target in (links or {}).items():
            lines += [b"M 120000 inline %b" % _quoted(path), _data(target)]
        self._stream += [*lines, b""]
        return self._many

    def write(self, root: Path, *init: str) -> dict[int, str]:
        """Make the repository, the last commit checked out on ``main``; the hashes by number."""
        root.mkdir(parents=True, exist_ok=True)
        git(root, "init", "--quiet", *init)
        marks = root / ".git" / "marks"
        subprocess.run(
            ["git", "fast-import", "--quiet", "--force", f"--export-marks={marks}"],
            cwd=root,
            env={"PATH": os.environ["PATH"], "HOME": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"},
            input=b"\n".join(self._stream),
            check=True,
        )
        git(root, "reset", "--quiet", "--hard", "main")
        pairs = (line.split() for line in marks.read_text().splitlines())
        return {int(mark.removeprefix(":")): name for mark, name in pairs}


def _data(content: str | bytes) -> bytes:
    body = content.encode() if isinstance(content, str) else content
    return b"data %d\n%b" % (len(body), body)


def _quoted(path: str) -> bytes:
    """A path as ``git fast-import`` takes any: between quotes, odd bytes in octal."""
    body = os.fsencode(path)
    plain = (chr(b) if 32 < b < 127 and b not in b'"\\' else f"\\{b:03o}" for b in body)
    return f'"{"".join(plain)}"'.encode()
