"""The one door to git.

What is read here is read from the repository's own files and objects, by GitPython in this
process: no configured filter, hook or external program is started. GitPython is imported when it
is needed, because importing it asks the git in PATH for its version.
"""

from __future__ import annotations

import os
import struct
import subprocess
import warnings
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha1
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from opledger.files.disk import CONFIG_NAME, FOLDER, read_outside

if TYPE_CHECKING:
    from git import Repo


# A ledger of ten years has fewer files; a tree made to do harm has no end.
_MOST_ITEMS = 100_000
_MOST_CONFIG = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit: its full hash, and whether the files at hand are the ones it holds."""

    hash: str
    clean: bool

    @property
    def short(self) -> str:
        """The first ten digits of the hash."""
        return self.hash[:10]


def commit_of(root: Path, files: Mapping[str, bytes]) -> Commit | None:
    """The commit that a ledger's repository is at; ``None`` where there is none to name.

    Only a ledger that is a repository of its own (``root`` is the top of the work tree) has one;
    so has neither a folder inside a larger repository nor a repository without a commit.
    ``files`` are the ledger's files by path; the commit is clean if it holds exactly these.
    """
    if not (root / ".git").exists() or _would_wait(root / ".git"):
        return None
    os.environ["GIT_PYTHON_REFRESH"] = "quiet"
    try:
        import git
        from git.exc import ODBError
    except ImportError:  # GitPython asks git for its version, and that git gave no answer
        return None

    try:
        with _ledger_alone(), _opened(root) as repository:
            if repository.bare:
                return None
            commit = repository.head.commit
            items = tuple(islice(commit.tree.traverse(), _MOST_ITEMS + 1))
            if len(items) > _MOST_ITEMS:
                return None
            held = {
                str(item.path): item.hexsha
                for item in items
                if isinstance(item, git.Blob) and _is_ledgers(str(item.path))
            }
            return Commit(commit.hexsha, _same(held, files))
    # GitPython meets an unborn, broken or foreign repository with errors of all these kinds; a
    # site is built all the same, and names no commit.
    except (git.GitError, ODBError, ValueError, OSError, LookupError, TypeError):
        return None
    except (struct.error, zlib.error):  # of an object or an index that was cut off
        return None


def _would_wait(folder: Path) -> bool:
    """Whether a pipe or a device stands where git keeps a file: reading it might never end.

    A configuration that includes other files, which could be anything, counts as one.
    """
    names = ("HEAD", "config", "packed-refs", "commondir", "objects/info/alternates")
    files = [*(folder / name for name in names), *(folder / "refs").rglob("*")]
    if any(path.exists() and not path.is_file() and not path.is_dir() for path in files):
        return True
    config = folder / "config"
    return config.is_file() and b"[include" in read_outside(config, _MOST_CONFIG).lower()


def _is_ledgers(path: str) -> bool:
    """Whether a file in a commit is one of the ledger's, as the scan of the folder takes them."""
    if path == CONFIG_NAME:
        return True
    top, *below = path.split("/")
    hidden = any(part.startswith(".") for part in below)
    return top == FOLDER and not hidden and path.lower().endswith((".yaml", ".yml"))


@contextmanager
def _ledger_alone() -> Iterator[None]:
    """Within, the environment (``GIT_DIR`` and its like) names no other repository."""
    told = {name: os.environ.pop(name) for name in list(os.environ) if name[:4] == "GIT_"}
    try:
        yield
    finally:
        os.environ.update(told)


def _opened(root: Path) -> Repo:
    """The repository, read in this process.

    GitPython advises against its own reader, which is slow and takes any object for what it says
    it is. But the other one starts git, which does as the ledger's configuration says.
    """
    import git

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return git.Repo(root.resolve(), odbt=git.GitDB, expand_vars=False)


def _same(held: Mapping[str, str], files: Mapping[str, bytes]) -> bool:
    """Whether a commit holds exactly these files, told by the hashes of their content."""
    if set(held) != set(files):
        return False
    return all(held[path] in _hashes(content) for path, content in files.items())


def _hashes(content: bytes) -> set[str]:
    """The object names of a file, as it is and as git stores it where it turns line ends."""
    return {
        sha1(b"blob %d\0%b" % (len(body), body), usedforsecurity=False).hexdigest()
        for body in (content, content.replace(b"\r\n", b"\n"))
    }


def start_repository(folder: Path) -> str:
    """Make the folder a git repository; what hinders it, or nothing where all is well.

    A folder that lies in a repository already is left as it is.
    """
    whole = folder.resolve()
    if any((each / ".git").exists() for each in (whole, *whole.parents)):
        return ""
    environment = {name: value for name, value in os.environ.items() if name[:4] != "GIT_"}
    try:
        subprocess.run(
            ["git", "init", "--quiet", "--template=", "--initial-branch=main", "--", str(whole)],
            check=True,
            capture_output=True,
            env=environment,
            text=True,
        )
    except FileNotFoundError:
        return "there is no git program; install git, then run 'git init' there"
    except subprocess.CalledProcessError as error:
        lines = (error.stderr or "").strip().splitlines()
        return lines[-1] if lines else "'git init' failed"
    return ""
