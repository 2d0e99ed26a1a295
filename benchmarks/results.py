"""The table of targets as a Markdown page, written anew after each group."""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.clock import Times, timer
from benchmarks.targets import GROUPS, TARGETS, Target
from benchmarks.workshop import ROOT, Sizes

# How each program says its version.
_PROGRAMS = {
    "hledger": ("hledger", "--version"),
    "beancount": ("bean-check", "--version"),
    "recutils": ("recsel", "--version"),
    "Hugo": ("hugo", "version"),
    "git": ("git", "--version"),
    "hyperfine": ("hyperfine", "--version"),
}


@dataclass(slots=True)
class Results:
    """What was measured up to now, and the page that tells it."""

    path: Path
    sizes: Sizes
    program: Path
    day: str
    chosen: Sequence[str]
    _values: dict[str, tuple[float, str]] = field(default_factory=dict)
    _missing: dict[str, str] = field(default_factory=dict)
    _told: dict[str, list[str]] = field(default_factory=dict)

    def put(self, key: str, value: float, why: str = "") -> None:
        """A target's number, with a word about it."""
        self._values[key] = (value, why)

    def ratio(self, key: str, ours: Times, theirs: Times, why: str = "") -> None:
        """A target's number: the least of our times, of the least of theirs."""
        self.put(key, ours.least / theirs.least, why)

    def missing(self, group: str, why: str) -> None:
        """Why what this group does not measure was not measured."""
        self._missing[group] = why

    def times(self, group: str, *times: Times) -> None:
        """A table of seconds, as context."""
        rows = (
            (each.name, _seconds(each.least), _seconds(each.middle), _seconds(min(each.busy)),
             str(len(each.wall)))
            for each in times
        )  # fmt: skip
        self.table(group, ("what", "seconds, least", "median", "of processors", "runs"), *rows)

    def table(self, group: str, head: Sequence[str], *rows: Sequence[str]) -> None:
        """A table below the targets of a group."""
        self._told.setdefault(group, []).append(_table(head, *rows))

    def line(self, group: str, text: str) -> None:
        """A paragraph below the targets of a group."""
        self._told.setdefault(group, []).append(text)

    def write(self) -> None:
        """Write the page, with what there is."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text("\n\n".join(self._parts()) + "\n", encoding="utf-8", newline="\n")

    def value(self, key: str) -> float | None:
        """A target's number, if it was measured."""
        return self._values[key][0] if key in self._values else None

    def _parts(self) -> list[str]:
        sizes = self.sizes
        parts = [
            "# What was measured",
            (
                f"Written by `python -m benchmarks.run`, measured {self.day}. README.md says how."
                f" {sizes.records:,} opportunities unless said; times by {timer()}."
            ),
            _table(("", ""), *self._machine()),
        ]
        for group, title in GROUPS.items():
            rows = [self._row(group, target) for target in TARGETS[group]]
            parts += [f"## {title}", _table(("target", "at most", "measured", ""), *rows)]
            parts += self._told.get(group, [])
        return parts

    def _row(self, group: str, target: Target) -> tuple[str, ...]:
        limit = f"{target.limit:g}{target.unit}"
        if target.key not in self._values:
            absent = "not asked for" if group not in self.chosen else "not measured"
            return target.words, limit, absent, self._missing.get(group, "")
        value, why = self._values[target.key]
        met = "met" if value <= target.limit else "**missed**"
        return target.words, limit, f"{value:.3g}{target.unit}", f"{met}{why and f': {why}'}"

    def _machine(self) -> list[tuple[str, str]]:
        pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
        found = [
            ("processor", f"{_processor()}, {os.cpu_count()} cores"),
            ("memory", f"{pages / 2**30:.1f} GiB"),
            ("system", f"{platform.system()} {platform.release()}, {_distribution()}"),
            ("Python", platform.python_version()),
            ("opledger", f"{_first_line((str(self.program), '--version'))}, commit {_commit()}"),
        ]
        return [*found, *((name, _first_line(words)) for name, words in _PROGRAMS.items())]


def _seconds(value: float) -> str:
    return f"{value:.3f}"


def _table(head: Sequence[str], *rows: Sequence[str]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in lines)


def _first_line(words: Sequence[str], environment: Mapping[str, str] | None = None) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - a program asked for its version
            words, capture_output=True, text=True, check=False, env=environment
        )
    except FileNotFoundError:
        return "not installed"
    return (done.stdout or done.stderr).strip().partition("\n")[0]


def _commit() -> str:
    git = ("git", "-C", str(ROOT))
    named = _first_line((*git, "rev-parse", "--short=10", "HEAD"))
    changed = _first_line((*git, "status", "--porcelain", "--untracked-files=no"))
    return f"{named}, with changes" if changed else named


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text("utf-8").splitlines() if info.exists() else []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.processor() or platform.machine())


def _distribution() -> str:
    try:
        return platform.freedesktop_os_release().get("PRETTY_NAME", "")
    except OSError:
        return platform.platform()
