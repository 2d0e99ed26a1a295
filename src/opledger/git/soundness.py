"""Commits at which a ledger fails its check, and commits that nobody signed."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from opledger.core.late import dataclass
from opledger.core.narrative.words import plural
from opledger.files.disk import CONFIG_NAME
from opledger.git.command import reading
from opledger.git.findings import Finding, Kind
from opledger.git.repository import id_of

if TYPE_CHECKING:
    from pathlib import Path

    from opledger.git.chronicle import Alteration, Archive, Chapter
    from opledger.git.objects import Commit

_GOOD = "G"
_SIGNATURES = {
    "N": "is not signed",
    "B": "has a bad signature",
    "U": "is signed with a key that is not trusted",
    "X": "has a signature that has expired",
    "Y": "is signed with a key that had expired",
    "R": "is signed with a key that was revoked",
    "E": "is signed with a key that is not known here",
}
# A repository's own configuration may name other programs, and whom to trust: neither counts.
_PROGRAMS = {
    "gpg.program": "gpg",
    "gpg.openpgp.program": "gpg",
    "gpg.x509.program": "gpgsm",
    "gpg.ssh.program": "ssh-keygen",
}
_TRUSTED_KEYS = ("gpg.ssh.allowedSignersFile", "gpg.ssh.revocationFile")


@dataclass(slots=True)
class _Run:
    """A file that fails the check from a commit on."""

    commit: Commit
    path: str
    error: str
    commits: int = 0


class Soundness:
    """Walks the history once, oldest commit first, and tells which files fail the check."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._states: dict[str, dict[str, _Run]] = {}
        self._runs: list[_Run] = []
        self._at, self._paths = "", set[str]()
        self._stems = Counter[str]()

    def take(self, chapter: Chapter) -> None:
        """The next commit: a file is checked when it or the settings change, as of its day."""
        commit = chapter.commit
        self._go_to(commit)
        before: dict[str, _Run] = {}
        for parent in reversed(commit.parents):
            before = {**before, **self._states.get(parent, {})} if before else self._state(parent)
        now = before
        for path, error in self._errors(chapter).items():
            if bool(error) != (path in now):
                now = dict(now) if now is before else now
                if error:
                    now[path] = _Run(commit, path, error)
                    self._runs.append(now[path])
                else:
                    del now[path]
        for run in now.values():
            run.commits += 1
        self._states[commit.hash] = now

    def findings(self) -> Iterator[Finding]:
        """Each file that fails the check, at the commit from which on it does, and for how many."""
        for run in self._runs:
            text = f"fails the check, in {plural(run.commits, 'commit')} from here: {run.error}"
            yield Finding(Kind.FAILING, run.commit, run.path, None, text)

    def _state(self, name: str) -> dict[str, _Run]:
        return self._states.get(name, {})

    def _go_to(self, commit: Commit) -> None:
        """Know the opportunities' paths at a commit: from its first parent's, or from its tree."""
        gone, come = set(self._paths), set[str]()
        if not commit.parents or self._at == commit.parents[0]:
            changed = [f for f in self._archive.files_of(commit) if f.path != CONFIG_NAME]
            gone = {file.path for file in changed if file.after is None} if commit.parents else gone
            come = {file.path for file in changed if file.after}
        else:
            come = set(self._archive.paths_at(commit))
        gone &= self._paths
        self._paths -= gone
        come -= self._paths
        self._paths |= come
        self._stems.subtract(id_of(path) for path in gone)
        self._stems.update(id_of(path) for path in come)
        self._at = commit.hash

    def _errors(self, chapter: Chapter) -> dict[str, str]:
        """The first error of each file that the commit touched; empty where it is sound."""
        every = [each for passage in chapter.passages for each in passage.alterations]
        if any(passage.settings for passage in chapter.passages) or self._has_twins(every):
            gone = {each.before.path for each in every if each.before}
            found = dict.fromkeys(sorted({CONFIG_NAME, *self._paths, *gone}), "")
            for error in reversed(self._archive.ledger_at(chapter.commit).errors):
                found[error.path] = error.text
            return found
        found = {}
        for each in every:
            if each.before:
                found[each.before.path] = ""
            if each.after:
                found[each.after.path] = each.after.errors[0].text if each.after.errors else ""
        return found

    def _has_twins(self, every: Sequence[Alteration]) -> bool:
        """Whether a file is added whose id another one has, or one of such files taken away."""
        added = {each.id for each in every if each.before is None}
        gone = {e.id for e in every if e.before and (not e.after or e.after.path != e.before.path)}
        if not added | gone:
            return False
        of_others = any(self._stems[stem] > 1 for stem in added)
        return of_others or any(self._stems[stem] for stem in gone)


def failing(archive: Archive, chapters: Iterable[Chapter]) -> Iterator[Finding]:
    """The files that fail the check somewhere in a history."""
    walk = Soundness(archive)
    for chapter in chapters:
        walk.take(chapter)
    return walk.findings()


def unsigned(root: Path, commits: Sequence[Commit]) -> Iterator[Finding]:
    """The commits without a good signature by a key that the user trusts.

    The programs that verify are the user's, by PATH, and so are the keys; what the repository's
    own configuration says of either does not count.
    """
    wanted = {commit.hash: commit for commit in commits}
    options = [part for key, program in _PROGRAMS.items() for part in ("-c", f"{key}={program}")]
    for key in _TRUSTED_KEYS:
        own = reading(root, "config", "--global", "--get", "--path", key).lines
        options += ["-c", f"{key}={own[0] if own else os.devnull}"]
    names = "".join(f"{name}\n" for name in wanted).encode()
    asked = ("log", "--no-walk=unsorted", "--stdin", "--format=%H %G?")
    for line in reading(root, *options, *asked, given=names).lines:
        name, _, sign = line.partition(" ")
        if name in wanted and sign != _GOOD:
            what = _SIGNATURES.get(sign, "is not signed")
            yield Finding(Kind.UNSIGNED, wanted[name], "", None, f"the commit {what}")
