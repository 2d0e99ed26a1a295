"""``opledger record`` and ``add``: what happened, written into one file and committed alone."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.commands import call
from tests.conftest import Finished
from tests.git.repositories import git
from tests.ledgers import write

from opledger.files.store import replace_file

SETTINGS = """\
timezone: America/New_York
stages: {lead: First contact, call: First call, onsite: On-site, offer: Offer}
goals: {impact: , growth: }
reasons: {fit: Not a mutual fit, comp: Compensation}
"""
OPEN = """\
# seen on the board
company: 'Kestrel'   # quoted
events:
  - date: 2024-01-08   # a Monday
    stage: lead
  # before the call
  - {date: 2024-01-11, stage: call, interest: medium}
notes: "kept"
"""
PATH = "opportunities/kestrel.yaml"
OTHER = "opportunities/other.yaml"


@pytest.fixture(autouse=True)
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home with an identity, and nothing of the caller's git."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    (tmp_path / ".gitconfig").write_text("[user]\n name = A. Person\n email = a@example.com\n")
    monkeypatch.setenv("HOME", str(tmp_path))


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A ledger with two opportunities, committed; the current folder."""
    folder = made(tmp_path / "ledger", {})
    monkeypatch.chdir(folder)
    return folder


def made(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    other = "company: Other\nevents:\n  - {date: 2024-01-01, stage: lead}\n"
    write(folder, {"ledger.yaml": SETTINGS, PATH: OPEN, OTHER: other, **files})
    git(folder, "init", "--quiet")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "-m", "Start")
    return folder


def recommitted(ledger: Path, text: str | bytes, path: str = PATH) -> None:
    """Another text for a file, committed."""
    write(ledger, {"ledger.yaml": SETTINGS, path: text})
    git(ledger, "commit", "--quiet", "--all", "--amend", "--no-edit")


def message(ledger: Path) -> str:
    return git(ledger, "log", "-1", "--format=%B")


def hook(ledger: Path, name: str, script: str) -> None:
    path = ledger / ".git" / "hooks" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def before_notes(lines: str) -> str:
    """The file with lines more behind its last event."""
    return OPEN.replace("notes:", f"{lines}notes:")


RECORDED = {
    "a stage": (
        ("onsite",),
        "  - {date: 2024-03-01, stage: onsite}\n",
        "call -> onsite",
    ),
    "all of it": (
        (
            "onsite",
            "--date",
            "2024-01-20",
            "--by",
            "company",
            "--interest",
            "high",
            "--confidence",
            "low",
            "--note",
            "Four rounds",
            "--lesson",
            "Ask: first",
            "--fit",
            "impact=5, growth=4.5",
        ),
        (
            "  - date: 2024-01-20\n    stage: onsite\n    by: company\n    interest: high\n"
            "    confidence: low\n    fit: {impact: 5, growth: 4.5}\n    note: Four rounds\n"
            "    lesson: 'Ask: first'\n"
        ),
        "call -> onsite, interest medium -> high, confidence low",
    ),
    "an offer": (
        ("offer", "--offer", "base: 190000, currency: USD, form: written, deadline: 2024-03-05"),
        (
            "  - date: 2024-03-01\n    stage: offer\n"
            "    offer: {base: 190000, currency: USD, form: written, deadline: 2024-03-05}\n"
        ),
        "call -> offer",
    ),
    "an offer in braces": (
        ("offer", "--offer", "{base: 1, currency: USD}"),
        "  - {date: 2024-03-01, stage: offer, offer: {base: 1, currency: USD}}\n",
        "call -> offer",
    ),
    "reasons": (
        ("rejected", "--reason", "fit , comp"),
        "  - {date: 2024-03-01, outcome: rejected, reasons: [fit, comp]}\n",
        "call -> rejected, for fit and comp",
    ),
    "a note": (("--note", "Rang"), "  - {date: 2024-03-01, note: Rang}\n", "note"),
    "a note by its name": (
        ("note", "--note", "One\nTwo\n", "--date", "yesterday"),
        "  - date: 2024-02-29\n    note: |\n      One\n      Two\n",
        "note",
    ),
    "a text like YAML": (
        ("--note", "- {a: b} # c"),
        "  - {date: 2024-03-01, note: '- {a: b} # c'}\n",
        "note",
    ),
    "a lesson": (("--lesson", "Ask"), "  - {date: 2024-03-01, lesson: Ask}\n", "lesson"),
    "a level": (
        ("--interest", "low", "--date", "today"),
        "  - {date: 2024-03-01, interest: low}\n",
        "interest medium -> low",
    ),
    "a time in the ledger's zone": (
        ("onsite", "--date", "2024-01-24T13:00"),
        "  - {date: 2024-01-24T13:00:00-05:00, stage: onsite}\n",
        "call -> onsite",
    ),
    "a time in another zone": (
        ("onsite", "--date", "2024-01-24 13:00:05Z"),
        "  - {date: 2024-01-24T13:00:05+00:00, stage: onsite}\n",
        "call -> onsite",
    ),
    "a day to come": (
        ("onsite", "--date", "tomorrow"),
        "  - {date: 2024-03-02, stage: onsite}\n",
        "onsite scheduled for 2024-03-02",
    ),
    "a note for a day to come": (
        ("--date", "2024-03-09", "--note", "They decide."),
        "  - {date: 2024-03-09, note: They decide.}\n",
        "note for 2024-03-09",
    ),
}


