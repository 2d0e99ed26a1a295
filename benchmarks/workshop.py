"""The temporary folder in which everything is made and measured, and what commands see there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.clock import Command
from benchmarks.made import LEVELS, Made, made, settings

ROOT = Path(__file__).parents[1]
# The day on which everything is told, 2055-01-01: even the last of 100,000 records is past by then.
NOW = 2682374400
# What the files of a ledger bear, so that nobody takes them for just written.
_WRITTEN = 1_700_000_000
_EVENT = "  - date: "
_CHANGED = re.compile(
    r"  - date: \S+\n    interest: \w+\n    confidence: \w+\n    note: Changed .*\n"
)
_EXTRAS = "lsp,parquet,picture,xlsx"
_LOCKED = re.compile(r"^([a-z0-9._-]+==\S+?)( ; .*?)?(?: \\)?$", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is measured."""

    records: int
    steps: tuple[int, int, int]
    commits: int
    files: int
    rounds: int
    starts: int  # rounds of the short commands
    uncounted: int  # rounds before those that count


FULL = Sizes(10_000, (1_000, 10_000, 100_000), 50_000, 10_000, 5, 10, 1)
SMALL = Sizes(12, (1, 4, 16), 60, 12, 1, 1, 0)


@dataclass(slots=True)
class Workshop:
    """A folder, the program that is measured, and ledgers made once each."""

    folder: Path
    program: Path
    sizes: Sizes
    say: Callable[[str], None]

    @property
    def cache(self) -> Path:
        """The program's cache."""
        return self.folder / "cache"

    @property
    def python(self) -> Path:
        """The Python that the program runs in."""
        return self.program.with_name("python")

    def environment(self, **more: str) -> dict[str, str]:
        """All that a measured command sees of its surroundings."""
        home = self.folder / "home"
        home.mkdir(exist_ok=True)
        somebody = {
            f"GIT_{who}_{what}": value
            for who in ("AUTHOR", "COMMITTER")
            for what, value in (("NAME", "A. Person"), ("EMAIL", "a@example.com"))
        }
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "LC_ALL": "C.UTF-8",
            "SOURCE_DATE_EPOCH": str(NOW),
            "OPLEDGER_CACHE": str(self.cache),
            "HUGO_CACHEDIR": str(self.folder / "hugo-cache"),
            "GIT_CONFIG_NOSYSTEM": "1",
            **somebody,
            **more,
        }

    def opledger(
        self,
        name: str,
        *words: str | Path,
        ready: Callable[[int], None] = lambda _: None,
        code: int = 0,
        **more: str,
    ) -> Command:
        """A call of the measured program."""
        said = (str(self.program), *map(str, words))
        return Command(name, said, self.folder, self.environment(**more), ready, code)

    def peer(
        self,
        name: str,
        *words: str | Path,
        ready: Callable[[int], None] = lambda _: None,
        **more: str,
    ) -> Command:
        """A call of another program."""
        said = tuple(map(str, words))
        return Command(name, said, self.folder, self.environment(**more), ready)

    def records(self, count: int) -> list[Made]:
        """So many made up opportunities."""
        return list(made(count))

    def ledger(self, count: int) -> Path:
        """The folder of a ledger of so many, without a repository; its files are not new."""
        folder = self.folder / f"ledger-{count}"
        if not folder.exists():
            self.say(f"writing {count} opportunities")
            (folder / "opportunities").mkdir(parents=True)
            (folder / "ledger.yaml").write_text(settings(count), encoding="utf-8")
            for record in made(count):
                path = folder / "opportunities" / f"{record.id}.yaml"
                path.write_text(record.text, encoding="utf-8", newline="\n")
                os.utime(path, (_WRITTEN, _WRITTEN))
        return folder

    def forget(self, _round: int = 0) -> None:
        """Take away what the program keeps: its own folder, the user's, what lies under .git/."""
        kept = (self.cache, self.folder / "home" / ".cache", *self.folder.glob("*/.git/opledger*"))
        for folder in kept:
            shutil.rmtree(folder, ignore_errors=True)


def change(path: Path, number: int) -> None:
    """A real change of one file: one event more, before the last; it says another thing each time.

    The event of the time before goes. ``check`` finds nothing in what comes of it.
    """
    text = _CHANGED.sub("", path.read_text("utf-8"))
    before, mark, last = text.rpartition(_EVENT)
    level, other = (LEVELS[(number + step) % len(LEVELS)] for step in (0, 1))
    event = f"{mark}{last.partition(chr(10))[0]}\n    interest: {level}\n    confidence: {other}\n"
    said = f"    note: Changed for the {number}th time.\n"
    path.write_text(f"{before}{event}{said}{mark}{last}", encoding="utf-8", newline="\n")


def install(folder: Path) -> Path:
    """The command of a new environment with a wheel of this checkout and the locked packages."""
    told = (sys.executable, "-m", "pip", "--disable-pip-version-check", "-qq", "--no-input")
    for_wheel = ("wheel", "--no-deps", "--no-build-isolation", "-w", str(folder), str(ROOT))
    subprocess.run((*told, *for_wheel), check=True)  # noqa: S603 - pip, with words made here
    (wheel,) = folder.glob("opledger-*.whl")
    venv.create(folder / "env", with_pip=False, clear=True)
    program = folder / "env" / "bin" / "opledger"
    locked = folder / "locked.txt"
    locked.write_text(constraints((ROOT / "requirements.lock").read_text("utf-8")), "utf-8")
    target = ("--python", str(program.with_name("python")), "install", "-c", str(locked))
    subprocess.run((*told, *target, f"{wheel}[{_EXTRAS}]"), check=True)  # noqa: S603 - as above
    return program


def constraints(lock: str) -> str:
    """The versions that a lock file names, without hashes: as constraints, for some of them."""
    return "".join(f"{name}{when or ''}\n" for name, when in _LOCKED.findall(lock))
