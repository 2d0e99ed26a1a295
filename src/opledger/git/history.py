"""The commits of a ledger and which of its files each one changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, tzinfo
from typing import TYPE_CHECKING

from opledger.core.failure import Failure
from opledger.core.late import dataclass
from opledger.git.command import reading
from opledger.git.objects import Commit, commits, decoded, ledger_paths
from opledger.git.repository import is_ledgers

if TYPE_CHECKING:
    from opledger.git.repository import Repository

_NO_CONTENT = "0"
_SUBMODULE = "160000"


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file that two commits hold differently; names of contents, ``None`` where it is absent."""

    path: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Step:
    """A commit and one of those before it: the ledger's files that differ.

    ``parent`` is ``None`` for the first commit. A merge has a step for each of its parents.
    """

    commit: Commit
    parent: Commit | None
    files: tuple[FileChange, ...]


def commits_of(repository: Repository, tip: str, *without: str) -> tuple[Commit, ...]:
    """The commits that led to one, each behind its parents; ``without`` those that led to others.

    Raises:
        Failure: git can't read them.
    """
    excluded = [f"^{each}" for each in without]
    arguments = ("--topo-order", "--reverse", "--parents", "--end-of-options", tip, *excluded)
    answer = reading(repository.root, "rev-list", *arguments)
    if answer.code:
        raise Failure(f"can't read the history: {answer.complaint}", code=1)
    parents = {name: rest for name, *rest in (line.split(" ") for line in answer.lines)}
    found = commits(repository.root, parents)
    return tuple(found[name] for name in parents)


def last_on(of: Sequence[Commit], day: date, zone: tzinfo) -> Commit | None:
    """The last of the commits that was made by the end of a day; ``None`` where none was.

    Of those that led to another one made by then, none counts, whatever its date; of several
    branches it is the one that was gone on with last.
    """
    led: set[str] = set()
    found: list[Commit] = []
    for commit in reversed(of):
        if commit.hash not in led:
            if commit.day_in(zone) > day:
                continue
            found.append(commit)
        led.update(commit.parents)
    return max(found, key=lambda each: each.date, default=None)


def steps(repository: Repository, of: Sequence[Commit]) -> tuple[Step, ...]:
    """What each of the commits changed, in their order.

    Raises:
        Failure: git can't compare them.
    """
    known = {commit.hash: commit for commit in of}
    outside = [name for commit in of for name in commit.parents if name not in known]
    known |= commits(repository.root, dict.fromkeys(outside, ()))
    pairs = [
        (commit, known[parent] if parent else None)
        for commit in of
        for parent in (commit.parents or (None,))
    ]
    nothing = _empty_tree(repository)
    asked = [(before.tree if before else nothing, after.tree) for after, before in pairs]
    found = _compared(repository, asked)
    return tuple(
        Step(after, before, files) for (after, before), files in zip(pairs, found, strict=True)
    )


def _empty_tree(repository: Repository) -> str:
    return reading(repository.root, "hash-object", "-t", "tree", "--stdin").lines[0]


def _compared(
    repository: Repository, pairs: Sequence[tuple[str, str]]
) -> Iterator[tuple[FileChange, ...]]:
    """The ledger's files that differ in each pair of trees."""
    options = ("--stdin", "-r", "-z", "--raw", "--no-renames", "--no-abbrev", "--no-ext-diff")
    paths = ledger_paths("")  # seen from the ledger's folder, where git runs
    given = "".join(f"{before} {after}\n" for before, after in pairs).encode()
    answer = reading(repository.root, "diff-tree", *options, "--", *paths, given=given)
    if answer.code:
        raise Failure(f"can't compare commits: {answer.complaint}", code=1)
    output, at = answer.output, 0
    for before, after in pairs:
        head = f"{before} {after}\n".encode()
        if output[at : at + len(head)] != head:
            raise Failure("can't compare commits: git gave no answer for one of them", code=1)
        at += len(head)
        files = []
        while output[at : at + 1] == b":":
            end = output.index(b"\0", at)
            close = output.index(b"\0", end + 1)
            path = decoded(output[end + 1 : close]).removeprefix(repository.prefix)
            if is_ledgers(path):
                files.append(_file_change(path, output[at + 1 : end].decode()))
            at = close + 1
        yield tuple(files)


def _file_change(path: str, about: str) -> FileChange:
    old_mode, new_mode, old, new, _ = about.split(" ")
    return FileChange(path, _name(old_mode, old), _name(new_mode, new))


def _name(mode: str, name: str) -> str | None:
    absent = not name.strip(_NO_CONTENT) or mode == _SUBMODULE
    return None if absent else name


def merge_bases(repository: Repository, one: str, other: str) -> tuple[str, ...]:
    """The best common ancestors of two commits; none where they share no history."""
    answer = reading(repository.root, "merge-base", "--all", "--end-of-options", one, other)
    return tuple(answer.lines) if answer.code == 0 else ()