@pytest.mark.parametrize("name", RECORDED)
def test_what_is_recorded_adds_its_own_lines_only(name: str, ledger: Path) -> None:
    arguments, lines, words = RECORDED[name]
    ended = call("record", "kestrel", *arguments)
    head = git(ledger, "rev-parse", "--short=10", "HEAD")
    assert ended == Finished(0, f"kestrel: {words} (commit {head})\n", "")
    assert (ledger / PATH).read_text() == before_notes(lines)
    assert message(ledger) == f"kestrel: {words}"
    assert git(ledger, "log", "--format=%an <%ae>", "-1") == "A. Person <a@example.com>"
    assert git(ledger, "diff-tree", "-r", "--name-only", "HEAD~", "HEAD") == PATH
    assert git(ledger, "status", "--porcelain") == ""
    assert call("check") == Finished(0, "", "")


def test_an_opportunity_goes_on_after_its_end(ledger: Path) -> None:
    assert call("record", "kes", "rejected", "--date", "2024-02-01").code == 0
    assert call("record", "kes", "call", "--reopened", "They rang").code == 0
    assert message(ledger) == "kestrel: rejected -> call, reopened: They rang"
    lines = (
        "  - {date: 2024-02-01, outcome: rejected}\n"
        "  - {date: 2024-03-01, stage: call, reopened: They rang}\n"
    )
    assert (ledger / PATH).read_text() == before_notes(lines)


def test_what_happened_before_stands_before(ledger: Path) -> None:
    assert call("record", "kestrel", "--note", "Rang", "--date", "2024-01-09").code == 0
    assert (ledger / PATH).read_text() == OPEN.replace(
        "  # before the call\n", "  - {date: 2024-01-09, note: Rang}\n  # before the call\n"
    )
    assert call("record", "kestrel", "--note", "First", "--date", "2024-01-07").code == 0
    text = (ledger / PATH).read_text()
    assert "events:\n  - {date: 2024-01-07, note: First}\n  - date: 2024-01-08   # a" in text
    assert call("record", "kestrel", "--note", "Same day", "--date", "2024-01-11").code == 0
    last = "interest: medium}\n  - {date: 2024-01-11, note: Same day}\nnotes:"
    assert last in (ledger / PATH).read_text()
    assert call("check") == Finished(0, "", "")


EVENT = "{date: 2024-03-01, stage: onsite}"
TEXTS = {
    "crlf": (
        OPEN.replace("\n", "\r\n").encode(),
        before_notes(f"  - {EVENT}\n").replace("\n", "\r\n").encode(),
    ),
    "bom": (b"\xef\xbb\xbf" + OPEN.encode(), ("\ufeff" + before_notes(f"  - {EVENT}\n")).encode()),
    "no last break": (
        b"company: K\nevents:\n- {date: 2024-01-08, stage: lead}",
        f"company: K\nevents:\n- {{date: 2024-01-08, stage: lead}}\n- {EVENT}".encode(),
    ),
    "brackets": (
        b"company: K\nevents: [{date: 2024-01-08, stage: lead}] # all\n",
        f"company: K\nevents: [{{date: 2024-01-08, stage: lead}}, {EVENT}] # all\n".encode(),
    ),
    "all in braces": (
        b"{events: [{date: 2024-01-08, stage: lead}], company: K}",
        f"{{events: [{{date: 2024-01-08, stage: lead}}, {EVENT}], company: K}}".encode(),
    ),
    "deep indent": (
        (
            b"events:\n      - date:   2024-01-08\n        stage:   'lead' \n        # deeper\n"
            b"\n# end\n"
            b"company: K\n"
        ),
        "events:\n      - date:   2024-01-08\n        stage:   'lead' \n        # deeper\n"
        f"      - {EVENT}\n\n# end\ncompany: K\n".encode(),
    ),
}


