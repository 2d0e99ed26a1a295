"""Commits at which a ledger fails its check, and commits that nobody signed."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from opledger.core.late import dataclass
from opledger.core.narrative.words import plural
from opledger.files.disk import CONFIG_NAME
from opledger.git.command import reading
from opledger.git.findings import Finding, Kind

if TYPE_CHECKING:
    from pathlib import Path

    from opledger.git.chronicle import Archive, Chapter
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


def failing(archive: Archive, chapters: Sequence[Chapter]) -> Iterator[Finding]:
    """Each file that fails the check, at the commit from which on it does, and for how many.

    A file is checked when it or the settings change, as of the commit's day.
    """
    states: dict[str, dict[str, _Run]] = {}
    runs = []
    for chapter in chapters:
        before: dict[str, _Run] = {}
        for parent in reversed(chapter.commit.parents):
            before |= states.get(parent, {})
        now = dict(before)
        errors = _errors(archive, chapter)
        for path, error in errors.items():
            if not error:
                now.pop(path, None)
            elif path not in now:
                now[path] = _Run(chapter.commit, path, error)
                runs.append(now[path])
        for run in now.values():
            run.commits += 1
        states[chapter.commit.hash] = now
    for run in runs:
        text = f"fails the check, in {plural(run.commits, 'commit')} from here: {run.error}"
        yield Finding(Kind.FAILING, run.commit, run.path, None, text)


def _errors(archive: Archive, chapter: Chapter) -> dict[str, str]:
    """The first error of each file that the commit touched; empty where it is sound."""
    if any(passage.settings for passage in chapter.passages) or _has_twins(archive, chapter):
        every = [each.before for p in chapter.passages for each in p.alterations]
        gone = {before.path for before in every if before}
        paths = sorted({CONFIG_NAME, *archive.paths_at(chapter.commit), *gone})
        found = dict.fromkeys(paths, "")
        for error in reversed(archive.ledger_at(chapter.commit).errors):
            found[error.path] = error.text
        return found
    found = {}
    for passage in chapter.passages:
        for each in passage.alterations:
            if each.before:
                found[each.before.path] = ""
            if each.after:
                found[each.after.path] = each.after.errors[0].text if each.after.errors else ""
    return found


def _has_twins(archive: Archive, chapter: Chapter) -> bool:
    """Whether the commit adds a file whose id another one has, or takes one of such files away."""
    every = [each for passage in chapter.passages for each in passage.alterations]
    added = {each.id for each in every if each.before is None}
    gone = {e.id for e in every if e.before and (not e.after or e.after.path != e.before.path)}
    if not added | gone:
        return False
    stems = Counter(PurePosixPath(path).stem for path in archive.paths_at(chapter.commit))
    return any(stems[stem] > 1 for stem in added) or any(stems[stem] for stem in gone)


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
