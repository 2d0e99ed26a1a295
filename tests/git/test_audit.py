"""What an audit finds, and what it lets pass, in histories that real git holds."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from tests.git.histories import History, key_of
from tests.git.repositories import Files, Past, git

from opledger.core.config import Audit
from opledger.core.model import Event
from opledger.files.cache import Cache
from opledger.git.annals import Annals
from opledger.git.audit import Auditor
from opledger.git.audited import audited as kept
from opledger.git.chronicle import Archive
from opledger.git.findings import Finding, Kind
from opledger.git.objects import Commit
from opledger.git.repository import find_repository
from opledger.git.soundness import failing

PATH = "opportunities/kestrel.yaml"
LEAD = "date: 2024-01-08, stage: lead"
CALL = "date: 2024-01-11, stage: call, interest: medium"
NOTE = "date: 2024-01-12, note: They wrote."
ONSITE = "date: 2024-01-24, stage: onsite"
THE_LEAD = Event(date=date(2024, 1, 8), stage="lead")
THE_CALL = Event(date=date(2024, 1, 11), stage="call", interest="medium")
THE_NOTE = Event(date=date(2024, 1, 12), note="They wrote.")
THE_ONSITE = Event(date=date(2024, 1, 24), stage="onsite")


def of(*events: str, company: str = "Kestrel") -> str:
    """The file of an opportunity with these events."""
    return f"company: {company}\nevents:\n" + "".join(f"  - {{{event}}}\n" for event in events)


def kestrel(*events: str, **more: str) -> Files:
    """A ledger with one opportunity, and more files as ``ledger`` or by the name of an id."""
    settings = more.pop("ledger", "")
    others = {f"opportunities/{name}.yaml": content for name, content in more.items()}
    return {"ledger.yaml": settings, PATH: of(*events), **others}


@dataclass(frozen=True)
class Audited:
    """A history's findings, and its commits by the numbers they were told with."""

    findings: list[Finding]
    commits: dict[int, Commit]

    def one(self, kind: Kind, number: int, event: Event | None, text: str, path: str) -> Finding:
        return Finding(kind, self.commits[number], path, event, text)

    def are(self, *expected: tuple[Kind, int, Event | None, str] | tuple[object, ...]) -> None:
        """Assert that these are all the findings: kind, commit, event, text and path."""
        told = [(*each, PATH)[:5] for each in expected]
        assert self.findings == [self.one(*each) for each in told]


def audited(past: Past, root: Path, *, below: str = "", grace: int = 1, late: int = 7) -> Audited:
    """What the audit finds in a history, its ledger in a folder ``below`` the top.

    What is kept of that, and read back, is the same.
    """
    hashes = past.write(root)
    annals = Annals(find_repository(root / below), hashes[max(hashes)])
    archive = Archive(annals)
    chapters = archive.chapters()
    findings = [
        *Auditor(archive, Audit(late_after=late, grace=grace)).findings(chapters),
        *failing(archive, chapters),
    ]
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(2):
            assert kept(annals, late, grace, cache=Cache(Path(folder))).findings == tuple(findings)
    known = {each.hash: each for each in archive.commits}
    return Audited(findings, {n: known[name] for n, name in hashes.items() if name in known})


# One test for each kind of finding.


def test_an_event_changed_later_is_found(tmp_path: Path) -> None:
    past = Past()
    past.commit("2024-01-11 12:00", kestrel(LEAD, CALL))
    past.commit("2024-02-20 12:00", kestrel(LEAD, CALL.replace("medium", "high")))
    audited(past, tmp_path).are(
        (Kind.CHANGED, 2, THE_CALL, "revised call of 2024-01-11: interest medium -> high")
    )


def test_an_event_removed_later_is_found(tmp_path: Path) -> None:
    past = Past()
    past.commit("2024-01-12 12:00", kestrel(LEAD, CALL, NOTE))
    past.commit("2024-02-20 12:00", kestrel(LEAD, NOTE))
    audited(past, tmp_path).are((Kind.REMOVED, 2, THE_CALL, "call of 2024-01-11 was removed"))


