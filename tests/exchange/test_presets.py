"""Logs in the exact layout of other programs, imported by the presets that know them.

Beside each log lies ``<name>.expected``: what the import prints and every file that it writes. With
``OPLEDGER_UPDATE_EXPECTED=1`` they are written anew; look at the difference before you commit it.
"""

from __future__ import annotations

import csv
import os
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook
from tests.exchange.imports import Shell

from opledger.core.config import Config
from opledger.core.failure import Failure
from opledger.exchange.presetlist import fitting, listed, presets, quickly_listed
from opledger.exchange.presets import preset_text, read_preset
from opledger.exchange.samples import sample_of
from opledger.files.resources import preset_names

LOGS = Path(__file__).parent / "presets"
NAMES = preset_names()
DEFAULT = "timezone: UTC\n"


def log_of(name: str) -> Path:
    (found,) = (path for path in LOGS.glob(f"{name}.*") if path.suffix != ".expected")
    return found


@pytest.mark.parametrize("name", NAMES)
def test_a_log_becomes_these_files(name: str, shell: Shell) -> None:
    shown = shell("import", log_of(name), "--preset", name, "--into", "ledger", "--write")
    files = shell.files("ledger")
    told = "".join(f"==> {path}\n{text}" for path, text in files.items())
    told = f"exit {shown.code}\n{shown.out}{told}"
    expected = LOGS / f"{name}.expected"
    if os.environ.get("OPLEDGER_UPDATE_EXPECTED"):
        expected.write_text(told, encoding="utf-8")
    assert shown.err == ""
    assert told == expected.read_text(encoding="utf-8")
    checked = shell("--ledger", "ledger", "check")
    assert checked.code == 0
    assert "error" not in checked.out


@pytest.mark.parametrize("name", NAMES)
def test_importing_it_twice_adds_nothing(name: str, shell: Shell) -> None:
    arguments = ("import", log_of(name), "--preset", name, "--into", "ledger", "--write")
    shell(*arguments)
    before = shell.files("ledger")
    again = shell(*arguments)
    assert shell.files("ledger") == before
    assert ": 0 written," in again.out
    assert "with new events" not in again.out
    assert "left alone" not in again.out


@pytest.mark.parametrize("name", NAMES)
def test_a_log_is_recognised_by_its_columns(name: str, shell: Shell) -> None:
    shown = shell("import", log_of(name), "--into", "ledger")
    assert (shown.code, shown.out) == (2, "")
    assert f"'opledger import {log_of(name)} --preset {name}'" in shown.err
    assert not Path("ledger").exists()


def test_columns_that_nobody_knows_are_no_preset(shell: Shell) -> None:
    Path("mine.csv").write_text("Firma,Stelle\nA,B\n", encoding="utf-8")
    shown = shell("import", "mine.csv", "--into", "ledger")
    assert (shown.code, shown.out) == (2, "")
    assert shown.err == (
        "opledger: no preset knows the columns of mine.csv: 'opledger import mine.csv --guess'"
        " drafts a mapping, or name one with --map\n"
    )


def test_more_columns_than_the_program_writes_are_no_sure_match() -> None:
    columns = sample_of(log_of("teal")).rows.columns
    (sure,) = fitting(columns, presets())
    (unsure,) = fitting((*columns, "Mood"), presets())
    assert (sure.preset.name, sure.exact) == ("teal", True)
    assert (unsure.preset.name, unsure.exact) == ("teal", False)


@pytest.mark.parametrize("name", NAMES)
def test_the_list_says_of_a_preset_what_the_preset_says(name: str) -> None:
    assert quickly_listed(name) == listed(name)


@pytest.mark.parametrize("name", NAMES)
def test_a_preset_says_what_it_reads_and_which_columns(name: str) -> None:
    mapping = read_preset(name)
    assert mapping.name == name
    assert mapping.about.text
    assert mapping.about.columns
    assert mapping.about.verified == (name not in {"simplify", "teal"})
    # a new ledger is made of it as it stands
    assert mapping.ledger


@pytest.mark.parametrize("name", [each for each in NAMES if each != "linkedin-saved"])
def test_in_a_ledger_as_init_makes_it_its_stages_stand_in(name: str, shell: Shell) -> None:
    shell.write("ledger/ledger.yaml", DEFAULT)
    shown = shell("import", log_of(name), "--preset", name, "--into", "ledger", "--write")
    assert "Note: the mapping's stage 'applied' is 'lead' in this ledger\n" in shown.out
    assert shell("--ledger", "ledger", "check").code == 0


