"""The repository that a ledger lies in: where it is, and what of it is checked out."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from opledger.core.failure import Failure
from opledger.core.late import dataclass
from opledger.files.disk import CONFIG_NAME, FOLDER
from opledger.git.command import NoGit, opening, reading, writing
from opledger.git.objects import ledger_tree

_QUESTIONS = (
    "--show-prefix",
    "--path-format=absolute",
    "--git-dir",
    "--git-common-dir",
    "--is-bare-repository",
    "--is-inside-work-tree",
    "--is-shallow-repository",
    "--show-object-format",
)
# Where there is no commit yet, git stops there and has told the rest.
_CHECKED_OUT = ("--revs-only", "HEAD^{commit}", "--symbolic-full-name", "HEAD")


class NoRepository(Failure):
    """The ledger lies in no repository whose work tree it is part of."""


@dataclass(frozen=True, slots=True)
class Repository:
    """A ledger's repository.

    ``prefix`` is the ledger's folder below the top of the work tree, empty or ending in ``/``.
    ``folder`` is git's own folder for this work tree, ``shared`` the one for all of them.
    ``shallow`` says that its history was cut off when it was cloned. ``hashing`` is ``sha1`` or
    ``sha256``. ``found_at`` is the commit that was checked out when it was looked for, ``found_on``
    the full name of its branch; ``None`` before the first one, or where git can't tell. With no
    branch checked out, ``found_on`` is ``HEAD``.
    """

    root: Path
    prefix: str
    folder: Path
    shared: Path
    shallow: bool
    hashing: str
    found_at: str | None = None
    found_on: str | None = None

    def resolve(self, revision: str) -> str | None:
        """The full hash of the commit that a name stands for; ``None`` where there is none."""
        asked = ("--verify", "--quiet", "--end-of-options", revision + "^{commit}")
        answer = reading(self.root, "rev-parse", *asked)
        told = answer.lines[0] if answer.code == 0 and answer.lines else "^"
        return None if told.startswith("^") else told  # what is meant to be left out is no commit

    @property
    def head(self) -> str | None:
        """The commit that is checked out now; ``None`` before the first one."""
        return self.resolve("HEAD")


@dataclass(frozen=True, slots=True)
class Checkout:
    """The commit that is checked out, and whether the files at hand are the ones it holds."""

    hash: str
    clean: bool

    @property
    def short(self) -> str:
        """The first ten digits of the hash."""
        return self.hash[:10]


def find_repository(root: Path) -> Repository:
    """The repository that a ledger's folder lies in.

    Raises:
        NoRepository: it lies in none.
        Failure: git is missing, or refuses the repository.
    """
    _refuse_pipes(root)
    answer = opening(root, "rev-parse", *_QUESTIONS, *_CHECKED_OUT)
    tip = branch = None
    if answer.code:  # what is checked out is damaged, or it is no repository
        answer = opening(root, "rev-parse", *_QUESTIONS)
        said = answer.lines
    else:
        said = answer.lines
        branch = said.pop() if said and _is_ref(said[-1]) else None
        tip = said.pop() if len(said) == len(_QUESTIONS) else None
    if answer.code:
        raise _refusal(root, answer.complaint)
    if len(said) != len(_QUESTIONS) - 1:
        message = f"the path of {root} has a line break: rename the folder"
        raise Failure(message, code=1)
    prefix, folder, shared, bare, inside, shallow, hashing = map(_as_the_system_has_it, said)
    for each in {Path(folder), Path(shared)} - {_git_folder(root)}:  # where .git leads elsewhere
        _refuse_pipes_below(each)
    if bare == "true" or inside != "true":
        message = f"{root} is no part of a git work tree: 'git init' there starts its history"
        raise NoRepository(message, code=1)
    cut = shallow == "true"
    return Repository(root, prefix, Path(folder), Path(shared), cut, hashing, tip, branch)


def _is_ref(line: str) -> bool:
    return line == "HEAD" or line.startswith("refs/")


def _as_the_system_has_it(text: str) -> str:
    """What git said as text of this process, whose locale need not be one of UTF-8."""
    return os.fsdecode(text.encode("utf-8", "surrogateescape"))


def _refuse_pipes(root: Path) -> None:
    """Refuse a repository where a pipe or a device stands in place of one of git's files.

    Git would wait at it for ever.
    """
    folder = _git_folder(root)
    if folder is None or folder.is_file():
        return
    if not folder.is_dir():
        raise Failure(f"{folder} is no regular file: git would wait at it for ever", code=1)
    _refuse_pipes_below(folder)


def _refuse_pipes_below(folder: Path) -> None:
    waiting = [folder]
    while waiting:
        for entry in _entries(waiting.pop()):
            if entry.is_dir(follow_symlinks=False):
                waiting.append(Path(entry.path))
            elif not entry.is_file() and os.path.exists(entry.path):  # noqa: PTH110 - as it is
                message = f"{entry.path} is no regular file: git would wait at it for ever"
                raise Failure(message, code=1)


def _git_folder(root: Path) -> Path | None:
    """What stands under git's name in a folder or the nearest one above."""
    whole = root.resolve()
    return next((f / ".git" for f in (whole, *whole.parents) if (f / ".git").exists()), None)


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            return list(found)
    except OSError:
        return []  # git says better what is wrong with it