def test_one_of_two_equal_events_removed_later_is_found(tmp_path: Path) -> None:
    past = Past()
    past.commit("2024-01-12 12:00", kestrel(LEAD, NOTE, NOTE))
    past.commit("2024-02-20 12:00", kestrel(LEAD, NOTE))
    audited(past, tmp_path).are((Kind.REMOVED, 2, THE_NOTE, "note of 2024-01-12 was removed"))


def test_an_event_recorded_late_is_found(tmp_path: Path) -> None:
    past = Past()
    past.commit("2024-01-08 12:00", kestrel(LEAD))
    past.commit("2024-01-19 12:00", kestrel(LEAD, CALL))
    past.commit("2024-01-24 12:00", kestrel(LEAD, CALL, ONSITE))
    audited(past, tmp_path).are(
        (Kind.LATE, 2, THE_CALL, "call of 2024-01-11 was recorded 8 days later")
    )


def test_an_event_backdated_by_a_correction_within_grace_is_late(tmp_path: Path) -> None:
    past = Past()
    past.commit("2024-01-25 12:00", kestrel("date: 2024-01-24, stage: lead"))
    past.commit("2024-01-25 13:00", kestrel(LEAD))
    audited(past, tmp_path).are(
        (Kind.LATE, 2, THE_LEAD, "lead of 2024-01-08 was recorded 17 days later")
    )


def test_a_deleted_opportunity_is_found(tmp_path: Path) -> None:
    past = Past()
    past.commit("2024-01-11 12:00", kestrel(LEAD, CALL))
    past.commit("2024-02-20 12:00", {"ledger.yaml": ""})
    audited(past, tmp_path).are((Kind.DELETED, 2, None, "kestrel was deleted, with 2 events"))


def test_a_renamed_opportunity_is_found(tmp_path: Path) -> None:
    past = Past()
    past.commit("2024-01-11 12:00", kestrel(LEAD, CALL))
    past.commit("2024-01-11 13:00", {"ledger.yaml": "", "opportunities/kes.yaml": of(LEAD, CALL)})
    path = "opportunities/kes.yaml"
    audited(past, tmp_path).are((Kind.RENAMED, 2, None, "kestrel was renamed to kes", path))


def test_what_was_changed_together_with_a_renaming_is_found_too(tmp_path: Path) -> None:
    past = Past()
    past.commit("2024-01-11 12:00", kestrel(LEAD, CALL))
    past.commit("2024-02-11 12:00", {"ledger.yaml": "", "opportunities/kes.yaml": of(LEAD)})
    path = "opportunities/kes.yaml"
    audited(past, tmp_path).are(
        (Kind.RENAMED, 2, None, "kestrel was renamed to kes", path),
        (Kind.REMOVED, 2, THE_CALL, "call of 2024-01-11 was removed", path),
    )


def test_an_event_of_one_side_that_a_merge_lost_is_found(tmp_path: Path) -> None:
    past = Past()
    base = past.commit("2024-01-08 12:00", kestrel(LEAD))
    ours = past.commit("2024-01-11 12:00", kestrel(LEAD, CALL), base)
    theirs = past.commit("2024-01-12 12:00", kestrel(LEAD, NOTE), base)
    past.commit("2024-01-12 13:00", kestrel(LEAD, CALL), ours, theirs)
    audited(past, tmp_path).are((Kind.LOST, 4, THE_NOTE, "the merge lost note of 2024-01-12"))


def test_an_event_lost_to_a_like_one_of_the_other_side_is_found(tmp_path: Path) -> None:
    past = Past()
    base = past.commit("2024-01-08 12:00", kestrel(LEAD))
    ours = past.commit("2024-01-11 12:00", kestrel(LEAD, CALL), base)
    other = CALL.replace("-11", "-12")
    theirs = past.commit("2024-01-12 12:00", kestrel(LEAD, other), base)
    past.commit("2024-01-12 13:00", kestrel(LEAD, CALL), ours, theirs)
    lost = Event(date=date(2024, 1, 12), stage="call", interest="medium")
    audited(past, tmp_path).are((Kind.LOST, 4, lost, "the merge lost call of 2024-01-12"))


