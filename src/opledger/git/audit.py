"""What an audit of the history finds: where the record of what happened was altered afterwards.

An event is recorded by the first commit that holds it. What becomes of it later, and when, is
judged by the time at which each author made each commit; a rebase does not change it.
"""

from __future__ import annotations

from collections.abc import Generator, Hashable, Iterable, Iterator, Sequence
from dataclasses import field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from opledger.core.changes import Removed, Revised, changes, event_key, missing
from opledger.core.late import dataclass
from opledger.core.narrative.words import plural
from opledger.core.retelling import event_name, told
from opledger.git.findings import Finding, Kind

if TYPE_CHECKING:
    from opledger.core.config import Audit
    from opledger.core.model import Event, Opportunity
    from opledger.git.chronicle import Alteration, Archive, Chapter, Version
    from opledger.git.objects import Commit


_Read = tuple[str, str | None]


@dataclass(slots=True)
class _Seen:
    """What the walk knows so far.

    ``recorded`` says when each event of each opportunity was first committed. ``records`` has
    for every content the path and settings to read it with; where that can't be read, the record
    that the file held before. ``rewritten``
    says what an event was before a change that was found, ``renamed`` what became of an id.
    """

    recorded: dict[tuple[str, Hashable], datetime] = field(default_factory=dict)
    records: dict[tuple[str, str], Opportunity | _Read] = field(default_factory=dict)
    rewritten: dict[tuple[str, Hashable], Hashable] = field(default_factory=dict)
    renamed: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Side:
    """What one parent of a merge held of an opportunity that the merge holds otherwise."""

    parent: Commit
    path: str
    record: Opportunity | None


