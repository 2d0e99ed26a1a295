"""Git hooks and the merge driver: put beside what is there already, and taken out again whole."""

from __future__ import annotations

import os
import re
import shlex
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from opledger.core.failure import Failure
from opledger.files.placing import move, place, read_placed, take_away
from opledger.git.command import writing

if TYPE_CHECKING:
    from opledger.git.repository import Repository

NAMES = ("pre-commit", "pre-push")
_BEFORE = ".before-opledger"
_SHELL = re.compile(rb"#![^\n]*\b(?:ba|da|k|z)?sh\b[^\n]*\n")
_OPEN, _CLOSE = "# >>> opledger >>>", "# <<< opledger <<<"
_MARKED = re.compile(rb"# >>> opledger >>>\n.*?# <<< opledger <<<\n", re.DOTALL)
_DRIVER = "merge.opledger.driver"
_TITLE = "opledger: unite the events of both sides"
# Where this Python is gone, the command in PATH is tried. -P: nothing in the folder is imported.
_RUN = """\
opledger_run() {{
  if {python} -P -c 'import opledger' >/dev/null 2>&1; then
    {python} -P -m opledger "$@"
  elif command -v opledger >/dev/null 2>&1; then
    opledger "$@"
  else
    return 127
  fi
}}
"""
_PRE_COMMIT = """\
opledger_run --ledger {ledger} check --staged </dev/null
opledger_code=$?
if [ "$opledger_code" -eq 127 ]; then
  echo "opledger is not installed here: the ledger was not checked" >&2
elif [ "$opledger_code" -ne 0 ]; then
  echo "opledger: not committed; mend what is named above and 'git add' it" >&2
  exit 1
fi
"""
_PRE_PUSH = """\
opledger_run --ledger {ledger} hooks pre-push "$1" "$2" </dev/null
opledger_code=$?
if [ "$opledger_code" -eq 127 ]; then
  echo "opledger is not installed here and can't tell whether this ledger may go there:" \\
    "'git push --no-verify' pushes all the same" >&2
fi
[ "$opledger_code" -eq 0 ] || exit 1
"""
_EARLIER = """\
if [ -x "$0{before}" ]; then
  "$0{before}" "$@" || exit $?
fi
"""
_BODIES = {"pre-commit": _PRE_COMMIT, "pre-push": _PRE_PUSH}
_MERGE = """\
#!/bin/sh
# Made by 'opledger hooks install'. Git calls it to merge a file of the ledger: BASE OURS THEIRS
# SIZE PATH. Where opledger is gone or fails, git's own merge leaves markers with both sides.
{run}
opledger_run merge-file "$1" "$2" "$3" --marker-size "$4" --path "$5" </dev/null
code=$?
if [ "$code" -gt 1 ]; then
  git merge-file -L ours -L base -L theirs --marker-size="$4" "$2" "$1" "$3"
  code=$?
  [ "$code" -gt 1 ] && code=1
fi
exit "$code"
"""


def install(repository: Repository) -> Iterator[str]:
    """Set up the hooks and the merge driver; a line for each thing that was done.

    What is there already stays as it is: a shell script gets lines of ours behind its first one,
    anything else is moved aside and called first. Done twice, it changes nothing.

    Raises:
        Failure: the hooks are shared with other repositories, or a file can't be written.
    """
    folder = _hooks_folder(repository)
    for name in NAMES:
        yield from _install_hook(folder / name, _section(name, repository))
    wrapper = repository.shared / "opledger" / "merge"
    place(wrapper, _MERGE.format(run=_run()).encode(), 0o755)
    _configure(repository, "merge.opledger.name", _TITLE)
    _configure(repository, _DRIVER, f"sh {shlex.quote(str(wrapper))} %O %A %B %L %P")
    attributes = repository.shared / "info" / "attributes"
    before = read_placed(attributes) or b""
    after = _without(before) + _attributes(repository)
    if after != before:
        place(attributes, after, _mode(attributes, 0o644))
    yield f"merge driver: {wrapper}"


def remove(repository: Repository) -> Iterator[str]:
    """Take out what :func:`install` put in; a line for each thing that was done.

    Raises:
        Failure: a file can't be written.
    """
    folder = _hooks_folder(repository)
    for name in NAMES:
        yield from _remove_hook(folder / name)
    attributes = repository.shared / "info" / "attributes"
    before = read_placed(attributes)
    if before is not None and _without(before) != before:
        kept = _without(before)
        if kept:
            place(attributes, kept, _mode(attributes, 0o644))
        else:
            take_away(attributes)
    if writing(repository.root, "config", "--local", "--get", _DRIVER).code == 0:
        writing(repository.root, "config", "--local", "--remove-section", "merge.opledger")
        take_away(repository.shared / "opledger" / "merge")
        yield "merge driver: removed"