def test_an_event_of_both_sides_that_a_merge_lost_is_found_once(tmp_path: Path) -> None:
    past = Past()
    base = past.commit("2024-01-11 12:00", kestrel(LEAD, CALL))
    ours = past.commit("2024-01-11 12:00", kestrel(LEAD, CALL, ONSITE), base)
    theirs = past.commit("2024-01-12 12:00", kestrel(LEAD, CALL, NOTE), base)
    past.commit("2024-01-12 13:00", kestrel(LEAD, NOTE, ONSITE), ours, theirs)
    audited(past, tmp_path).are((Kind.LOST, 4, THE_CALL, "the merge lost call of 2024-01-11"))


def test_an_opportunity_that_a_merge_lost_is_found(tmp_path: Path) -> None:
    past = Past()
    base = past.commit("2024-01-08 12:00", {"ledger.yaml": ""})
    ours = past.commit("2024-01-11 12:00", kestrel(LEAD, CALL), base)
    theirs = past.commit("2024-01-12 12:00", {"ledger.yaml": "few: 4"}, base)
    past.commit("2024-01-12 13:00", {"ledger.yaml": "few: 4"}, ours, theirs)
    audited(past, tmp_path).are((Kind.LOST, 4, None, "the merge lost kestrel, with 2 events"))


def test_an_event_of_the_third_side_that_an_octopus_lost_is_found(tmp_path: Path) -> None:
    past = Past()
    base = past.commit("2024-01-08 12:00", kestrel(LEAD))
    sides = [
        past.commit("2024-01-11 12:00", kestrel(LEAD, CALL), base),
        past.commit("2024-01-12 12:00", kestrel(LEAD, NOTE), base),
        past.commit("2024-01-24 12:00", kestrel(LEAD, ONSITE), base),
    ]
    past.commit("2024-01-24 13:00", kestrel(LEAD, CALL, NOTE), *sides)
    audited(past, tmp_path).are((Kind.LOST, 5, THE_ONSITE, "the merge lost onsite of 2024-01-24"))


def test_an_event_that_a_merge_changed_is_found(tmp_path: Path) -> None:
    past = Past()
    base = past.commit("2024-01-11 12:00", kestrel(LEAD, CALL))
    ours = past.commit("2024-01-12 12:00", kestrel(LEAD, CALL, NOTE), base)
    theirs = past.commit("2024-01-24 12:00", kestrel(LEAD, CALL, ONSITE), base)
    changed = CALL.replace("medium", "high")
    past.commit("2024-01-24 13:00", kestrel(LEAD, changed, NOTE, ONSITE), ours, theirs)
    text = "in a merge: revised call of 2024-01-11: interest medium -> high"
    audited(past, tmp_path).are((Kind.CHANGED, 4, THE_CALL, text))


def test_a_late_event_that_only_a_merge_holds_is_found(tmp_path: Path) -> None:
    past = Past()
    base = past.commit("2024-01-11 12:00", kestrel(LEAD))
    ours = past.commit("2024-01-12 12:00", kestrel(LEAD, NOTE), base)
    theirs = past.commit("2024-01-24 12:00", kestrel(LEAD, ONSITE), base)
    past.commit("2024-01-24 13:00", kestrel(LEAD, CALL, NOTE, ONSITE), ours, theirs)
    audited(past, tmp_path).are(
        (Kind.LATE, 4, THE_CALL, "call of 2024-01-11 was recorded 13 days later")
    )


