"""Real repositories for tests, made by the real git with a fixed identity and nobody's settings."""

from __future__ import annotations

import os
import subprocess
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
