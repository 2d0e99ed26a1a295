"""What else can lie in a ledger's folders: links, pipes, odd names and other people's files.

Each entry of :data:`ENTRIES` is a function that makes it, and the lines of ``check`` without hints.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

from tests.hostile_texts import SOUND

_OUTSIDE = "company: Secret of another folder\nevents: [{date: 2024-01-08, stage: lead}]\n"
_FIRST = "1:1: error"
_LINK = f"{_FIRST}[not-a-regular-file]: this is a symbolic link, which is never read"
_SPECIAL = f"{_FIRST}[not-a-regular-file]: this is not a regular file, which is never read"


def _write(path: Path, text: str = SOUND) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _named(name: str | bytes, text: str = SOUND) -> Callable[[Path], None]:
    def make(root: Path) -> None:
        path = os.path.join(os.fsencode(root / "opportunities"), os.fsencode(name))  # noqa: PTH118
        with open(path, "wb") as file:  # noqa: PTH123 - names that no Path can hold
            file.write(text.encode())

    return make


def _link(name: str, target: str) -> Callable[[Path], None]:
    def make(root: Path) -> None:
        _write(root.parent / "outside" / "secret.yaml", _OUTSIDE)
        (root / name).symlink_to(target)

    return make


def _loop(root: Path) -> None:
    (root / "opportunities" / "a.yaml").symlink_to("b.yaml")
    (root / "opportunities" / "b.yaml").symlink_to("a.yaml")


def _pipe(root: Path) -> None:
    os.mkfifo(root / "opportunities" / "pipe.yaml")


def _socket(root: Path) -> None:
    here = Path.cwd()
    os.chdir(root / "opportunities")  # the path of a socket may be only some hundred bytes long
    try:
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind("socket.yaml")
    finally:
        os.chdir(here)


def _folders(depth: int) -> Callable[[Path], None]:
    return lambda root: nest(root, depth, "d")


def nest(root: Path, depth: int, name: str) -> None:
    """Make folders of one name in each other, and a sound file in the innermost."""
    folder = os.open(root / "opportunities", os.O_RDONLY)
    for _ in range(depth):
        os.mkdir(name, dir_fd=folder)
        inner = os.open(name, os.O_RDONLY, dir_fd=folder)
        os.close(folder)
        folder = inner
    file = os.open("deep.yaml", os.O_WRONLY | os.O_CREAT, dir_fd=folder)
    os.write(file, SOUND.replace("Aldgrove", "Deepwater").encode())
    os.close(file)
    os.close(folder)


def _case(root: Path) -> None:
    _write(root / "opportunities" / "aldgrove.yaml", SOUND.replace("Ald", "Low"))
    _write(root / "opportunities" / "Aldgrove.yaml", SOUND.replace("Ald", "Upp"))


def _config(make: Callable[[Path], None]) -> Callable[[Path], None]:
    def replaced(root: Path) -> None:
        (root / "ledger.yaml").unlink()
        make(root)

    return replaced


def _no_folder(make: Callable[[Path], None]) -> Callable[[Path], None]:
    def replaced(root: Path) -> None:
        (root / "opportunities" / "sound.yaml").unlink()
        (root / "opportunities").rmdir()
        make(root)

    return replaced


def _bad(shown: str, mended: str) -> str:
    return f"{_FIRST}[bad-id]: '{shown}' is no id: a-z, 0-9 and '-' only, at most 80{mended}"


_IN = "opportunities"
ENTRIES: dict[str, tuple[Callable[[Path], None], list[str]]] = {
    "link to a file outside": (
        _link(f"{_IN}/x.yaml", "../../outside/secret.yaml"),
        [f"{_IN}/x.yaml:{_LINK}"],
    ),
    "link to a folder outside": (_link(f"{_IN}/x", "../../outside"), [f"{_IN}/x:{_LINK}"]),
    "link to its own folder": (_link(f"{_IN}/x", "."), [f"{_IN}/x:{_LINK}"]),
    "link to a file beside": (_link(f"{_IN}/x.yaml", "sound.yaml"), [f"{_IN}/x.yaml:{_LINK}"]),
    "link to nothing": (_link(f"{_IN}/x.yaml", "nothing"), [f"{_IN}/x.yaml:{_LINK}"]),
    "link to a device": (_link(f"{_IN}/x.yaml", "/dev/zero"), [f"{_IN}/x.yaml:{_LINK}"]),
    "link of the same id": (_link(f"{_IN}/sound", "."), [f"{_IN}/sound:{_LINK}"]),
    "links in a loop": (_loop, [f"{_IN}/a.yaml:{_LINK}", f"{_IN}/b.yaml:{_LINK}"]),
    "pipe": (_pipe, [f"{_IN}/pipe.yaml:{_SPECIAL}"]),
    "socket": (_socket, [f"{_IN}/socket.yaml:{_SPECIAL}"]),
    "ledger.yaml is a link": (
        _config(_link("ledger.yaml", "../outside/secret.yaml")),
        [f"ledger.yaml:{_LINK}"],
    ),
    "ledger.yaml is a folder": (
        _config(lambda root: (root / "ledger.yaml").mkdir()),
        [f"ledger.yaml:{_SPECIAL}"],
    ),
    "ledger.yaml is a pipe": (
        _config(lambda root: os.mkfifo(root / "ledger.yaml")),
        [f"ledger.yaml:{_SPECIAL}"],
    ),
    "opportunities is a link": (_no_folder(_link(_IN, "../outside")), [f"{_IN}:{_LINK}"]),
    "opportunities is a file": (
        _no_folder(lambda root: _write(root / _IN)),
        [f"{_IN}:{_SPECIAL}"],
    ),
    "opportunities is missing": (_no_folder(lambda _: None), []),
    "folder named like a file": (lambda root: (root / _IN / "x.yaml").mkdir(), []),
    "folder named like a file, with one in it": (
        lambda root: _write(root / _IN / "x.yaml" / "y.yaml", SOUND.replace("Ald", "Elm")),
        [],
    ),
    "300 folders in each other": (_folders(300), []),
    "1,100 folders in each other": (_folders(1100), []),
    "dotfiles": (_named(".hidden.yaml", "{"), []),
    "dotfolder": (lambda root: _write(root / _IN / ".git" / "x.yaml", "{"), []),
    "an editor's backup": (_named("sound.yaml~", "{"), []),
    "an editor's lock": (_link(f"{_IN}/.#sound.yaml", "me@host.123"), []),
    "a text beside": (_named("README.md", "# Notes\n"), []),
    "a picture beside": (_named("offer.pdf", "%PDF"), []),
    "capital extension": (
        _named("x.YAML"),
        [f"{_IN}/x.YAML:{_FIRST}[wrong-extension]: only files named .yaml are read"],
    ),
    "short extension": (
        _named("x.yml"),
        [f"{_IN}/x.yml:{_FIRST}[wrong-extension]: only files named .yaml are read"],
    ),
    "capitals": (_named("X.yaml"), [f"{_IN}/X.yaml:{_bad('X', '')}"]),
    "names that differ in case": (_case, [f"{_IN}/Aldgrove.yaml:{_bad('Aldgrove', '')}"]),
    "name with a newline": (
        _named("a\nb.yaml"),
        [f"{_IN}/a\\x0ab.yaml:{_bad('a' + chr(92) + 'x0ab', '')}"],
    ),
    "name with an escape": (
        _named("a\x1b[2J.yaml"),
        [f"{_IN}/a\\x1b[2J.yaml:{_bad('a' + chr(92) + 'x1b[2J', '')}"],
    ),
    "name that is no UTF-8": (
        _named(b"a\xff.yaml"),
        [f"{_IN}/a\\udcff.yaml:{_bad('a' + chr(92) + 'udcff', '')}"],
    ),
    "name with a leading dash": (_named("-rf.yaml"), [f"{_IN}/-rf.yaml:{_bad('-rf', '')}"]),
    "name with a colon": (_named("a:1:2.yaml"), [f"{_IN}/a:1:2.yaml:{_bad('a:1:2', '')}"]),
    "name that is a pathspec": (_named(":(top).yaml"), [f"{_IN}/:(top).yaml:{_bad(':(top)', '')}"]),
    "name with dots": (_named("..x.y.yaml"), []),
    "name that climbs": (_named("x..yaml"), [f"{_IN}/x..yaml:{_bad('x.', '')}"]),
    "name of 80 characters": (_named(f"{'a' * 80}.yaml", SOUND.replace("Ald", "Elm")), []),
    "name of 81 characters": (
        _named(f"{'a' * 81}.yaml"),
        [f"{_IN}/{'a' * 81}.yaml:{_bad('a' * 81, '')}"],
    ),
    "name in Greek": (_named("κ.yaml"), [f"{_IN}/κ.yaml:{_bad('κ', '')}"]),
}
READ_TOO = {
    "folder named like a file, with one in it": ["y"],
    "300 folders in each other": ["deep"],
    "1,100 folders in each other": ["deep"],
    "names that differ in case": ["aldgrove"],
    "name of 80 characters": ["a" * 80],
}
NOTHING_READ = {"opportunities is a link", "opportunities is a file", "opportunities is missing"}