def test_commits_that_fail_the_check_are_found_where_it_began(tmp_path: Path) -> None:
    past = Past()
    past.commit("2024-01-08 12:00", kestrel(LEAD))
    past.commit("2024-01-11 12:00", kestrel(LEAD, CALL.replace("medium", "vast")))
    past.commit("2024-01-11 13:00", kestrel(LEAD, CALL.replace("medium", "vast"), ledger="few: 4"))
    past.commit("2024-01-11 14:00", kestrel(LEAD, CALL, ledger="few: 4"))
    text = "fails the check, in 2 commits from here: 'vast' is none of the levels of interest"
    found = audited(past, tmp_path)
    assert [(each.kind, each.commit, each.path, each.event) for each in found.findings] == [
        (Kind.FAILING, found.commits[2], PATH, None)
    ]
    assert text.partition(": ")[0] in found.findings[0].text


def test_what_a_broken_file_hid_is_found_once_it_is_mended(tmp_path: Path) -> None:
    past = Past()
    past.commit("2024-01-11 12:00", kestrel(LEAD, CALL))
    past.commit("2024-02-11 12:00", {"ledger.yaml": "", PATH: "company: [\n"})
    past.commit("2024-02-12 12:00", kestrel(LEAD))
    found = audited(past, tmp_path)
    assert [(each.kind, each.commit, each.event) for each in found.findings] == [
        (Kind.REMOVED, found.commits[3], THE_CALL),
        (Kind.FAILING, found.commits[2], None),
    ]


def test_a_broken_file_that_is_deleted_is_found(tmp_path: Path) -> None:
    past = Past()
    past.commit("2024-01-11 12:00", kestrel(LEAD, CALL))
    past.commit("2024-02-11 12:00", {"ledger.yaml": "", PATH: "company: [\n"})
    past.commit("2024-02-12 12:00", {"ledger.yaml": ""})
    found = audited(past, tmp_path)
    assert [(each.kind, each.commit) for each in found.findings] == [
        (Kind.DELETED, found.commits[3]),
        (Kind.FAILING, found.commits[2]),
    ]


def test_a_change_is_found_whatever_date_its_author_gave_it(tmp_path: Path) -> None:
    past = Past()
    past.commit("2024-01-11 12:00", kestrel(LEAD, CALL))
    changed = kestrel(LEAD, CALL.replace("medium", "high"))
    past.commit("2024-01-01 12:00", changed, committed="2024-02-20 12:00")
    text = "revised call of 2024-01-11: interest medium -> high"
    audited(past, tmp_path).are((Kind.CHANGED, 2, THE_CALL, text))


@pytest.mark.parametrize("seconds", [0, 1])
def test_grace_lasts_so_many_times_24_hours(seconds: int, tmp_path: Path) -> None:
    past = Past()
    past.commit("2024-01-11 12:00", kestrel(LEAD, CALL))
    past.commit(f"2024-01-13 12:00:0{seconds}", kestrel(LEAD))
    assert len(audited(past, tmp_path, grace=2).findings) == seconds


def test_without_grace_only_the_same_moment_passes(tmp_path: Path) -> None:
    past = Past()
    past.commit("2024-01-11 12:00", kestrel(LEAD, CALL))
    past.commit("2024-01-11 12:01", kestrel(LEAD))
    audited(past, tmp_path, grace=0).are(
        (Kind.REMOVED, 2, THE_CALL, "call of 2024-01-11 was removed")
    )


def test_a_correction_does_not_begin_the_grace_anew(tmp_path: Path) -> None:
    past = Past()
    past.commit("2024-01-11 12:00", kestrel(LEAD, CALL))
    past.commit("2024-01-12 11:00", kestrel(LEAD, CALL.replace("medium", "low")))
    past.commit("2024-01-13 10:00", kestrel(LEAD, CALL.replace("medium", "high")))
    event = Event(date=date(2024, 1, 11), stage="call", interest="low")
    text = "revised call of 2024-01-11: interest low -> high"
    audited(past, tmp_path).are((Kind.CHANGED, 3, event, text))


# What an honest log may hold.


def _corrected(past: Past) -> None:
    past.commit("2024-01-11 12:00", kestrel(LEAD, CALL))
    past.commit("2024-01-12 11:00", kestrel(LEAD, CALL.replace("medium", "high")))


