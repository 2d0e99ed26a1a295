"""Committing one file, and refusing to where a commit would not be what it seems."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from opledger.core.failure import Failure
from opledger.files.placing import read_placed
from opledger.git.command import NoGit, reading, writing
from opledger.git.objects import file_of
from opledger.git.repository import NoRepository, find_repository

if TYPE_CHECKING:
    from opledger.git.repository import Repository

# What lies in git's folder while something is under way: a commit now would become part of it.
_UNDER_WAY = {
    "MERGE_HEAD": ("a merge", "merge"),
    "CHERRY_PICK_HEAD": ("a cherry-pick", "cherry-pick"),
    "REVERT_HEAD": ("a revert", "revert"),
    "rebase-merge": ("a rebase", "rebase"),
    "rebase-apply/applying": ("an 'am'", "am"),
    "rebase-apply": ("a rebase", "rebase"),
}


class NoCommit(Failure):
    """There is nothing to commit to; what was to be written can be written all the same."""


def ready_to_commit(root: Path, found: Repository | None = None) -> Repository:
    """The ledger's repository, once it is sure that a commit there is what the user expects.

    Raises:
        NoCommit: there is no repository, or no git.
        Failure: there is one, and something in it has to be settled first.
    """
    try:
        repository = found or find_repository(root)
    except (NoRepository, NoGit) as missing:
        raise NoCommit(str(missing), code=0) from None
    trouble = (
        _under_way(repository)
        or _locked(repository)
        or _index_trouble(repository)
        or _detached(repository)
        or _nobody(repository)
    )
    if trouble:
        raise Failure(trouble, code=1)
    return repository


def _under_way(repository: Repository) -> str:
    for name, (what, command) in _UNDER_WAY.items():
        if (repository.folder / name).exists():
            return (
                f"{what} is under way in {repository.root}: finish it with 'git {command}"
                f" --continue' or give it up with 'git {command} --abort'"
            )
    return ""


def _locked(repository: Repository) -> str:
    lock = repository.folder / "index.lock"
    if not lock.exists():
        return ""
    return f"another git is at work in {repository.root}; if there is none, delete {lock}"


def _index_trouble(repository: Repository) -> str:
    top = repository.root.resolve()
    for _ in Path(repository.prefix).parts:
        top = top.parent
    answer = reading(top, "ls-files", "--unmerged", "-z")
    trouble = answer.complaint if answer.code else _torn(repository)
    if trouble:
        index = repository.folder / "index"
        return (
            f"the index of {repository.root} can't be read ({trouble}):"
            f" delete {index} and run 'git reset'"
        )
    if answer.output:
        name = answer.output.split(b"\0")[0].partition(b"\t")[2].decode("utf-8", "replace")
        return f"{name} has a merge conflict: settle it and 'git add' it"
    return ""


def _torn(repository: Repository) -> str:
    """Whether the index is another one than git wrote: git itself reads on behind its end."""
    content = read_placed(repository.folder / "index")
    if content is None:
        return ""  # before the first commit
    size = hashlib.new(repository.hashing, usedforsecurity=False).digest_size
    body, told = content[:-size], content[-size:]
    if not any(told):  # index.skipHash
        return ""
    found = hashlib.new(repository.hashing, body, usedforsecurity=False).digest()
    return "" if found == told else "its checksum is wrong"


def _detached(repository: Repository) -> str:
    on = repository.found_on  # before the first commit, git tells no branch along with the rest
    if on and on != "HEAD":
        return ""
    if reading(repository.root, "symbolic-ref", "--quiet", "HEAD").code == 0:
        return ""
    return (
        f"HEAD is detached in {repository.root}, so a commit would belong to no branch:"
        " 'git switch BRANCH' goes to one"
    )


def _nobody(repository: Repository) -> str:
    # Left alone, git makes up an address from the machine's name.
    asked = ("-c", "user.useConfigOnly=true", "var", "GIT_COMMITTER_IDENT")
    if writing(repository.root, *asked).code == 0:
        return ""
    return (
        "git doesn't know who you are: 'git config --global user.name NAME' and"
        " 'git config --global user.email ADDRESS'"
    )


def last_committed(repository: Repository, path: str, *, is_new: bool = False) -> bytes | None:
    """What the current commit holds of a file; ``None`` where it holds none.

    ``is_new`` says that this is to be expected; it changes only what git is asked.
    """
    # By its name: the user may have committed since the repository was looked for.
    head = "HEAD" if repository.found_at else repository.head
    return file_of(repository.root, head, repository.prefix, path, is_new=is_new) if head else None


def commit_files(
    repository: Repository, paths: Sequence[str], message: str, *, known: bool = False
) -> str:
    """Commit these files as they lie on the disk, and nothing else; the commit's hash.

    What else is staged stays staged. The user's hooks and signing take part as in any commit.
    ``known`` says that the last commit holds all of them, so that git takes them as they are.

    Raises:
        Failure: git refuses; the files are written all the same.
    """
    root = repository.root
    how = ("commit", "--quiet", "--only", "--cleanup=verbatim", "--file=-", "--", *paths)
    commands: list[tuple[tuple[str, ...], str]] = [(how, message + "\n")]
    if not known and _known(root, paths) < len(paths):
        commands.insert(0, (("add", "--intent-to-add", "--", *paths), ""))
    for command, given in commands:
        answer = writing(root, *command, given=given.encode())
        if answer.code:
            silent = f"git was killed (signal {-answer.code})" if answer.code < 0 else ""
            complaint = answer.complaint or silent or "a hook refused it"
            if complaint.startswith("The following paths are ignored"):
                complaint = f"git ignores it; 'git add --force {paths[0]}' there makes it take it"
            what = f"{root / paths[0]} is written, but not committed: {complaint}"
            raise Failure(what, code=1)
    head = repository.head
    return head or ""


def _known(root: Path, paths: Sequence[str]) -> int:
    """How many of these files git knows already."""
    return reading(root, "ls-files", "-z", "--", *paths).output.count(b"\0")
