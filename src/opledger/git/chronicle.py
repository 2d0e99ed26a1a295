"""The history in records instead of lines: what each commit did to each opportunity."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from opledger.core.changes import Change, changed_settings, changes
from opledger.core.config import Config
from opledger.core.late import dataclass
from opledger.core.retelling import story
from opledger.files.diagnostics import Diagnostic, Severity
from opledger.files.disk import CONFIG_NAME, Entry, EntryKind
from opledger.files.reading import read_config, read_files, read_record
from opledger.files.readings import Reading
from opledger.git.history import FileChange, merge_bases
from opledger.git.objects import Commit, Item, blobs, ledger_tree
from opledger.git.repository import id_of, is_ledgers
from opledger.git.snapshot import Snapshot, snapshot

if TYPE_CHECKING:
    from opledger.core.model import Opportunity
    from opledger.git.annals import Annals
    from opledger.git.volumes import Deed

_AT_ONCE = 256  # commits of which the contents are held
_TREES = 8
# Only warnings go by the day, and a version is told by its errors. So late there are fewest.
_ANY_DAY = date.max
_Key = tuple[str, str, str | None]  # a path, and the names of a content and of the settings


@dataclass(frozen=True, slots=True)
class Version:
    """A file as a commit holds it: its record, or the errors for which it has none.

    ``name`` is git's for its content, ``settings`` for that of the ``ledger.yaml`` it is read with.
    """

    path: str
    name: str
    record: Opportunity | None
    errors: tuple[Diagnostic, ...]
    settings: str | None


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

    def words(self, alteration: Alteration, made: Sequence[Change] | None = None) -> str:
        """What the commit did to an opportunity, in one line; ``made``, if known, as below."""
        before, after = alteration.before, alteration.after
        if after and after.errors:
            return f"edited, and fails the check: {after.errors[0].text}"
        if before and before.errors and after:
            return "mended: it failed the check"
        made = self.made(alteration) if made is None else made
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
    """A ledger's history, in which a version of a file is read when what it did is told.

    It is ``whole`` as long as the repository has every content that was asked for.
    A record is read with the settings of its commit. What needs the day on which it is read are
    warnings, and only errors are looked at here: so a content has one reading under its settings.
    """

    def __init__(self, annals: Annals) -> None:
        """The commits are those of the annals; nothing is read yet."""
        self.annals = annals
        self._repository = annals.repository
        self.shallow = annals.repository.shallow
        self.whole = True
        self._contents: dict[str, bytes] = {}
        self._configs: dict[str | None, Config] = {}
        self._versions: dict[_Key, Version] = {}
        self._uses: Counter[_Key] = Counter()
        self._items_at = lru_cache(_TREES)(self._items)
        self._bases = lru_cache(_TREES)(self._bases_of)

    @property
    def commits(self) -> tuple[Commit, ...]:
        """All of them, each behind its parents.

        Raises:
            Failure: the history can't be read; so do all that follow.
        """
        return tuple(deed.commit for deed in self.annals.all())

    @property
    def config(self) -> Config:
        """The settings at the last commit."""
        return self.config_at(self.annals.deed(self.annals.tip))

    def config_at(self, deed: Deed) -> Config:
        """The settings at one of the commits."""
        return self._config(deed.settings)

    @property
    def zones(self) -> frozenset[str]:
        """The time zones of all settings that were read."""
        return frozenset(config.timezone for config in self._configs.values())

    def chapters(self, only: str | None = None) -> tuple[Chapter, ...]:
        """The commits in their order, with all they did; or with what they did to one id."""
        return tuple(self.told(self.annals.all(), only))

    def told(
        self, deeds: Sequence[Deed] | None = None, only: str | None = None
    ) -> Iterator[Chapter]:
        """Some commits, or all, in turn: each version is read once, and held until its last use."""
        if deeds is None:
            deeds = self.annals.all()
        self._uses = Counter(key for deed in deeds for key in self._keys(deed, only))
        for at in range(0, len(deeds), _AT_ONCE):
            part = deeds[at : at + _AT_ONCE]
            keys = [key for deed in part for key in self._keys(deed, only)]
            self._contents = self._read(keys)
            for deed in part:
                yield self._chapter(deed, only)
        self._contents = {}

    def files_of(self, commit: Commit) -> tuple[FileChange, ...]:
        """The files that one of the commits holds otherwise than its first parent."""
        return self.annals.deed(commit.hash).files[0]

    def bases(self, one: Commit, other: Commit) -> tuple[Commit, ...]:
        """The best common ancestors of two commits."""
        return self._bases(one.hash, other.hash)

    def ledger_at(self, commit: Commit) -> Reading:
        """The whole ledger as a commit holds it, with what the checks find."""
        tree = ledger_tree(self._repository.root, commit.hash, self._repository.prefix)
        held = snapshot(self._repository, tree)
        self.whole = self.whole and all(each.hash in held.contents for each in held.tree.values())
        return read_files(held, commit.day_in)

    def paths_at(self, commit: Commit) -> tuple[str, ...]:
        """The ledger's opportunities as a commit holds them, by their paths."""
        return tuple(self._items_at(commit.hash))

    def version_at(self, commit: Commit, stem: str) -> Version | None:
        """An opportunity as a commit holds it; ``None`` where it has none."""
        for path, item in self._items_at(commit.hash).items():
            if id_of(path) == stem:
                return self.version(path, item.hash, self._settings_name(commit))
        return None

    def version(self, path: str, name: str, settings: str | None) -> Version:
        """A content, by its name, as a file at a path under settings of some name."""
        key = (path, name, settings)
        known = self._versions.get(key)
        return self._parsed(key) if known is None else known

    def _chapter(self, deed: Deed, only: str | None) -> Chapter:
        commit = deed.commit
        config = self._config(deed.settings)
        made = commit.day_in(config.zone)
        passages = []
        for parent, files in self.annals.steps(deed):
            before = parent.settings if parent else None
            found = []
            for stem, (old, new) in _altered(files, only):
                held = self._used((old.path, old.before, before)) if old and old.before else None
                holds = (
                    self._used((new.path, new.after, deed.settings)) if new and new.after else None
                )
                found.append(Alteration(stem, made, held, holds))
            changed = any(file.path == CONFIG_NAME for file in files)
            settings = self._told(before, deed.settings) if changed else ""
            origin = parent.commit if parent else None
            passages.append(Passage(commit, origin, config, settings, tuple(found)))
        return Chapter(commit, config, tuple(passages))

    def _keys(self, deed: Deed, only: str | None) -> Iterator[_Key]:
        """The versions that telling a commit needs, one for each use."""
        for parent, files in self.annals.steps(deed):
            before = parent.settings if parent else None
            for _, (old, new) in _altered(files, only):
                if old and old.before:
                    yield old.path, old.before, before
                if new and new.after:
                    yield new.path, new.after, deed.settings

    def _read(self, keys: Iterable[_Key]) -> dict[str, bytes]:
        """The contents of those versions that are still to be read, and of their settings.

        Those of the last commit are among them, as who tells of commits asks for its zone.
        """
        unread = [key for key in keys if key not in self._versions]
        last = self.annals.deed(self.annals.tip).settings
        every = (last, *(settings for *_, settings in unread))
        settings = (each for each in every if each and each not in self._configs)
        return self._blobs((*settings, *(name for _, name, _ in unread)))

    def _blobs(self, names: Sequence[str]) -> dict[str, bytes]:
        found = blobs(self._repository.root, names)
        self.whole = self.whole and all(name in found for name in names)
        return found

    def _used(self, key: _Key) -> Version:
        """A version that is told; it is let go of where it is not told again."""
        if key not in self._versions:
            self._versions[key] = self._parsed(key)
        self._uses[key] -= 1
        return self._versions[key] if self._uses[key] > 0 else self._versions.pop(key)

    def _told(self, before: str | None, after: str | None) -> str:
        """How the settings changed, in words."""
        if before is None or after is None:
            return "settings written" if after else "settings deleted"
        keys = changed_settings(self._config(before), self._config(after))
        return f"settings changed: {', '.join(keys)}" if keys else "settings in other words"

    def _settings_name(self, commit: Commit) -> str | None:
        return self.annals.deed(commit.hash).settings

    def _config(self, name: str | None) -> Config:
        if name not in self._configs:
            self._configs[name] = read_config(self._one(CONFIG_NAME, name))[0] if name else Config()
        return self._configs[name]

    def _parsed(self, key: _Key) -> Version:
        path, name, settings = key
        entry = Entry(path, EntryKind.FILE)
        record, found = read_record(self._one(path, name), entry, self._config(settings), _ANY_DAY)
        errors = tuple(d for d in found if d.severity is Severity.ERROR)
        return Version(path, name, record, errors, settings)

    def _one(self, path: str, name: str) -> Snapshot:
        """A ledger with a single file."""
        known = name in self._contents
        contents = self._contents if known else self._blobs([name])
        return Snapshot({path: Item("100644", name)}, contents)

    def _items(self, name: str) -> dict[str, Item]:
        """The ledger's opportunities in a commit."""
        tree = ledger_tree(self._repository.root, name, self._repository.prefix)
        return {
            path: item for path, item in tree.items() if path != CONFIG_NAME and is_ledgers(path)
        }

    def _bases_of(self, one: str, other: str) -> tuple[Commit, ...]:
        names = merge_bases(self._repository, one, other)
        return tuple(self.annals.deed(name).commit for name in names)


def _altered(
    files: Iterable[FileChange], only: str | None
) -> Iterator[tuple[str, tuple[FileChange | None, FileChange | None]]]:
    """The ids of changed files, each with the file that is gone and the one that is there."""
    for stem, same in sorted(_by_id(files).items()):
        if only in {None, stem}:
            old = next((file for file in same if file.before), None)
            new = next((file for file in same if file.after), None)
            yield stem, (old, new)


def _by_id(files: Iterable[FileChange]) -> dict[str, list[FileChange]]:
    found: dict[str, list[FileChange]] = {}
    for file in files:
        if file.path != CONFIG_NAME:
            found.setdefault(id_of(file.path), []).append(file)
    return found