def _taken_back(past: Past) -> None:
    past.commit("2024-01-11 12:00", kestrel(LEAD))
    past.commit("2024-01-12 11:00", kestrel(LEAD, CALL))
    past.commit("2024-01-12 12:00", kestrel(LEAD))


def _deleted_at_once(past: Past) -> None:
    past.commit("2024-01-11 12:00", kestrel(LEAD, wrong=of(LEAD, company="Wrong")))
    past.commit("2024-01-12 11:00", kestrel(LEAD))


def _noted(past: Past) -> None:
    past.commit("2024-01-12 12:00", kestrel(LEAD, CALL))
    past.commit("2024-03-01 12:00", kestrel(LEAD, CALL, "date: 2024-03-01, note: I was wrong."))


def _rebased(past: Past) -> None:
    """The commits of a branch made again on another one: other committer dates, same authors'."""
    past.commit("2024-01-08 12:00", kestrel(LEAD))
    past.commit("2024-01-20 12:00", kestrel(LEAD, ledger="few: 4"))
    past.commit("2024-01-11 12:00", kestrel(LEAD, CALL, ledger="few: 4"), committed="2024-03-01")
    changed = kestrel(LEAD, CALL.replace("medium", "low"), ledger="few: 4")
    past.commit("2024-01-11 13:00", changed, committed="2024-03-01 12:00")


def _both_appended(past: Past) -> None:
    base = past.commit("2024-01-08 12:00", kestrel(LEAD))
    ours = past.commit("2024-01-11 12:00", kestrel(LEAD, CALL), base)
    theirs = past.commit("2024-01-12 12:00", kestrel(LEAD, NOTE), base)
    past.commit("2024-03-12 13:00", kestrel(LEAD, CALL, NOTE), ours, theirs)


def _both_appended_the_same(past: Past) -> None:
    base = past.commit("2024-01-08 12:00", kestrel(LEAD))
    ours = past.commit("2024-01-11 12:00", kestrel(LEAD, CALL), base)
    theirs = past.commit("2024-01-12 12:00", kestrel(LEAD, CALL, NOTE), base)
    past.commit("2024-03-12 13:00", kestrel(LEAD, CALL, NOTE), ours, theirs)


def _three_appended(past: Past) -> None:
    base = past.commit("2024-01-08 12:00", kestrel(LEAD))
    sides = [
        past.commit("2024-01-11 12:00", kestrel(LEAD, CALL), base),
        past.commit("2024-01-12 12:00", kestrel(LEAD, NOTE), base),
        past.commit("2024-01-24 12:00", kestrel(LEAD, ONSITE), base),
    ]
    past.commit("2024-03-24 13:00", kestrel(LEAD, CALL, NOTE, ONSITE), *sides)


def _one_took_back(past: Past) -> None:
    past.commit("2024-01-11 11:00", kestrel(LEAD))
    base = past.commit("2024-01-11 12:00", kestrel(LEAD, CALL))
    ours = past.commit("2024-01-12 11:00", kestrel(LEAD), base)
    theirs = past.commit("2024-01-12 12:00", kestrel(LEAD, CALL, NOTE), base)
    past.commit("2024-03-12 13:00", kestrel(LEAD, NOTE), ours, theirs)


def _one_corrected(past: Past) -> None:
    changed = CALL.replace("medium", "high")
    base = past.commit("2024-01-11 12:00", kestrel(LEAD, CALL))
    ours = past.commit("2024-01-12 11:00", kestrel(LEAD, changed), base)
    theirs = past.commit("2024-01-12 12:00", kestrel(LEAD, CALL, NOTE), base)
    past.commit("2024-03-12 13:00", kestrel(LEAD, changed, NOTE), ours, theirs)


def _both_corrected(past: Past) -> None:
    """Both sides corrected the same event, and a person chose one of the two."""
    base = past.commit("2024-01-11 12:00", kestrel(LEAD, CALL))
    ours = past.commit("2024-01-12 11:00", kestrel(LEAD, CALL.replace("medium", "high")), base)
    theirs = past.commit("2024-01-12 12:00", kestrel(LEAD, CALL.replace("medium", "low")), base)
    past.commit("2024-03-12 13:00", kestrel(LEAD, CALL.replace("medium", "low")), ours, theirs)


