"""What is held against what, and the most that it may be."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Target:
    """A measured number and its limit; ``key`` names it in the code, ``unit`` is behind both."""

    key: str
    words: str
    limit: float
    unit: str = "×"


GROUPS = {
    "stats": "`stats`, beside `hledger bal` on the same events",
    "check": "`check`, beside the same",
    "site": "The site, beside Hugo on pages of equal content",
    "history": "The history, beside `git log --raw`",
    "growth": "Ten times the records, and again",
    "commands": "The sample ledger: every command, beside `python -c 'import click'`",
}


def _reading(name: str) -> tuple[Target, ...]:
    return (
        Target(f"{name}-cold", f"`{name}` without a cache, of `hledger bal`", 0.8),
        Target(f"{name}-warm", f"`{name}` with a cache, of `hledger bal`", 0.25),
        Target(f"{name}-edited", f"`{name}` after one changed file, of itself with a cache", 1.2),
    )


def _growing(name: str, words: str) -> tuple[Target, ...]:
    return (
        Target(f"{name}-first", f"{words}: time, middle to small ledger", 11),
        Target(f"{name}-second", f"{words}: time, large to middle ledger", 11),
        Target(f"{name}-memory", f"{words}: most memory at the middle ledger", 250, " MiB"),
        Target(f"{name}-memory-first", f"{words}: memory, middle to small ledger", 10),
        Target(f"{name}-memory-second", f"{words}: memory, large to middle ledger", 10),
    )


TARGETS: dict[str, tuple[Target, ...]] = {
    "stats": _reading("stats"),
    "check": _reading("check"),
    "site": (
        Target("site-full", "the whole site without a cache, of `hugo`", 1.0),
        Target("site-edited", "the site after one edit, of `hugo` in full", 0.15),
        Target("site-rewritten", "files written after one edit, of those that changed", 1.0),
        Target("site-different", "files that differ from a full build after edits", 0, " files"),
    ),
    "history": (
        Target("history-first", "the first `log ID`, of `git log --raw`", 1.2),
        Target("history-warm", "`log -n 20` then, of `git log --raw`", 0.02),
        Target("history-one", "`log -n 20` after one new commit, of `git log --raw`", 0.02),
    ),
    "growth": (
        *_growing("stats", "`stats` without a cache"),
        *_growing("check", "`check` without a cache"),
        *_growing("site", "the whole site without a cache"),
    ),
    "commands": (
        Target("commands-all", "the slowest command, of `import click`", 2.5),
        Target("commands-quick", "the slowest of `--help`, completion, `check FILE`, of it", 1.6),
    ),
}
