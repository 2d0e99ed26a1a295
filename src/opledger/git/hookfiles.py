"""The texts that git hooks are made of: what is put into a file, and how it is cut out again.

The lines of one ledger stand between two marks that name its folder, so that several ledgers of
one repository go side by side.
"""

from __future__ import annotations

import os
import re
import shlex
import sys

NAMES = ("pre-commit", "pre-push")
ASIDE = ".before-opledger"
_SHELLS = {b"sh", b"bash", b"dash", b"ksh", b"zsh"}
_ASSIGNMENT = re.compile(rb"[A-Za-z_][A-Za-z_0-9]*=.*", re.DOTALL)
_OPEN, _CLOSE = b"# >>> opledger", b"# <<< opledger"
_MADE = b"#!/bin/sh\n# Made by 'opledger hooks install'.\n"
# What was there goes first, and is the only one to hear what git says on standard input.
_AROUND = f"""\
#!/bin/sh
# Made by 'opledger hooks install'. The hook that was here is called first.
if [ -x "$0{ASIDE}" ]; then
  "$0{ASIDE}" "$@" || exit $?
fi
""".encode()
# Where this Python is gone, the command in PATH is tried. -P: nothing in the folder is imported.
_RUN = """\
# 'opledger hooks remove' takes these lines out again.
opledger_run() {{
  if {python} -P -m opledger --version </dev/null >/dev/null 2>&1; then
    {python} -P -m opledger "$@" </dev/null
  elif opledger --version </dev/null >/dev/null 2>&1; then
    opledger "$@" </dev/null
  else
    return 127
  fi
}}
opledger_code=0
"""
# A branch may have no ledger: then there is nothing to check.
_PRE_COMMIT = """\
if [ -e {config} ]; then
  opledger_run --ledger {ledger} check --staged || opledger_code=$?
fi
case "$opledger_code" in
0) ;;
1)
  echo "opledger: not committed; mend what is named above and 'git add' it" >&2
  exit 1
  ;;
127) echo "opledger: not checked, as there is no opledger here" >&2 ;;
*)
  echo "opledger: not committed, as it can't be checked;" \\
    "'git commit --no-verify' commits all the same" >&2
  exit 1
  ;;
esac
"""
_PRE_PUSH = """\
if [ -e {config} ]; then
  opledger_run --ledger {ledger} hooks pre-push "$1" "$2" || opledger_code=$?
  if [ "$opledger_code" -eq 127 ]; then
    if grep -Eq '^private:[[:space:]]*false[[:space:]]*(#.*)?$' {config}; then
      opledger_code=0
    else
      echo "opledger: not pushed: there is no opledger here to tell where the ledger may go;" \\
        "'git push --no-verify' pushes all the same" >&2
    fi
  fi
else
  echo "opledger: not pushed: no ledger.yaml is checked out to tell where the ledger may go;" \\
    "'git push --no-verify' pushes all the same" >&2
  opledger_code=1
fi
[ "$opledger_code" -eq 0 ] || exit 1
"""
_BODIES = {"pre-commit": _PRE_COMMIT, "pre-push": _PRE_PUSH}
# A Python that lacks a module ends with 1, too: whoever has merged with conflicts left marks.
_MERGE = """\
#!/bin/sh
# Made by 'opledger hooks install'. Git calls it to merge a file of a ledger: BASE OURS THEIRS SIZE
# PATH. Where opledger is gone or fails, git's own merge leaves marks with both sides.
base=$1 ours=$2 theirs=$3 size=$4 path=$5
mark="^($(printf '\\357\\273\\277'))?$(printf "%${{size}}s" '' | tr ' ' '<') "
python={python}

try() {{
  command -v "$1" >/dev/null 2>&1 || return
  "$@" merge-file "$base" "$ours" "$theirs" --marker-size "$size" --path "$path" </dev/null
  code=$?
  [ "$code" -gt 1 ] && return
  grep -Eq "$mark" "$ours" && exit 1
  [ "$code" -eq 0 ] && exit 0
}}

try "$python" -P -m opledger
try opledger
git merge-file -L ours -L base -L theirs --marker-size="$size" "$ours" "$base" "$theirs" || exit 1
"""
# Without a path of its own the driver works in a repository that was moved, whatever its name.
DRIVER = (
    'driver="$(git rev-parse --git-common-dir)/opledger/merge"; if [ -f "$driver" ]; then'
    ' sh "$driver" %O %A %B %L %P; else'
    " git merge-file -L ours -L base -L theirs --marker-size=%L %A %O %B; fi"
)