def _one_deleted_at_once(past: Past) -> None:
    wrong = of(LEAD, company="Wrong")
    base = past.commit("2024-01-11 12:00", kestrel(LEAD, wrong=wrong))
    ours = past.commit("2024-01-12 11:00", kestrel(LEAD), base)
    theirs = past.commit("2024-01-12 12:00", kestrel(LEAD, NOTE, wrong=wrong), base)
    past.commit("2024-03-12 13:00", kestrel(LEAD, NOTE), ours, theirs)


def _crossed(past: Past) -> None:
    """Two branches that merged each other, and then were merged."""
    base = past.commit("2024-01-08 12:00", kestrel(LEAD))
    ours = past.commit("2024-01-11 12:00", kestrel(LEAD, CALL), base)
    theirs = past.commit("2024-01-12 12:00", kestrel(LEAD, NOTE), base)
    both = kestrel(LEAD, CALL, NOTE)
    one = past.commit("2024-01-12 13:00", both, ours, theirs)
    other = past.commit("2024-01-12 14:00", both, theirs, ours)
    less = past.commit("2024-01-12 15:00", kestrel(LEAD, CALL), one)
    more = past.commit("2024-01-24 15:00", kestrel(LEAD, CALL, NOTE, ONSITE), other)
    past.commit("2024-01-24 16:00", kestrel(LEAD, CALL, ONSITE), less, more)


def _reverted(past: Past) -> None:
    past.commit("2024-01-11 12:00", kestrel(LEAD))
    past.commit("2024-01-11 13:00", kestrel(LEAD, CALL))
    past.commit("2024-01-11 14:00", kestrel(LEAD), message='Revert "call"')
    past.commit("2024-01-11 15:00", kestrel(LEAD, CALL), message='Reapply "call"')
    past.commit("2024-03-11 15:00", kestrel(LEAD, CALL, ledger="few: 4"))


def _moved(past: Past) -> None:
    past.commit("2024-01-11 12:00", kestrel(LEAD, CALL))
    past.commit(
        "2024-03-01 12:00", {"ledger.yaml": "", "opportunities/old/kestrel.yaml": of(LEAD, CALL)}
    )


def _sorted(past: Past) -> None:
    past.commit("2024-01-12 12:00", kestrel(LEAD, NOTE.replace("note", "lesson"), NOTE))
    past.commit("2024-03-01 12:00", kestrel(LEAD, NOTE, NOTE.replace("note", "lesson")))


def _laid_out(past: Past) -> None:
    past.commit("2024-01-11 12:00", kestrel(LEAD, CALL))
    other = """\
        # Kestrel

        events:
        - stage: 'lead'   # as they wrote
          date: 2024-01-08
        - date: 2024-01-11
          interest: "medium"
          stage: call
        company: Kestrel
        """.replace("        ", "")
    past.commit("2024-03-01 12:00", {"ledger.yaml": "", PATH: other})
    past.commit("2024-03-02 12:00", {"ledger.yaml": "", PATH: other.replace("\n", "\r\n")})


def _in_another_zone(past: Past) -> None:
    timed = "date: 2024-01-11T23:30:00-05:00, stage: call"
    past.commit("2024-01-12 12:00", kestrel(LEAD, timed, ledger="timezone: America/New_York\n"))
    past.commit("2024-03-01 12:00", kestrel(LEAD, timed, ledger="timezone: Asia/Tokyo\n"))
    same = "date: 2024-01-12T13:30:00+09:00, stage: call"
    past.commit("2024-03-02 12:00", kestrel(LEAD, same, ledger="timezone: Asia/Tokyo\n"))


