"""The one place where the git program is started.

There are three ways to start it. *Reading* asks only for objects and names, and turns off whatever
a repository's own configuration could start by it or let it fetch: hooks, a file-system monitor,
external diffs, text conversion, a pager, a signature's program, a promisor remote, replaced and
grafted objects. *Writing* is the user's own act and follows the user's configuration.
*Exchanging* is between a remote and a repository that was made for it: of the user's configuration
only what leads there and proves who one is takes part.
"""

from __future__ import annotations

import os
import re
import subprocess
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple, cast

from opledger.core.failure import Failure
from opledger.core.late import dataclass

if TYPE_CHECKING:
    from io import BufferedReader

OLDEST_GIT = (2, 31)  # which has what is asked of it
SAFER_GIT = (2, 38)  # from which on it refuses a repository that hides within another one
# Seconds: for a first question, and for any other; a repository made to do harm has no end.
_OPENING, _LONGEST = 20.0, 900.0
_MOST, _MOST_COMPLAINT = 1024**3, 1024**2  # bytes
_AT_A_GULP = 4096  # bytes: every pipe takes so many before anybody reads
_PART = 65536  # bytes of an answer that somebody listens to
_READING_OPTIONS = (
    "--no-pager",
    "--no-replace-objects",
    "--no-optional-locks",
    "--literal-pathspecs",
    *("-c", "core.fsmonitor=false"),
    *("-c", f"core.hooksPath={os.devnull}"),
    *("-c", f"core.attributesFile={os.devnull}"),
    *("-c", "core.commitGraph=false"),  # it repeats what the commits say, and could say otherwise
    *("-c", "core.untrackedCache=false"),
    *("-c", "core.bigFileThreshold=1m"),  # what is larger, git passes on without holding it whole
    *("-c", "diff.external="),
    *("-c", "log.showSignature=false"),
    *("-c", "log.mailmap=false"),  # a file of the work tree, which could be a pipe
    *("-c", "protocol.allow=never"),
    *("-c", "safe.bareRepository=explicit"),
    *("-c", "submodule.recurse=false"),
)
_READING_ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "none",  # stands above the configuration: a missing object stays missing
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ASKPASS": "",
    "LC_ALL": "C",
}
_PROGRAM = "git.exe" if os.name == "nt" else "git"
_NO_INDEX = str(Path(os.sep).resolve() / "nowhere" / "index")
# Who commits may be told by the environment; where may not: a hook's GIT_DIR is another folder's.
_WHO = {
    *("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_AUTHOR_DATE"),
    *("GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL", "GIT_COMMITTER_DATE"),
    *("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM"),
}
# How a remote is reached, as the environment tells it.
_LEADING = {
    *("GIT_SSH", "GIT_SSH_COMMAND", "GIT_SSH_VARIANT", "GIT_PROXY_COMMAND"),
    *("GIT_ASKPASS", "GIT_TERMINAL_PROMPT", "GIT_ALLOW_PROTOCOL"),
    *("GIT_SSL_NO_VERIFY", "GIT_SSL_CAINFO", "GIT_SSL_CAPATH", "GIT_SSL_CERT", "GIT_SSL_KEY"),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What git said: its exit code, its output, its complaint as one line, and all of that."""

    code: int
    output: bytes
    complaint: str
    said: str = ""

    @property
    def lines(self) -> list[str]:
        """The output as lines of text; names that are no UTF-8 keep their bytes as surrogates."""
        return self.output.decode("utf-8", "surrogateescape").splitlines()


Heard = Callable[[bytes], None]  # the next part of an answer


class Bounds(NamedTuple):
    """How many seconds an answer may take, how many bytes of it are read, and who listens."""

    wait: float = _LONGEST
    most: int = _MOST
    heard: Heard | None = None


class NoGit(Failure):
    """There is no git program."""


def reading(  # noqa: PLR0913 - each is needed by somebody, and has a name
    folder: Path,
    *arguments: str,
    given: bytes = b"",
    index: Path | None = None,
    wait: float | None = None,
    most: int = _MOST,
    heard: Heard | None = None,
) -> Answer:
    """Ask git for objects or names of the repository that a folder lies in; nothing else runs.

    ``index`` is what is read in place of the repository's own index; which only ``ls-files`` reads.
    Of an answer of more than ``most`` bytes only its beginning is told, one byte more than that.
    ``heard`` is given each part of it while git goes on.

    Raises:
        Failure: there is no git, or no answer within ``wait`` seconds; or there is no end of it,
            where ``most`` was not told.
    """
    environment = {**_surroundings(), **_READING_ENVIRONMENT}
    if index is not None:
        environment["GIT_INDEX_FILE"] = str(index)
    elif arguments[0] != "ls-files":  # git looks at the index for more, and stops at a broken one
        environment["GIT_INDEX_FILE"] = _NO_INDEX
    whole = [*_READING_OPTIONS, *arguments]
    return _run(folder, whole, environment, given, Bounds(wait or _LONGEST, most, heard))


def opening(folder: Path, *arguments: str) -> Answer:
    """As :func:`reading`, for a first question: a repository that keeps git waiting is refused."""
    return reading(folder, *arguments, wait=_OPENING)


def writing(folder: Path, *arguments: str, given: bytes = b"") -> Answer:
    """Let git change the repository, as the user has configured it.

    Raises:
        Failure: there is no git.
    """
    return _run(folder, ["--literal-pathspecs", *arguments], _surroundings(), given, Bounds())


def exchanging(
    folder: Path, repository: Path, settings: Path, *arguments: str, given: bytes = b""
) -> Answer:
    """Let git work in a repository made for it, and between that and a remote.

    ``settings`` is a file that stands for all configuration of the user's and the system's; from
    ``folder`` an address that is a relative path leads on.

    Raises:
        Failure: there is no git, or no end within a quarter of an hour.
    """
    environment = {
        **{name: value for name, value in _surroundings().items() if name not in _WHO},
        **{name: os.environ[name] for name in _LEADING if name in os.environ},
        "GIT_CONFIG_GLOBAL": str(settings),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_DIR": str(repository),
        "LC_ALL": "C",
    }
    options = ("--no-pager", "--no-replace-objects", "-c", f"core.hooksPath={os.devnull}")
    return _run(folder, [*options, *arguments], environment, given, Bounds())


def _surroundings() -> dict[str, str]:
    """The environment without what names another repository than the folder's own."""
    return {name: v for name, v in os.environ.items() if name[:4] != "GIT_" or name in _WHO}


def _run(
    folder: Path,
    arguments: list[str],
    environment: Mapping[str, str],
    given: bytes,
    bounds: Bounds,
) -> Answer:
    try:
        process = subprocess.Popen(
            [git_program(), *arguments],
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
    except OSError as error:
        message = f"git can't be started in {folder}: {(error.strerror or '').lower()}"
        raise Failure(message, code=1) from None
    late = threading.Event()

    def stop() -> None:
        late.set()
        process.kill()

    timer = threading.Timer(bounds.wait, stop)
    timer.start()
    try:
        output, complaint = _spoken(process, given, bounds)
    finally:
        timer.cancel()
        process.kill()
        process.wait()
    if late.is_set():
        message = f"git gives no answer in {folder}: look at its .git folder"
        raise Failure(message, code=1)
    if len(output) > bounds.most == _MOST:
        raise Failure(f"git has no end of answers in {folder}: its objects are no ledger's", code=1)
    said = complaint.decode("utf-8", "replace")
    return Answer(process.returncode, output, _complaint(said), said)


def _spoken(process: subprocess.Popen[bytes], given: bytes, bounds: Bounds) -> tuple[bytes, bytes]:
    """What a process prints, at most a little more than there may be; given its input meanwhile."""
    ears, voice, complaints = (
        cast("IO[bytes]", pipe) for pipe in (process.stdin, process.stdout, process.stderr)
    )
    said: list[bytes] = []
    threads = [threading.Thread(target=lambda: said.append(_heard(complaints)))]
    if len(given) > _AT_A_GULP:
        threads.append(threading.Thread(target=_feed, args=(ears, given)))
    else:
        _feed(ears, given)
    for thread in threads:
        thread.start()
    output = _listened(voice, bounds)
    if len(output) > bounds.most:
        process.kill()
    process.wait()
    for thread in threads:
        thread.join()
    for pipe in (voice, complaints):
        pipe.close()
    return output, b"".join(said)


def _listened(voice: IO[bytes], bounds: Bounds) -> bytes:
    left = bounds.most + 1
    if bounds.heard is None:
        return voice.read(left)
    parts: list[bytes] = []
    while part := cast("BufferedReader", voice).read1(min(left, _PART)):
        bounds.heard(part)
        parts.append(part)
        left -= len(part)
        if not left:
            break
    return b"".join(parts)


def _heard(pipe: IO[bytes]) -> bytes:
    """The beginning of what is said; the rest is heard too, as it would stand in the way."""
    said = pipe.read(_MOST_COMPLAINT)
    while pipe.read(_MOST_COMPLAINT):
        pass
    return said


def _feed(pipe: IO[bytes], given: bytes) -> None:
    with suppress(OSError), pipe:  # it may have ended before it heard everything
        pipe.write(given)


@cache
def _found(path: str) -> str | None:
    """The program in a search path; folders that are relative to where one stands don't count."""
    for folder in path.split(os.pathsep):
        if os.path.isabs(folder):  # noqa: PTH117 - a text, as the environment has it
            program = Path(folder) / _PROGRAM
            if program.is_file() and os.access(program, os.X_OK):
                return str(program)
    return None


def git_program() -> str:
    """The git program that is first in PATH.

    Raises:
        NoGit: there is none.
    """
    program = _found(os.environ.get("PATH", os.defpath))
    if program is None:
        raise NoGit("there is no git program: install git to keep and read the history", code=1)
    return program


def git_version(folder: Path) -> tuple[int, ...]:
    """The version of the git program, as numbers; empty where it tells none.

    Raises:
        Failure: there is no git, or it can't be started.
    """
    told = re.search(r"\d+(?:\.\d+)+", opening(folder, "version").output.decode("ascii", "replace"))
    return tuple(int(number) for number in told[0].split(".")) if told else ()


def _complaint(text: str) -> str:
    """The line of git's complaint that says most: its last error, else its last line."""
    lines = [line.strip() for line in text.splitlines()]
    lines = [line for line in lines if line and not line.startswith("hint:")]
    said = [line for line in lines if line.startswith(("fatal:", "error:"))]
    return (said or lines or [""])[0].removeprefix("fatal: ").removeprefix("error: ")