class Unclear(Exception):
    """A file has a mark of a beginning without its end, or the other way round."""


def with_lines(content: bytes | None, name: str, prefix: str) -> bytes | None:
    """A hook with the lines of a ledger; ``None`` where they can't stand in it.

    ``content`` is the hook as it is, ``None`` where there is none; ``prefix`` the ledger's folder
    below the top of the work tree, empty or ending in ``/``.

    Raises:
        Unclear: its marks are not in pairs.
    """
    before = _MADE if content is None else content
    start = _first_lines(before)
    if start is None:
        return None
    kept, lines = without_lines(before, prefix), _hook_lines(name, prefix)
    return before if lines in before else kept[:start] + lines + kept[start:]


def around(name: str, prefix: str) -> bytes:
    """A hook with the lines of a ledger that calls the one that was moved aside first."""
    return _AROUND + _hook_lines(name, prefix)


def without_lines(content: bytes, prefix: str) -> bytes:
    """A file without the lines of a ledger.

    Raises:
        Unclear: its marks are not in pairs.
    """
    opened, closed = _marks(prefix)
    parts = content.split(opened)
    found = parts[:1]
    if len(parts) - 1 != content.count(closed):
        raise Unclear
    for part in parts[1:]:
        _, mark, rest = part.partition(closed)
        if not mark:
            raise Unclear
        found.append(rest)
    return b"".join(found)


def has_lines(content: bytes) -> bool:
    """Whether a file has lines of any ledger."""
    return _OPEN in content or _CLOSE in content


def is_made(content: bytes) -> bool:
    """Whether a hook without lines of a ledger is nothing but what was made for them."""
    return content in {_MADE, _AROUND}


def was_made(content: bytes) -> bool:
    """Whether a hook was made by us, whatever became of it since."""
    return content.startswith((_MADE, _AROUND))


def is_around(content: bytes) -> bool:
    """Whether a hook was made to call one that was moved aside."""
    return content.startswith(_AROUND)


def merge_program() -> bytes:
    """The program that git calls to merge a file."""
    return os.fsencode(_MERGE.format(python=shlex.quote(sys.executable)))


def with_attributes(content: bytes, prefix: str) -> bytes:
    """A file of git's attributes that gives a ledger's files to the merge driver.

    Raises:
        Unclear: its marks are not in pairs.
    """
    kept = without_lines(content, prefix)
    top = re.sub(r"[\\*?\[]", r"\\\g<0>", "/" + prefix)
    patterns = (f"{top}ledger.yaml", f"{top}opportunities/**/*.yaml")
    opened, closed = _marks(prefix)
    text = "".join(f"{_quoted(pattern)} merge=opledger\n" for pattern in patterns)
    lines = opened + os.fsencode(text) + closed
    return content if lines in content else lines + kept


def _quoted(pattern: str) -> str:
    """A pattern as git's attributes take it, also with a blank, a quote or a backslash in it."""
    plain = pattern.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{plain}"' if re.search(r'[\s"\\]', pattern) else pattern


def _marks(prefix: str) -> tuple[bytes, bytes]:
    of = os.fsencode(f" {prefix}" if prefix else "")
    return _OPEN + of + b" >>>\n", _CLOSE + of + b" <<<\n"


def _hook_lines(name: str, prefix: str) -> bytes:
    folder = prefix.rstrip("/") or "."
    ledger = f"./{folder}" if folder.startswith("-") else folder
    quoted = {"ledger": shlex.quote(ledger), "config": shlex.quote(f"{ledger}/ledger.yaml")}
    run = _RUN.format(python=shlex.quote(sys.executable))
    opened, closed = _marks(prefix)
    return opened + os.fsencode(run + _BODIES[name].format(**quoted)) + closed


def _first_lines(content: bytes) -> int | None:
    """Where lines for a shell can be put into a hook; ``None`` where no shell reads it."""
    for made in (_MADE, _AROUND):
        if content.startswith(made):
            return len(made)
    first, line_end, _ = content.partition(b"\n")
    words = first.removeprefix(b"#!").split() if first.startswith(b"#!") else []
    if not line_end or first.endswith(b"\r"):
        return None
    if words and words[0].rpartition(b"/")[2] == b"env":
        words = [w for w in words[1:] if w[:1] != b"-" and not _ASSIGNMENT.fullmatch(w)]
    is_shell = bool(words) and words[0].rpartition(b"/")[2] in _SHELLS
    return len(first) + 1 if is_shell else None
