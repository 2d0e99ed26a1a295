"""Changing a file of the ledger and committing it: what `add`, `record` and the like share."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import lru_cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

import click

from opledger.api.days import today
from opledger.api.loading import find_id, shown
from opledger.cli.loading import ledger_folder
from opledger.cli.options import App, Command
from opledger.core.failure import Failure
from opledger.core.late import dataclass
from opledger.files import disk
from opledger.files.diagnostics import Diagnostic, Severity, as_line

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from opledger.core.config import Config
    from opledger.core.model import Opportunity
    from opledger.files.source import Source
    from opledger.files.splice import Document, Unsafe
    from opledger.files.yaml import Parse
    from opledger.git.repository import Repository

_LONGEST = 2000  # characters of what is to be written by hand
Edit = Callable[["Document", "Opportunity"], "Document"]


def commit_option(command: Command) -> Command:
    """``--commit`` and ``--no-commit``."""
    return click.option(
        "--commit/--no-commit",
        "commit",
        default=None,
        help="Whether to commit the file at once; else as ledger.yaml says, or yes.",
    )(command)


@dataclass(frozen=True, slots=True)
class Desk:
    """A ledger that is about to be written in: its folder, its settings, and today there."""

    root: Path
    config: Config
    day: date


def desk(app: App) -> Desk:
    """The ledger to write in.

    Raises:
        Failure: there is none, or its settings have errors.
    """
    from opledger.files.reading import read_config

    root = ledger_folder(app)
    config, found = read_config(disk.Folder(root))
    _refuse(root, found, "mend the ledger's settings first")
    return Desk(root, config, today(config.zone))


def desk_to_mend(app: App) -> Desk:
    """The ledger whatever its settings say, for an editor that can mend them."""
    from opledger.files.reading import read_config

    root = ledger_folder(app)
    config, _ = read_config(disk.Folder(root))
    return Desk(root, config, today(config.zone))


def path_of(root: Path, given: str) -> str:
    """The file of the opportunity whose id was given, whole or by its beginning.

    Raises:
        Failure: there is none, or several.
    """
    paths = [entry.path for entry in disk.scan(root) if entry.kind is disk.EntryKind.FILE]
    stem = find_id(given, [PurePosixPath(path).stem for path in paths])
    found = [path for path in paths if PurePosixPath(path).stem == stem]
    if len(found) > 1:
        raise Failure(f"'{stem}' is the id of several files: {', '.join(found)}", code=1)
    return found[0]


def source_of(root: Path, path: str) -> Source:
    """A file of the ledger as text.

    Raises:
        Failure: it can't be read, or is no text.
    """
    from opledger.files.source import Source

    content, trouble = disk.read(root, disk.Entry(path, disk.EntryKind.FILE))
    if trouble:
        raise Failure(f"can't read {shown(root, path)}: {trouble}", code=1)
    try:
        return Source.of(path, content.decode("utf-8"))
    except UnicodeDecodeError:
        message = f"{shown(root, path)} is no UTF-8 text: 'opledger check' says where"
        raise Failure(message, code=1) from None


def change(
    at: Desk, given: str, edit: Edit, commit: bool | None, tolerated: Collection[str] = ()
) -> str | None:
    """Make an edit in an opportunity's file, commit it, and say so; the message.

    ``tolerated`` are codes of errors that the file may have before. ``None`` where the edit
    changes nothing.

    Raises:
        Failure: the file has errors, or would have some; or it can't be written or committed.
    """
    from opledger.files.store import locked

    with locked(at.root):
        return _change(at, path_of(at.root, given), edit, commit, tolerated)


def change_file(
    at: Desk, path: str, edit: Edit, commit: bool | None, tolerated: Collection[str] = ()
) -> str | None:
    """See :func:`change`; of the file at a path, which no other has the id of."""
    from opledger.files.store import locked

    with locked(at.root):
        return _change(at, path, edit, commit, tolerated)


def _change(
    at: Desk, path: str, edit: Edit, commit: bool | None, tolerated: Collection[str]
) -> str | None:
    from opledger.files.reading import quick_or_ordinary_opportunity
    from opledger.files.splice import Document
    from opledger.files.store import replace_file
    from opledger.files.yaml import parse

    once = lru_cache(parse)  # each text is read as a record and as a document
    source = source_of(at.root, path)
    about, found = quick_or_ordinary_opportunity(source, at.config, at.day, once)
    _refuse(at.root, found, "mend it first", tolerated)
    if about is None:
        raise Failure(f"{shown(at.root, path)} can't be read: 'opledger check' says why", code=1)
    document = edit(Document.of(source, once), about)
    if document.source.text == source.text:
        return None
    repository = repository_for(at, commit)
    after, told = quick_or_ordinary_opportunity(document.source, at.config, at.day, once)
    _refuse(at.root, told, "nothing was written: it would fail the check")
    replace_file(at.root, path, source.content, document.source.content)
    _warn(at.root, found, told)
    return save(at, repository, path, about, after, once)


def save(
    at: Desk,
    repository: Repository | None,
    path: str,
    before: Opportunity | None,
    after: Opportunity | None,
    parser: Parse | None = None,
) -> str:
    """Commit a file that was written, where there is a repository, and say what became of it.

    The message tells the difference from what was committed last, which may be more than the
    last edit.
    """
    if repository is None:
        message = _message(path, before, after, at.day)
        click.echo(f"{message} (not committed)")
        return message
    from opledger.git.recording import commit_files, last_committed

    committed = last_committed(repository, path, is_new=before is None)
    message = _message(
        path, _record(committed, path, at, parser) if committed else None, after, at.day
    )
    commit = commit_files(repository, [path], message, known=committed is not None)
    click.echo(f"{message} (commit {commit[:10]})")
    return message


def repository_for(at: Desk, commit: bool | None) -> Repository | None:
    """The repository to commit to; ``None`` where nothing is to be committed.

    Raises:
        Failure: there is one, and a commit there would not be what it seems.
    """
    if commit is False or (commit is None and not at.config.commit):
        return None
    from opledger.git.recording import NoCommit, ready_to_commit

    try:
        return ready_to_commit(at.root)
    except NoCommit as why:
        click.echo(f"opledger: not committed: {why}", err=True)
        return None
    except Failure as why:
        message = f"{why}; or write without a commit: --no-commit"
        raise Failure(message, code=1) from None


def unsafe(root: Path, path: str, why: Unsafe, by_hand: str) -> Failure:
    """What is said where an edit can't be made safely: what to write by hand."""
    if len(by_hand) > _LONGEST:
        by_hand = f"{by_hand[:_LONGEST]}…"
    return Failure(f"{shown(root, path)} was left as it is: {why}; write there: {by_hand}", code=1)