def _facts(past: Past) -> None:
    past.commit("2024-01-11 12:00", kestrel(LEAD, CALL))
    more = of(LEAD, CALL, company="Kestrel Labs") + "role: Engineer\nnotes: Much.\n"
    past.commit("2024-03-01 12:00", {"ledger.yaml": "", PATH: more + "extra: {a: 1}\n"})


def _mended(past: Past) -> None:
    past.commit("2024-01-07 12:00", {"README.md": "No ledger yet"})
    past.commit("2024-01-08 12:00", {"README.md": "No ledger yet", **kestrel(LEAD)})


HONEST = (
    _corrected,
    _taken_back,
    _deleted_at_once,
    _noted,
    _rebased,
    _both_appended,
    _both_appended_the_same,
    _three_appended,
    _one_took_back,
    _one_corrected,
    _both_corrected,
    _one_deleted_at_once,
    _crossed,
    _reverted,
    _moved,
    _sorted,
    _laid_out,
    _in_another_zone,
    _facts,
    _mended,
)


@pytest.mark.parametrize("honest", HONEST, ids=lambda honest: honest.__name__.strip("_"))
def test_an_honest_history_has_no_findings(honest: object, tmp_path: Path) -> None:
    past = Past()
    assert callable(honest)
    honest(past)
    assert [(each.kind, each.text) for each in audited(past, tmp_path).findings] == []


def test_an_event_appended_elsewhere_is_not_lost_by_a_renaming(tmp_path: Path) -> None:
    past = Past()
    base = past.commit("2024-01-08 12:00", kestrel(LEAD))
    renamed = {"ledger.yaml": "", "opportunities/kes.yaml": of(LEAD)}
    ours = past.commit("2024-01-11 12:00", renamed, base)
    theirs = past.commit("2024-01-12 12:00", kestrel(LEAD, NOTE), base)
    both = {"ledger.yaml": "", "opportunities/kes.yaml": of(LEAD, NOTE)}
    past.commit("2024-03-12 13:00", both, ours, theirs)
    past.commit("2024-03-12 14:00", renamed)
    path = "opportunities/kes.yaml"
    audited(past, tmp_path).are(
        (Kind.RENAMED, 2, None, "kestrel was renamed to kes", path),
        (Kind.REMOVED, 5, THE_NOTE, "note of 2024-01-12 was removed", path),
    )


def test_a_renaming_in_a_merge_is_found(tmp_path: Path) -> None:
    past = Past()
    base = past.commit("2024-01-08 12:00", kestrel(LEAD))
    ours = past.commit("2024-01-11 12:00", kestrel(LEAD, CALL), base)
    theirs = past.commit("2024-01-12 12:00", kestrel(LEAD, NOTE), base)
    both = {"ledger.yaml": "", "opportunities/kes.yaml": of(LEAD, CALL)}
    past.commit("2024-03-12 13:00", both, ours, theirs)
    path = "opportunities/kes.yaml"
    audited(past, tmp_path).are(
        (Kind.RENAMED, 4, None, "kestrel was renamed to kes", path),
        (Kind.LOST, 4, THE_NOTE, "the merge lost note of 2024-01-12"),
    )


def test_taking_back_a_change_that_was_found_is_no_finding_of_its_own(tmp_path: Path) -> None:
    past = Past()
    past.commit("2024-01-11 12:00", kestrel(LEAD, CALL))
    past.commit("2024-02-20 12:00", kestrel(LEAD, CALL.replace("medium", "high")))
    past.commit("2024-03-20 12:00", kestrel(LEAD, CALL), message='Revert "As it was"')
    audited(past, tmp_path).are(
        (Kind.CHANGED, 2, THE_CALL, "revised call of 2024-01-11: interest medium -> high")
    )


def test_taking_back_a_correction_later_is_a_change(tmp_path: Path) -> None:
    past = Past()
    past.commit("2024-01-11 12:00", kestrel(LEAD, CALL))
    past.commit("2024-01-11 13:00", kestrel(LEAD, CALL.replace("medium", "high")))
    past.commit("2024-03-20 12:00", kestrel(LEAD, CALL))
    event = Event(date=date(2024, 1, 11), stage="call", interest="high")
    audited(past, tmp_path).are(
        (Kind.CHANGED, 3, event, "revised call of 2024-01-11: interest high -> medium")
    )