def test_a_ledger_without_a_stage_for_saved_jobs_is_told_what_to_do(shell: Shell) -> None:
    shell.write("ledger/ledger.yaml", DEFAULT)
    shown = shell(
        "import", log_of("linkedin-saved"), "--preset", "linkedin-saved", "--into", "ledger"
    )
    assert (shown.code, shown.out) == (2, "")
    assert shown.err == (
        "opledger: the preset does not fit this ledger: unknown stage 'saved'; known here: lead,"
        " call, screen, onsite, offer; to change it, copy it: 'opledger import --show-preset"
        " linkedin-saved > linkedin-saved-map.yaml', edit the copy, and import with '--map"
        " linkedin-saved-map.yaml'\n"
    )


def test_a_source_that_the_ledger_does_not_have_is_left_out_and_told(shell: Shell) -> None:
    shell.write("ledger/ledger.yaml", "stages: {applied: A, offer: O}\nsources: {friend: F}\n")
    shown = shell(
        "import", log_of("linkedin"), "--preset", "linkedin", "--into", "ledger", "--write"
    )
    assert (
        "Note: the mapping's source 'application' is not told: the ledger has no such word\n"
    ) in shown.out.replace("\n  ", " ")
    assert "source:" not in "".join(shell.files("ledger/opportunities").values())


def test_a_copy_of_a_preset_knows_what_the_preset_brought_in(shell: Shell) -> None:
    log = log_of("huntr")
    shell("import", log, "--preset", "huntr", "--into", "ledger", "--write")
    copy = shell("import", "--show-preset", "huntr").out
    assert copy == preset_text("huntr")
    shell.write(
        "my-map.yaml", copy.replace("  Wishlist: skip", "  Coffee chats: call\n  Wishlist: skip")
    )
    again = shell("import", log, "--map", "my-map.yaml", "--into", "ledger", "--write")
    assert again.out.startswith("5 rows: 1 written, 3 known already, 1 skipped, 0 bad\n")


def test_a_file_of_another_layout_is_refused_with_what_is_missing(shell: Shell) -> None:
    shown = shell("import", log_of("teal"), "--preset", "linkedin", "--into", "ledger")
    assert (shown.code, shown.out) == (2, "")
    assert shown.err.startswith(
        "opledger: teal.csv is not as preset 'linkedin' knows it: the file has no column"
        " 'Application Date'; the file has no column 'Company Name'"
    )


def test_a_preset_that_is_none_is_named(shell: Shell) -> None:
    shown = shell("import", log_of("teal"), "--preset", "linkdin", "--into", "ledger")
    assert (shown.code, shown.err) == (
        2,
        "opledger: no preset 'linkdin': did you mean 'linkedin'?\n",
    )
    with pytest.raises(Failure, match="lists them"):
        preset_text("../../ledger")


def test_career_ops_without_its_log_says_so(shell: Shell) -> None:
    shell.write("applications.md", log_of("career-ops").read_text(encoding="utf-8"))
    shown = shell(
        "import", "applications.md", "--preset", "career-ops", "--into", "ledger", "--write"
    )
    assert (
        "Note: status-log.tsv does not lie beside applications.md: read without it\n" in shown.out
    )
    assert "      2  discarded, and no log says whether it was ever applied for\n" in shown.out
    text = shell.files("ledger/opportunities")["tallow-robotics.yaml"]
    assert "stage: interview" in text
    assert "date: 2026-05-27" in text


def test_the_list_of_presets(shell: Shell) -> None:
    shown = shell("import", "--presets")
    assert shown.code == 0
    names = [line for line in shown.out.splitlines() if not line.startswith((" ", "A", "N"))]
    assert names == [f"{n} (unverified)" if n in {"simplify", "teal"} else n for n in NAMES]
    assert all(len(line) <= 80 for line in shown.out.splitlines())


def test_presets_stand_in_no_word_that_a_ledger_knows_better() -> None:
    stages = {
        word: word for word in ("applied", "call", "interview", "offer", "responded", "saved")
    }
    config = Config(stages=stages)
    assert all(not read_preset(name, config).stood_in for name in NAMES)


def test_the_same_log_saved_as_a_workbook_is_known_again(shell: Shell) -> None:
    """LinkedIn's key holds the moment of an application, which a workbook tells as a real one."""
    with log_of("linkedin").open(encoding="utf-8", newline="") as file:
        head, *rows = (cells for cells in csv.reader(file) if not cells[0].startswith("13/"))
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(head)
    for day, *rest in rows:
        told = datetime.strptime(day, "%m/%d/%y, %I:%M %p") if day else None  # noqa: DTZ007
        sheet.append([told, *rest])
    book.save(shell.folder / "log.xlsx")
    arguments = ("--preset", "linkedin", "--into", "ledger", "--write")
    shell("import", log_of("linkedin"), *arguments)
    before = shell.files("ledger")
    again = shell("import", "log.xlsx", *arguments)
    assert again.out.startswith("3 rows: 0 written, 3 known already, 0 skipped, 0 bad\n")
    assert shell.files("ledger") == before