@pytest.mark.parametrize("name", TEXTS)
def test_all_else_in_the_file_stays_to_the_byte(name: str, ledger: Path) -> None:
    before, after = TEXTS[name]
    recommitted(ledger, before)
    assert call("record", "kestrel", "onsite").code == 0
    assert (ledger / PATH).read_bytes() == after
    assert git(ledger, "status", "--porcelain") == ""


def test_a_text_that_can_t_be_added_to_is_left_and_what_to_write_is_said(ledger: Path) -> None:
    recommitted(ledger, "company: K\nevents:\n  - date: 2024-01-08\n    stage: lead\n")
    before = (ledger / PATH).read_bytes()
    ended = call("record", "kestrel", "--note", "x" * 70_000)
    assert (ended.code, ended.stdout) == (1, "")
    assert ended.stderr.startswith(
        f"opledger: {PATH} was left as it is: with it the text could not be read"
        " (a text longer than 64 KiB); write there: - {date: 2024-03-01, note: xxx"
    )
    assert len(ended.stderr) < 2300
    assert (ledger / PATH).read_bytes() == before


def test_what_else_is_staged_stays_staged_and_what_is_not_stays_out(ledger: Path) -> None:
    (ledger / "staged.txt").write_text("x")
    (ledger / "ledger.yaml").write_text(SETTINGS + "quiet_after: 20\n")
    git(ledger, "add", "staged.txt", "ledger.yaml")
    (ledger / OTHER).write_text("company: Other\nevents: [{date: 2024-01-02, stage: lead}]\n")
    (ledger / "untracked.txt").write_text("x")
    git(ledger, "rm", "--quiet", "--cached", OTHER)
    before = git(ledger, "status", "--porcelain=v2")
    assert call("record", "kestrel", "onsite").code == 0
    assert git(ledger, "status", "--porcelain=v2") == before
    assert git(ledger, "diff-tree", "-r", "--name-only", "HEAD~", "HEAD") == PATH


def test_a_new_file_is_committed_alone_too(ledger: Path) -> None:
    (ledger / "staged.txt").write_text("x")
    git(ledger, "add", "staged.txt")
    assert call("add", "New Co").code == 0
    assert git(ledger, "status", "--porcelain") == "A  staged.txt"
    names = git(ledger, "diff-tree", "-r", "--name-only", "HEAD~", "HEAD")
    assert names == "opportunities/new-co.yaml"


def test_the_message_tells_what_was_edited_before_and_not_committed(ledger: Path) -> None:
    (ledger / PATH).write_text(OPEN + "tags: [mine]\n")
    git(ledger, "add", PATH)
    assert call("record", "kestrel", "onsite").code == 0
    assert message(ledger) == "kestrel: call -> onsite; 1 tag added"


@pytest.mark.parametrize(
    ("settings", "option", "commits"),
    [
        ("", (), True),
        ("", ("--no-commit",), False),
        ("commit: false\n", (), False),
        ("commit: false\n", ("--commit",), True),
        ("commit: true\n", ("--no-commit",), False),
    ],
)
def test_a_commit_can_be_turned_off(
    settings: str, option: tuple[str, ...], commits: bool, ledger: Path
) -> None:
    recommitted(ledger, SETTINGS + settings, "ledger.yaml")
    head = git(ledger, "rev-parse", "HEAD")
    for command in (("record", "kestrel", "onsite"), ("add", "New")):
        ended = call(*command, *option)
        assert (ended.code, "(not committed)" in ended.stdout) == (0, not commits)
    assert (git(ledger, "rev-parse", "HEAD") == head) != commits
    status = git(ledger, "status", "--porcelain")
    assert status == ("" if commits else f"M {PATH}\n?? opportunities/new.yaml")


