"""A ledger while it is edited says what check says, and reads no more than it must."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.ledgers import SETTINGS, SOUND, TODAY, lines, write

from opledger.editor.ledger import EditedLedger
from opledger.files.diagnostics import as_line
from opledger.files.reading import read_ledger

FOX = "opportunities/fox.yaml"
WREN = "opportunities/wren.yaml"
FILES = {
    "ledger.yaml": SETTINGS,
    FOX: SOUND,
    WREN: "company: Wren\nevents:\n  - {date: 2024-01-02, stage: lead}\n",
}


def clock(_zone: ZoneInfo) -> date:
    return TODAY


def edited(root: Path) -> EditedLedger:
    return EditedLedger(root, clock)


def caught_up(ledger: EditedLedger) -> None:
    for _ in ledger.catch_up():
        pass


def told(ledger: EditedLedger, *paths: str) -> list[str]:
    """What is found in some files, or all, as ``check`` prints it."""
    caught_up(ledger)
    found = [each for path in paths or ledger.paths() for each in ledger.diagnostics(path)]
    return [as_line(each, each.path) for each in sorted(found, key=lambda each: each.order)]


def test_what_is_typed_counts_before_it_is_saved(tmp_path: Path) -> None:
    ledger = edited(write(tmp_path, FILES))
    assert told(ledger) == []
    ledger.hold(WREN, FILES[WREN].replace("lead", "led"))
    assert told(ledger) == [
        f"{WREN}:3:31: error[unknown-stage]: unknown stage 'led'; did you mean 'lead'?"
    ]
    ledger.release(WREN)
    assert told(ledger) == []


def test_settings_that_are_typed_hold_for_every_file(tmp_path: Path) -> None:
    ledger = edited(write(tmp_path, FILES))
    ledger.hold("ledger.yaml", SETTINGS.replace("onsite:", "visit:"))
    (broken,) = told(ledger)
    assert broken.startswith(f"{FOX}:12:12: error[unknown-stage]: unknown stage 'onsite'")
    ledger.hold("ledger.yaml", SETTINGS)
    assert told(ledger) == []


def test_a_company_that_is_entered_twice_is_told_in_the_second_file(tmp_path: Path) -> None:
    ledger = edited(write(tmp_path, FILES))
    ledger.hold(WREN, SOUND)
    assert told(ledger, FOX) == []
    assert "same company 'Kestrel Labs'" in told(ledger, WREN)[0]


def test_a_new_file_is_one_of_the_ledger_before_it_is_saved(tmp_path: Path) -> None:
    ledger = edited(write(tmp_path, FILES))
    ledger.hold("opportunities/north/fox.yaml", FILES[WREN].replace("Wren", "Other"))
    other = "opportunities/north/fox.yaml"
    assert told(ledger, FOX) == [
        f"{FOX}:1:1: error[duplicate-id]: the id is taken by {other} too; rename one of the files"
    ]


def test_a_file_that_was_deleted_while_it_is_open_is_still_looked_at(tmp_path: Path) -> None:
    ledger = edited(write(tmp_path, FILES))
    ledger.hold(WREN, "company: Wren\n")
    (tmp_path / WREN).unlink()
    (missing,) = told(ledger, WREN)
    assert missing.startswith(f"{WREN}:1:1: error[missing-key]: opportunity needs 'events'; add")


def test_a_link_is_never_read_open_or_not(tmp_path: Path) -> None:
    ledger = edited(write(tmp_path, FILES))
    (tmp_path / "opportunities" / "link.yaml").symlink_to(tmp_path / WREN)
    (tmp_path / "opportunities" / "folder").symlink_to(tmp_path)
    ledger.hold("opportunities/link.yaml", "company: [\n")
    ledger.hold("opportunities/folder/x.yaml", "company: [\n")
    (link,) = told(ledger, "opportunities/link.yaml")
    assert "this is a symbolic link, which is never read" in link
    assert told(ledger, "opportunities/folder/x.yaml") == []
    assert ledger.source("opportunities/link.yaml") is None


def test_garbage_is_one_finding_each(tmp_path: Path) -> None:
    ledger = edited(write(tmp_path, {**FILES, "opportunities/bytes.yaml": b"company: \xff\n"}))
    ledger.hold("opportunities/big.yaml", "#" * 300_000)
    ledger.hold("opportunities/half.yaml", "company: \ud800\n")
    ledger.hold("opportunities/Bad Name.yaml", FILES[WREN])
    ledger.hold("opportunities/short.yml", FILES[WREN])
    codes = [line.split("[")[1].split("]")[0] for line in told(ledger)]
    assert codes == ["bad-id", "file-too-big", "not-utf8", "not-utf8", "wrong-extension"]


def test_a_keystroke_reads_one_file(tmp_path: Path) -> None:
    names = [f"opportunities/company-{n}.yaml" for n in range(50)]
    story = FILES[WREN]
    ledger = edited(write(tmp_path, {n: story.replace("Wren", n) for n in names}))
    caught_up(ledger)
    assert ledger.files_read == 51
    for n in range(10):
        before = ledger.files_read
        ledger.hold(names[0], f"{story}notes: {n}a\n")
        ledger.diagnostics(names[0])
        ledger.reading(names[0])
        caught_up(ledger)
        ledger.diagnostics(names[1])
        assert ledger.files_read - before == 1


def test_settings_that_mean_the_same_let_the_files_be(tmp_path: Path) -> None:
    ledger = edited(write(tmp_path, FILES))
    caught_up(ledger)
    before = ledger.files_read
    ledger.hold("ledger.yaml", SETTINGS + "# a comment\n")
    caught_up(ledger)
    assert ledger.files_read - before == 1


def test_settings_that_change_while_files_are_read_hold_for_all_of_them(tmp_path: Path) -> None:
    names = [f"opportunities/company-{n}.yaml" for n in range(9)]
    files = {n: FILES[WREN].replace("Wren", n) for n in names}
    root = write(tmp_path, {**files, "ledger.yaml": SETTINGS})
    ledger = edited(root)
    reading = ledger.catch_up()
    for _ in range(4):
        next(reading)
    # As when the editor shows its diagnostics between two files.
    changed = SETTINGS.replace("lead:", "first:")
    ledger.hold("ledger.yaml", changed)
    assert ledger.diagnostics("ledger.yaml") == ()
    for _ in reading:
        pass
    write(root, {"ledger.yaml": changed})
    assert told(ledger) == lines(read_ledger(root, TODAY))
    assert len(told(ledger)) == 9


def test_only_what_was_typed_is_parsed_again(tmp_path: Path) -> None:
    story = SOUND.replace("\nevents:", "\nevents:" + "\n  - {date: 2024-01-01, stage: lead}" * 99)
    ledger = edited(write(tmp_path, {**FILES, FOX: story}))
    ledger.hold(FOX, story)
    assert ledger.diagnostics(FOX) == ()
    before = ledger.sections[FOX].parsed
    ledger.hold(FOX, story.replace("Four rounds", "Five rounds"))
    assert ledger.diagnostics(FOX) == ()
    assert ledger.sections[FOX].parsed - before < 200 < len(story)
    ledger.release(FOX)
    caught_up(ledger)
    assert ledger.sections == {}, "of a file that nobody looks at nothing is kept"


PIECES = st.sampled_from(
    [
        *(
            "company: Wren\n",
            "company: Kestrel Labs\nrole: Staff engineer\n",
            "role: [\n",
            "'",
            "{",
        ),
        *("events:\n  - {date: 2024-01-08, stage: lead}\n", "source: inbuond\n", "tags: [a, a]\n"),
        *("  - date: 2024-01-05\n    stage: led\n", "\n", "# 🦊\n", "<<<<<<< ours\n", "&a", "\t"),
    ]
)


@settings(max_examples=40)
@given(st.lists(st.tuples(st.sampled_from([FOX, WREN, "ledger.yaml"]), PIECES, st.integers(0, 99))))
def test_however_it_is_typed_it_says_what_check_says(
    tmp_path_factory: pytest.TempPathFactory, typed: list[tuple[str, str, int]]
) -> None:
    root = write(tmp_path_factory.mktemp("ledger"), FILES)
    ledger = edited(root)
    texts = dict(FILES)
    for path, piece, place in typed:
        at = len(texts[path]) * place // 99
        texts[path] = texts[path][:at] + piece + texts[path][at:]
        ledger.hold(path, texts[path])
        ledger.diagnostics(path)
    write(root, texts)
    assert told(ledger) == lines(read_ledger(root, TODAY))


def test_what_is_still_to_come_is_so_in_the_ledger_s_zone(tmp_path: Path) -> None:
    days = {"Pacific/Kiritimati": date(2024, 3, 2), "UTC": date(2024, 3, 1)}
    over = FILES[WREN] + "  - {date: 2024-03-02, outcome: rejected}\n"
    root = write(tmp_path, {"ledger.yaml": "timezone: Pacific/Kiritimati\n", WREN: over})
    ledger = EditedLedger(root, lambda zone: days[zone.key])
    assert told(ledger) == []
    ledger.hold("ledger.yaml", "")
    assert [line.partition(": ")[2][:23] for line in told(ledger)] == ["warning[future-outcome]"]
