"""Repositories in which anything happens to branches: what a test draws, done by the real git."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import strategies as st
from tests.git.repositories import AUTHOR, git

Act = tuple[str, int, int]  # what is done, to which branch or commit, and with which
ACTS = st.lists(
    st.tuples(
        st.sampled_from(
            ("commit", "commit", "commit", "amend", "reset", "branch", "merge", "pull", "root")
        ),
        st.integers(0, 7),
        st.integers(0, 7),
    ),
    min_size=1,
    max_size=24,
)


@dataclass
class Branches:
    """A repository of which every commit that was ever made is known by its number."""

    root: Path
    below: str = ""
    tips: list[int] = field(default_factory=lambda: [1])
    parents: dict[int, tuple[int, ...]] = field(default_factory=dict)
    files: dict[int, dict[str, str]] = field(default_factory=dict)
    hashes: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        (self.root / self.below).mkdir(parents=True, exist_ok=True)
        git(self.root, "init", "--quiet")
        self._commit({"ledger.yaml": "", "README.md": "x"})

    def do(self, act: Act) -> str:
        """Do something; the hash of the tip that it is about."""
        what, one, other = act
        branch = one % len(self.tips)
        tip, with_ = self.tips[branch], self.tips[other % len(self.tips)]
        match what:
            case "commit":
                self.tips[branch] = self._commit(self._changed(tip, other), tip)
            case "amend":
                self.tips[branch] = self._commit(self._changed(tip, other), *self.parents[tip])
            case "reset":
                for _ in range(other):
                    tip = (self.parents[tip] or (tip,))[0]
                self.tips[branch] = tip
            case "branch":
                self.tips.append(tip)
                branch = len(self.tips) - 1
            case "merge" | "pull" if tip != with_:
                both = self.files[with_] | self.files[tip]
                sides = (tip, with_) if what == "merge" else (with_, tip)
                self.tips[branch] = self._commit(both, *sides)
            case "root":
                self.tips.append(self._commit(self._changed(1, other)))
                branch = len(self.tips) - 1
        return self.hashes[self.tips[branch]]

    def _changed(self, number: int, how: int) -> dict[str, str]:
        """The files of a commit, one of them another one."""
        files = dict(self.files[number])
        path = ("opportunities/a.yaml", "opportunities/b.yaml", "opportunities/x/a.yaml")[how % 3]
        if how == 3:
            files["ledger.yaml"] = f"few: {len(self.hashes) + 2}\n"
        elif how == 4:
            files["site/index.html"] = f"{len(self.hashes)}"
        elif how == 5 and path in files:
            del files[path]
        else:
            note = f"Word {len(self.hashes)}"
            files[path] = f"company: A\nevents: [{{date: 2024-01-08, stage: lead, note: {note}}}]\n"
        return files

    def _commit(self, files: dict[str, str], *parents: int) -> int:
        number = len(self.hashes) + 1
        lines = [f"commit refs/heads/c{number}", "mark :1"]
        # Every third one is made at the same second as the one before.
        moment = 1704700800 + (number - number // 3) * 3600
        lines += [f"{who} {AUTHOR} {moment} +0100" for who in ("author", "committer")]
        lines += ["data 1", "x"]
        first, *others = [self.hashes[each] for each in parents] or [""]
        lines += [f"from {first}"] * bool(first) + [f"merge {each}" for each in others]
        lines.append("deleteall")
        for path, content in files.items():
            lines += [f"M 100644 inline {self.below}{path}", f"data {len(content)}", content]
        done = subprocess.run(
            ["git", "fast-import", "--quiet", "--force"],
            cwd=self.root,
            env={"PATH": os.environ["PATH"], "HOME": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"},
            input="\n".join([*lines, "get-mark :1", ""]).encode(),
            capture_output=True,
            check=True,
        )
        self.hashes[number] = done.stdout.decode().strip()
        self.parents[number], self.files[number] = parents, files
        return number