KNOWN = "lead, call, onsite, offer, accepted, declined, withdrew, rejected, ghosted, closed, note"
FAILS = "nothing was written: it would fail the check: "
NO_DATE = "is no date: write it as 2024-01-31, or 2024-01-31T13:00"
PARTS = "--offer can't be read: "
FORM = "write it as in the file, 'base: 190000, currency: USD, form: written'"
REFUSED: list[tuple[tuple[str, ...], int, str]] = [
    ((), 2, "nothing to record: name a stage or an outcome, or give --note TEXT"),
    (("--note", ""), 2, "nothing to record: name a stage or an outcome, or give --note TEXT"),
    (("onsyte",), 2, "'onsyte' is no stage or outcome: did you mean 'onsite'?"),
    (("NOTE",), 2, "'NOTE' is no stage or outcome: did you mean 'note'?"),
    (("",), 2, f"'' is no stage or outcome: known: {KNOWN}"),
    (("onsite", "--date", "2024-02-30"), 2, "'2024-02-30' is no date: write it as 2024-01-31"),
    (("onsite", "--date", "Tuesday"), 2, f"'Tuesday' {NO_DATE}"),
    (("onsite", "--date", ""), 2, f"'' {NO_DATE}"),
    (("onsite", "--date", "20240124"), 2, f"'20240124' {NO_DATE}"),
    (("onsite", "--date", "2024-W04-1"), 2, f"'2024-W04-1' {NO_DATE}"),
    (("onsite", "--date", "2024-01-24T25:00"), 2, f"'2024-01-24T25:00' {NO_DATE}"),
    (("onsite", "--date", "9999-12-31T23:59-14:00"), 2, f"'9999-12-31T23:59-14:00' {NO_DATE}"),
    (("onsite", "--date", "0001-01-01T00:00+14:00"), 2, f"'0001-01-01T00:00+14:00' {NO_DATE}"),
    (
        ("onsite", "--date", "2024-03-10T02:30"),
        2,
        (
            "there is no 02:30 on 2024-03-10 in America/New_York: its clock is put forward;"
            " write another time"
        ),
    ),
    (
        ("onsite", "--date", "2024-11-03T01:30"),
        2,
        (
            "01:30 comes twice on 2024-11-03 in America/New_York: write 2024-11-03T01:30-04:00"
            " or 2024-11-03T01:30-05:00"
        ),
    ),
    (("onsite", "--fit", "impact"), 2, "'impact' is no score: write --fit GOAL=4"),
    (("onsite", "--fit", "impact=1,impact=2"), 2, "'impact' has two scores: give it one"),
    (
        ("onsite", "--fit", "impact=9"),
        1,
        f"{FAILS}{PATH}:8:53: error[bad-number]: 9 is out of range; it runs from 0 to 5",
    ),
    (
        ("onsite", "--fit", "fun=4"),
        1,
        (
            f"{FAILS}{PATH}:8:45: error[unknown-goal]: unknown goal 'fun'; the ledger's goals:"
            " impact, growth"
        ),
    ),
    (
        ("onsite", "--interest", "huge"),
        1,
        (
            f"{FAILS}{PATH}:8:49: error[unknown-level]: unknown level of interest 'huge'; the"
            " ledger's interest: low, medium, high"
        ),
    ),
    (
        ("onsite", "--reason", "fit"),
        1,
        (
            f"{FAILS}{PATH}:8:48: error[reasons-without-outcome]: 'reasons' without an outcome; add"
            " 'outcome', or use 'note'"
        ),
    ),
    (
        ("rejected", "--reason", "whim"),
        1,
        (
            f"{FAILS}{PATH}:8:53: error[unknown-reason]: unknown reason 'whim'; the ledger's"
            " reasons: fit, comp"
        ),
    ),
    (
        ("--note", "\x1b[31m"),
        1,
        (
            f"{FAILS}{PATH}:8:30: error[hidden-character]: the text holds characters that can't be"
            " seen: \\x1b; delete them"
        ),
    ),
    (("offer", "--offer", "{base: 1"), 2, f"{PARTS}{FORM}"),
    (("offer", "--offer", "base: 1}, x: {a: b"), 2, f"{PARTS}{FORM}"),
    (("offer", "--offer", "base: !!python/name:x 1"), 2, f"{PARTS}{FORM}"),
    (
        ("offer", "--offer", "base: 190,000, currency: USD"),
        2,
        f"{PARTS}'000' has no value: write 'KEY: VALUE', and numbers without commas",
    ),
    (
        ("offer", "--offer", "base: 1, base: 2, currency: USD"),
        2,
        f"{PARTS}'base' stands there twice",
    ),
    *(
        (("offer", "--offer", f"base: {number}, currency: EUR"), 2, f"{PARTS}{said}")
        for number, said in {
            "70.000": "70.000 could be 70 or 70000; write 70000",
            "0x10": "'0x10' is no number; write digits, such as 190000",
            "'70000'": "'70000' is no number; write digits, such as 190000",
            "{value: 1}, equity: {value: 8.000, years: 4}": "8.000 could be 8 or 8000; write 8000",
        }.items()
    ),
]


