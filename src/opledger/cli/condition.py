"""What `doctor` sees of a ledger: its files, its folder, its repository, hooks and remotes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from opledger.api.loading import read
from opledger.core.failure import Failure
from opledger.core.narrative.words import plural
from opledger.core.observation import Observation, noted, well, wrong
from opledger.files.diagnostics import Severity
from opledger.files.mounts import file_system_of, ignores_case, is_remote

if TYPE_CHECKING:
    from opledger.core.config import Config
    from opledger.git.repository import Repository

_INSTALL = "'opledger hooks install'"
_SCHEMA = "'opledger schema --write'"


def the_files(root: Path) -> Iterator[Observation]:
    """Where the ledger is, and whether its files are sound."""
    reading = read(root)
    many = plural(reading.files - 1, "opportunity", "opportunities")
    count = Counter(each.severity for each in reading.diagnostics)
    errors, warnings = count[Severity.ERROR], count[Severity.WARNING]
    if errors:
        faulty = len({each.path for each in reading.errors})
        what = f"{plural(errors, 'error')} in {plural(faulty, 'file')} of {root}"
        yield wrong("ledger", what, "'opledger check' names them")
    elif warnings:
        what = f"{many} in {root}, {plural(warnings, 'warning')}"
        yield noted("ledger", what, "'opledger check' names them")
    else:
        yield well("ledger", f"{many} in {root}, every file sound")


def the_folder(root: Path) -> Iterator[Observation]:
    """Whether the ledger can be written in, and the lock that keeps two writers apart."""
    from opledger.files.store import locked

    kind = file_system_of(root)
    try:
        with locked(root, patience=0):
            pass
    except Failure as why:
        busy = "another opledger" in str(why)
        seen = noted if busy else wrong
        yield seen("folder", str(why), "" if busy else "see who owns it, and whether it is full")
    else:
        on = f" on {kind}" if kind else ""
        if is_remote(kind):
            what = f"it can be written in, but lies{on}: on a network a lock may not hold"
            yield noted("folder", what, "write from one machine at a time, and share by git")
        else:
            yield well("folder", f"it can be written in, and locked{on}")
    if ignores_case(root):
        yield noted("folder", "upper and lower case are the same there")


def the_repository(root: Path) -> Iterator[Observation]:
    """Whether what is written can be committed, and what of the history is there."""
    from opledger.git.command import NoGit
    from opledger.git.recording import NoCommit, ready_to_commit
    from opledger.git.repository import NoRepository, find_repository

    try:
        repository = find_repository(root)
    except NoGit:
        return  # said of git itself
    except NoRepository as why:
        yield noted("repository", str(why))
        return
    try:
        ready_to_commit(root, repository)
    except NoCommit as why:
        yield noted("repository", str(why))
    except Failure as why:
        yield wrong("repository", str(why))
    else:
        yield well("repository", "ready to commit")
    if repository.shallow:
        what = "a shallow clone, whose history is cut off"
        yield noted("history", what, "'git fetch --unshallow' brings the rest")
    elif not (repository.found_at or repository.head):
        yield noted("history", "no commit yet", "'git add .' and 'git commit' make the first one")
    yield from the_hooks(repository)
    yield from _remotes(repository, root)


def the_hooks(repository: Repository) -> Iterator[Observation]:
    """The hooks and the merge driver that 'hooks install' sets up."""
    from opledger.git.hooks import State, states

    for about, state in states(repository):
        match state:
            case State.THERE:
                yield well(about, "set up")
            case State.ABSENT:
                yield noted(about, "not set up", f"{_INSTALL} does it")
            case State.OTHER:
                what = "set up by another installation, or changed since"
                yield noted(about, what, f"{_INSTALL} renews it")
            case State.PASSED_OVER:
                what = "git passes over it, as it may not be run"
                yield wrong(about, what, "'chmod +x' it in git's folder of hooks")
            case State.UNCLEAR:
                what = "the marks around opledger's lines are not in pairs"
                yield wrong(about, what, "delete what is left of the lines")
            case State.SHARED:
                what = "your hooks are in a folder for all repositories, where nothing is installed"
                yield noted(about, what, f"{_INSTALL} says what to call from them")


def _remotes(repository: Repository, root: Path) -> Iterator[Observation]:
    from opledger.git.hooks import State, states
    from opledger.git.names import remotes_of
    from opledger.git.remotes import may_be_pushed

    remotes = remotes_of(repository)
    if not remotes:
        yield well("remotes", "none")
        return
    config, many = _config(root), plural(len(remotes), "remote")
    open_to = [
        each for each in remotes if not all(may_be_pushed(config, url) for url in each.addresses)
    ]
    if not config.private:
        yield well("remotes", f"{many}; the ledger is not private")
    elif not open_to:
        yield well("remotes", f"{many}, allowed by allowed_remotes")
    elif dict(states(repository))["pre-push"] is State.THERE:
        what = f"{many}; {len(open_to)} not in allowed_remotes, which the guard keeps it from"
        yield well("remotes", what)
    else:
        what = f"{many}; {len(open_to)} not in allowed_remotes, and nothing keeps it from them"
        yield noted("remotes", what, f"{_INSTALL} sets up the guard")


def _config(root: Path) -> Config:
    from opledger.files.disk import Folder
    from opledger.files.reading import read_config

    return read_config(Folder(root))[0]


def the_schemas(root: Path) -> Iterator[Observation]:
    """The schemas by which an editor's YAML server knows the keys."""
    from opledger.files.schemafiles import has_schemas, missing_schemas, stale_schemas

    if not has_schemas(root):
        yield noted("schemas", "none for editors", f"{_SCHEMA} makes them")
        return
    wrong_ones = [each.path for each in stale_schemas(root, _config(root))]
    if missing := missing_schemas(root):
        yield noted("schemas", f"{' and '.join(missing)} is missing", f"{_SCHEMA} makes it")
    elif wrong_ones:
        what = f"{' and '.join(wrong_ones)} not as ledger.yaml is now"
        yield noted("schemas", what, f"{_SCHEMA} makes them anew")
    else:
        yield well("schemas", "there, for editors")
