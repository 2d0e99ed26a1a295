"""What a repository calls its commits and its remotes: for a completion and for `doctor`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opledger.core.late import dataclass
from opledger.git.command import opening
from opledger.git.repository import find_repository

if TYPE_CHECKING:
    from pathlib import Path

    from opledger.git.repository import Repository

_LATEST = 20  # commits
_REMOTE = "remote."


@dataclass(frozen=True, slots=True)
class Name:
    """A branch, a tag or the short hash of a commit, and the day and subject of that commit."""

    name: str
    about: str


@dataclass(frozen=True, slots=True)
class Remote:
    """A remote and every address that a push to it goes to."""

    name: str
    addresses: tuple[str, ...]


def names(root: Path) -> tuple[Name, ...]:
    """``HEAD``, the branches, the tags and the latest commits of the ledger's repository.

    Raises:
        Failure: there is no repository, or git refuses it.
    """
    repository = find_repository(root)
    if not (repository.found_at or repository.head):
        return ()
    shape = "%(refname:lstrip=2)%00%(creatordate:short) %(subject)"
    places = ("refs/heads", "refs/tags")
    refs = opening(root, "for-each-ref", f"--format={shape}", "--sort=-creatordate", *places)
    shape = "--format=%h%x00%cs %s"
    latest = opening(root, "log", f"--max-count={_LATEST}", "--abbrev=10", shape, "HEAD", "--")
    commits = _parted(latest.lines)
    return (*(Name("HEAD", each.about) for each in commits[:1]), *_parted(refs.lines), *commits)


def _parted(lines: list[str]) -> list[Name]:
    parts = (line.partition("\0") for line in lines)
    return [Name(name, about.strip()) for name, _, about in parts]


def remotes(root: Path) -> tuple[Remote, ...]:
    """The remotes of the ledger's repository, in the order of its settings.

    Raises:
        Failure: there is no repository, or git refuses it.
    """
    return remotes_of(find_repository(root))


def remotes_of(repository: Repository) -> tuple[Remote, ...]:
    """The remotes of a repository with the addresses that a push goes to."""
    asked = ("config", "--null", "--get-regexp", r"^remote\..*\.(push)?url$")
    fetched: dict[str, list[str]] = {}
    pushed: dict[str, list[str]] = {}
    for each in opening(repository.root, *asked).output.decode("utf-8", "replace").split("\0"):
        key, _, address = each.partition("\n")
        name, _, kind = key.removeprefix(_REMOTE).rpartition(".")
        if name:
            into = pushed if kind == "pushurl" else fetched
            into.setdefault(name, []).append(address)
    every = dict.fromkeys([*fetched, *pushed])
    return tuple(Remote(name, tuple(pushed.get(name) or fetched[name])) for name in every)