@pytest.mark.parametrize(("arguments", "code", "line"), REFUSED, ids=lambda value: repr(value)[:40])
def test_what_is_wrong_is_refused_and_nothing_is_written(
    arguments: tuple[str, ...], code: int, line: str, ledger: Path
) -> None:
    head = git(ledger, "rev-parse", "HEAD")
    assert call("record", "kestrel", *arguments) == Finished(code, "", f"opledger: {line}\n")
    assert (ledger / PATH).read_text() == OPEN
    assert (git(ledger, "rev-parse", "HEAD"), git(ledger, "status", "--porcelain")) == (head, "")


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ("nobody", "no opportunity 'nobody': 'opledger list' lists them"),
        ("", "no opportunity '': 'opledger list' lists them"),
        ("../ledger", "no opportunity '../ledger': 'opledger list' lists them"),
        ("KESTREL", "no opportunity 'KESTREL': did you mean 'kestrel'?"),
        ("kestrel.yaml", "no opportunity 'kestrel.yaml': did you mean 'kestrel'?"),
    ],
)
def test_an_id_that_is_none_is_told(given: str, line: str, ledger: Path) -> None:
    assert call("record", given, "onsite") == Finished(2, "", f"opledger: {line}\n")


def test_the_beginning_of_several_ids_is_none(ledger: Path) -> None:
    (ledger / "opportunities" / "kes.yaml").write_text("company: X\n")
    (ledger / "opportunities" / "kestrel-2.yaml").write_text("company: X\n")
    line = "opledger: 'ke' begins several ids: kes, kestrel-2, kestrel\n"
    assert call("record", "ke", "onsite") == Finished(2, "", line)
    assert call("record", "kestrel", "onsite").code == 0  # whole


def test_a_warning_is_told_once_and_does_not_hinder(ledger: Path) -> None:
    warning = "the offer stage without an 'offer'; add 'offer: {pending: [cash]}' or its amounts"
    ended = call("record", "kestrel", "offer")
    assert (ended.code, ended.stderr) == (
        0,
        f"{PATH}:8:31: warning[offer-not-recorded]: {warning}\n",
    )
    assert call("record", "kestrel", "--note", "Rang").stderr == ""


def test_a_file_with_errors_has_to_be_mended_first(ledger: Path) -> None:
    recommitted(ledger, OPEN + "bad: 1\n")
    ended = call("record", "kestrel", "onsite")
    assert (ended.code, ended.stdout) == (1, "")
    assert ended.stderr.startswith(f"opledger: mend it first: {PATH}:9:1: error[unknown-key]: ")
    assert call("record", "other", "call").code == 0


def test_settings_with_errors_have_to_be_mended_first(ledger: Path) -> None:
    recommitted(ledger, SETTINGS + "bad: 1\n", "ledger.yaml")
    for command in (
        ("record", "kestrel", "onsite"),
        ("add", "X"),
        ("next", "kestrel", "X"),
        ("fmt",),
    ):
        ended = call(*command)
        start = "opledger: mend the ledger's settings first: ledger.yaml:5:1: error[unknown-key]: "
        assert (ended.code, ended.stderr.startswith(start)) == (1, True)


