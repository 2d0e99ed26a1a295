"""Git hooks and the merge driver: put beside what is there already, and taken out again whole."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from opledger.core.failure import Failure
from opledger.files.placing import (
    clear_away,
    mode_of,
    move,
    place,
    read_placed,
    take_away,
)
from opledger.git import hookfiles
from opledger.git.command import writing

if TYPE_CHECKING:
    from opledger.git.repository import Repository

_SETTINGS = {
    "merge.opledger.name": "opledger: unite the events of both sides",
    "merge.opledger.driver": hookfiles.DRIVER,
}
_OWN = {"local", "worktree"}
MERGE_DRIVER = "merge driver"
Content = TypeVar("Content", bytes, bytes | None)


def install(repository: Repository) -> Iterator[str]:
    """Set up the hooks and the merge driver; a line for each thing that was done.

    What is there already stays as it is: a shell script gets lines of ours behind its first one,
    anything else is moved aside and called first. Done twice, it changes nothing.

    Raises:
        Failure: the hooks are shared with other repositories, or a file can't be written.
    """
    shared = _shared_hooks(repository)
    if shared:
        message = (
            f"your hooks are in a folder for all repositories ({shared}), so nothing was"
            " installed: call 'opledger check --staged' from its pre-commit and 'opledger hooks"
            ' pre-push "$1" "$2"\' from its pre-push'
        )
        raise Failure(message, code=1)
    folder = _hooks_folder(repository)
    for name in hookfiles.NAMES:
        yield f"{name}: {_install_hook(folder / name, repository.prefix)}"
    yield f"merge driver: {_install_driver(repository)}"


def remove(repository: Repository) -> Iterator[str]:
    """Take out what :func:`install` put in; a line for each thing that was done.

    Raises:
        Failure: a file can't be written.
    """
    # What git passes over now was installed before it did.
    shared = _shared_hooks(repository)
    folder = repository.shared / "hooks" if shared else _hooks_folder(repository)
    for name in hookfiles.NAMES:
        done = _remove_hook(folder / name, repository.prefix)
        if done:
            yield f"{name}: {done}"
    if _remove_driver(repository):
        yield "merge driver: removed"


class State(Enum):
    """How far something that :func:`install` sets up is there."""

    THERE = "there"
    ABSENT = "absent"
    OTHER = "other"  # of another installation, or changed since
    PASSED_OVER = "passed over"  # by git, as it may not be run
    UNCLEAR = "unclear"  # its marks are not in pairs
    SHARED = "shared"  # the hooks are in a folder for all repositories


def states(repository: Repository) -> Iterator[tuple[str, State]]:
    """Each hook and the merge driver, and whether it is there; nothing is changed.

    Raises:
        Failure: a file can't be read, or git can't tell where its hooks are.
    """
    shared = bool(_shared_hooks(repository))
    folder = None if shared else _hooks_folder(repository)
    for name in hookfiles.NAMES:
        path = folder / name if folder else None
        yield name, _hook_state(path, repository.prefix) if path else State.SHARED
    yield MERGE_DRIVER, _driver_state(repository)


def _hook_state(path: Path, prefix: str) -> State:
    content = read_placed(path)
    try:
        if content is None or hookfiles.without_lines(content, prefix) == content:
            return State.ABSENT
        if not os.access(path, os.X_OK):
            return State.PASSED_OVER
        same = hookfiles.with_lines(content, path.name, prefix) == content
    except hookfiles.Unclear:
        return State.UNCLEAR
    return State.THERE if same else State.OTHER


def _driver_state(repository: Repository) -> State:
    attributes = read_placed(_attributes(repository)) or b""
    try:
        lines = hookfiles.with_attributes(attributes, repository.prefix) == attributes
        any_lines = hookfiles.without_lines(attributes, repository.prefix) != attributes
    except hookfiles.Unclear:
        return State.UNCLEAR
    program = read_placed(_program(repository))
    here = _settings(repository)
    settings = [here.get(key) == value for key, value in _SETTINGS.items()]
    if lines and program == hookfiles.merge_program() and all(settings):
        return State.THERE
    return State.OTHER if any_lines or program is not None or any(settings) else State.ABSENT


def _shared_hooks(repository: Repository) -> str:
    """The folder of hooks that the user's or the system's configuration names, if it does."""
    asked = ("config", "--show-scope", "--get", "core.hooksPath")
    told = writing(repository.root, *asked).lines
    scope, _, folder = told[0].partition("\t") if told else ("local", "", "")
    return "" if scope in _OWN else folder


def _hooks_folder(repository: Repository) -> Path:
    """Where git looks for this repository's hooks."""
    asked = ("rev-parse", "--path-format=absolute", "--git-path", "hooks")
    answer = writing(repository.root, *asked)
    if answer.code:
        raise Failure(f"git can't tell where its hooks are: {answer.complaint}", code=1)
    return Path(answer.lines[0])


