"""The commits of a ledger and which of its files each one changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, tzinfo
from typing import TYPE_CHECKING, NamedTuple

from opledger.core.failure import Failure
from opledger.core.late import dataclass
from opledger.files.disk import FOLDER
from opledger.git.command import reading
from opledger.git.objects import Commit, commits, decoded, ledger_paths
from opledger.git.repository import is_ledgers

if TYPE_CHECKING:
    from opledger.git.command import Heard
    from opledger.git.repository import Repository

_NO_CONTENT = "0"
_SUBMODULE, _FOLDER_MODE = "160000", "040000"
_COMPARING = (
    *("--stdin", "-z", "--raw", "--no-renames", "--no-abbrev", "--no-ext-diff", "--no-relative"),
)


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file that two commits hold differently; names of contents, ``None`` where it is absent."""

    path: str
    before: str | None
    after: str | None


class _Difference(NamedTuple):  # which is made in half the time of a dataclass
    """An entry that two trees hold differently: its path in them, and its modes and names there."""

    path: str
    old_mode: str
    new_mode: str
    old: str
    new: str

    @property
    def is_folder(self) -> bool:
        """Whether it is one in either of them."""
        return _FOLDER_MODE in {self.old_mode, self.new_mode}

    def change(self, prefix: str) -> FileChange | None:
        """What it is to a ledger in a folder; ``None`` where it is none of its files."""
        path = self.path.removeprefix(prefix)
        if not is_ledgers(path):
            return None
        return FileChange(path, _name(self.old_mode, self.old), _name(self.new_mode, self.new))


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
    listing = listed(repository, tip, *without)
    found = commits(repository.root, listing)
    return tuple(found[name] for name in listing)


def listed(repository: Repository, tip: str, *without: str) -> dict[str, list[str]]:
    """The names of commits as :func:`commits_of` gives them, each with those of its parents.

    Raises:
        Failure: git can't read them.
    """
    excluded = [f"^{each}" for each in without]
    arguments = ("--topo-order", "--reverse", "--parents", "--end-of-options", tip, *excluded)
    answer = reading(repository.root, "rev-list", *arguments)
    if answer.code:
        raise Failure(f"can't read the history: {answer.complaint}", code=1)
    return {name: rest for name, *rest in (line.split(" ") for line in answer.lines)}


def line_of(repository: Repository, tip: str, most: int) -> list[str]:
    """The names of a commit and of those before it by first parents, newest first.

    None where git can't read them.
    """
    arguments = ("--first-parent", f"--max-count={most}", "--end-of-options", tip)
    answer = reading(repository.root, "rev-list", *arguments)
    return [] if answer.code else answer.lines


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


def steps(
    repository: Repository, of: Sequence[Commit], told: Callable[[int], None] | None = None
) -> tuple[Step, ...]:
    """What each of the commits changed, in their order.

    ``told`` is called now and then with how many more of them git has compared, more or less.

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

    def heard(part: bytes) -> None:
        if told is not None:
            told(part.count(b"\n"))  # one stands behind each pair

    found = _compared(repository, asked, heard)
    return tuple(
        Step(after, before, files) for (after, before), files in zip(pairs, found, strict=True)
    )


def _empty_tree(repository: Repository) -> str:
    import hashlib

    return hashlib.new(repository.hashing, b"tree 0\0", usedforsecurity=False).hexdigest()


def _compared(
    repository: Repository, pairs: Sequence[tuple[str, str]], heard: Heard
) -> Iterator[tuple[FileChange, ...]]:
    """The ledger's files that differ in each pair of trees.

    To let git look for two paths in whole trees takes half as long again as to let it compare all
    that differs in the ledger's folder, so it is asked for paths only where other folders differ
    there. The folder of opportunities is never named to it: it proves the hash of what is named.
    """
    nothing = _empty_tree(repository)
    folders = pairs
    for name in repository.prefix.split("/")[:-1]:
        found = _differences(repository, folders)
        folders = [_tree_pair(each, name, nothing) for each in found]
    aside = [
        any(each.path != FOLDER and each.is_folder for each in found)
        for found in _differences(repository, folders)
    ]
    none = nothing, nothing
    alone = [none if beside else pair for pair, beside in zip(folders, aside, strict=True)]
    mixed = [pair if beside else none for pair, beside in zip(pairs, aside, strict=True)]
    asked = ("-r", "--", *ledger_paths(""))  # seen from the ledger's folder, where git runs
    for one, other in zip(
        _differences(repository, alone, "-r", heard=heard),
        _differences(repository, mixed, *asked, heard=heard),
        strict=True,
    ):
        files = [each.change("") for each in one]
        files += [each.change(repository.prefix) for each in other]
        yield tuple(file for file in files if file)


def _tree_pair(found: Iterable[_Difference], name: str, nothing: str) -> tuple[str, str]:
    """A folder in both of two trees that differ; where it is as it was, twice the same one."""
    each = next((each for each in found if each.path == name), None)
    if each is None:
        return nothing, nothing
    old = each.old if each.old_mode == _FOLDER_MODE else nothing
    return old, each.new if each.new_mode == _FOLDER_MODE else nothing


def _differences(
    repository: Repository,
    pairs: Sequence[tuple[str, str]],
    *options: str,
    heard: Heard | None = None,
) -> Iterator[list[_Difference]]:
    """What differs in each pair of trees, in order of the paths."""
    asked = [pair for pair in pairs if pair[0] != pair[1]]
    if not asked:
        yield from ([] for _ in pairs)
        return
    given = "".join(f"{before} {after}\n" for before, after in asked).encode()
    command = ("diff-tree", *_COMPARING, *options)
    answer = reading(repository.root, *command, given=given, heard=heard)
    if answer.code:
        raise Failure(f"can't compare commits: {answer.complaint}", code=1)
    output, at = answer.output, 0
    for before, after in pairs:
        found: list[_Difference] = []
        if before != after:
            head = f"{before} {after}\n".encode()
            if not output.startswith(head, at):
                raise Failure("can't compare commits: git gave no answer for one of them", code=1)
            at += len(head)
            while output.startswith(b":", at):
                end = output.index(b"\0", at)
                close = output.index(b"\0", end + 1)
                modes_and_names = output[at + 1 : end].decode().split(" ")[:4]
                found.append(_Difference(decoded(output[end + 1 : close]), *modes_and_names))
                at = close + 1
        yield found


def _name(mode: str, name: str) -> str | None:
    absent = not name.strip(_NO_CONTENT) or mode == _SUBMODULE
    return None if absent else name


def merge_bases(repository: Repository, one: str, other: str) -> tuple[str, ...]:
    """The best common ancestors of two commits; none where they share no history."""
    answer = reading(repository.root, "merge-base", "--all", "--end-of-options", one, other)
    return tuple(answer.lines) if answer.code == 0 else ()