def test_a_file_that_changed_meanwhile_is_never_overwritten(
    ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def replace_late(root: Path, path: str, before: bytes, after: bytes) -> None:
        (root / path).write_text(OPEN + "tags: [mine]\n")
        real(root, path, before, after)

    real = replace_file
    monkeypatch.setattr("opledger.files.store.replace_file", replace_late)
    ended = call("record", "kestrel", "onsite")
    line = f"{ledger / PATH} was changed by another program meanwhile: nothing was written"
    assert ended == Finished(1, "", f"opledger: {line}\n")
    assert (ledger / PATH).read_text() == OPEN + "tags: [mine]\n"


def test_a_second_name_of_the_file_is_respected(ledger: Path, tmp_path: Path) -> None:
    os.link(ledger / PATH, tmp_path / "second")
    line = (
        f"{ledger / PATH} has another name (a hard link), which would keep the old content:"
        " edit it in an editor"
    )
    assert call("record", "kestrel", "onsite") == Finished(1, "", f"opledger: {line}\n")


def test_permissions_stay(ledger: Path) -> None:
    (ledger / PATH).chmod(0o600)
    assert call("record", "kestrel", "onsite").code == 0
    assert (ledger / PATH).stat().st_mode & 0o777 == 0o600


# What takes part in a commit of the user's.


WRITTEN = f"{PATH} is written, but not committed"


@pytest.mark.parametrize(
    ("script", "why"),
    [
        ("echo Too sloppy; echo Second line; exit 1", "Too sloppy"),
        ("echo hint: x; echo 'error: not so' >&2; exit 1", "not so"),
        ("exit 1", "a hook refused it"),
    ],
)
def test_a_hook_that_refuses_is_heard(script: str, why: str, ledger: Path) -> None:
    hook(ledger, "pre-commit", f"({script}) >&2")
    ended = call("record", "kestrel", "onsite")
    assert ended == Finished(1, "", f"opledger: {ledger}/{WRITTEN}: {why}\n")
    assert (ledger / PATH).read_text() == before_notes(f"  - {EVENT}\n")
    assert git(ledger, "status", "--porcelain") == f"M {PATH}"
    added = call("add", "New")
    written = "opportunities/new.yaml is written, but not committed"
    assert added == Finished(1, "", f"opledger: {ledger}/{written}: {why}\n")


def test_a_hook_may_print_much(ledger: Path) -> None:
    noise = "yes 'much noise about nothing at all, again and again' | head -c 3000000"
    hook(ledger, "pre-commit", f"{noise}\n{noise} >&2")
    ended = call("record", "kestrel", "onsite")
    assert (ended.code, ended.stderr) == (0, "")
    assert git(ledger, "status", "--porcelain") == ""


def test_a_hook_may_write_another_message(ledger: Path) -> None:
    hook(ledger, "commit-msg", "echo Changed > $1")
    assert call("record", "kestrel", "onsite").code == 0
    assert message(ledger) == "Changed"


@pytest.mark.parametrize("program", ["/nowhere/gpg", "false"])
def test_a_signature_that_fails_leaves_the_file_uncommitted(program: str, ledger: Path) -> None:
    git(ledger, "config", "commit.gpgSign", "true")
    git(ledger, "config", "gpg.program", program)
    head = git(ledger, "rev-parse", "HEAD")
    ended = call("record", "kestrel", "onsite")
    why = {
        "/nowhere/gpg": "cannot run /nowhere/gpg: No such file or directory",
        "false": "gpg failed to sign the data",
    }[program]
    assert ended == Finished(1, "", f"opledger: {ledger}/{WRITTEN}: {why}\n")
    assert git(ledger, "rev-parse", "HEAD") == head


def test_settings_for_messages_do_not_change_them(ledger: Path) -> None:
    for name, value in (
        ("commit.template", "/nowhere"),
        ("commit.cleanup", "scissors"),
        ("commit.verbose", "true"),
        ("core.commentChar", "k"),
        ("core.editor", "false"),
    ):
        git(ledger, "config", name, value)
    assert call("record", "kestrel", "onsite").code == 0
    assert message(ledger) == "kestrel: call -> onsite"


# add


def test_all_that_can_be_said_of_a_new_one_is_written(ledger: Path) -> None:
    options = {
        "role": "Engineer",
        "source": "warm",
        "segment": "startup",
        "size": "1-10",
        "location": "Remote (US)",
        "url": "https://x.example/1",
        "alias": "A startup",
        "stage": "call",
        "id": "newco",
        "date": "2024-01-05",
        "by": "me",
        "interest": "low",
        "confidence": "high",
        "note": "First",
        "lesson": "Ask",
        "fit": "impact=3",
    }
    words = [part for name, value in options.items() for part in (f"--{name}", value)]
    ended = call("add", "New: Co", *words, "--tag", "a", "--tag", "b")
    told = "newco: added; call, interest low, confidence high"
    head = git(ledger, "rev-parse", "--short=10", "HEAD")
    wrote = "Wrote opportunities/newco.yaml.\n"
    assert ended == Finished(0, f"{told} (commit {head})\n{wrote}", "")
    assert message(ledger) == told
    assert (
        (ledger / "opportunities" / "newco.yaml").read_text()
        == """\
company: 'New: Co'
alias: A startup
role: Engineer
source: warm
segment: startup
size: 1-10
location: Remote (US)
url: https://x.example/1
tags: [a, b]
events:
  - date: 2024-01-05
    stage: call
    by: me
    interest: low
    confidence: high
    fit: {impact: 3}
    note: First
    lesson: Ask
"""
    )
    assert call("check") == Finished(0, "", "")


@pytest.mark.parametrize(
    ("company", "name"),
    [
        ("New Co", "new-co"),
        ("Kestrel", "kestrel-another"),
        ("../../etc", "etc"),
        ("CON", "con-another"),
        ("null", "null"),
        ("X" * 300, "x" * 50),
    ],
)
def test_a_company_s_name_becomes_an_id(company: str, name: str, ledger: Path) -> None:
    ended = call("add", company, "--role", "Another", "--no-commit")
    assert ended.stdout.endswith(f"Wrote opportunities/{name}.yaml.\n")
    assert call("check") == Finished(0, "", "")
    assert git(ledger, "status", "--porcelain") == f"?? opportunities/{name}.yaml"


def test_a_warning_does_not_hinder_a_new_one(ledger: Path) -> None:
    recommitted(ledger, SETTINGS + "search: {ended: 2024-02-29}\n", "ledger.yaml")
    ended = call("add", "Late")
    assert (ended.code, ended.stderr.count("warning[outside-search]")) == (0, 1)


URL = "write the whole address, beginning with https://"
STAGES = "lead, call, onsite, offer"
NOT_WRITTEN = "nothing was written: "
ID = "is no id: a-z, 0-9 and '-' only, at most 80; try"


@pytest.mark.parametrize(
    ("arguments", "code", "line"),
    [
        (("",), 2, "COMPANY is empty: name the company"),
        ((" ",), 2, "COMPANY is empty: name the company"),
        (("X", "--id", "../x"), 2, f"'../x' {ID} x"),
        (("X", "--id", "../../x"), 2, f"'../../x' {ID} x"),
        (("X", "--id", "a/b"), 2, f"'a/b' {ID} a-b"),
        (("X", "--id", "X"), 2, f"'X' {ID} x"),
        (("X", "--id", "x\n"), 2, f"'x ' {ID} x"),
        (("X", "--id", "-x"), 2, f"'-x' {ID} x"),
        (("X", "--id", ""), 2, f"'' {ID} opportunity"),
        (("X", "--id", "kestrel"), 1, "'kestrel' is taken: see 'opledger show kestrel'"),
        (
            ("KESTREL ",),
            1,
            (
                "kestrel is the same company and role: 'opledger record kestrel ...' goes on with"
                " it; --id NAME adds another one"
            ),
        ),
        (("X", "--url", "javascript:x"), 1, f"{NOT_WRITTEN}'javascript:x' is no link; {URL}"),
        (
            ("X", "--stage", "rejected"),
            1,
            f"{NOT_WRITTEN}unknown stage 'rejected'; the ledger's stages: {STAGES}",
        ),
        (("X", "--tag", "a", "--tag", "a"), 1, f"{NOT_WRITTEN}'a' stands twice; keep one"),
        (
            ("X\x1b[31m",),
            1,
            f"{NOT_WRITTEN}the text holds characters that can't be seen: \\x1b; delete them",
        ),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_a_new_one_that_is_wrong_is_not_written(
    arguments: tuple[str, ...], code: int, line: str, ledger: Path, tmp_path: Path
) -> None:
    before = sorted(path for path in tmp_path.rglob("*") if ".git" not in path.parts)
    assert call("add", *arguments) == Finished(code, "", f"opledger: {line}\n")
    assert sorted(path for path in tmp_path.rglob("*") if ".git" not in path.parts) == before


def test_companies_without_a_letter_of_a_to_z_have_ids_of_their_own(ledger: Path) -> None:
    for company in ("日本", "東京", "Яндекс"):
        assert call("add", company).code == 0
    names = sorted(path.stem for path in (ledger / "opportunities").glob("opportunity-*"))
    assert len({name[: len("opportunity-123456")] for name in names}) == len(names) == 3