def _refusal(root: Path, complaint: str) -> Failure:
    if "cannot use bare repository" in complaint:
        message = f"{root} lies in a bare repository, which has no work tree: clone it elsewhere"
        return NoRepository(message, code=1)
    if "not a git repository (" in complaint:  # without it, .git is a file that leads nowhere
        folder = _git_folder(root)
        if folder:
            message = f"git can't read {folder}, or finds it damaged: look at its permissions"
            return Failure(message, code=1)
        message = f"{root} is in no git repository: 'git init' there starts its history"
        return NoRepository(message, code=1)
    if "dubious ownership" in complaint:
        message = (
            f"the repository of {root} belongs to another user, so git does not trust it:"
            f" if you do, run 'git config --global --add safe.directory {root.absolute()}'"
        )
        return Failure(message, code=1)
    return Failure(f"git can't open the repository of {root}: {complaint}", code=1)


def checkout_of(root: Path, files: Mapping[str, bytes]) -> Checkout | None:
    """The commit that a ledger is at; ``None`` where there is none to name.

    ``files`` are the ledger's files by path; the checkout is clean if the commit holds exactly
    these. None is asked for where there is no commit, nor after one that is another.
    """
    with suppress(Failure):
        repository = find_repository(root)
        head = repository.found_at or repository.head
        if head is not None:
            tree = ledger_tree(root, head, repository.prefix)
            held = {path: item.hash for path, item in tree.items() if is_ledgers(path)}
            return Checkout(head, _same(held, files, repository.hashing))
    return None


def is_ledgers(path: str) -> bool:
    """Whether a file in a commit is one of the ledger's, as the scan of the folder takes them."""
    if path == CONFIG_NAME:
        return True
    top, *below = path.split("/")
    hidden = any(part.startswith(".") for part in below)
    return top == FOLDER and not hidden and path.lower().endswith((".yaml", ".yml"))


def id_of(path: str) -> str:
    """The id of the opportunity in one of the ledger's files: its name without the ending.

    It is what ``PurePosixPath.stem`` is of such a name, only sooner: a history has many of them.
    """
    return path.rpartition("/")[2].rpartition(".")[0]


def _same(held: Mapping[str, str], files: Mapping[str, bytes], hashing: str) -> bool:
    """Whether a commit holds exactly these files, told by the hashes of their content."""
    if set(held) != set(files):
        return False
    return all(held[path] in _hashes(content, hashing) for path, content in files.items())


def _hashes(content: bytes, hashing: str) -> Iterator[str]:
    """The object names of a file, as it is and as git stores it where it turns line ends."""
    yield _hash(content, hashing)
    if b"\r\n" in content:
        yield _hash(content.replace(b"\r\n", b"\n"), hashing)


def _hash(content: bytes, hashing: str) -> str:
    import hashlib  # slow to load, and most commands only look where git is

    blob = b"blob %d\0%b" % (len(content), content)
    return hashlib.new(hashing, blob, usedforsecurity=False).hexdigest()


def start_repository(folder: Path) -> str:
    """Make the folder a git repository; what hinders it, or nothing where all is well.

    A folder that lies in a repository already is left as it is.
    """
    whole = folder.resolve()
    if any((each / ".git").exists() for each in (whole, *whole.parents)):
        return ""
    try:
        answer = writing(whole, "init", "--quiet", "--template=", "--initial-branch=main")
    except NoGit:
        return "there is no git program; install git, then run 'git init' there"
    except Failure as why:
        return str(why)
    return (answer.complaint or "'git init' failed") if answer.code else ""
