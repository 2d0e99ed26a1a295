"""Two versions of a file become one, and nothing that either side wrote is lost."""

from __future__ import annotations

import os
from collections import Counter
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.git.merges import File, appended, comments, edited, events, files, said
from tests.ledgers import SETTINGS, SOUND

from opledger.files.rules.texts import conflict_marker
from opledger.files.source import Source
from opledger.git.merge import Unmergeable, merge

CASES = int(os.environ.get("OPLEDGER_CASES", "240"))
LEAD = "  - {date: 2024-01-08, stage: lead}\n"
CALL = "  - {date: 2024-01-11, stage: call}\n"
HEAD = "company: Kestrel  # theirs\nrole: Engineer\n\n# story\nevents:\n"
BASE = f"{HEAD}{LEAD}{CALL}notes: |\n  Text.\n"


def add(text: str, *lines: str) -> str:
    """The text with lines behind its last event."""
    return text.replace(CALL, CALL + "".join(f"  {line}\n" for line in lines))


def both_ways(base: str, one: str, other: str) -> str:
    """The clean result, the same whichever side merges."""
    merged, mirrored = merge(base, one, other), merge(base, other, one)
    assert (merged.conflicts, merged) == (0, mirrored)
    return merged.text


def test_events_of_both_sides_are_united_in_date_order() -> None:
    ours = add(BASE, "# mine", "- {date: 2024-01-20, note: ours}", "- {date: 2024-02-01, note: z}")
    theirs = add(BASE, "- date: 2024-01-24", "  note: theirs  # beside")
    assert both_ways(BASE, ours, theirs) == add(
        BASE,
        "# mine",
        "- {date: 2024-01-20, note: ours}",
        "- date: 2024-01-24",
        "  note: theirs  # beside",
        "- {date: 2024-02-01, note: z}",
    )


def test_on_one_day_each_side_keeps_its_own_order() -> None:
    day = "- {date: 2024-01-20, note: "
    merged = both_ways(BASE, add(BASE, f"{day}z}}", f"{day}a}}"), add(BASE, f"{day}m}}"))
    assert merged == add(BASE, f"{day}m}}", f"{day}z}}", f"{day}a}}")


def test_what_both_added_alike_is_there_once_with_the_comments_of_both() -> None:
    line = "- {date: 2024-01-20, stage: onsite}"
    assert both_ways(BASE, add(BASE, line), add(BASE, line, "- x")) == add(BASE, line, "- x")
    ours = add(BASE, "# ours", "- {date: 2024-01-20, stage: 'onsite'}  # beside")
    theirs = add(BASE, "# theirs", "- {stage: onsite, date: 2024-01-20}")
    assert both_ways(BASE, ours, add(BASE, "# theirs", line)) == add(
        BASE, "# ours", "# theirs", "- {date: 2024-01-20, stage: 'onsite'}  # beside"
    )
    assert both_ways(BASE, ours, theirs).count("date: 2024-01-20") == 2


def test_each_key_is_merged_by_itself() -> None:
    ours = BASE.replace("Engineer", "Staff").replace("# story", "# the story")
    theirs = add(BASE, "- {date: 2024-02-01, note: x}").replace("Text.", "More text.")
    assert both_ways(BASE, ours, theirs) == (
        theirs.replace("Engineer", "Staff").replace("# story", "# the story")
    )


def test_new_keys_stand_where_each_side_put_them() -> None:
    ours = BASE.replace("role:", "alias: A\nrole:")
    theirs = BASE.replace("notes:", "next: {action: x}\nnotes:") + "tags: [a]\n"
    assert both_ways(BASE, ours, theirs) == theirs.replace("role:", "alias: A\nrole:")


def test_what_one_side_deleted_and_the_other_left_is_deleted() -> None:
    ours = BASE.replace(LEAD, "").replace("role: Engineer\n", "")
    assert both_ways(BASE, ours, add(BASE, "- {date: 2024-02-01, note: x}")) == add(
        ours, "- {date: 2024-02-01, note: x}"
    )


def test_settings_are_merged_word_by_word() -> None:
    base = "title: Winter\nsources:\n  warm: Warm\n  # cold\n  cold: Cold\nfew: 5\n"
    ours = base.replace("  # cold", "  fair: Job fair\n  # cold").replace("few: 5", "few: 9")
    theirs = base.replace("few", "  mail: By mail\nfew").replace("Winter", "Spring")
    assert both_ways(base, ours, theirs) == (
        "title: Spring\nsources:\n  warm: Warm\n  fair: Job fair\n  # cold\n  cold: Cold\n"
        "  mail: By mail\nfew: 9\n"
    )
    assert merge(SETTINGS, SETTINGS + "few: 9\n", SETTINGS.replace("14", "10")).conflicts == 0


