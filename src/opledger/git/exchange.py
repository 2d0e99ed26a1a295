"""A repository of its own, for a moment, to exchange objects with a remote of the user's.

Nothing of the user's repository is in it, so nothing of it can be sent; and of the user's
configuration it knows only how to reach the remote: no hook, mirror, refspec, tag that follows,
push option, signature or submodule takes part.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from opledger.core.failure import Failure
from opledger.core.late import dataclass
from opledger.files.placing import place, scratch_folder
from opledger.git.command import Answer, exchanging, writing
from opledger.git.remotes import shown_address

if TYPE_CHECKING:
    from opledger.git.repository import Repository

_FOLDERS = ("credential.", "http.", "protocol.", "safe.", "ssh.")
_SINGLE = {"core.askpass", "core.gitproxy", "core.sshcommand"}
_SAYS_NOTHING = (
    "fatal: Could not read from remote repository",
    "Please make sure you have the correct access rights",
    "and the repository exists",
    "hint:",
    "warning:",
)


@dataclass(frozen=True, slots=True)
class Remote:
    """A remote of the user's: its name, and the address that is pushed to."""

    name: str
    address: str

    def __str__(self) -> str:
        """As it is told to people, without a password."""
        return f"'{self.name}' ({shown_address(self.address)})"


@dataclass(frozen=True, slots=True)
class Exchange:
    """A bare repository, and the settings that it is used with. ``top`` is the user's folder."""

    top: Path
    folder: Path
    settings: Path

    def git(self, *arguments: str, given: bytes = b"") -> Answer:
        """What git answers here."""
        return exchanging(self.top, self.folder, self.settings, *arguments, given=given)

    def made(self, *arguments: str, given: bytes = b"") -> bytes:
        """What git answers to what can't go wrong.

        Raises:
            Failure: it did.
        """
        answer = self.git(*arguments, given=given)
        if answer.code:
            message = f"git {arguments[0]} failed: {answer.complaint or 'it was killed'}"
            raise Failure(message, code=1)
        return answer.output


@contextmanager
def exchange(repository: Repository) -> Iterator[Exchange]:
    """A new repository for exchanging; it is gone afterwards.

    Raises:
        Failure: there can be none.
    """
    with scratch_folder() as scratch:
        settings = scratch / "config"
        place(settings, _settings(repository), 0o600)
        made = Exchange(top_of(repository), scratch / "git", settings)
        how = ("--quiet", "--bare", "--template=", f"--object-format={repository.hashing}")
        made.made("init", *how)
        yield made


def top_of(repository: Repository) -> Path:
    """The top of the work tree that a ledger lies in."""
    top = repository.root.resolve()
    for _ in Path(repository.prefix).parts:
        top = top.parent
    return top


def find_remote(repository: Repository, name: str) -> Remote:
    """The remote of this name.

    Raises:
        Failure: there is none, or it has several addresses.
    """
    answer = writing(repository.root, "remote", "get-url", "--push", "--all", "--", name)
    if answer.code or not answer.lines:
        known = writing(repository.root, "remote").lines
        listed = f"there are: {', '.join(known)}" if known else f"'git remote add {name} URL'"
        raise Failure(f"no remote '{name}': {listed}{'' if known else ' adds it'}")
    if len(answer.lines) > 1:
        what = f"remote '{name}' is pushed to {len(answer.lines)} addresses"
        raise Failure(f"{what}: name one that has a single address with --remote")
    return Remote(name, answer.lines[0])


def unreachable(remote: Remote, answer: Answer) -> Failure:
    """What to say where a remote gives no answer."""
    lines = [line.strip() for line in answer.said.splitlines()]
    told = [line for line in lines if line and not line.startswith(_SAYS_NOTHING)]
    why = (told or [answer.complaint or "no answer"])[0]
    why = why.replace(remote.address, shown_address(remote.address))
    why = why.removeprefix("fatal: ").removeprefix("remote: ").rstrip(".")
    message = f"can't reach {remote}: {why}; look at its address, the network and your rights there"
    return Failure(message, code=1)


def _settings(repository: Repository) -> bytes:
    """Of all that git is configured by in the user's repository, how to reach a remote."""
    asked = ("config", "--list", "--null", "--show-scope")
    said = writing(repository.root, *asked).output.decode("utf-8", "surrogateescape").split("\0")
    lines = []
    for scope, entry in zip(said[::2], said[1::2], strict=False):
        key, told, value = entry.partition("\n")
        wanted = key.startswith(_FOLDERS) or key in _SINGLE
        if wanted and scope != "command":
            section, _, rest = key.partition(".")
            inner, _, name = rest.rpartition(".")
            head = f'[{section} "{_quoted(inner)}"]' if inner else f"[{section}]"
            lines.append(f'{head}\n\t{name} = "{_quoted(value)}"' if told else f"{head}\n\t{name}")
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogateescape")


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