def _install_hook(path: Path, prefix: str) -> str:
    is_there = os.path.lexists(path)
    content = read_placed(path) if is_there else None
    runs = not path.is_symlink() and os.access(path, os.X_OK)
    made = not is_there or runs
    after = _clear(path, lambda: hookfiles.with_lines(content, path.name, prefix)) if made else None
    if after is not None:
        if after == content:
            return "there already"
        place(path, after, mode_of(path, 0o755))
        return f"added to {path}" if is_there else f"made {path}"
    if content is not None and hookfiles.has_lines(content):
        return f"left as it is, as git passes over it: 'chmod +x {path}' makes it run"
    aside = path.with_name(path.name + hookfiles.ASIDE)
    move(path, aside)
    place(path, hookfiles.around(path.name, prefix), 0o755)
    return f"made {path}, which calls the one that was there ({aside.name}) first"


def _remove_hook(path: Path, prefix: str) -> str:
    content = read_placed(path)
    if content is None or not hookfiles.has_lines(content):
        return ""
    kept = _clear(path, lambda: hookfiles.without_lines(content, prefix))
    if kept == content:
        return ""
    if not hookfiles.was_made(kept) or hookfiles.has_lines(kept):
        place(path, kept, mode_of(path, 0o755))
        return f"taken out of {path}"
    if not hookfiles.is_made(kept):
        return f"left as it is, as it was changed since: take the lines out of {path} yourself"
    aside = path.with_name(path.name + hookfiles.ASIDE)
    if hookfiles.is_around(kept) and os.path.lexists(aside):
        move(aside, path, over=True)
        return f"{path} is the one again that was there before"
    take_away(path)
    return f"deleted {path}"


def _install_driver(repository: Repository) -> str:
    done = False
    program = _program(repository)
    wanted = hookfiles.merge_program()
    if read_placed(program) != wanted:
        place(program, wanted, 0o755)
        done = True
    here = _settings(repository)
    for key, value in _SETTINGS.items():
        if here.get(key) != value:
            answer = writing(repository.root, "config", "--local", key, value)
            if answer.code:
                raise Failure(f"can't set {key}: {answer.complaint}", code=1)
            done = True
    attributes = _attributes(repository)
    before = read_placed(attributes) or b""
    prefix = repository.prefix
    after = _clear(attributes, lambda: hookfiles.with_attributes(before, prefix))
    if after != before:
        place(attributes, after, mode_of(attributes, 0o644))
        done = True
    return f"set up for {prefix}ledger.yaml and {prefix}opportunities/" if done else "there already"


def _remove_driver(repository: Repository) -> bool:
    attributes = _attributes(repository)
    before = read_placed(attributes) or b""
    kept = _clear(attributes, lambda: hookfiles.without_lines(before, repository.prefix))
    if kept:
        if kept != before:
            place(attributes, kept, mode_of(attributes, 0o644))
    elif before:
        take_away(attributes)
    if hookfiles.has_lines(kept):  # another ledger's
        return kept != before
    here = _settings(repository)
    ours = [key for key, value in _SETTINGS.items() if here.get(key) == value]
    for key in ours:
        answer = writing(repository.root, "config", "--local", "--unset", key)
        if answer.code:
            raise Failure(f"can't take away {key}: {answer.complaint}", code=1)
    program = _program(repository)
    was_there = take_away(program)
    clear_away(program.parent)
    return bool(kept != before or ours or was_there)


def _program(repository: Repository) -> Path:
    return repository.shared / "opledger" / "merge"


def _attributes(repository: Repository) -> Path:
    """The attributes of this clone alone; a link to them is followed."""
    return (repository.shared / "info" / "attributes").resolve()


def _settings(repository: Repository) -> dict[str, str]:
    """The merge driver's settings in this repository; the last one counts, as for git."""
    asked = ("config", "--local", "--null", "--get-regexp", r"^merge\.opledger\.")
    told = writing(repository.root, *asked).output.decode("utf-8", "surrogateescape")
    pairs = (each.partition("\n") for each in told.split("\0")[:-1])
    return {key: value for key, _, value in pairs}


def _clear(path: Path, change: Callable[[], Content]) -> Content:
    try:
        return change()
    except hookfiles.Unclear:
        message = (
            f"{path} has the beginning of opledger's lines without their end, or the other way"
            " round: delete what is left of them"
        )
        raise Failure(message, code=1) from None