class Auditor:
    """Walks the history once, oldest commit first."""

    def __init__(self, archive: Archive, allowed: Audit) -> None:
        """``allowed`` is what may pass."""
        self._archive = archive
        self._grace = timedelta(days=allowed.grace)
        self._late_after = allowed.late_after
        self._seen = _Seen()

    def findings(self, chapters: Iterable[Chapter]) -> Iterator[Finding]:
        """Everything that is found, in the order of the commits."""
        for chapter in chapters:
            yield from self.take(chapter)

    def take(self, chapter: Chapter) -> Iterator[Finding]:
        """What is found in the next commit; it is taken in when all of that is taken."""
        return self._merge(chapter) if chapter.is_merge else self._commit(chapter)

    def _commit(self, chapter: Chapter) -> Iterator[Finding]:
        commit = chapter.commit
        gone = [each for each in chapter.alterations if each.after is None]
        come = [each for each in chapter.alterations if each.before is None]
        for each in gone:
            old = self._record(each.id, each.before)
            successor = next((new for new in come if _is_same(old, self._record_after(new))), None)
            if successor is not None:
                come.remove(successor)
                yield from self._renamed(chapter, each, successor, old)
            elif old and not self._in_grace(commit, each.id, old.events):
                text = f"{each.id} was deleted, with {plural(len(old.events), 'event')}"
                yield Finding(Kind.DELETED, commit, _path(each), None, text)
        for each in chapter.alterations:
            if each.after and (each.before or each in come):
                old, new = self._record(each.id, each.before), self._record_after(each)
                yield from self._altered(commit, each, old, new, chapter)

    def _renamed(
        self, chapter: Chapter, each: Alteration, successor: Alteration, old: Opportunity | None
    ) -> Iterator[Finding]:
        self._follow(each.id, successor.id, old)
        text = f"{each.id} was renamed to {successor.id}"
        yield Finding(Kind.RENAMED, chapter.commit, _path(successor), None, text)
        new = self._record_after(successor)
        yield from self._altered(chapter.commit, successor, old, new, chapter)

    def _follow(self, stem: str, successor: str, old: Opportunity | None) -> None:
        """The events of an opportunity count from when they were recorded, whatever its id."""
        self._seen.renamed[stem] = successor
        for event in old.events if old else ():
            known = self._seen.recorded.get((stem, event_key(event)))
            if known:
                self._seen.recorded.setdefault((successor, event_key(event)), known)

    def _altered(
        self,
        commit: Commit,
        each: Alteration,
        old: Opportunity | None,
        new: Opportunity | None,
        chapter: Chapter,
    ) -> Iterator[Finding]:
        if new is None:
            return
        path = _path(each)
        for change in changes(old, new):
            match change:
                case Revised(before=event, after=after):
                    if self._in_grace(commit, each.id, [event]):
                        yield from self._backdated(chapter, each, event, after)
                    elif not self._is_restored(each.id, event, after):
                        self._seen.rewritten[each.id, event_key(after)] = event_key(event)
                        yield Finding(Kind.CHANGED, commit, path, event, told(change))
                    self._pass_on(each.id, event, after, commit)
                case Removed(event=event) if not self._in_grace(commit, each.id, [event]):
                    text = f"{event_name(event)} was removed"
                    yield Finding(Kind.REMOVED, commit, path, event, text)
        yield from self._recorded(chapter, each.id, path, new)

    def _recorded(
        self, chapter: Chapter, stem: str, path: str, new: Opportunity
    ) -> Iterator[Finding]:
        """Remember when events were recorded; those that no commit before held may be late."""
        commit = chapter.commit
        beginning = self._archive.shallow and not commit.parents  # who knows what came before
        for event in new.events:
            key = stem, event_key(event)
            if key in self._seen.recorded:
                continue
            self._seen.recorded[key] = commit.date
            waited = self._waited(chapter, event, commit.date)
            if waited > self._late_after and not beginning:
                yield self._late(commit, path, event, waited)

    def _backdated(
        self, chapter: Chapter, each: Alteration, before: Event, after: Event
    ) -> Iterator[Finding]:
        """An event that is late only by the date that a correction gave it."""
        commit = chapter.commit
        known = self._seen.recorded.get((each.id, event_key(before)), commit.date)
        waited = self._waited(chapter, after, known)
        if waited > self._late_after >= self._waited(chapter, before, known):
            yield self._late(commit, _path(each), after, waited)

    def _waited(self, chapter: Chapter, event: Event, recorded: datetime) -> int:
        return (recorded.astimezone(chapter.config.zone).date() - event.date).days

    def _late(self, commit: Commit, path: str, event: Event, waited: int) -> Finding:
        text = f"{event_name(event)} was recorded {waited} days later"
        return Finding(Kind.LATE, commit, path, event, text)

    def _is_restored(self, stem: str, before: Event, after: Event) -> bool:
        """Whether a change only takes back one that was found: the event is again what it was."""
        wanted, key = event_key(after), event_key(before)
        passed = set()
        while key not in passed and (stem, key) in self._seen.rewritten:
            passed.add(key)
            key = self._seen.rewritten[stem, key]
            if key == wanted:
                return True
        return False

    def _pass_on(self, stem: str, before: Event, after: Event, commit: Commit) -> None:
        """A corrected event counts from when it was first recorded."""
        known = self._seen.recorded.get((stem, event_key(before)), commit.date)
        self._seen.recorded.setdefault((stem, event_key(after)), known)

    def _in_grace(self, commit: Commit, stem: str, events: Sequence[Event]) -> bool:
        """Whether all of the events were recorded only a short time ago.

        A commit that is dated long before what it changes has no honest date: it has no grace.
        """
        recorded = self._seen.recorded
        times = [recorded.get((stem, event_key(event)), commit.date) for event in events]
        return all(abs(commit.date - time) <= self._grace for time in times)

    def _merge(self, chapter: Chapter) -> Iterator[Finding]:
        every = [each for passage in chapter.passages for each in passage.alterations]
        after = {each.id: each.after for each in every}
        # What is gone comes first: its events may be recorded anew under another id.
        for stem in sorted(after, key=lambda each: after[each] is not None):
            sides = [
                _Side(passage.parent, each.before.path, self._record(stem, each.before))
                for passage in chapter.passages
                for each in passage.alterations
                if each.id == stem and each.before is not None and passage.parent
            ]
            yield from self._united(chapter, stem, sides, after[stem])

    def _united(
        self, chapter: Chapter, stem: str, sides: Sequence[_Side], after: Version | None
    ) -> Iterator[Finding]:
        """What a merge did to one opportunity, of which ``sides`` had other versions."""
        records = [side.record for side in sides]
        if after is not None and after.record is None:
            self._keep_both(stem, after, records)
            return  # it fails the check, and is found there
        new = after.record if after else None
        if after and new:
            self._seen.records[stem, after.name] = after.path, after.settings
        elif sides:
            new = yield from self._succeeded(chapter, stem, records)
        told_already: set[Hashable] = set()
        for side in sides:
            if told_already and new is None:
                break
            every = missing(side.record.events if side.record else (), new.events if new else ())
            lost = [
                event
                for event in every
                if event_key(event) not in told_already
                and not self._settled(chapter, stem, event, side, new)
            ]
            told_already.update(event_key(event) for event in lost)
            if lost:
                yield from self._lost(chapter, stem, side, new, lost)
        if after and new:
            yield from self._recorded(chapter, stem, after.path, new)

    def _lost(
        self,
        chapter: Chapter,
        stem: str,
        side: _Side,
        new: Opportunity | None,
        lost: Sequence[Event],
    ) -> Iterator[Finding]:
        """What a merge lost of one side, or changed."""
        commit = chapter.commit
        if side.record and new is None:
            text = f"the merge lost {stem}, with {plural(len(side.record.events), 'event')}"
            yield Finding(Kind.LOST, commit, side.path, None, text)
            return
        heirs = [] if new is None or new.id == stem else self._held(chapter, new.id)
        known = [*self._held(chapter, stem), *heirs]
        lost = [event for event in lost if not _is_among(event, heirs)]  # found under that id
        came = [e for e in new.events if not _is_among(e, known)] if new else []
        revised = {
            event_key(change.before): change
            for change in changes(_with(new, lost), _with(new, came))
            if isinstance(change, Revised)
        }
        for event in lost:
            change = revised.get(event_key(event))
            if not change:
                text = f"the merge lost {event_name(event)}"
                yield Finding(Kind.LOST, commit, side.path, event, text)
                continue
            if not self._in_grace(commit, stem, [event]):
                text = f"in a merge: {told(change)}"
                yield Finding(Kind.CHANGED, commit, side.path, event, text)
            self._pass_on(stem, change.before, change.after, commit)
            if new and new.id != stem:
                self._follow(stem, new.id, _with(new, [change.after]))

    def _held(self, chapter: Chapter, stem: str) -> list[Opportunity | None]:
        """What the parents of a merge held of an opportunity."""
        parents = [passage.parent for passage in chapter.passages if passage.parent]
        return [self._record(stem, self._archive.version_at(each, stem)) for each in parents]

    def _succeeded(
        self, chapter: Chapter, stem: str, records: Sequence[Opportunity | None]
    ) -> Generator[Finding, None, Opportunity | None]:
        """What a merge holds of an opportunity under another id: one side's renaming, or its own.

        Only the latter is found here.
        """
        come = {
            each.id: each.after
            for each in chapter.passages[0].alterations
            if each.before is None and each.after and each.after.record
        }
        for other in chapter.passages[1:]:
            new_here = {each.id for each in other.alterations if each.before is None}
            come = {name: version for name, version in come.items() if name in new_here}
        successor, passed, version = self._seen.renamed.get(stem), {stem}, None
        while version is None and successor is not None and successor not in passed:
            version = self._archive.version_at(chapter.commit, successor)
            passed.add(successor)
            successor = successor if version else self._seen.renamed.get(successor)
        for name, each in come.items():
            if version is None and any(_is_same(old, each.record) for old in records):
                successor, version = name, each
                text = f"{stem} was renamed to {name}"
                yield Finding(Kind.RENAMED, chapter.commit, each.path, None, text)
        if successor is None or version is None:
            return None
        for old in records:
            self._follow(stem, successor, old)
        return self._record(successor, version)

    def _keep_both(self, stem: str, after: Version, records: Sequence[Opportunity | None]) -> None:
        """Of a merge that can't be read, remember the events of all sides, until it is mended."""
        known = [record for record in records if record]
        if known:
            whole = known[0]
            for other in known[1:]:
                more = missing(other.events, whole.events)
                whole = replace(whole, events=(*whole.events, *more))
            self._seen.records[stem, after.name] = whole

    def _settled(
        self, chapter: Chapter, stem: str, event: Event, side: _Side, new: Opportunity | None
    ) -> bool:
        """Whether what a merge lacks of one side is what another side had removed or revised.

        It is, too, where both sides had revised an event and the merge holds the other's.
        """
        others = [p.parent for p in chapter.passages if p.parent and p.parent != side.parent]
        for other in others:
            record = self._record(stem, self._archive.version_at(other, stem))
            theirs = record.events if record else ()
            for base in self._archive.bases(side.parent, other):
                origin = self._record(stem, self._archive.version_at(base, stem))
                if origin is None:
                    continue
                if not missing([event], origin.events):
                    if missing([event], theirs):
                        return True
                    continue
                mine, yours = _revisions(origin, side.record), _revisions(origin, record)
                chosen = next((yours.get(k) for k, after in mine.items() if after == event), None)
                if chosen and not missing([chosen], new.events if new else ()):
                    return True
        return False

    def _record(self, stem: str, version: Version | None) -> Opportunity | None:
        """What a version says; where it can't be read, what the file said before."""
        if version is None:
            return None
        if version.record:
            self._seen.records[stem, version.name] = version.path, version.settings
            return version.record
        known = self._seen.records.get((stem, version.name))
        if not isinstance(known, tuple):
            return known
        path, settings = known
        return self._archive.version(path, version.name, settings).record

    def _record_after(self, each: Alteration) -> Opportunity | None:
        """The record of the newer version; one that can't be read keeps the older one's."""
        if each.after is None:
            return None
        if each.after.record is None:
            old = self._record(each.id, each.before)
            if old:
                self._seen.records.setdefault((each.id, each.after.name), old)
            return None
        return self._record(each.id, each.after)


def _is_among(event: Event, records: Sequence[Opportunity | None]) -> bool:
    return any(record and not missing([event], record.events) for record in records)


def _revisions(old: Opportunity, new: Opportunity | None) -> dict[Hashable, Event]:
    """The revised events of an opportunity, by what they said before."""
    found = (change for change in changes(old, new) if isinstance(change, Revised))
    return {event_key(change.before): change.after for change in found}


def _with(record: Opportunity | None, events: Sequence[Event]) -> Opportunity | None:
    return replace(record, events=tuple(events)) if record else None


def _is_same(old: Opportunity | None, new: Opportunity | None) -> bool:
    """Whether two records of other names are one opportunity: by name, or by half its events."""
    if old is None or new is None:
        return False
    if (old.company.casefold(), old.role) == (new.company.casefold(), new.role):
        return True
    kept = len(old.events) - len(missing(old.events, new.events))
    return bool(old.events) and 2 * kept >= len(old.events)


def _path(each: Alteration) -> str:
    version = each.after or each.before
    return version.path if version else ""