def _hooks_folder(repository: Repository) -> Path:
    """Where git looks for this repository's hooks.

    Raises:
        Failure: in a folder for all of the user's repositories.
    """
    root = repository.root
    told = writing(root, "config", "--show-scope", "--get", "core.hooksPath").lines
    scope = told[0].partition("\t")[0] if told else "local"
    if scope not in {"local", "worktree"}:
        message = (
            f"your hooks are in a folder for all repositories ({told[0].partition(chr(9))[2]}):"
            " call 'opledger check --staged' from its pre-commit and 'opledger hooks pre-push"
            ' "$1" "$2"\' from its pre-push'
        )
        raise Failure(message, code=1)
    asked = ("rev-parse", "--path-format=absolute", "--git-path", "hooks")
    return Path(writing(root, *asked).lines[0])


def _install_hook(path: Path, section: str) -> Iterator[str]:
    content = read_placed(path) if os.path.lexists(path) else None
    if content is None and not os.path.lexists(path):
        place(path, f"#!/bin/sh\n{section}".encode(), 0o755)
        yield f"{path.name}: {path}"
        return
    content = content or b""
    if _MARKED.search(content):
        renewed = _MARKED.sub(lambda _: _with_earlier(content, section), content)
        if renewed != content:
            place(path, renewed, _mode(path, 0o755))
        yield f"{path.name}: there already"
        return
    shell = _SHELL.match(content)
    if shell and not path.is_symlink() and os.access(path, os.X_OK):
        after = content[: shell.end()] + section.encode() + content[shell.end() :]
        place(path, after, _mode(path, 0o755))
        yield f"{path.name}: added to {path}"
        return
    move(path, path.with_name(path.name + _BEFORE))
    whole = b"#!/bin/sh\n" + _with_earlier(_EARLIER_SIGN, section)
    place(path, whole, 0o755)
    yield f"{path.name}: {path}, after {path.name + _BEFORE}"


_EARLIER_SIGN = b'"$0' + _BEFORE.encode()


def _with_earlier(content: bytes, section: str) -> bytes:
    """The section, with a call of the hook that was moved aside where there is one."""
    if _EARLIER_SIGN not in content:
        return section.encode()
    return section.replace(f"{_OPEN}\n", f"{_OPEN}\n{_EARLIER.format(before=_BEFORE)}", 1).encode()


def _remove_hook(path: Path) -> Iterator[str]:
    content = read_placed(path)
    if content is None or not _MARKED.search(content):
        return
    earlier = path.with_name(path.name + _BEFORE)
    kept = _MARKED.sub(b"", content)
    if kept == b"#!/bin/sh\n" and (_EARLIER_SIGN in content or not _was_theirs(content)):
        take_away(path)
        if os.path.lexists(earlier):
            move(earlier, path)
    else:
        place(path, kept, _mode(path, 0o755))
    yield f"{path.name}: removed"


def _was_theirs(content: bytes) -> bool:
    """Whether our lines stand in a script that was there before, however short."""
    return not content.endswith(f"{_CLOSE}\n".encode())


def _section(name: str, repository: Repository) -> str:
    ledger = shlex.quote(repository.prefix.rstrip("/") or ".")
    body = _run() + _BODIES[name].format(ledger=ledger)
    return f"{_OPEN}\n# 'opledger hooks remove' takes these lines out.\n{body}{_CLOSE}\n"


def _run() -> str:
    return _RUN.format(python=shlex.quote(sys.executable))


def _attributes(repository: Repository) -> bytes:
    top = "/" + repository.prefix
    patterns = (f"{top}ledger.yaml", f"{top}opportunities/**/*.yaml")
    lines = "".join(f"{_quoted(pattern)} merge=opledger\n" for pattern in patterns)
    return f"{_OPEN}\n{lines}{_CLOSE}\n".encode()


def _quoted(pattern: str) -> str:
    """A pattern as git's attributes take it, also with a blank or a quote in it."""
    plain = pattern.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{plain}"' if plain != pattern or " " in pattern else pattern


def _without(content: bytes) -> bytes:
    return _MARKED.sub(b"", content)


def _mode(path: Path, usual: int) -> int:
    return stat.S_IMODE(path.stat().st_mode) if path.exists() else usual


def _configure(repository: Repository, key: str, value: str) -> None:
    answer = writing(repository.root, "config", "--local", key, value)
    if answer.code:
        raise Failure(f"can't set {key}: {answer.complaint}", code=1)
