"""A public site as one commit without a past, on a branch of a remote.

The commit is made of the public files alone, in a repository of its own. Author, date and message
are always the same, so the same site is the same commit, whoever publishes it and when.
"""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from opledger.core.failure import Failure
from opledger.core.late import dataclass
from opledger.files.disk import CONFIG_NAME
from opledger.git.command import reading, writing
from opledger.git.exchange import Exchange, Remote, exchange, top_of, unreachable

if TYPE_CHECKING:
    from opledger.core.publicsite import PublicSite
    from opledger.git.repository import Repository

BRANCH, REMOTE = "gh-pages", "origin"
_PERSON = "opledger <opledger@localhost> 946684800 +0000"  # the first moment of 2000
_MESSAGE = "The site\n"
# GitHub's Pages leave files alone where this one lies; elsewhere it does no harm.
_BESIDE = {".nojekyll": b""}
_MADE, _THERE = "refs/heads/site", "refs/heads/there"


@dataclass(frozen=True, slots=True)
class Published:
    """What was published: the commit, and whether it is another one than was there."""

    commit: str
    new: bool


def publish(repository: Repository, site: PublicSite, remote: Remote, branch: str) -> Published:
    """Make a branch of a remote the site and nothing else.

    No other branch or tag is touched, and nothing is left in the user's repository.

    Raises:
        Failure: the branch holds something else than a site that was published so, the remote
            can't be reached, or refuses it.
    """
    refuse_ledgers(repository, branch)
    with exchange(repository) as made:
        commit = _commit(made, site)
        there = _tip(made, remote, branch)
        if there == commit:
            return Published(commit, new=False)
        if there:
            _refuse_other(repository, remote, branch)
        _push(made, remote, branch, commit, there)
    return Published(commit, new=True)


def keep(repository: Repository, site: PublicSite, branch: str) -> Published:
    """Make a branch of the user's own repository the site, for the user to push.

    Raises:
        Failure: the branch holds something else than a site that was published so.
    """
    refuse_ledgers(repository, branch)
    there = repository.resolve(f"refs/heads/{branch}")
    if there and not _is_site(reading(repository.root, "cat-file", "commit", there).output):
        what = f"branch '{branch}' holds something that 'site publish' did not make"
        raise Failure(f"{what}: name another one with --branch", code=1)
    with exchange(repository) as made:
        commit = _commit(made, site)
        if there == commit:
            return Published(commit, new=False)
        how = ("--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules")
        where = ("--", str(made.folder), f"+{_MADE}:refs/heads/{branch}")
        answer = writing(top_of(repository), "fetch", *how, *where)
        if answer.code:
            raise Failure(f"can't set branch '{branch}': {answer.complaint}", code=1)
    return Published(commit, new=True)


def refuse_ledgers(repository: Repository, branch: str) -> None:
    """Refuse a branch that is the ledger's own, or has no name that a branch can have.

    Raises:
        Failure: it is.
    """
    name = f"refs/heads/{branch}"
    if branch.startswith("-") or reading(repository.root, "check-ref-format", name).code:
        raise Failure(f"'{branch}' can't be the name of a branch: name another one with --branch")
    current = reading(repository.root, "symbolic-ref", "--quiet", "HEAD")
    if current.lines == [name]:
        message = f"'{branch}' is the branch that you are on: name another one with --branch"
        raise Failure(message)
    tip = repository.resolve(name)
    if tip and _has_ledger(reading(repository.root, *_listing(tip)).output):
        raise _ledger_there(f"branch '{branch}'")


def _commit(made: Exchange, site: PublicSite) -> str:
    """The hash of the site's commit, made in a repository of its own."""
    lines = [
        f"commit {_MADE}".encode(),
        f"committer {_PERSON}".encode(),
        *_data(_MESSAGE.encode()),
    ]
    for path, content in sorted({**site.files, **_BESIDE}.items()):
        plain = path.replace("\\", "\\\\").replace('"', '\\"')
        lines += [f'M 100644 inline "{plain}"'.encode(), *_data(content)]
    made.made("fast-import", "--quiet", "--done", given=b"\n".join([*lines, b"done", b""]))
    return made.made("rev-parse", "--verify", _MADE).decode().strip()


def _data(content: bytes) -> tuple[bytes, bytes]:
    return b"data %d" % len(content), content


def _tip(made: Exchange, remote: Remote, branch: str) -> str:
    """The hash of the commit that a branch of the remote is at; empty where there is none."""
    name = f"refs/heads/{branch}"
    answer = made.git("ls-remote", "--heads", "--", remote.address, name)
    if answer.code:
        raise unreachable(remote, answer)
    told = (line.split("\t") for line in answer.lines)
    return next((pair[0] for pair in told if pair[1:] == [name]), "")


def _refuse_other(repository: Repository, remote: Remote, branch: str) -> None:
    """Refuse to replace what is no site that was published so."""
    with ExitStack() as stack:
        # A repository of its own: what is looked at is never near what is sent.
        looking = stack.enter_context(exchange(repository))
        how = ("--quiet", "--no-tags", "--depth=1", "--no-recurse-submodules")
        where = ("--", remote.address, f"+refs/heads/{branch}:{_THERE}")
        answer = looking.git("fetch", *how, *where)
        if answer.code:
            raise unreachable(remote, answer)
        if _is_site(looking.made("cat-file", "commit", _THERE)):
            return
        if _has_ledger(looking.made(*_listing(_THERE))):
            raise _ledger_there(f"branch '{branch}' of {remote}")
    message = (
        f"branch '{branch}' of {remote} holds something that 'site publish' did not put there:"
        f" name another one with --branch, or delete it there first"
    )
    raise Failure(message, code=1)


def _push(made: Exchange, remote: Remote, branch: str, commit: str, there: str) -> None:
    name = f"refs/heads/{branch}"
    how = (
        *("--porcelain", "--no-verify", "--no-follow-tags", "--no-signed"),
        *("--recurse-submodules=no", f"--force-with-lease={name}:{there}"),
    )
    answer = made.git("push", *how, "--", remote.address, f"{commit}:{name}")
    if not answer.code:
        return
    refused = next((line for line in answer.lines if line.startswith("!")), "")
    if not refused:
        raise unreachable(remote, answer)
    why = refused.rpartition("\t")[2].partition("(")[2].rstrip(")") or "no reason told"
    if why in {"stale info", "failed to lock", "fetch first"}:
        what = f"somebody else changed branch '{branch}' of {remote} meanwhile"
        raise Failure(f"{what}: look at it, then publish again", code=1)
    message = (
        f"{remote} refuses branch '{branch}' ({why}): allow it there that the branch is replaced,"
        " or name another one with --branch"
    )
    raise Failure(message, code=1)


def _is_site(commit: bytes) -> bool:
    """Whether a commit is one that was published so, told by all that it says but its tree."""
    expected = f"author {_PERSON}\ncommitter {_PERSON}\n\n{_MESSAGE}".encode()
    return commit.partition(b"\n")[2] == expected


def _listing(revision: str) -> tuple[str, ...]:
    return ("ls-tree", "-r", "-z", "--name-only", "--full-tree", revision)


def _has_ledger(listing: bytes) -> bool:
    config = CONFIG_NAME.encode()
    return any(path.rpartition(b"/")[2] == config for path in listing.split(b"\0"))


def _ledger_there(where: str) -> Failure:
    return Failure(f"{where} holds a ledger: name another one with --branch", code=1)