def _message(path: str, before: Opportunity | None, after: Opportunity | None, day: date) -> str:
    if path == disk.CONFIG_NAME:
        return f"{path}: settings changed"
    from opledger.core.changes import changes
    from opledger.core.retelling import story

    words = story(changes(before, after, day), is_new=before is None)
    return f"{PurePosixPath(path).stem}: {words}"


def _record(content: bytes, path: str, at: Desk, parser: Parse | None) -> Opportunity | None:
    from opledger.files.reading import quick_or_ordinary_opportunity
    from opledger.files.source import Source
    from opledger.files.yaml import parse

    try:
        source = Source.of(path, content.decode("utf-8"))
    except UnicodeDecodeError:
        return None
    return quick_or_ordinary_opportunity(source, at.config, at.day, parser or parse)[0]


def _refuse(
    root: Path, found: Collection[Diagnostic], what: str, tolerated: Collection[str] = ()
) -> None:
    errors = [d for d in found if d.severity is Severity.ERROR and d.code not in tolerated]
    if errors:
        raise Failure(f"{what}: {as_line(errors[0], shown(root, errors[0].path))}", code=1)


def _warn(root: Path, before: Collection[Diagnostic], after: Collection[Diagnostic]) -> None:
    """Print the warnings that were not there before."""
    known = {(each.code, each.text) for each in before}
    for each in after:
        if (each.code, each.text) not in known:
            click.echo(as_line(each, shown(root, each.path)), err=True)


def given_only(values: dict[str, Any]) -> dict[str, Any]:
    """The values that were given: neither ``None`` nor empty."""
    return {name: value for name, value in values.items() if value not in (None, "", (), {}, [])}
