"""``opledger export ics``: what has a day, for a calendar."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest
from tests.commands import call
from tests.conftest import Command, Finished
from tests.exchange.calendars import lines
from tests.ledgers import SOUND, write

FILES = {
    "ledger.yaml": "timezone: Europe/Berlin\n",
    "opportunities/over.yaml": SOUND,
    "opportunities/kestrel.yaml": (
        "company: Kestrel\nnext: {action: Send references, due: 2024-02-27}\nevents:\n"
        "  - {date: 2024-01-08, stage: lead}\n"
        "  - {date: 2024-02-08T10:00:00+01:00, note: They rang.}\n"
        "  - {date: 2024-03-06T13:00:00+01:00, stage: call, note: With Ann.}\n"
    ),
    "opportunities/vivid.yaml": "company: Vivid\nevents:\n  - {date: 2024-03-01, stage: call}\n",
}


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return write(tmp_path / "search", FILES)


def titles(printed: Finished | bytes) -> list[str]:
    """The titles in a calendar, in their order."""
    content = printed if isinstance(printed, bytes) else printed.stdout.encode()
    return [line.removeprefix("SUMMARY:") for line in lines(content) if line.startswith("SUMMARY:")]


ASKED = {
    "from today on": ((), ["Send references", "Recruiter", "Recruiter"]),
    "the past, too": (
        ("--all",),
        [
            *("First contact", "First contact", "Recruiter", "On-site", "Note", "Offer"),
            *("Send references", "Recruiter", "Recruiter"),
        ],
    ),
    "with notes": (
        ("--all", "--notes"),
        [
            *("First contact", "First contact", "Recruiter", "On-site", "They rang.", "Offer"),
            *("Send references", "Recruiter", "Recruiter"),
        ],
    ),
    "on another day": (("--today", "2024-03-02"), ["Send references", "Recruiter"]),
}


@pytest.mark.parametrize(("arguments", "what"), ASKED.values(), ids=ASKED)
def test_what_is_in_it_depends_on_what_is_asked(
    ledger: Path, arguments: tuple[str, ...], what: list[str]
) -> None:
    printed = call("export", "ics", "--ledger", ledger, *arguments)
    assert (printed.code, printed.stderr) == (0, "")
    found = [title.partition(": ")[2].partition(" or ")[0] for title in titles(printed)]
    assert found == what


def test_length_and_alarm_are_as_asked(ledger: Path) -> None:
    printed = call("export", "ics", "--ledger", ledger, "--minutes", "90", "--alarm", "15")
    said = lines(printed.stdout.encode())
    assert "DTSTART;TZID=Europe/Berlin:20240306T130000" in said
    assert "DTEND;TZID=Europe/Berlin:20240306T143000" in said
    assert [line for line in said if line.startswith("TRIGGER")] == ["TRIGGER:-PT15M"]


def test_a_file_holds_the_same_bytes_as_the_output(
    run: Command, ledger: Path, tmp_path: Path
) -> None:
    printed = run.raw("export", "ics", cwd=ledger)
    named = run.raw("export", "ics", "-o", tmp_path / "s.ics", cwd=ledger)
    assert (printed.returncode, printed.stderr) == (0, b"")
    assert (named.returncode, named.stdout, named.stderr) == (0, b"", b"")
    assert (tmp_path / "s.ics").read_bytes() == printed.stdout
    assert len(titles(printed.stdout)) == 3
    assert run.raw("export", "ics", "--output", "-", cwd=ledger).stdout == printed.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="there, permissions and links are others")
def test_a_file_that_is_there_keeps_its_permissions_and_a_link_stays_one(
    ledger: Path, tmp_path: Path
) -> None:
    file, link = tmp_path / "s.ics", tmp_path / "link.ics"
    file.write_text("old")
    file.chmod(0o600)
    link.symlink_to(file)
    assert call("export", "ics", "--ledger", ledger, "-o", link) == Finished(0, "", "")
    assert file.read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    assert (link.is_symlink(), stat.S_IMODE(file.stat().st_mode)) == (True, 0o600)


REFUSED = {
    "its settings": "ledger.yaml",
    "one of its files": "opportunities/kestrel.yaml",
    "a new one there": "opportunities/s.ics",
    "git's": ".git/s.ics",
}


@pytest.mark.parametrize("name", REFUSED.values(), ids=REFUSED)
def test_the_ledger_is_never_written_over(ledger: Path, tmp_path: Path, name: str) -> None:
    before = {path: path.read_bytes() for path in ledger.rglob("*") if path.is_file()}
    for given in (ledger / name, ledger / "x" / ".." / name):
        ended = call("export", "ics", "--ledger", ledger, "--output", given)
        message = f"opledger: {given} is where the ledger is: name another file with --output\n"
        assert ended == Finished(2, "", message)
    assert {path: path.read_bytes() for path in ledger.rglob("*") if path.is_file()} == before


WRONG = {
    "a folder": (["--output", "."], 2, "can't write .: it is no file"),
    "no folder": (["--output", "/dev/null/x"], 2, "can't write /dev/null/x: there is no folder"),
    "a format there is not": (["--format", "x"], 2, "No such option"),
    "no length": (["--minutes", "0"], 2, "0 is not in the range 1<=x<=1440"),
    "an alarm after it": (["--alarm", "-5"], 2, "-5 is not in the range"),
    "a day that is none": (["--today", "2024-13-01"], 2, "'2024-13-01' is no date"),
}


@pytest.mark.parametrize(("arguments", "code", "said"), WRONG.values(), ids=WRONG)
def test_what_is_typed_wrong_is_one_line(
    ledger: Path, arguments: list[str], code: int, said: str
) -> None:
    ended = call("export", "ics", "--ledger", ledger, *arguments)
    assert (ended.code, ended.stdout, ended.stderr.count("\n")) == (code, "", 1)
    assert said in ended.stderr


def test_a_format_there_is_not_is_one_line(ledger: Path) -> None:
    ended = call("export", "icl", "--ledger", ledger)
    assert (ended.code, ended.stdout, ended.stderr.count("\n")) == (2, "", 1)


def test_a_ledger_with_errors_is_not_exported(ledger: Path, tmp_path: Path) -> None:
    write(ledger, {"opportunities/x.yaml": "["})
    ended = call("export", "ics", "--ledger", ledger, "-o", tmp_path / "s.ics")
    assert (ended.code, (tmp_path / "s.ics").exists()) == (1, False)


TODAYS = {
    "ledger.yaml": "timezone: Europe/Berlin\nsearch: {ended: 2024-03-01}\n",
    "opportunities/ad.yaml": "company: Ad\nevents:\n  - {date: 2024-03-01, stage: lead}\n",
    "opportunities/kite.yaml": (
        "company: Kite\nnext: {action: Send references, due: 2024-02-27}\nevents:\n"
        "  - {date: 2024-02-01, stage: call}\n"
        "  - {date: 2024-03-01T09:00:00+01:00, stage: screen, interest: high}\n"
        "  - {date: 2024-03-01, stage: onsite}\n"
        "  - {date: 2024-03-07, stage: onsite}\n"
    ),
}


def test_of_today_it_has_what_due_has_and_what_had_a_time(tmp_path: Path) -> None:
    write(tmp_path, TODAYS)
    due = call("due", "--ledger", tmp_path, "--format", "csv").stdout.splitlines()[1:]
    listed = [line.split(",")[5] for line in due if not line.startswith("open")]
    assert listed == ["Send references", "On-site", "On-site"]
    assert [
        title.partition(": ")[2] for title in titles(call("export", "ics", "--ledger", tmp_path))
    ] == [*("Send references", "On-site", "Technical screen", "On-site")]


def test_once_the_search_has_ended_nothing_of_it_comes_or_is_due(tmp_path: Path) -> None:
    write(tmp_path, TODAYS)
    asked = ("export", "ics", "--ledger", tmp_path, "--today", "2024-03-02")
    assert titles(call(*asked)) == []
    assert titles(call(*asked, "--all")) == [
        "Kite: Recruiter or hiring-manager call",
        "Ad: First contact",
        "Kite: On-site",
        "Kite: Technical screen",
    ]