def test_the_way_lines_end_is_merged_by_itself() -> None:
    theirs = add(BASE, "- {date: 2024-02-01, note: x}")
    assert both_ways(BASE, BASE.replace("\n", "\r\n"), theirs) == theirs.replace("\n", "\r\n")
    assert both_ways(BASE, "\ufeff" + BASE, theirs) == "\ufeff" + theirs
    assert both_ways(BASE, BASE.removesuffix("\n"), theirs) == theirs.removesuffix("\n")


def test_a_list_that_one_side_moved_takes_the_others_events_along() -> None:
    ours = BASE.replace("  - {", "- {")
    theirs = add(BASE, "- date: 2024-02-01", "  note: |", "    Text,", "", "      indented.")
    merged = both_ways(BASE, ours, theirs)
    assert merged == ours.replace(
        "notes", "- date: 2024-02-01\n  note: |\n    Text,\n  \n      indented.\nnotes"
    )


def test_a_side_that_sorted_the_events_wins_the_order() -> None:
    base = BASE.replace(LEAD + CALL, CALL + LEAD)
    merged = both_ways(base, BASE, base.replace(LEAD, LEAD + "  - {date: 2024-02-01, note: x}\n"))
    assert events(merged) == [
        ("date=2024-01-08", "stage=lead"),
        ("date=2024-02-01", "note=x"),
        ("date=2024-01-11", "stage=call"),
    ]


def test_what_both_changed_is_left_between_markers_and_the_rest_is_merged() -> None:
    ours = add(BASE, "- {date: 2024-02-01}").replace("stage: call", "stage: call, interest: low")
    theirs = BASE.replace("stage: call", "stage: call, interest: high").replace("Text", "More")
    merged = merge(BASE, ours, theirs)
    assert merged.conflicts == 1
    assert merged.text == BASE.replace("Text", "More").replace(
        CALL,
        "<<<<<<< ours: changed on both sides\n"
        "  - {date: 2024-01-11, stage: call, interest: low}\n"
        "||||||| base\n"
        "  - {date: 2024-01-11, stage: call}\n"
        "=======\n"
        "  - {date: 2024-01-11, stage: call, interest: high}\n"
        ">>>>>>> theirs\n"
        "  - {date: 2024-02-01}\n",
    )
    found = list(conflict_marker(Source.of("x", merged.text)))
    assert [finding.at.line for finding in found] == [7, 9, 11, 13]


def test_what_one_deleted_and_the_other_changed_is_left_to_a_person() -> None:
    ours, theirs = BASE.replace(CALL, ""), BASE.replace("stage: call", "stage: screen")
    merged = merge(BASE, ours, theirs, marker_size=9, names=("here", "before", "there"))
    assert merged.conflicts == 1
    assert (
        "<<<<<<<<< here: deleted on one side, changed on the other\n"
        "||||||||| before\n"
        "  - {date: 2024-01-11, stage: call}\n"
        "=========\n"
        "  - {date: 2024-01-11, stage: screen}\n"
        ">>>>>>>>> there\n"
    ) in merged.text
    key = merge(BASE, BASE.replace("role: Engineer\n", ""), BASE.replace("Engineer", "Staff"))
    assert "||||||| base\nrole: Engineer\n=======\nrole: Staff\n>>>>>>> theirs\n" in key.text


def test_where_each_side_deleted_what_the_other_left_a_person_decides() -> None:
    merged = merge(BASE, BASE.replace(LEAD, ""), BASE.replace(CALL, ""))
    assert merged.conflicts == 1
    assert "<<<<<<< ours: changed on both sides\nevents:\n" + CALL in merged.text


def test_a_list_in_brackets_that_both_changed_is_left_to_a_person() -> None:
    base = "company: K\nevents: [{date: 2024-01-08, stage: lead}]\n"
    ours, theirs = base.replace("]", ", a]"), base.replace("]", ", b]")
    assert merge(base, ours, theirs).conflicts == 1
    assert both_ways(base, ours, base.replace("K", "L")) == ours.replace("K", "L")


def test_without_a_common_base_both_are_united() -> None:
    ours = add(BASE, "- {date: 2024-02-01, note: ours}")
    theirs = add(BASE, "- {date: 2024-01-20, note: theirs}") + "tags: [a]\n"
    assert both_ways("", ours, theirs) == (
        add(BASE, "- {date: 2024-01-20, note: theirs}", "- {date: 2024-02-01, note: ours}")
        + "tags: [a]\n"
    )
    assert merge("", ours, theirs.replace("Engineer", "Staff")).conflicts == 1


