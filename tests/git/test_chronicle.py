"""The history in records: what each commit did to each opportunity."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from tests.corpus import corpus
from tests.git.repositories import Files, Past, git

from opledger.core.changes import Recorded, Reordered, Restated, Revised
from opledger.core.config import Config
from opledger.core.model import Event
from opledger.files.reading import read_opportunity
from opledger.files.source import Source
from opledger.git.annals import Annals
from opledger.git.chronicle import Archive, Chapter
from opledger.git.repository import find_repository

PATH = "opportunities/kestrel.yaml"
LEAD = "date: 2024-01-08, stage: lead"
CALL = "date: 2024-01-11, stage: call, interest: medium"
NOTE = "date: 2024-01-12, note: They wrote."
THE_CALL = Event(date=date(2024, 1, 11), stage="call", interest="medium")
THE_NOTE = Event(date=date(2024, 1, 12), note="They wrote.")


def of(*events: str, more: str = "") -> str:
    return f"company: Kestrel\n{more}events:\n" + "".join(f"  - {{{event}}}\n" for event in events)


def kestrel(*events: str, more: str = "", ledger: str = "") -> Files:
    return {"ledger.yaml": ledger, PATH: of(*events, more=more)}


def chapters(past: Past, root: Path, only: str | None = None) -> tuple[Chapter, ...]:
    past.write(root)
    repository = find_repository(root)
    return Archive(Annals(repository, repository.head or "")).chapters(only)


def words(past: Past, root: Path) -> list[list[str]]:
    """What each commit did, in words: by opportunity, and to the settings."""
    return [
        [*(f"{each.id}: {chapter.words(each)}" for each in chapter.alterations)]
        + ([chapter.settings] if chapter.settings else [])
        for chapter in chapters(past, root)
    ]


def test_a_line_of_commits_is_told_in_the_ledgers_words(tmp_path: Path) -> None:
    past = Past()
    past.commit("2024-01-08", kestrel(LEAD))
    past.commit("2024-01-11", kestrel(LEAD, CALL))
    past.commit("2024-01-12", kestrel(LEAD, CALL, NOTE, more="role: CTO\n"))
    past.commit("2024-01-13", kestrel(LEAD, CALL.replace("medium", "high"), NOTE))
    past.commit("2024-01-14", {**kestrel(LEAD, CALL.replace("medium", "high")), "x.md": "x"})
    past.commit("2024-01-15", {**kestrel(LEAD, CALL.replace("medium", "high")), "x.md": "y"})
    past.commit("2024-01-16", {"ledger.yaml": "", "opportunities/b.yaml": of(LEAD)})
    assert words(past, tmp_path) == [
        ["kestrel: added; lead", "settings written"],
        ["kestrel: lead -> call, interest medium"],
        ["kestrel: note; role CTO"],
        ["kestrel: revised call of 2024-01-11: interest medium -> high; role CTO -> none"],
        ["kestrel: removed: note of 2024-01-12"],
        [],
        ["b: added; lead", "kestrel: deleted"],
    ]


def test_the_changes_are_values(tmp_path: Path) -> None:
    past = Past()
    past.commit("2024-01-08", kestrel(LEAD))
    past.commit("2024-01-11", kestrel(LEAD, CALL))
    past.commit("2024-01-12", kestrel(CALL.replace("-11", "-08"), LEAD, more="size: '5'\n"))
    first, second, third = chapters(past, tmp_path)
    assert [each.changes for each in second.alterations] == [
        (Recorded(THE_CALL, "lead", None, None, None),)
    ]
    assert second.made(second.alterations[0]) == second.alterations[0].changes
    moved = replace(THE_CALL, date=date(2024, 1, 8))
    assert third.alterations[0].changes == (
        Revised(THE_CALL, moved),
        Restated("size", None, "5"),
    )
    assert (first.is_merge, first.settings, first.config) == (False, "settings written", Config())


def test_a_clean_merge_did_nothing_itself(tmp_path: Path) -> None:
    past = Past()
    base = past.commit("2024-01-08", kestrel(LEAD))
    ours = past.commit("2024-01-11", kestrel(LEAD, CALL), base)
    theirs = past.commit("2024-01-12", kestrel(LEAD, ledger="few: 4"), base)
    past.commit("2024-01-13", kestrel(LEAD, CALL, ledger="few: 4"), ours, theirs)
    assert words(past, tmp_path)[-1] == []
    merge = chapters(past, tmp_path / "again")[-1]
    assert (merge.is_merge, merge.settings, merge.config.few) == (True, "", 4)


def test_a_merge_of_events_of_both_sides_says_so(tmp_path: Path) -> None:
    past = Past()
    base = past.commit("2024-01-08", kestrel(LEAD))
    ours = past.commit("2024-01-11", kestrel(LEAD, CALL), base)
    theirs = past.commit("2024-01-12", kestrel(LEAD, NOTE), base)
    past.commit("2024-01-13", kestrel(LEAD, CALL, NOTE), ours, theirs)
    assert words(past, tmp_path)[-1] == ["kestrel: merged: what both sides did"]


def test_of_an_evil_merge_only_what_no_side_had_is_told(tmp_path: Path) -> None:
    past = Past()
    base = past.commit("2024-01-08", kestrel(LEAD))
    ours = past.commit("2024-01-11", kestrel(LEAD, CALL), base)
    theirs = past.commit("2024-01-12", kestrel(LEAD, more="size: '5'\n"), base)
    past.commit("2024-01-13", kestrel(LEAD, CALL, NOTE, more="size: '5'\n"), ours, theirs)
    merge = chapters(past, tmp_path)[-1]
    assert [merge.words(each) for each in merge.alterations] == ["note"]
    assert merge.made(merge.alterations[0]) == (Recorded(THE_NOTE, "call", None, "medium", None),)


def test_an_octopus_is_told_as_any_merge(tmp_path: Path) -> None:
    past = Past()
    base = past.commit("2024-01-08", kestrel(LEAD))
    sides = [
        past.commit("2024-01-11", kestrel(LEAD, CALL), base),
        past.commit("2024-01-12", kestrel(LEAD, NOTE), base),
        past.commit("2024-01-12", kestrel(LEAD, ledger="few: 4"), base),
    ]
    past.commit("2024-01-13", kestrel(LEAD, CALL, NOTE, ledger="few: 4"), *sides)
    merge = chapters(past, tmp_path)[-1]
    assert len(merge.passages) == 3
    assert [merge.words(each) for each in merge.alterations] == ["merged: what several sides did"]


def test_a_moved_file_is_the_same_opportunity(tmp_path: Path) -> None:
    past = Past()
    past.commit("2024-01-08", kestrel(LEAD))
    past.commit("2024-01-11", {"ledger.yaml": "", "opportunities/old/kestrel.yaml": of(LEAD)})
    past.commit("2024-01-12", {"ledger.yaml": "", "opportunities/kestrel.yaml": of(LEAD, CALL)})
    assert words(past, tmp_path)[1:] == [
        ["kestrel: moved to opportunities/old/kestrel.yaml"],
        ["kestrel: moved to opportunities/kestrel.yaml; lead -> call, interest medium"],
    ]


def test_a_file_that_was_broken_and_mended_is_told_as_that(tmp_path: Path) -> None:
    past = Past()
    past.commit("2024-01-08", kestrel(LEAD))
    past.commit("2024-01-11", kestrel("date: 2024-01-11, stage: cal"))
    past.commit("2024-01-12", kestrel(LEAD, CALL))
    told = words(past, tmp_path)
    assert told[1][0].startswith("kestrel: edited, and fails the check: ")
    assert told[2] == ["kestrel: mended: it failed the check"]
    broken = chapters(past, tmp_path / "again")[1].alterations[0]
    assert broken.after
    assert (broken.changes, broken.after.record, len(broken.after.errors)) == ((), None, 1)


def test_settings_are_told_by_their_keys(tmp_path: Path) -> None:
    past = Past()
    past.commit("2024-01-08", kestrel(LEAD))
    past.commit("2024-01-09", kestrel(LEAD, ledger="title: Spring\nfew: 4\n"))
    past.commit("2024-01-10", kestrel(LEAD, ledger="# x\ntitle: Spring\nfew: 4\n"))
    past.commit("2024-01-11", {PATH: of(LEAD)})
    assert words(past, tmp_path)[1:] == [
        ["settings changed: title, few"],
        ["settings in other words"],
        ["settings deleted"],
    ]


def test_each_commit_is_read_with_its_own_settings(tmp_path: Path) -> None:
    """A stage that the ledger came to name later, and no longer names now."""
    past = Past()
    tea = "date: 2024-01-11, stage: tea"
    more = "stages: {lead: , tea: , offer: }\n"
    past.commit("2024-01-08", kestrel(LEAD))
    past.commit("2024-01-11", kestrel(LEAD, tea, ledger=more))
    past.commit("2024-01-12", kestrel(LEAD))
    assert words(past, tmp_path) == [
        ["kestrel: added; lead", "settings written"],
        ["kestrel: lead -> tea", "settings changed: stages"],
        ["kestrel: removed: tea of 2024-01-11", "settings changed: stages"],
    ]


def test_only_one_opportunity_can_be_asked_for(tmp_path: Path) -> None:
    past = Past()
    past.commit("2024-01-08", {**kestrel(LEAD), "opportunities/b.yaml": of(LEAD)})
    past.commit("2024-01-11", {**kestrel(LEAD, CALL), "opportunities/b.yaml": of(LEAD)})
    found = chapters(past, tmp_path, "b")
    assert [[each.id for each in chapter.alterations] for chapter in found] == [["b"], []]
    archive = Archive(Annals(find_repository(tmp_path), git(tmp_path, "rev-parse", "HEAD")))
    assert archive.annals.ids == ("b", "kestrel")


def test_only_another_order_is_told(tmp_path: Path) -> None:
    other = NOTE.replace("note", "lesson")
    past = Past()
    past.commit("2024-01-12", kestrel(LEAD, NOTE, other))
    past.commit("2024-01-13", kestrel(LEAD, other, NOTE))
    past.commit("2024-01-14", {"ledger.yaml": "", PATH: "# x\n" + of(LEAD, other, NOTE)})
    assert words(past, tmp_path)[1:] == [
        ["kestrel: events put in another order"],
        ["kestrel: the same in other words"],
    ]
    assert chapters(past, tmp_path / "again")[1].alterations[0].changes == (Reordered(),)


def test_the_whole_ledger_at_a_commit_is_read_and_checked(tmp_path: Path) -> None:
    past = Past()
    past.commit("2024-01-08", {**kestrel(LEAD), "opportunities/x/kestrel.yaml": of(LEAD)})
    past.commit("2024-01-08", kestrel(LEAD))
    past.write(tmp_path)
    archive = Archive(Annals(find_repository(tmp_path), git(tmp_path, "rev-parse", "HEAD")))
    twins, alone = (archive.ledger_at(commit) for commit in archive.commits)
    assert {error.code for error in twins.errors} == {"duplicate-id"}
    assert [each.id for each in alone.ledger.opportunities] == ["kestrel"]
    assert archive.paths_at(archive.commits[0]) == (PATH, "opportunities/x/kestrel.yaml")
    assert archive.version_at(archive.commits[1], "none") is None


def test_no_error_goes_by_the_day_so_versions_are_told_alike_on_all() -> None:
    """A version is read as of no day in particular."""
    for each in corpus():
        if each.is_settings:
            continue
        source = Source.of("opportunities/a.yaml", each.text)
        early, late = (
            [
                one
                for one in read_opportunity(source, each.config, day)[1]
                if one.severity == "error"
            ]
            for day in (date(1970, 1, 1), date.max)
        )
        assert early == late, each.text
