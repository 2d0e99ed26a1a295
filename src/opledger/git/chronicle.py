"""The history in records instead of lines: what each commit did to each opportunity."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from opledger.core.changes import Change, changed_settings, changes
from opledger.core.config import Config
from opledger.core.late import dataclass
from opledger.core.retelling import story
from opledger.files.diagnostics import Diagnostic, Severity
from opledger.files.disk import CONFIG_NAME, Entry, EntryKind
from opledger.files.reading import Reading, read_config, read_files, read_record
from opledger.git.history import FileChange, Step, commits_of, merge_bases, steps
from opledger.git.objects import Commit, Item, blobs, commits, ledger_tree
from opledger.git.repository import is_ledgers
from opledger.git.snapshot import Snapshot, snapshot

if TYPE_CHECKING:
    from datetime import date

    from opledger.core.model import Opportunity
    from opledger.git.repository import Repository


@dataclass(frozen=True, slots=True)
class Version:
    """A file as a commit holds it: its record, or the errors for which it has none.

    ``name`` is git's for its content.
    """

    path: str
    name: str
    record: Opportunity | None
    errors: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Alteration:
    """What a step did to one opportunity, on the commit's day in the ledger's zone.

    A version is ``None`` where there is no file.
    """

    id: str
    day: date
    before: Version | None
    after: Version | None

    @property
    def changes(self) -> tuple[Change, ...]:
        """The differences of the two records; none where one of them can't be read."""
        if (self.before and not self.before.record) or (self.after and not self.after.record):
            return ()
        old, new = self.before, self.after
        return changes(old.record if old else None, new.record if new else None, self.day)