@pytest.mark.parametrize(
    "text", ["company: [", "- a\n", "{company: x}\n", "a: &b 1\n", "--- a: 1\n"]
)
def test_what_is_no_file_of_a_ledger_is_left_to_git(text: str) -> None:
    with pytest.raises(Unmergeable):
        merge(BASE, BASE + "tags: [a]\n", text)


def test_a_side_that_changed_nothing_leaves_the_other_as_it_is_whatever_it_is() -> None:
    assert merge(BASE, BASE, "no: [yaml").text == "no: [yaml"
    assert merge(BASE, "no: [yaml", BASE).text == "no: [yaml"
    assert merge(BASE, SOUND, SOUND).text == SOUND


def test_a_thousand_events_are_no_matter() -> None:
    many = "".join(f"  - {{date: 2024-01-{1 + n // 40:02}, note: n{n}}}\n" for n in range(1000))
    base = "company: K\nevents:\n" + many
    ours = base.replace("n500}", "n500 ours}") + "  - {date: 2024-03-01, note: ours}\n"
    theirs = base.replace("n700}", "n700 theirs}") + "  - {date: 2024-03-02, note: theirs}\n"
    assert len(events(both_ways(base, ours, theirs))) == 1002


@settings(max_examples=CASES)
@given(data=st.data(), base=files())
def test_no_event_is_lost_and_none_is_made_up(data: st.DataObject, base: File) -> None:
    ours, theirs = data.draw(edited(base, "ours")), data.draw(edited(base, "theirs"))
    merged = merge(base.text, ours.text, theirs.text)
    mirrored = merge(base.text, theirs.text, ours.text)
    assert merged.conflicts == mirrored.conflicts
    if merged.conflicts:
        for side in (ours, theirs):
            across = said(theirs if side is ours else ours)
            for entry in said(side):
                taken_back = entry in said(base) and entry not in across
                assert taken_back or entry.note.lstrip("# ") in merged.text.replace("''", "'")
        return
    assert merged == mirrored
    before, mine, yours = (Counter(events(file.text)) for file in (base, ours, theirs))
    found = Counter(events(merged.text))
    for event in (mine | yours) + before:
        kept = event in mine and event in yours
        new = event not in before and (event in mine or event in yours)
        assert (event in found) == (kept or new), event


@settings(max_examples=CASES)
@given(data=st.data(), base=files())
def test_every_line_and_comment_of_both_sides_is_there_in_its_sides_order(
    data: st.DataObject, base: File
) -> None:
    ours, theirs = data.draw(appended(base, "ours")), data.draw(appended(base, "theirs"))
    text = both_ways(base.text, ours.text, theirs.text)
    ends = "\r\n" if base.crlf else "\n"
    assert text.startswith("\ufeff") == base.bom
    assert text.endswith("\n") == base.last
    assert all(line.endswith("\r") == base.crlf for line in text.split("\n")[:-1])
    lines = text.removeprefix("\ufeff").split(ends)
    for side in (base, ours, theirs):
        rest = iter(lines)
        assert all(line in rest for line in side.text.removeprefix("\ufeff").split(ends) if line)
        assert all(f"# {comment}" in text for comment in comments(side))
    days = [event[0] for event in events(text)]
    assert days == sorted(days)
    size = len(ours.entries) + len(theirs.entries) - len(base.entries)
    assert len(days) == size


@settings(max_examples=CASES // 10)
@given(data=st.data(), base=files())
def test_any_number_of_machines_come_to_the_same_bytes_in_any_order(
    data: st.DataObject, base: File
) -> None:
    sides = [data.draw(appended(base, mark)).text for mark in ("anna", "ben", "cleo")]
    results = set()
    for one, two, three in permutations(sides):
        results.add(both_ways(base.text, both_ways(base.text, one, two), three))
    crossed = both_ways(
        sides[1],
        both_ways(base.text, sides[0], sides[1]),
        both_ways(base.text, sides[1], sides[2]),
    )
    assert len(results) == 1
    assert crossed in results


@settings(max_examples=CASES // 2)
@given(data=st.data(), base=files())
def test_machines_that_began_apart_lose_nothing_either(data: st.DataObject, base: File) -> None:
    ours, theirs = data.draw(appended(base, "ours")), data.draw(appended(base, "theirs"))
    text = both_ways("", ours.text, theirs.text)
    assert {*events(ours.text), *events(theirs.text)} == set(events(text))
    for side in (ours, theirs):
        assert all(f"# {comment}" in text for comment in comments(side))