def test_adding_again_what_was_removed_is_no_finding_of_its_own(tmp_path: Path) -> None:
    past = Past()
    past.commit("2024-01-12 12:00", kestrel(LEAD, CALL, NOTE))
    past.commit("2024-02-20 12:00", kestrel(LEAD, NOTE))
    past.commit("2024-02-21 12:00", kestrel(LEAD, CALL, NOTE))
    audited(past, tmp_path).are((Kind.REMOVED, 2, THE_CALL, "call of 2024-01-11 was removed"))


def test_a_ledger_in_a_folder_is_audited_by_its_own_files_only(tmp_path: Path) -> None:
    past = Past()
    inner = {f"search/{path}": content for path, content in kestrel(LEAD, CALL).items()}
    past.commit("2024-01-11 12:00", {**kestrel(LEAD, CALL), **inner})
    past.commit("2024-02-11 12:00", inner)
    past.commit("2024-02-12 12:00", {"search/ledger.yaml": ""})
    found = audited(past, tmp_path, below="search")
    found.are((Kind.DELETED, 3, None, "kestrel was deleted, with 2 events"))


def test_what_a_shallow_clone_begins_with_is_not_late(tmp_path: Path) -> None:
    past = Past()
    past.commit("2024-01-11 12:00", kestrel(LEAD, CALL))
    past.commit("2024-03-01 12:00", kestrel(LEAD, CALL, ledger="few: 4"))
    past.commit("2024-03-02 12:00", kestrel(LEAD, CALL, ONSITE, ledger="few: 4"))
    past.write(tmp_path / "whole")
    whole = f"file://{tmp_path / 'whole'}"
    git(tmp_path, "clone", "--quiet", "--depth=2", whole, "cut")
    repository = find_repository(tmp_path / "cut")
    archive = Archive(Annals(repository, repository.head or ""))
    found = list(Auditor(archive, Audit()).findings(archive.chapters()))
    assert [(each.kind, each.event) for each in found] == [(Kind.LATE, THE_ONSITE)]


def test_a_day_is_late_by_the_ledgers_own_clock(tmp_path: Path) -> None:
    """At 11:30 in the evening in New York it is the next day in UTC."""
    past = Past()
    zone = "timezone: America/New_York\n"
    past.commit("2024-01-16 04:30", kestrel(LEAD, ledger=zone))
    audited(past, tmp_path).are()
    past.commit("2024-01-16 05:30", kestrel(LEAD, CALL.replace("-11", "-08"), ledger=zone))
    found = audited(past, tmp_path / "again")
    text = "call of 2024-01-08 was recorded 8 days later"
    assert [each.text for each in found.findings] == [text]


# Random histories, into which known violations are planted.


CASES = int(os.environ.get("OPLEDGER_CASES", "25"))


def test_all_that_is_planted_is_found_and_nothing_else(tmp_path: Path) -> None:
    kinds: Counter[str] = Counter()
    commits = merges = 0
    for seed in range(CASES):
        history = History(seed)
        found = audited(history.past, tmp_path / str(seed))
        numbers = {commit.hash: number for number, commit in found.commits.items()}
        told = Counter(
            (each.kind, numbers[each.commit.hash], history.place(each), key_of(each.event))
            for each in found.findings
        )
        planted = history.planted
        assert told == planted, f"seed {seed}: {told - planted} beside {planted - told}"
        kinds.update(each[0] for each in planted.elements())
        commits += len(found.commits)
        merges += sum(len(each.parents) > 1 for each in found.commits.values())
        shutil.rmtree(tmp_path / str(seed))
    assert set(kinds) == set(Kind) - {Kind.UNSIGNED}
    sys.stdout.write(
        f"\n{CASES} histories, {commits} commits, {merges} merges, planted: {dict(kinds)}\n"
    )