@dataclass(frozen=True, slots=True)
class Passage:
    """A step of history in records.

    ``settings`` says in words how ``ledger.yaml`` differs; empty where it does not.
    """

    commit: Commit
    parent: Commit | None
    config: Config
    settings: str
    alterations: tuple[Alteration, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A commit: its passage from each of its parents, a single one where it is no merge."""

    commit: Commit
    config: Config
    passages: tuple[Passage, ...]

    @property
    def is_merge(self) -> bool:
        """Whether it joins two histories."""
        return len(self.passages) > 1

    @property
    def settings(self) -> str:
        """How it changed ``ledger.yaml``; empty where it is as in one of the parents."""
        told = [passage.settings for passage in self.passages]
        return told[0] if all(told) else ""

    @property
    def alterations(self) -> tuple[Alteration, ...]:
        """What it did: of a merge, only opportunities that are like those of no parent."""
        first, *others = self.passages
        every = [{each.id for each in other.alterations} for other in others]
        return tuple(each for each in first.alterations if all(each.id in other for other in every))

    def words(self, alteration: Alteration) -> str:
        """What the commit did to an opportunity, in one line."""
        before, after = alteration.before, alteration.after
        if after and after.errors:
            return f"edited, and fails the check: {after.errors[0].text}"
        if before and before.errors and after:
            return "mended: it failed the check"
        made = self.made(alteration)
        if before is None or after is None:
            return story(made, is_new=before is None, is_gone=after is None)
        told = [f"moved to {after.path}"] if before.path != after.path else []
        if self.is_merge and not made:
            many = "both" if len(self.passages) == 2 else "several"  # noqa: PLR2004
            told.append(f"merged: what {many} sides did")
        elif made or not told:
            told.append(story(made))
        return "; ".join(told)

    def made(self, alteration: Alteration) -> tuple[Change, ...]:
        """The changes to an opportunity that are the commit's own: of a merge, what no side had."""
        found = alteration.changes
        for passage in self.passages[1:]:
            other = next(each for each in passage.alterations if each.id == alteration.id)
            found = tuple(change for change in found if change in other.changes)
        return found


class Archive:
    """A stretch of a ledger's history, every version of every file read once.

    A record is read with the settings of its commit, and checked as of the commit's day.
    """

    def __init__(self, repository: Repository, tip: str, *without: str) -> None:
        """The commits that led to ``tip`` and not to one of ``without``.

        Raises:
            Failure: the history can't be read.
        """
        self._repository = repository
        self.shallow = repository.shallow
        self.commits = commits_of(repository, tip, *without)
        every = steps(repository, self.commits)
        names = (n for step in every for file in step.files for n in (file.before, file.after))
        self._contents = blobs(repository.root, (name for name in names if name))
        self._settings: dict[str, str | None] = {}
        self._configs: dict[str | None, Config] = {}
        self._versions: dict[tuple[str, str, str | None], Version] = {}
        self._steps = every

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all opportunities that there were, in their order."""
        return tuple(sorted({each for step in self._steps for each in _by_id(step.files)}))

    def chapters(self, only: str | None = None) -> tuple[Chapter, ...]:
        """The commits in their order, with all they did; or with what they did to one id."""
        return tuple(
            self._chapter(commit, tuple(of_it), only)
            for commit, of_it in groupby(self._steps, key=lambda step: step.commit)
        )

    def bases(self, one: Commit, other: Commit) -> tuple[Commit, ...]:
        """The best common ancestors of two commits."""
        names = merge_bases(self._repository, one.hash, other.hash)
        return tuple(commits(self._repository.root, dict.fromkeys(names, ())).values())

    def ledger_at(self, commit: Commit) -> Reading:
        """The whole ledger as a commit holds it, with what the checks find."""
        tree = ledger_tree(self._repository.root, commit.hash, self._repository.prefix)
        return read_files(snapshot(self._repository, tree), commit.day_in)

    def paths_at(self, commit: Commit) -> tuple[str, ...]:
        """The ledger's opportunities as a commit holds them, by their paths."""
        tree = ledger_tree(self._repository.root, commit.hash, self._repository.prefix)
        return tuple(path for path in tree if path != CONFIG_NAME and is_ledgers(path))

    def version_at(self, commit: Commit, stem: str) -> Version | None:
        """An opportunity as a commit holds it; ``None`` where it has none."""
        tree = ledger_tree(self._repository.root, commit.hash, self._repository.prefix)
        for path, item in tree.items():
            if path != CONFIG_NAME and is_ledgers(path) and PurePosixPath(path).stem == stem:
                settings = self._settings_name(commit)
                return self._version(path, item.hash, settings, commit.date.date())
        return None

    def _chapter(self, commit: Commit, of_it: Sequence[Step], only: str | None) -> Chapter:
        passages = tuple(self._passage(step, only) for step in of_it)
        return Chapter(commit, passages[0].config, passages)

    def _passage(self, step: Step, only: str | None) -> Passage:
        before = self._settings_name(step.parent) if step.parent else None
        changed = [file for file in step.files if file.path == CONFIG_NAME]
        after = changed[0].after if changed else before
        self._settings[step.commit.hash] = after
        config = self._config(after)
        made = step.commit.day_in(config.zone)
        found = []
        for stem, files in sorted(_by_id(step.files).items()):
            if only not in {None, stem}:
                continue
            old = next((file for file in files if file.before), None)
            new = next((file for file in files if file.after), None)
            day = step.parent.date.date() if step.parent else step.commit.date.date()
            found.append(
                Alteration(
                    stem,
                    made,
                    self._version(old.path, old.before, before, day) if old else None,
                    self._version(new.path, new.after, after, step.commit.date.date())
                    if new
                    else None,
                )
            )
        settings = self._told(before, after) if changed else ""
        return Passage(step.commit, step.parent, config, settings, tuple(found))

    def _told(self, before: str | None, after: str | None) -> str:
        """How the settings changed, in words."""
        if before is None or after is None:
            return "settings written" if after else "settings deleted"
        keys = changed_settings(self._config(before), self._config(after))
        return f"settings changed: {', '.join(keys)}" if keys else "settings in other words"

    def _settings_name(self, commit: Commit) -> str | None:
        if commit.hash not in self._settings:
            root, prefix = self._repository.root, self._repository.prefix
            item = ledger_tree(root, commit.hash, prefix).get(CONFIG_NAME)
            self._settings[commit.hash] = item.hash if item else None
        return self._settings[commit.hash]

    def _config(self, name: str | None) -> Config:
        if name not in self._configs:
            self._configs[name] = read_config(self._one(CONFIG_NAME, name))[0] if name else Config()
        return self._configs[name]

    def _version(self, path: str, name: str | None, settings: str | None, day: date) -> Version:
        key = (path, name or "", settings)
        if key not in self._versions:
            entry = Entry(path, EntryKind.FILE)
            one = self._one(path, name or "")
            record, found = read_record(one, entry, self._config(settings), day)
            errors = tuple(d for d in found if d.severity is Severity.ERROR)
            self._versions[key] = Version(path, key[1], record, errors)
        return self._versions[key]

    def _one(self, path: str, name: str) -> Snapshot:
        """A ledger with a single file."""
        if name not in self._contents:
            self._contents |= blobs(self._repository.root, [name])
        return Snapshot({path: Item("100644", name)}, self._contents)


def _by_id(files: Iterable[FileChange]) -> dict[str, list[FileChange]]:
    found: dict[str, list[FileChange]] = {}
    for file in files:
        if file.path != CONFIG_NAME:
            found.setdefault(PurePosixPath(file.path).stem, []).append(file)
    return found
