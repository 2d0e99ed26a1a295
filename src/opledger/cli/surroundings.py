"""What `doctor` sees of the installation: packages, git, the terminal, the editor, the shell."""

from __future__ import annotations

import os
import platform
import re
import shlex
import shutil
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from opledger import __version__
from opledger.core.failure import Failure
from opledger.core.narrative.words import plural
from opledger.core.observation import Observation, noted, well, wrong
from opledger.files.cache import OFF, VARIABLE, Cache

_EXTRAS = {
    "lsp": "the language server for editors",
    "parquet": "tables for DuckDB, Spark and the like",
    "picture": "the picture that other sites show beside a link",
    "xlsx": "reading sheets of spreadsheets",
}
_REQUIREMENT = re.compile(
    r"([A-Za-z0-9._-]+)(?:\[[^]]*\])?(?:[^;]*?>=\s*([0-9.]+))?[^;]*(?:;(.*))?"
)
_EXTRA = re.compile(r"""extra\s*==\s*["']([^"']+)["']""")
_PROBE = "Europe/Berlin"
_USUAL_EDITORS = ("sensible-editor", "vim", "nano", "vi")
_START_FILES = {
    "bash": (".bashrc", ".bash_profile", ".profile"),
    "zsh": (".zshrc",),
    "fish": (".config/fish/config.fish",),
}
_LARGEST = 1024 * 1024  # bytes of a start-up file


def the_package() -> Iterator[Observation]:
    """Which opledger this is, and on what it runs."""
    yield well("opledger", __version__)
    machine = f"{platform.system()} {platform.machine()}".strip()
    version = platform.python_version()
    yield well("python", f"{version}, {platform.python_implementation()}, {machine}")


def the_packages() -> Iterator[Observation]:
    """What opledger needs, and what it could use."""
    try:
        needed = metadata.requires("opledger") or []
    except metadata.PackageNotFoundError:
        yield noted("packages", "it runs from its sources, so what it needs is not known")
        return
    again = "install it again: pip install --force-reinstall opledger"
    always: list[str] = []
    extras: dict[str, list[str]] = {}
    for line in needed:
        name, least, marker = _parsed(line)
        extra = _EXTRA.search(marker)
        missing = _trouble(name, least)
        into = extras.setdefault(extra[1], []) if extra else always
        into += [missing] if missing else []
    many = sum(not _EXTRA.search(_parsed(line)[2]) for line in needed)
    if always:
        yield wrong("packages", ", ".join(always), again)
    else:
        yield well("packages", f"the {plural(many, 'package')} that it needs")
    for each, troubles in sorted(extras.items()):
        gives = _EXTRAS.get(each, "more")
        about = f"extra {each}"
        if troubles:
            how = f"pip install 'opledger[{each}]' adds {gives}"
            yield noted(about, ", ".join(troubles), how)
        else:
            yield well(about, gives)


def _parsed(requirement: str) -> tuple[str, str, str]:
    found = _REQUIREMENT.match(requirement)
    return (found[1], found[2] or "", found[3] or "") if found else (requirement, "", "")


def _trouble(name: str, least: str) -> str:
    try:
        version = metadata.version(name)
    except metadata.PackageNotFoundError:
        return f"{name} is not installed"
    old = least and _numbers(version) < _numbers(least)
    return f"{name} is {version}, and {least} is needed" if old else ""


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version.partition("+")[0])[:3])


def git_program() -> Iterator[Observation]:
    """The git program, and whether it is new enough."""
    from opledger.git.command import OLDEST_GIT, SAFER_GIT, NoGit, git_version

    try:
        version = git_version(Path(os.sep).resolve())
    except NoGit:
        yield noted("git", "there is no git program", "install git to keep and read the history")
        return
    told = ".".join(map(str, version)) or "of an unknown version"
    oldest, safer = (".".join(map(str, each)) for each in (OLDEST_GIT, SAFER_GIT))
    if version < OLDEST_GIT:
        yield wrong("git", f"{told} is too old", f"install {oldest} or newer")
    elif version < SAFER_GIT:
        why = "can't refuse a repository that hides within a ledger"
        yield noted("git", f"{told} {why}", f"{safer} or newer can")
    else:
        yield well("git", told)


def text_and_time() -> Iterator[Observation]:
    """Whether names in any script can be printed and read, and whether time zones are known."""
    shown = (getattr(sys.stdout, "encoding", None) or "unknown").lower().replace("_", "-")
    names = sys.getfilesystemencoding().lower()
    is_utf8 = {shown.replace("-", ""), names.replace("-", "")} == {"utf8"}
    told = f"{shown} to print, {names} for names of files"
    if is_utf8:
        yield well("locale", told)
    else:
        what = f"{told}: other characters are shown as numbers"
        yield noted("locale", what, "set LC_ALL=C.UTF-8, or PYTHONUTF8=1")
    try:
        ZoneInfo(_PROBE)
    except (ZoneInfoNotFoundError, OSError, ValueError):
        yield wrong("time zones", f"{_PROBE} is not known", "install the package tzdata")
    else:
        yield well("time zones", "known")


def the_cache() -> Iterator[Observation]:
    """Where it is kept what was worked out once, and how large that is."""
    kept = Cache.at_hand()
    if kept.folder is None:
        switched = os.environ.get(VARIABLE, "").lower() == OFF
        why = f"off, by {VARIABLE}" if switched else "none, as nobody's home is known"
        yield noted("cache", f"{why}: every file is read anew each time")
        return
    count, size = kept.size
    many = plural(count, "entry", "entries")
    yield well("cache", f"{many}, {size / 1_000_000:.1f} MB, in {kept.folder}")


def the_editor() -> Iterator[Observation]:
    """The editor that `edit` opens, as far as it is named."""
    for variable in ("VISUAL", "EDITOR"):
        named = os.environ.get(variable, "")
        if not named:
            continue
        try:
            words = shlex.split(named)
        except ValueError:
            words = []
        program = os.path.basename(words[0]) if words else ""  # noqa: PTH119 - a text
        if words and shutil.which(words[0]):
            yield well("editor", f"{program}, by {variable}")
        else:
            what = f"{variable} names '{program}', which is not there"
            yield wrong("editor", what, f"name another one in {variable}")
        return
    found = next(filter(shutil.which, _USUAL_EDITORS), None)
    if found:
        yield noted("editor", f"{found}, as none is named", "EDITOR names another one")
    else:
        yield noted("editor", "none is named, and none is found", "name one in EDITOR")


def the_shell() -> Iterator[Observation]:
    """Whether the user's shell completes what is typed."""
    from opledger.cli.completion import place_of
    from opledger.cli.shells import SHELLS
    from opledger.files.placing import read_placed

    shell = os.path.basename(os.environ.get("SHELL", ""))  # noqa: PTH119 - a text
    if shell not in SHELLS:
        return
    how = f"'opledger completion {shell} --install' sets it up"
    if read_placed(place_of(shell)) is not None or _loads_completion(shell):
        yield well("completion", f"set up for {shell}")
    else:
        yield noted("completion", f"not set up for {shell}", how)


def _loads_completion(shell: str) -> bool:
    from opledger.files.disk import read_outside

    for name in _START_FILES[shell]:
        try:
            if b"opledger completion" in read_outside(Path.home() / name, _LARGEST):
                return True
        except (Failure, RuntimeError):
            continue
    return False
